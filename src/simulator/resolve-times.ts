// From what a scenario writes to what the scheduler takes: times on the clock of the history, units of the policy's flavors,
// budgets in milli-reference-unit-seconds. Pure; everything in whole numbers.
import { floorProduct } from '../domain/kernel/exact-product.ts'
import type { Ratio } from '../domain/kernel/ratio.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { shareOf, type Amount } from '../domain/policy/amount.ts'
import type { Flavor, Policy } from '../domain/policy/policy.ts'
import type { Award, CapacityChange, Gang, JobTerms, Reservation } from '../domain/scheduling/demand.ts'
import type { AppointmentRule, DefaultTerms, GangRule, ScenarioAward, ScenarioWindow } from './scenario-demand.ts'
import { termsInGrains } from './grains.ts'
import type { ScenarioTime } from './scenario-time.ts'
import type { Scenario } from './scenario.ts'
import type { Workload } from './workload.ts'

export interface ResolvedDemand {
  /** In the order of the file. */
  readonly awards: readonly Award[]
  /** Reservations, then maintenance (owner null), in the order of the file. */
  readonly reservations: readonly Reservation[]
  readonly capacityChanges: readonly CapacityChange[]
  /** What the jobs ask, row by row: what the history says, else the scenario's defaults; null: neither says anything. */
  readonly terms: Workload['terms']
  /** Of one unit-second of the scenario's flavor, in the unit of the awards: reference unit-seconds. */
  readonly price: Ratio
}

export type ResolveRefusal =
  | { readonly code: 'flavor-not-in-pool'; readonly flavor: string; readonly known: readonly string[] }
  | { readonly code: 'project-not-in-tree'; readonly projects: readonly string[] }
  | { readonly code: 'node-not-in-tree'; readonly node: string }
  | { readonly code: 'level-not-in-flavor'; readonly level: string; readonly flavor: string }
  /** A calendar time, and a history that does not say when it was. */
  | { readonly code: 'history-without-date' }
  /** Its end is not after its start. */
  | { readonly code: 'time-ends-early'; readonly id: string }
  | { readonly code: 'window-over-capacity'; readonly id: string; readonly units: number; readonly capacity: number }
  /** More than 2^53 milli-reference-unit-seconds. */
  | { readonly code: 'award-too-large'; readonly project: string }

/** The scenario's additions for this history under this policy. The workload needs at least one job. */
export function resolveTimes(
  scenario: Scenario,
  policy: Policy,
  workload: Pick<Workload, 'submit' | 'epoch' | 'units' | 'grainsPerUnit' | 'project' | 'projects' | 'terms'>,
): Result<ResolvedDemand, ResolveRefusal> {
  const place: Place = { policy, firstSubmit: workload.submit[0] ?? 0, epoch: workload.epoch }
  const flavor = flavorOf(scenario.flavor, place)
  if (!flavor.ok) return flavor
  const awards = collect(scenario.awards, (award) => resolveAward(award, place))
  if (!awards.ok) return awards
  const reservations = collect(scenario.reservations, (window) => resolveWindow(window, place))
  if (!reservations.ok) return reservations
  const capacityChanges = collect(scenario.capacityChanges, ({ flavor: name, at, size }) => {
    const changed = flavorOf(name, place)
    if (!changed.ok) return changed
    const time = secondsAt(at, place)
    return time.ok ? accept({ flavor: name, at: time.value, units: unitsOf(size, changed.value) }) : time
  })
  if (!capacityChanges.ok) return capacityChanges
  const { terms: usual } = scenario
  const wanted = new Set([
    ...(usual?.flavors ?? []),
    ...(usual?.appointments ?? []).map(({ appointment }) => appointment.flavor),
    ...(workload.terms?.table ?? []).flatMap((asked) => asked.flavors),
  ])
  const missing = [...wanted].find((name) => !flavorOf(name, place).ok && !isSlice(name, place))
  if (missing !== undefined) return refuse(unknownFlavor(missing, place))
  return accept({
    awards: awards.value,
    reservations: reservations.value,
    capacityChanges: capacityChanges.value,
    terms:
      usual === null ? workload.terms : withAppointments(termsOfAll(usual, workload), usual.appointments, workload),
    price: flavor.value.price,
  })
}

interface Place {
  readonly policy: Policy
  readonly firstSubmit: number
  readonly epoch: number | null
}

function collect<T, U>(items: readonly T[], each: (item: T) => Result<U, ResolveRefusal>): Result<U[], ResolveRefusal> {
  const values: U[] = []
  for (const item of items) {
    const value = each(item)
    if (!value.ok) return value
    values.push(value.value)
  }
  return accept(values)
}

function flavorOf(name: string, place: Place): Result<Flavor, ResolveRefusal> {
  const flavor = place.policy.pool.flavors.find((candidate) => candidate.name === name)
  return flavor === undefined ? refuse(unknownFlavor(name, place)) : accept(flavor)
}

/** Slices that a board can count: of cards that lie on nodes. */
function isSlice(name: string, { policy }: Place): boolean {
  const slice = policy.pool.slices?.find((candidate) => candidate.name === name)
  return policy.pool.flavors.find((card) => card.name === slice?.backedBy)?.cells !== undefined
}

function unknownFlavor(flavor: string, { policy }: Place): ResolveRefusal {
  return { code: 'flavor-not-in-pool', flavor, known: policy.pool.flavors.map(({ name }) => name) }
}

function secondsAt(time: ScenarioTime, { firstSubmit, epoch }: Place): Result<number, ResolveRefusal> {
  if (time.kind === 'after-first-job') return accept(firstSubmit + time.seconds)
  return epoch === null ? refuse({ code: 'history-without-date' }) : accept(time.unixSeconds - epoch)
}

function span(
  id: string,
  from: ScenarioTime,
  to: ScenarioTime,
  place: Place,
): Result<{ readonly from: number; readonly to: number }, ResolveRefusal> {
  const start = secondsAt(from, place)
  if (!start.ok) return start
  const end = secondsAt(to, place)
  if (!end.ok) return end
  if (end.value <= start.value) return refuse({ code: 'time-ends-early', id })
  return accept({ from: start.value, to: end.value })
}

function resolveAward(award: ScenarioAward, place: Place): Result<Award, ResolveRefusal> {
  const { project, tranche, onExhaustion } = award
  const node = place.policy.tree.find(({ id }) => id === project)
  if (node?.kind !== 'project') return refuse({ code: 'project-not-in-tree', projects: [project] })
  const basis = flavorOf(award.priceBasis, place)
  if (!basis.ok) return basis
  const valid = span(project, award.validFrom, award.validTo, place)
  if (!valid.ok) return valid
  const milliUnitSeconds = milliUnitSecondsOf(award.gpuHours, basis.value.price)
  const overdraft = milliUnitSecondsOf(award.overdraftGpuHours, basis.value.price)
  if (!Number.isSafeInteger(milliUnitSeconds + overdraft)) return refuse({ code: 'award-too-large', project })
  const { from: validFrom, to: validTo } = valid.value
  return accept({ project, milliUnitSeconds, validFrom, validTo, tranche, onExhaustion, overdraft })
}

const MILLI_SECONDS_PER_HOUR = 3_600_000

/** Hours of a flavor of this price in milli-reference-unit-seconds, rounded down. */
function milliUnitSecondsOf(hours: number, { numerator, denominator }: Ratio): number {
  return floorProduct(hours * MILLI_SECONDS_PER_HOUR, numerator, denominator)
}

function resolveWindow(window: ScenarioWindow, place: Place): Result<Reservation, ResolveRefusal> {
  const { id, owner, beforeStart } = window
  if (owner !== null && !place.policy.tree.some((node) => node.id === owner)) {
    return refuse({ code: 'node-not-in-tree', node: owner })
  }
  const flavor = flavorOf(window.flavor, place)
  if (!flavor.ok) return flavor
  const time = span(id, window.start, window.end, place)
  if (!time.ok) return time
  const units = windowUnits(window, flavor.value)
  if (!units.ok) return units
  const { capacity, name } = flavor.value
  if (units.value > capacity) return refuse({ code: 'window-over-capacity', id, units: units.value, capacity })
  return accept({
    id,
    owner,
    flavor: name,
    units: units.value,
    start: time.value.from,
    end: time.value.to,
    beforeStart,
  })
}

function windowUnits({ size }: ScenarioWindow, flavor: Flavor): Result<number, ResolveRefusal> {
  if (size.kind !== 'cells') return accept(unitsOf(size, flavor))
  let units = 0
  for (const [level, count] of Object.entries(size.cells)) {
    const each = flavor.cells !== undefined && Object.hasOwn(flavor.cells, level) ? flavor.cells[level] : undefined
    if (each === undefined) return refuse({ code: 'level-not-in-flavor', level, flavor: flavor.name })
    units += count * each
  }
  return accept(units)
}

/** A percentage is of the capacity, down to a whole quantum. */
export function unitsOf(size: Amount, { capacity, quantum }: Pick<Flavor, 'capacity' | 'quantum'>): number {
  return size.kind === 'units' ? size.units : shareOf(capacity, size, quantum)
}

/** What the history says, else the scenario's defaults. */
function termsOfAll(
  usual: DefaultTerms,
  { terms, units, grainsPerUnit = 1 }: Pick<Workload, 'terms' | 'units' | 'grainsPerUnit'>,
): JobTermsByRow {
  return terms ?? termsByRow(usual, units, grainsPerUnit)
}

type JobTermsByRow = NonNullable<Workload['terms']>

/** Each entry once for each set of appointments that jobs with it need. */
function withAppointments(
  terms: JobTermsByRow,
  rules: readonly AppointmentRule[],
  { project, projects, grainsPerUnit = 1 }: Pick<Workload, 'project' | 'projects' | 'grainsPerUnit'>,
): JobTermsByRow {
  if (rules.length === 0) return terms
  const byProject = projects.map((id) => {
    const own = rules.filter((rule) => rule.projects === null || rule.projects.includes(id))
    const asked = own.map(({ appointment }) => ({ ...appointment, units: appointment.units * grainsPerUnit }))
    return asked.filter(({ flavor }, place) => asked.findIndex((other) => other.flavor === flavor) === place)
  })
  const table: JobTerms[] = []
  const entryOf = new Map<string, number>()
  const of = Int32Array.from(terms.of, (before, row) => {
    const coAllocations = byProject[project[row]!]!
    const key = `${before} ${coAllocations.length === 0 ? '' : project[row]!}`
    const known = entryOf.get(key)
    if (known !== undefined) return known
    const entry = table.push({ ...terms.table[before]!, coAllocations }) - 1
    entryOf.set(key, entry)
    return entry
  })
  return { table, of }
}

/** Jobs of one size have one entry. */
function termsByRow(terms: DefaultTerms, units: Float64Array, grainsPerUnit: number): NonNullable<Workload['terms']> {
  const table: JobTerms[] = []
  const entryOf = new Map<number, number>()
  const of = new Int32Array(units.length)
  for (let row = 0; row < units.length; row += 1) {
    // Without gangs the size does not matter.
    const size = terms.gang === null ? 1 : units[row]!
    let entry = entryOf.get(size)
    if (entry === undefined) {
      entry = table.push(termsOf(terms, size / grainsPerUnit, grainsPerUnit)) - 1
      entryOf.set(size, entry)
    }
    of[row] = entry
  }
  return { table, of }
}

function termsOf(
  { gang, appointments: _appointments, ...terms }: DefaultTerms,
  units: number,
  grainsPerUnit: number,
): JobTerms {
  // A part of a card is no gang: it lies on one card.
  const pods = gang === null || !Number.isInteger(units) ? null : gangOf(gang, units)
  return termsInGrains({ ...terms, gang: pods, deadline: null, coAllocations: [] }, grainsPerUnit)
}

/** The fewest equal pods of at most `perNode` units: 16 by 8 is 2 x 8, 12 by 8 is 2 x 6, 13 by 8 is 13 x 1. */
export function gangOf({ perNode, topology }: GangRule, units: number): Gang {
  const pods = leastDivisor(units, Math.ceil(units / perNode))
  return { pods, unitsPerPod: units / pods, topology }
}

/** The least divisor of `number` that is at least `bound` <= number; in the time of its square root. */
function leastDivisor(number: number, bound: number): number {
  let least = number
  for (let divisor = 1; divisor * divisor <= number; divisor += 1) {
    if (number % divisor !== 0) continue
    if (divisor >= bound) return divisor
    if (number / divisor >= bound) least = number / divisor
  }
  return least
}
