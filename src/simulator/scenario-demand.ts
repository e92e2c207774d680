// What a scenario adds to its history: default terms of the jobs, awards, reservations, maintenance, changes of capacity.
// Times and units are as written; resolve-times.ts makes them those of one history under one policy.
import { amountOf, secondsOfDuration, type Amount } from '../domain/policy/amount.ts'
import type { UnitsByCell } from '../domain/policy/policy.ts'
import type { Award, CoAllocation, JobClass, Reservation, Tranche } from '../domain/scheduling/demand.ts'
import { ratioOfDecimal } from '../domain/kernel/ratio.ts'
import type {
  AwardWritten,
  CapacityWritten,
  JobDefaultsWritten,
  MaintenanceWritten,
  ReservationWritten,
} from './scenario-file-demand.ts'
import { scenarioTime, type ScenarioTime } from './scenario-time.ts'

/** What every job of the history asks beyond units and time. */
export interface DefaultTerms {
  readonly class: JobClass
  readonly priority: number
  /** At least one; the first is the scenario's flavor. */
  readonly flavors: readonly string[]
  readonly checkpointEverySeconds: number | null
  /** null: plain units, which may lie anywhere. */
  readonly gang: GangRule | null
  readonly appointments: readonly AppointmentRule[]
}

/** An appointment that jobs of some projects need; of each flavor the first rule that is for the project counts. */
export interface AppointmentRule {
  readonly appointment: CoAllocation
  /** null: of all. */
  readonly projects: readonly string[] | null
}

/** How a plain size becomes equal pods of at most `perNode` units each. */
export interface GangRule {
  readonly perNode: number
  readonly topology: { readonly level: string; readonly isRequired: boolean } | null
}

export interface ScenarioAward {
  readonly project: string
  readonly gpuHours: number
  readonly priceBasis: string
  readonly validFrom: ScenarioTime
  readonly validTo: ScenarioTime
  readonly tranche: Tranche | null
  readonly onExhaustion: Award['onExhaustion']
  readonly overdraftGpuHours: number
}

/** A reservation, or (owner null) maintenance. */
export interface ScenarioWindow {
  readonly id: string
  readonly owner: string | null
  readonly flavor: string
  readonly size: Amount | { readonly kind: 'cells'; readonly cells: UnitsByCell }
  readonly start: ScenarioTime
  readonly end: ScenarioTime
  readonly beforeStart: Reservation['beforeStart']
}

export interface ScenarioCapacityChange {
  readonly flavor: string
  readonly at: ScenarioTime
  readonly size: Amount
}

export function defaultTermsOf(written: JobDefaultsWritten, flavor: string): DefaultTerms {
  return {
    class: written.class ?? 'standard',
    priority: written.priority ?? 0,
    flavors: written.flavors ?? [flavor],
    checkpointEverySeconds: written.checkpointEvery === undefined ? null : secondsOfDuration(written.checkpointEvery),
    gang: written.gang === undefined ? null : gangRuleOf(written.gang),
    appointments: (written.coAllocate ?? []).map(appointmentRuleOf),
  }
}

function appointmentRuleOf(written: NonNullable<JobDefaultsWritten['coAllocate']>[number]): AppointmentRule {
  const { flavor, seats, window, projects } = written
  return {
    appointment: {
      flavor,
      units: seats,
      afterSeconds: secondsOfDuration(window.after),
      forSeconds: secondsOfDuration(window.for),
    },
    projects: projects ?? null,
  }
}

function gangRuleOf({ perNode, topology }: NonNullable<JobDefaultsWritten['gang']>): GangRule {
  if (topology === undefined) return { perNode, topology: null }
  if ('required' in topology) return { perNode, topology: { level: topology.required, isRequired: true } }
  return { perNode, topology: { level: topology.preferred, isRequired: false } }
}

export function awardOf(written: AwardWritten, flavor: string): ScenarioAward {
  const { project, gpuHours, priceBasis, tranche, onExhaustion, overdraft } = written
  return {
    project,
    gpuHours,
    priceBasis: priceBasis ?? flavor,
    validFrom: timeOf(written.validFrom, 'start'),
    validTo: timeOf(written.validTo, 'end'),
    tranche: tranche === undefined ? null : trancheOf(tranche),
    onExhaustion: onExhaustion ?? 'finishRunning',
    overdraftGpuHours: overdraft ?? 0,
  }
}

function trancheOf({ every, share, carryOver }: NonNullable<AwardWritten['tranche']>): Tranche {
  const amount = amountOf(share)
  const part = ratioOfDecimal(carryOver)
  return {
    everySeconds: secondsOfDuration(every),
    // Millionths of a percent, of which at most 4 decimals are written, are hundredths of millionths.
    shareMillionths: amount.kind === 'share' ? amount.millionths / 100 : 0,
    carryOverMillionths: (part.numerator * 1_000_000) / part.denominator,
  }
}

/** Without an id of its own a window has that of its place: `reservation-2`. */
export function windowIdOf(written: MaintenanceWritten, list: 'reservation' | 'maintenance', position: number): string {
  return written.id ?? `${list}-${position + 1}`
}

export function windowOf(
  written: ReservationWritten | MaintenanceWritten,
  id: string,
  owner: string | null,
  flavor: string,
): ScenarioWindow {
  const { units, cells } = written
  return {
    id,
    owner,
    flavor: written.flavor ?? flavor,
    size: cells === undefined ? amountOf(units ?? 0) : { kind: 'cells', cells },
    start: timeOf(written.start, 'start'),
    end: timeOf(written.end, 'end'),
    beforeStart: written.beforeStart ?? 'keepFree',
  }
}

export function capacityChangeOf(written: CapacityWritten, flavor: string): ScenarioCapacityChange {
  return { flavor: written.flavor ?? flavor, at: timeOf(written.at, 'start'), size: amountOf(written.units) }
}

/** The schema has checked the form. */
function timeOf(written: string, edge: 'start' | 'end'): ScenarioTime {
  return scenarioTime(written, edge) ?? { kind: 'after-first-job', seconds: 0 }
}
