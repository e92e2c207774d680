// What a replay records of one flavor: who uses, borrows, lends and waits, over time, by accounting period, and who lost
// work to whom. It is told of changes and does nothing in between; each costs the depth of the tree, not its size.
import { boundaryAfter, type AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import { ShareAccount } from '../domain/scheduling/share-account.ts'
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { evictionTally, tallyEviction, type Eviction, type EvictionTally } from './eviction-tally.ts'
import type { NodeSeries, OutcomeSeries } from './outcome.ts'
import { TimeSteps } from './time-steps.ts'
import { roundTo4 } from './wait-summary.ts'

const POOL_COLUMNS = 3
const NODE_COLUMNS = 4
const PLACE_COLUMNS = 2
/** In a tree with more nodes than this only its upper levels have a series over time; sums are kept for every node. */
const SERIES_NODES_MAX = 256
/** What comes after so many periods is one period: memory stays bounded when a queue takes years to drain. */
const PERIODS_MAX = 400

export interface RecorderRules {
  /** Unix seconds of the history's zero; null when it does not say. */
  readonly epoch: number | null
  readonly period: AccountingPeriod
  /** The account to keep; a scheduler that looks at debts shares it. Absent: one of its own. */
  readonly account?: ShareAccount
  /** Jobs lie on nodes: what is free, and what of it is stranded, is recorded too. */
  readonly isPlaced?: boolean
}

/** Sums by node index since the start, at the end of one accounting period. */
export interface PeriodTotals {
  readonly endAt: number
  readonly earned: Float64Array
  readonly delivered: Float64Array
  readonly borrowed: Float64Array
  readonly lent: Float64Array
  readonly pot: Float64Array
}

export class UsageRecorder {
  readonly startAt: number
  readonly account: ShareAccount
  readonly evictions: EvictionTally
  queueLengthMax = 0
  private readonly shape: ShareTreeShape
  private readonly rules: RecorderRules
  private readonly steps: TimeSteps
  private readonly placeColumn: number
  /** Nodes with a series; their order is that of the columns. */
  private readonly shown: readonly number[]
  private readonly periods: PeriodTotals[] = []
  private nextPeriodEnd: number
  private nextMark: number
  private readonly waiting: Float64Array
  private readonly waitingSince: Float64Array
  /** Job-seconds of waiting by node index, up to `waitingSince`. */
  private readonly waited: Float64Array
  private waitingUnits = 0
  private waitedUnits = 0
  private readonly place = { free: 0, stranded: 0, since: 0, freeSum: 0, strandedSum: 0 }

  constructor(
    shape: ShareTreeShape,
    startAt: number,
    rules: RecorderRules = { epoch: null, period: { kind: 'month' } },
  ) {
    this.shape = shape
    this.rules = rules
    this.startAt = startAt
    this.account = rules.account ?? new ShareAccount(shape, startAt)
    this.evictions = evictionTally(shape.ids.length)
    this.shown = nodesShown(shape)
    this.place.since = startAt
    this.placeColumn = POOL_COLUMNS + NODE_COLUMNS * this.shown.length
    this.steps = new TimeSteps(startAt, this.placeColumn + (rules.isPlaced === true ? PLACE_COLUMNS : 0))
    this.waiting = new Float64Array(shape.ids.length)
    this.waited = new Float64Array(shape.ids.length)
    this.waitingSince = new Float64Array(shape.ids.length).fill(startAt)
    this.nextPeriodEnd = boundaryAfter(rules.period, startAt, rules.epoch)
    this.nextMark = Math.min(this.steps.nextEnd, this.nextPeriodEnd)
  }

  /** A job of the leaf starts to wait (1) or no longer waits (-1). */
  queueChanged(time: number, leaf: number, units: number, change: 1 | -1): void {
    if (time >= this.nextMark) this.passMarks(time)
    this.settleQueue(0, time)
    this.waiting[0]! += change
    for (let node = leaf; node > 0; node = this.shape.parent[node]!) {
      this.settleQueue(node, time)
      this.waiting[node]! += change
    }
    this.waitingUnits += change * units
    if (this.waiting[0]! > this.queueLengthMax) this.queueLengthMax = this.waiting[0]!
  }

  /** Units of the leaf start (positive) or end (negative). */
  allocationChanged(time: number, leaf: number, units: number): void {
    if (time >= this.nextMark) this.passMarks(time)
    this.account.changed(time, leaf, units)
  }

  /** From now on the pool has this many units. */
  capacityChanged(time: number, units: number): void {
    if (time >= this.nextMark) this.passMarks(time)
    this.account.capacityChanged(time, units)
  }

  /** A job was stopped. Its units are released by `allocationChanged` and its wait begins by `queueChanged`, as for any job. */
  evicted(time: number, eviction: Eviction): void {
    if (time >= this.nextMark) this.passMarks(time)
    tallyEviction(this.shape, this.evictions, eviction)
  }

  /** From now on so many units lie free, and no job that waits could use so many of them where they lie. */
  placed(time: number, free: number, stranded: number): void {
    if (time >= this.nextMark) this.passMarks(time)
    this.settlePlace(time)
    this.place.free = free
    this.place.stranded = stranded
  }

  /** Stranded / free unit-seconds up to `endAt`; null: jobs do not lie on nodes, or nothing was ever free. */
  fragmentation(endAt: number): number | null {
    if (this.rules.isPlaced !== true) return null
    this.passMarks(endAt)
    this.settlePlace(endAt)
    const { freeSum, strandedSum } = this.place
    return freeSum === 0 ? null : strandedSum / freeSum
  }

  /** Sums at the end of each accounting period; the last ends at `endAt`. */
  periodTotals(endAt: number): readonly PeriodTotals[] {
    this.passMarks(endAt)
    this.settleAll(endAt)
    const closed = this.periods.filter((period) => period.endAt < endAt)
    return [...closed, this.totalsAt(endAt)]
  }

  /** Mean units and queue lengths by equal steps of time up to `endAt`, where the replay ends. */
  series(endAt: number): OutcomeSeries {
    this.passMarks(endAt)
    this.settleAll(endAt)
    const means = (column: number) => this.steps.means(column, endAt, this.totalOf(column))
    const nodes: NodeSeries[] = this.shown.map((node, position) => {
      const column = POOL_COLUMNS + NODE_COLUMNS * position
      return {
        id: this.shape.ids[node]!,
        guarantee: this.shape.guarantee[node]!,
        inUse: means(column),
        borrowed: means(column + 1),
        lent: means(column + 2),
        queueLength: means(column + 3),
      }
    })
    return {
      startAt: this.startAt,
      stepSeconds: this.steps.stepSeconds,
      steps: this.steps.stepsTo(endAt),
      inUse: means(0),
      queueLength: means(1),
      queuedUnits: means(2),
      nodes,
      ...(this.rules.isPlaced === true ? { fragmentation: this.strandedShares(means) } : {}),
    }
  }

  private strandedShares(means: (column: number) => readonly number[]): readonly number[] {
    const free = means(this.placeColumn)
    return means(this.placeColumn + 1).map((stranded, step) => (free[step]! > 0 ? roundTo4(stranded / free[step]!) : 0))
  }

  /** Time has come to, or over, the end of a step or of an accounting period: notes the sums there. */
  private passMarks(time: number): void {
    this.steps.cover(time)
    for (;;) {
      const mark = Math.min(this.steps.nextEnd, this.nextPeriodEnd)
      this.nextMark = mark
      if (mark > time) return
      this.settleAll(mark)
      if (mark === this.steps.nextEnd) this.steps.note(this.totalOf)
      if (mark === this.nextPeriodEnd) {
        this.periods.push(this.totalsAt(mark))
        const isLast = this.periods.length >= PERIODS_MAX
        this.nextPeriodEnd = isLast ? Infinity : boundaryAfter(this.rules.period, mark, this.rules.epoch)
      }
    }
  }

  private readonly totalOf = (column: number): number => {
    if (column === 0) return this.account.delivered[0]!
    if (column === 1) return this.waited[0]!
    if (column === 2) return this.waitedUnits
    if (column >= this.placeColumn) return column === this.placeColumn ? this.place.freeSum : this.place.strandedSum
    const node = this.shown[Math.floor((column - POOL_COLUMNS) / NODE_COLUMNS)]!
    const of = (column - POOL_COLUMNS) % NODE_COLUMNS
    if (of === 3) return this.waited[node]!
    return [this.account.delivered, this.account.borrowed, this.account.lent][of]![node]!
  }

  private settleAll(time: number): void {
    this.account.settleAll(time)
    for (let node = 0; node < this.waiting.length; node += 1) this.settleQueue(node, time)
    this.settlePlace(time)
  }

  private settlePlace(time: number): void {
    const { place } = this
    place.freeSum += place.free * (time - place.since)
    place.strandedSum += place.stranded * (time - place.since)
    place.since = time
  }

  private settleQueue(node: number, time: number): void {
    const seconds = time - this.waitingSince[node]!
    this.waited[node]! += this.waiting[node]! * seconds
    if (node === 0) this.waitedUnits += this.waitingUnits * seconds
    this.waitingSince[node] = time
  }

  private totalsAt(endAt: number): PeriodTotals {
    const { earned, delivered, borrowed, lent, pot } = this.account
    return {
      endAt,
      earned: earned.slice(),
      delivered: delivered.slice(),
      borrowed: borrowed.slice(),
      lent: lent.slice(),
      pot: pot.slice(),
    }
  }
}

/** All nodes below the pool, or as many whole levels from the top as stay within the bound; in tree order. */
export function nodesShown(shape: ShareTreeShape): readonly number[] {
  const all = shape.ids.map((_, node) => node).slice(1)
  if (all.length <= SERIES_NODES_MAX) return all
  const depthOf = (node: number) => shape.pathUp[node]!.length
  let shown: number[] = []
  for (let depth = 1; ; depth += 1) {
    const deeper = all.filter((node) => depthOf(node) <= depth)
    if (deeper.length > SERIES_NODES_MAX || deeper.length === shown.length) return shown
    shown = deeper
  }
}
