// The lending account in whole unit-seconds, so that periods and nodes add up to the unit: lent time may be a fraction, and
// rounding each node by itself would make a group lend what nobody borrowed.
import type { ShareTreeShape } from './share-tree.ts'

/** Unit-seconds of one period by node index; lent may be fractions. */
export interface PeriodSums {
  readonly earned: Float64Array
  readonly delivered: Float64Array
  readonly borrowed: Float64Array
  readonly lent: Float64Array
  readonly pot: Float64Array
}

/** Whole unit-seconds by node index. */
export interface WholeLending {
  readonly lent: Float64Array
  /** By group: drawn from its common pot. For the pool itself with what was in use above its units, if ever. */
  readonly pot: Float64Array
}

/** A sum of fractions is off by less than this share of itself: what is nearer to a whole number is that number. */
const NOISE = 1e-10

/**
 * Rounds lent time from the pool down: the children of a group lend together what their group's equality says
 * (sum of borrowed - lent of the children = borrowed - lent of the group + pot), each its floor and the rest by largest
 * remainder, ties by position, never more than it left unused. The pot is what remains, so that the equality holds exactly.
 */
export function wholeLending(shape: ShareTreeShape, sums: PeriodSums): WholeLending {
  const lent = new Float64Array(shape.ids.length)
  const pot = new Float64Array(shape.ids.length)
  for (let group = 0; group < shape.ids.length; group += 1) {
    const children = shape.children[group]!
    if (children.length === 0) continue
    const net = group === 0 ? 0 : sums.borrowed[group]! - lent[group]!
    const borrowed = children.reduce((sum, child) => sum + sums.borrowed[child]!, 0)
    const lentNow = children.reduce((sum, child) => sum + sums.lent[child]!, 0)
    const asWhole = group === 0 ? Math.round(lentNow) : borrowed - net - Math.round(sums.pot[group]!)
    const given = roundTo(Math.max(0, asWhole), children, sums, lent)
    pot[group] = borrowed - given - net
  }
  return { lent, pot }
}

/** Writes whole numbers near the children's lent time that sum to `total` as far as they have room. Returns their sum. */
function roundTo(total: number, children: readonly number[], sums: PeriodSums, lent: Float64Array): number {
  let left = total
  const remainders = children.map((child, position) => {
    const exact = sums.lent[child]!
    const near = Math.round(exact)
    const whole = Math.abs(exact - near) <= Math.max(1e-6, exact * NOISE) ? near : Math.floor(exact)
    lent[child] = whole
    left -= whole
    return { child, position, remainder: exact - whole }
  })
  if (left === 0) return total
  const step = left > 0 ? 1 : -1
  remainders.sort((a, b) => step * (b.remainder - a.remainder) || a.position - b.position)
  let isMoving = true
  while (left !== 0 && isMoving) {
    isMoving = false
    for (const { child } of remainders) {
      const unused = sums.earned[child]! + sums.borrowed[child]! - sums.delivered[child]!
      const moved = lent[child]! + step
      if (left === 0 || moved < 0 || moved > unused) continue
      lent[child] = moved
      left -= step
      isMoving = true
    }
  }
  return total - left
}
