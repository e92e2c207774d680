// How a project said it would use its award: a line from nothing at its beginning to all of it at its end.
import { assert } from '../kernel/assert.ts'

const MILLION = 1_000_000

/** Between two points use grows evenly. */
export interface PlanPoint {
  /** Whole seconds since 1970. */
  readonly at: number
  /** Of the grant, used by then, in millionths. */
  readonly millionths: number
}

/** At least two points, ascending in both; the first is 0, the last is a million. */
export type Plan = readonly PlanPoint[]

/**
 * The plan of equal or declared parts (e.g. quarters) of the award's time; all the same = 'flat'.
 * @param shares of the grant per part, in millionths, sum one million
 */
export function planOf(validFrom: number, validTo: number, shares: readonly number[] = [MILLION]): Plan {
  assert(validFrom < validTo && shares.length > 0, 'a plan needs time and a part')
  assert(
    shares.every((share) => Number.isSafeInteger(share) && share >= 0),
    'shares are whole millionths',
  )
  const points: PlanPoint[] = [{ at: validFrom, millionths: 0 }]
  let millionths = 0
  for (const [index, share] of shares.entries()) {
    millionths += share
    points.push({ at: validFrom + Math.floor(((validTo - validFrom) * (index + 1)) / shares.length), millionths })
  }
  assert(millionths === MILLION, 'the parts of a plan are the whole')
  return points
}

/** When the plan's time is over. */
export function planEnd(plan: Plan): number {
  const last = plan.at(-1)
  assert(last !== undefined, 'a plan has points')
  return last.at
}

/** What the plan expects to be used by a moment, rounded down. */
export function plannedUse(plan: Plan, granted: bigint, now: number): bigint {
  const from = plan.findLast(({ at }) => at <= now)
  if (from === undefined) return 0n
  const to = plan.find(({ at }) => at > now)
  if (to === undefined) return granted
  const length = BigInt(to.at - from.at)
  const millionths = BigInt(from.millionths) * length + BigInt(to.millionths - from.millionths) * BigInt(now - from.at)
  return (granted * millionths) / (length * BigInt(MILLION))
}
