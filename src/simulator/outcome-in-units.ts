// What was counted in grains, told in units: divided once, at the end, so that nothing is rounded before it.
import type { Explanation } from '../domain/scheduling/explanation.ts'
import type {
  FlavorOutcome,
  JobClassOutcome,
  NodeOutcome,
  Outcome,
  OutcomeSeries,
  RunSummary,
  ShareAccounts,
} from './outcome.ts'

type Figures = Omit<Outcome, 'trace'>

/** `grains` of one unit. The quotients are the nearest numbers that there are; with one grain they are what was counted. */
export function outcomeInUnits<T extends Figures>(outcome: T, grains: number): T {
  if (grains === 1) return outcome
  const { summary, nodes, series, accounts, classes, flavors } = outcome
  return {
    ...outcome,
    summary: inUnits(summary, SUMMARY, grains),
    nodes: nodes.map((node) => inUnits(node, NODE, grains)),
    series: seriesInUnits(series, grains),
    ...(accounts === undefined ? {} : { accounts: accountsInUnits(accounts, grains) }),
    ...(classes === undefined ? {} : { classes: classes.map((row) => inUnits(row, CLASS, grains)) }),
    ...(flavors === undefined ? {} : { flavors: flavors.map((flavor) => flavorInUnits(flavor, grains)) }),
  }
}

const SUMMARY = [
  'capacity',
  'deliveredUnitSeconds',
  'borrowedUnitSeconds',
  'lostUnitSeconds',
] as const satisfies (keyof RunSummary)[]

const FLAVOR_NODE = ['guarantee', 'deliveredUnitSeconds', 'borrowedUnitSeconds', 'lentUnitSeconds'] as const

const NODE = [
  ...FLAVOR_NODE,
  'askedUnitSeconds',
  'meanInUse',
  'earnedUnitSeconds',
  'lostUnitSeconds',
] as const satisfies (keyof NodeOutcome)[]

const CLASS = ['askedUnitSeconds', 'deliveredUnitSeconds'] as const satisfies (keyof JobClassOutcome)[]

function seriesInUnits(series: OutcomeSeries, grains: number): OutcomeSeries {
  const all = listsInUnits(series, ['inUse', 'queuedUnits'], grains)
  const nodes = series.nodes.map((node) => ({
    ...listsInUnits(node, ['inUse', 'borrowed', 'lent'], grains),
    guarantee: node.guarantee / grains,
  }))
  return { ...all, nodes }
}

function accountsInUnits(accounts: ShareAccounts, grains: number): ShareAccounts {
  const columns = ['earned', 'delivered', 'borrowed', 'lent', 'owed', 'pot'] as const
  return {
    ...accounts,
    pool: listsInUnits(accounts.pool, ['capacity', 'delivered'], grains),
    nodes: accounts.nodes.map((node) => listsInUnits(node, columns, grains)),
  }
}

function flavorInUnits(flavor: FlavorOutcome, grains: number): FlavorOutcome {
  const nodes = flavor.nodes.map((node) => inUnits(node, FLAVOR_NODE, grains))
  return { ...inUnits(flavor, ['capacity', 'deliveredUnitSeconds'], grains), nodes }
}

/** Every amount of units of an explanation. Budgets are in reference units already. */
export function explanationInUnits(explanation: Explanation, grains: number): Explanation {
  if (grains === 1) return explanation
  const { at, fragments, counterfactual } = explanation
  const change = inUnits(counterfactual as { units?: number; unitsPerPod?: number }, ['units', 'unitsPerPod'], grains)
  return {
    ...inUnits(explanation, ['askedUnits', 'roomUnits'], grains),
    at: at === null ? null : inUnits(at, ['guarantee', 'entitlement', 'allocated', 'limit', 'borrowingLimit'], grains),
    holders: explanation.holders.map((holder) => inUnits(holder, ['unitsAbove'], grains)),
    fragments:
      fragments === null
        ? null
        : {
            ...inUnits(fragments, ['freeUnits', 'unitsPerPod', 'largestPod'], grains),
            smallerPods:
              fragments.smallerPods === null ? null : inUnits(fragments.smallerPods, ['unitsPerPod'], grains),
          },
    counterfactual: change as Explanation['counterfactual'],
  }
}

function inUnits<T extends object>(from: T, keys: readonly (keyof T)[], grains: number): T {
  const units = { ...from }
  for (const key of keys) {
    const value: unknown = from[key]
    if (typeof value === 'number') units[key] = (value / grains) as T[keyof T]
  }
  return units
}

function listsInUnits<T extends object>(from: T, keys: readonly (keyof T)[], grains: number): T {
  const units = { ...from }
  for (const key of keys) units[key] = (from[key] as readonly number[]).map((value) => value / grains) as T[keyof T]
  return units
}
