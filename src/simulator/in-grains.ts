// Parts of a unit: where jobs ask for thousandths of a card, or for slices of one, the whole board counts in grains, so many of
// which are one unit that every part is a whole number of them. Nothing is rounded on the way there; outcomes come back in units.
import type { Ratio } from '../domain/kernel/ratio.ts'
import type { ShareNode, UnitsByFlavor } from '../domain/policy/policy.ts'
import type { CapacityChange, Reservation } from '../domain/scheduling/demand.ts'
import type { PoolRules } from '../domain/policy/pool-rules.ts'
import { termsInGrains } from './grains.ts'
import type { Workload } from './workload.ts'

/**
 * The same jobs on a board of `grains` a card, where each of the history's units is `unitGrains` of them (a card: all, a slice:
 * some). Both are multiples of what the history is counted in.
 */
export function workloadInGrains(workload: Workload, unitGrains: number, grains: number): Workload {
  const factor = unitGrains / (workload.grainsPerUnit ?? 1)
  if (factor === 1 && grains === (workload.grainsPerUnit ?? 1)) return workload
  const units = workload.units.map((amount) => amount * factor)
  const table = workload.terms?.table.map((terms) => termsInGrains(terms, factor))
  const terms = workload.terms === null || table === undefined ? null : { ...workload.terms, table }
  return { ...workload, units, terms, grainsPerUnit: grains }
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
