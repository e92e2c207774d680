// What the tree will look like at the moments that nobody may spoil: reserved starts and the beginnings of fixed windows.
// Between two such moments jobs only end, so a job that fits now and at each moment before its end delays nothing.
import type { Placement } from '../placement/placement.ts'
import type { Roster } from './roster.ts'
import type { RunningSet } from './running-set.ts'
import { allocate, copyUse, emptyUse, headroom, release, type ShareTreeShape, type TreeUse } from './share-tree.ts'

/** What may not be spoilt. */
export interface Promised {
  /** Seconds. */
  readonly at: number
  /** The job that starts then; -1 for the beginning of a window. */
  readonly job: number
}

export interface Moment extends Promised {
  at: number
  job: number
  /** A window before which units are lent to jobs that can be stopped. */
  isLent: boolean
  /** The tree at that moment, with the job in place. */
  readonly use: TreeUse
}

interface Step {
  readonly at: number
  readonly leaf: number
  /** Negative: units that end. */
  readonly units: number
}

/** What the forecast starts from. */
interface Surrounding {
  readonly roster: Roster
  readonly running: RunningSet
  readonly use: TreeUse
  readonly placement: Placement | null
  /** The one project of a plain queue, or -1. */
  readonly only: number
  /** Nothing but shares decides. */
  readonly isPlain: boolean
  mayBeStopped(job: number): boolean
  /** Freed units that wait for the job for which they were freed. */
  readonly claimedUnits: number
}

export class Forecast {
  private readonly now: Surrounding
  private readonly shape: ShareTreeShape
  private readonly roster: Roster
  private readonly running: RunningSet
  private readonly use: TreeUse
  private readonly placement: Placement | null
  private readonly pool: Moment[] = []
  private readonly scratch: TreeUse
  /** Units of the pool that are kept from this leaf at that time, in that state of the tree. */
  private readonly keptFrom: (leaf: number, at: number, use: TreeUse) => number
  /** Whether a job that starts at that time has what else it needs. */
  private readonly isElseFree: (job: number, at: number) => boolean
  private count = 0
  private steps: Step[] = []
  /** Jobs that have ended in a walk, and are not yet released in its tree. */
  private readonly ended: number[] = []

  constructor(
    shape: ShareTreeShape,
    now: Surrounding,
    keptFrom: (leaf: number, at: number, use: TreeUse) => number,
    isElseFree: (job: number, at: number) => boolean,
  ) {
    this.shape = shape
    this.now = now
    this.roster = now.roster
    this.running = now.running
    this.use = now.use
    this.placement = now.placement
    this.scratch = emptyUse(shape)
    this.keptFrom = keptFrom
    this.isElseFree = isElseFree
  }

  clear(): void {
    this.count = 0
    this.steps.length = 0
  }

  /** Moments by time. */
  get moments(): readonly Moment[] {
    return this.pool.slice(0, this.count)
  }

  get size(): number {
    return this.count
  }

  /** Time of the first moment; Infinity when there is none. */
  get firstAt(): number {
    return this.count === 0 ? Infinity : this.pool[0]!.at
  }

  get isFirstLent(): boolean {
    return this.count > 0 && this.pool[0]!.isLent
  }

  /** Units that `leaf` could still have at the first moment. */
  roomAtFirst(leaf: number): number {
    const { at, use } = this.pool[0]!
    return headroom(this.shape, use, leaf, this.keptFrom(leaf, at, use))
  }

  /** Units of the whole pool that stay free at the first moment. */
  get poolRoomAtFirst(): number {
    const { use } = this.pool[0]!
    return Math.min(this.shape.limit[0]! - use.allocated[0]!, this.shape.visibleQuota[0]! - use.usage[0]!)
  }

  /** The first moment at which the units are not there any more, of those before `end`; null: none. */
  firstSpoilt(leaf: number, units: number, end: number, mayBeStopped = false): Moment | null {
    for (let place = 0; place < this.count; place += 1) {
      const moment = this.pool[place]!
      if (moment.at >= end) return null
      if (moment.isLent && mayBeStopped) continue
      const kept = this.keptFrom(leaf, moment.at, moment.use)
      if (headroom(this.shape, moment.use, leaf, kept) < units) return moment
    }
    return null
  }

  /** Somebody starts now who still runs at the moments before `end`. */
  take(leaf: number, units: number, end: number): void {
    for (let place = 0; place < this.count && this.pool[place]!.at < end; place += 1) {
      allocate(this.shape, this.pool[place]!.use, leaf, units)
    }
  }

  /** Somebody is stopped who would have run at the moments before `end`. */
  give(leaf: number, units: number, end: number): void {
    for (let place = 0; place < this.count && this.pool[place]!.at < end; place += 1) {
      release(this.shape, this.pool[place]!.use, leaf, units)
    }
  }

  /**
   * Earliest time at which the job fits and spoils no moment, by the requested ends; Infinity when that is after `latest`.
   * It becomes a moment of its own. `otherTimes` gives the next time after one at which capacity may come back.
   */
  reserve(job: number, now: number, latest = Infinity, otherTimes: (after: number) => number = never): number {
    const at = this.earliest(job, now, latest, otherTimes)
    if (at === Infinity) return at
    this.keep(job, at)
    this.placement?.reserve(job, at)
    return at
  }

  /** As `reserve`, and nothing is promised; `scratch` is the tree of that time. */
  earliest(job: number, now: number, latest = Infinity, otherTimes: (after: number) => number = never): number {
    if (this.count === 0 && this.now.only !== -1 && this.now.isPlain) return this.walkPlain(job, now, latest)
    this.placement?.beginTrial()
    const at = this.walk(job, now, latest, otherTimes)
    this.placement?.endTrial()
    return at
  }

  /** As `walk`, for one project and nothing promised: units that end are summed, and the tree is asked only when enough have. */
  private walkPlain(job: number, now: number, latest: number): number {
    const { shape, scratch, use } = this
    const { requestedEnd, units, leaf } = this.roster
    copyUse(use, scratch)
    const missing = units[job]! - (shape.limit[0]! - use.allocated[0]!)
    let ended = 0
    let released = 0
    const isThereAt = (at: number): boolean => {
      if (ended < missing || at <= now) return false
      release(shape, scratch, leaf[job]!, ended - released)
      released = ended
      return headroom(shape, scratch, leaf[job]!) >= units[job]!
    }
    let at = -Infinity
    const { byEnd, unitsByBlock } = this.running
    for (const [index, block] of byEnd.entries()) {
      const last = requestedEnd[block.at(-1) ?? 0]!
      // Not even with all of the block there is enough.
      if (ended + unitsByBlock[index]! < missing && last <= latest) {
        ended += unitsByBlock[index]!
        at = last
        continue
      }
      for (let place = 0; place < block.length; place += 1) {
        const other = block[place]!
        const end = requestedEnd[other]!
        if (end !== at) {
          if (ended >= missing && isThereAt(at)) return at
          if (end > latest) return Infinity
          at = end
        }
        ended += units[other]!
      }
    }
    return isThereAt(at) ? at : Infinity
  }

  private walk(job: number, now: number, latest: number, otherTimes: (after: number) => number): number {
    const { shape, roster, scratch, placement, ended } = this
    const leaf = roster.leaf[job]!
    const units = roster.units[job]!
    copyUse(this.use, scratch)
    ended.length = 0
    let endedUnits = 0
    // Until the pool itself has that many free, nothing below it needs to be known.
    const most = shape.limit[0]! - this.now.claimedUnits - units
    const ends = new EndCursor(this.running, roster)
    let step = 0
    let time = now
    for (;;) {
      const at = Math.min(ends.nextAt, this.steps[step]?.at ?? Infinity, otherTimes(time))
      if (at === Infinity || at > latest) break
      while (ends.nextAt === at) {
        const other = ends.take()
        ended.push(other)
        endedUnits += roster.units[other]!
        placement?.seemsEnded(other)
      }
      for (; this.steps[step]?.at === at; step += 1) this.apply(this.steps[step]!)
      time = at
      if (at <= now || scratch.allocated[0]! - endedUnits > most) continue
      this.releaseEnded()
      endedUnits = 0
      if (headroom(shape, scratch, leaf, this.keptFrom(leaf, at, scratch)) < units) continue
      if (!this.isFreeFrom(job, at) || !this.isElseFree(job, at)) continue
      if (placement === null || placement.wouldLie(job, at)) return at
    }
    this.releaseEnded()
    return Infinity
  }

  /** What the tree holds does not depend on the order in which jobs end, so they may be released later. */
  private releaseEnded(): void {
    const { shape, roster, scratch, ended } = this
    for (const job of ended) release(shape, scratch, roster.leaf[job]!, roster.units[job]!)
    ended.length = 0
  }

  /** A window that begins at `at` is a moment: whoever would still run then must leave room for it. */
  addWindow(at: number, isLent: boolean): void {
    const { shape, roster, scratch } = this
    copyUse(this.use, scratch)
    const ends = new EndCursor(this.running, roster)
    while (ends.nextAt <= at) {
      const ended = ends.take()
      release(shape, scratch, roster.leaf[ended]!, roster.units[ended]!)
    }
    for (const step of this.steps) if (step.at <= at) this.apply(step)
    this.insert(-1, at, isLent)
  }

  private apply(step: Step): void {
    if (step.units > 0) allocate(this.shape, this.scratch, step.leaf, step.units)
    else release(this.shape, this.scratch, step.leaf, -step.units)
  }

  /** Nobody's later moment is spoilt when the job runs from `at` on. */
  private isFreeFrom(job: number, at: number): boolean {
    const leaf = this.roster.leaf[job]!
    const end = at + this.roster.requested[job]!
    for (let place = 0; place < this.count; place += 1) {
      const moment = this.pool[place]!
      if (moment.at <= at) continue
      if (moment.at >= end) return true
      if (moment.isLent && this.now.mayBeStopped(job)) continue
      const kept = this.keptFrom(leaf, moment.at, moment.use)
      if (headroom(this.shape, moment.use, leaf, kept) < this.roster.units[job]!) return false
    }
    return true
  }

  private keep(job: number, at: number): void {
    const leaf = this.roster.leaf[job]!
    const units = this.roster.units[job]!
    const end = at + this.roster.requested[job]!
    for (let place = 0; place < this.count; place += 1) {
      const moment = this.pool[place]!
      if (moment.at >= at && moment.at < end) allocate(this.shape, moment.use, leaf, units)
    }
    allocate(this.shape, this.scratch, leaf, units)
    this.insert(job, at, false)
    this.steps.push({ at, leaf, units }, { at: end, leaf, units: -units })
    this.steps.sort((a, b) => a.at - b.at || a.units - b.units)
  }

  private insert(job: number, at: number, isLent: boolean): void {
    this.pool[this.count] ??= { at, job, isLent, use: emptyUse(this.shape) }
    const moment = this.pool[this.count]!
    moment.at = at
    moment.job = job
    moment.isLent = isLent
    copyUse(this.scratch, moment.use)
    let place = this.count
    this.count += 1
    for (; place > 0 && this.pool[place - 1]!.at > at; place -= 1) this.pool[place] = this.pool[place - 1]!
    this.pool[place] = moment
  }
}

const never = () => Infinity

/** Walks the running jobs by requested end. */
class EndCursor {
  /** Requested end of the next; Infinity when there is none. */
  nextAt = Infinity
  private readonly blocks: readonly (readonly number[])[]
  private readonly requestedEnd: Float64Array
  private block = 0
  private place = -1

  constructor(running: RunningSet, roster: Roster) {
    this.blocks = running.byEnd
    this.requestedEnd = roster.requestedEnd
    this.step()
  }

  take(): number {
    const job = this.blocks[this.block]![this.place]!
    this.step()
    return job
  }

  private step(): void {
    this.place += 1
    while (this.block < this.blocks.length && this.place >= this.blocks[this.block]!.length) {
      this.block += 1
      this.place = 0
    }
    this.nextAt = this.block < this.blocks.length ? this.requestedEnd[this.blocks[this.block]![this.place]!]! : Infinity
  }
}
