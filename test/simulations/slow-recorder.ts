// The oracle of the usage recorder: counts everything anew for each span of time, with the rule of decision 14 as it is
// written there. Slow on purpose, and free of whatever makes the other one fast.
import type { ShareTreeShape } from '../../src/domain/scheduling/share-tree.ts'

export interface SlowSpan {
  readonly from: number
  readonly until: number
  /** By node index. */
  readonly allocated: Float64Array
  readonly guaranteed: Float64Array
  readonly waiting: Float64Array
}

export interface SlowTotals {
  readonly earned: Float64Array
  readonly delivered: Float64Array
  readonly borrowed: Float64Array
  readonly lent: Float64Array
  readonly waited: Float64Array
}

/** Sums over the parts of the spans that lie between two times. */
export function slowTotals(shape: ShareTreeShape, spans: readonly SlowSpan[], from: number, until: number): SlowTotals {
  const column = () => new Float64Array(shape.ids.length)
  const totals = { earned: column(), delivered: column(), borrowed: column(), lent: column(), waited: column() }
  const [borrowed, lent] = [column(), column()]
  for (const span of spans) {
    const seconds = Math.min(until, span.until) - Math.max(from, span.from)
    if (seconds <= 0) continue
    lendingOf(shape, span, borrowed, lent)
    for (let node = 0; node < shape.ids.length; node += 1) {
      totals.earned[node]! += span.guaranteed[node]! * seconds
      totals.delivered[node]! += span.allocated[node]! * seconds
      totals.borrowed[node]! += borrowed[node]! * seconds
      totals.lent[node]! += lent[node]! * seconds
      totals.waited[node]! += span.waiting[node]! * seconds
    }
  }
  return totals
}

/** Who borrows and who lends at one moment, by node index. */
export function lendingOf(
  shape: ShareTreeShape,
  { allocated, guaranteed }: Pick<SlowSpan, 'allocated' | 'guaranteed'>,
  borrowed: Float64Array,
  lent: Float64Array,
): void {
  borrowed[0] = 0
  lent[0] = 0
  for (let group = 0; group < shape.ids.length; group += 1) {
    const children = shape.children[group]!
    if (children.length === 0) continue
    let covered = 0
    let idle = 0
    let taken = 0
    for (const child of children) {
      const over = allocated[child]! - guaranteed[child]!
      covered += guaranteed[child]!
      if (over > 0) taken += over
      else idle -= over
      borrowed[child] = Math.max(0, over)
    }
    const uncovered = guaranteed[group]! - covered
    const fromOutside = Math.max(0, allocated[group]! - guaranteed[group]!)
    const amongChildren = Math.max(0, taken - uncovered - fromOutside)
    const outward = Math.max(0, lent[group]! - Math.max(0, uncovered - taken))
    const lending = Math.min(idle, amongChildren + outward)
    for (const child of children) {
      const idleHere = Math.max(0, guaranteed[child]! - allocated[child]!)
      lent[child] = idle === 0 ? 0 : (lending * idleHere) / idle
    }
  }
}
