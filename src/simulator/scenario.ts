// A scenario says which history is replayed under which policy, and who of the history is whom in the share tree.
import type { LocalisedText } from '../domain/kernel/language.ts'
import type { Policy, Pool } from '../domain/policy/policy.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'
import type { DrawnFrom } from './draw-workload.ts'
import type { DefaultTerms, ScenarioAward, ScenarioCapacityChange, ScenarioWindow } from './scenario-demand.ts'
import type { MapColumn, TraceDetails, TraceFormat } from './trace/trace-layout.ts'

/** Where the requested time of a job comes from when the history has none, or when it is not to be believed. */
export type EstimateRule =
  | { readonly kind: 'requested' }
  | { readonly kind: 'actual' }
  /** requested := actual x factor, rounded up. */
  | { readonly kind: 'factor'; readonly factor: number }
  /** requested := seconds, or actual where that is longer. */
  | { readonly kind: 'fixed'; readonly seconds: number }

export interface WorkloadMap {
  /** Which column of the trace decides; MAP_COLUMNS_OF says which of them a format has. */
  readonly by: MapColumn
  /** Value in the trace -> project id of the share tree. Values are text: `6214e9` is not a number. */
  readonly projects: Readonly<Record<string, string>>
  /** The project of every value that is not named. */
  readonly default: string
}

/** What is drawn from the description of the scenario's history. */
export interface ScenarioForecast extends Omit<DrawnFrom, 'days'> {
  /** null: as many as the history has. */
  readonly days: number | null
}

export interface Scenario {
  readonly name: string
  readonly title: LocalisedText
  readonly description: LocalisedText
  /** Path of the policy file, relative to the scenario file. */
  readonly policyPath: string
  readonly trace: {
    /** Path relative to the scenario file; `.gz` is read as gzip. */
    readonly path: string
    readonly format: TraceFormat
    readonly details: TraceDetails
    /** Who made it and under which licence: printed under every figure made from it. */
    readonly notice: LocalisedText
  }
  /** Another history like the trace's is drawn and replayed. Absent: the trace's own. */
  readonly forecast?: ScenarioForecast
  /** Replaces the policy's pool: the same shares over another amount of capacity. null: the policy's own. */
  readonly pool: Pool | null
  /** The flavor that every job of the trace asks for. */
  readonly flavor: string
  readonly map: WorkloadMap
  readonly estimate: EstimateRule
  /** null: as the policy says. */
  readonly backfill: BackfillMode | null
  /** What every job asks beyond units and time; null: the defaults of the scheduler. */
  readonly terms: DefaultTerms | null
  readonly awards: readonly ScenarioAward[]
  /** Reservations, then maintenance (owner null). */
  readonly reservations: readonly ScenarioWindow[]
  readonly capacityChanges: readonly ScenarioCapacityChange[]
  readonly filter: 'none' | 'sc15'
  readonly seed: number
}

/** Who may go ahead of whom in a replay of the scenario under the policy. */
export function backfillOf(scenario: Scenario, policy: Policy): BackfillMode {
  return scenario.backfill ?? policy.rules.backfill.mode
}
