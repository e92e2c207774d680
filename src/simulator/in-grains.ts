// Parts of a unit: where jobs ask for thousandths of a card, or for slices of one, the whole board counts in grains, so many of
// which are one unit that every part is a whole number of them. Nothing is rounded on the way there; outcomes come back in units.
import type { Ratio } from '../domain/kernel/ratio.ts'
import type { ShareNode, UnitsByFlavor } from '../domain/policy/policy.ts'
import type { CapacityChange, JobTerms, Reservation } from '../domain/scheduling/demand.ts'
import type { PoolRules } from '../domain/policy/pool-rules.ts'
import { termsInGrains } from './grains.ts'
import type { Workload } from './workload.ts'

/**
 * The same jobs on boards of `grains` a card.
 * @param unitGrains of one unit that a job with these terms asks (a card: all, a slice: some).
 */
export function workloadInGrains(
  workload: Workload,
  unitGrains: (terms: JobTerms | null) => number,
  grains: number,
): Workload {
  const { terms, grainsPerUnit: counted = 1 } = workload
  const usual = unitGrains(null)
  const byTerms = terms?.table.map(unitGrains) ?? []
  if (grains === counted && byTerms.every((each) => each === counted)) return workload
  const of = (row: number) => (terms === null ? usual : byTerms[terms.of[row]!]!)
  const units = workload.units.map((amount, row) => (amount * of(row)) / counted)
  const table =
    terms?.table.map((asked, entry) => termsInGrains(asked, byTerms[entry]! / counted, grains / counted)) ?? []
  return { ...workload, units, terms: terms === null ? null : { ...terms, table }, grainsPerUnit: grains }
}

export function treeInGrains(nodes: readonly ShareNode[], grains: number): readonly ShareNode[] {
  if (grains === 1) return nodes
  const scaled = (units: UnitsByFlavor): UnitsByFlavor =>
    Object.fromEntries(Object.entries(units).map(([flavor, amount]) => [flavor, amount * grains]))
  return nodes.map((node) => ({
    ...node,
    guarantee: scaled(node.guarantee),
    limit: scaled(node.limit),
    borrowingLimit: scaled(node.borrowingLimit),
    lendingLimit: scaled(node.lendingLimit),
  }))
}

export function windowsInGrains(windows: readonly Reservation[], grains: number): readonly Reservation[] {
  return windows.map((window) => ({ ...window, units: window.units * grains }))
}

export function changesInGrains(changes: readonly CapacityChange[], grains: number): readonly CapacityChange[] {
  return changes.map((change) => ({ ...change, units: change.units * grains }))
}

/** Of one grain-second. */
export function priceOfGrain({ numerator, denominator }: Ratio, unitGrains: number): Ratio {
  return { numerator, denominator: denominator * unitGrains }
}

export function rulesInGrains(rules: PoolRules, grains: number): PoolRules {
  const { rebalance } = rules
  const most = rebalance.maxEvictedUnitsPerHour
  if (grains === 1 || most === null) return rules
  return { ...rules, rebalance: { ...rebalance, maxEvictedUnitsPerHour: most * grains } }
}
