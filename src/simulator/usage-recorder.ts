// Who uses, borrows and lends how much, over time: sums for each node of the tree and means by step of time.
import type { Scheduler } from '../domain/scheduling/scheduler.ts'
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import type { NodeSeries, OutcomeSeries } from './outcome.ts'
import { TimeBuckets } from './time-buckets.ts'

const POOL_COLUMNS = 3
const NODE_COLUMNS = 4

export class UsageRecorder {
  /** Unit-seconds by node index. */
  readonly delivered: Float64Array
  readonly borrowed: Float64Array
  readonly lent: Float64Array
  queueLengthMax = 0
  private readonly scheduler: Scheduler
  private readonly shape: ShareTreeShape
  private readonly buckets: TimeBuckets
  private readonly borrowedNow: Float64Array
  private readonly lentNow: Float64Array
  private readonly waiting: Float64Array
  private waitingUnits = 0
  private at: number

  constructor(scheduler: Scheduler, startAt: number) {
    this.scheduler = scheduler
    this.shape = scheduler.shape
    const size = this.shape.ids.length
    this.buckets = new TimeBuckets(startAt, POOL_COLUMNS + NODE_COLUMNS * size)
    this.delivered = new Float64Array(size)
    this.borrowed = new Float64Array(size)
    this.lent = new Float64Array(size)
    this.borrowedNow = new Float64Array(size)
    this.lentNow = new Float64Array(size)
    this.waiting = new Float64Array(size)
    this.at = startAt
  }

  /** A job of the leaf starts to wait (`change` 1) or no longer waits (-1). */
  queueChanged(leaf: number, units: number, change: 1 | -1): void {
    for (let node = leaf; node !== -1; node = this.shape.parent[node]!) this.waiting[node]! += change
    this.waitingUnits += change * units
    if (this.waiting[0]! > this.queueLengthMax) this.queueLengthMax = this.waiting[0]!
  }

  /** The state has been as it is from the last call until `time`. */
  advance(time: number): void {
    const from = this.at
    if (time <= from) return
    this.at = time
    this.buckets.cover(time)
    const { allocated } = this.scheduler.use
    lendingOf(this.shape, allocated, this.borrowedNow, this.lentNow)
    this.buckets.add(0, from, time, allocated[0]!)
    this.buckets.add(1, from, time, this.waiting[0]!)
    this.buckets.add(2, from, time, this.waitingUnits)
    for (let node = 0; node < allocated.length; node += 1) this.addNode(node, from, time)
  }

  private addNode(node: number, from: number, until: number): void {
    const inUse = this.scheduler.use.allocated[node]!
    const borrowed = this.borrowedNow[node]!
    const lent = this.lentNow[node]!
    const seconds = until - from
    this.delivered[node]! += inUse * seconds
    this.borrowed[node]! += borrowed * seconds
    this.lent[node]! += lent * seconds
    const column = POOL_COLUMNS + NODE_COLUMNS * node
    this.buckets.add(column, from, until, inUse)
    this.buckets.add(column + 1, from, until, borrowed)
    this.buckets.add(column + 2, from, until, lent)
    this.buckets.add(column + 3, from, until, this.waiting[node]!)
  }

  series(endAt: number): OutcomeSeries {
    const { buckets } = this
    const nodes: NodeSeries[] = this.shape.ids.slice(1).map((id, position) => {
      const column = POOL_COLUMNS + NODE_COLUMNS * (position + 1)
      return {
        id,
        guarantee: this.shape.guarantee[position + 1]!,
        inUse: buckets.means(column, endAt),
        borrowed: buckets.means(column + 1, endAt),
        lent: buckets.means(column + 2, endAt),
        queueLength: buckets.means(column + 3, endAt),
      }
    })
    return {
      startAt: buckets.startAt,
      stepSeconds: buckets.stepSeconds,
      steps: buckets.stepsTo(endAt),
      inUse: buckets.means(0, endAt),
      queueLength: buckets.means(1, endAt),
      queuedUnits: buckets.means(2, endAt),
      nodes,
    }
  }
}

/**
 * Borrowed: what a node uses above its guarantee. Lent: what others use of a node's idle guarantee. In each group the
 * borrowers draw first on the part of the group's guarantee that covers no child, then on idle siblings (in proportion to
 * what is idle); what the whole group lends outward comes from its idle children after its uncovered part.
 */
export function lendingOf(
  shape: ShareTreeShape,
  allocated: Float64Array,
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
      const guarantee = shape.guarantee[child]!
      const over = allocated[child]! - guarantee
      covered += guarantee
      if (over > 0) taken += over
      else idle -= over
      borrowed[child] = Math.max(0, over)
    }
    const uncovered = shape.guarantee[group]! - covered
    const fromOutside = Math.max(0, allocated[group]! - shape.guarantee[group]!)
    const amongChildren = Math.max(0, taken - uncovered - fromOutside)
    const outward = Math.max(0, lent[group]! - Math.max(0, uncovered - taken))
    const lending = Math.min(idle, amongChildren + outward)
    for (const child of children) {
      const idleHere = Math.max(0, shape.guarantee[child]! - allocated[child]!)
      lent[child] = idle === 0 ? 0 : (lending * idleHere) / idle
    }
  }
}
