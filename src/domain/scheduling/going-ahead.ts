// Who may go ahead of those who wait for capacity: whoever fits now and at every moment that is promised to somebody.
import type { PoolState } from './pool-state.ts'
import { NOBODY, Tournament } from './tournament.ts'

/** Gives the jobs that may go ahead one by one, in the order of the tournament; each is started before the next is asked. */
export class GoingAhead {
  private readonly pool: PoolState
  /** Candidates of this pass only. */
  private readonly beside: Tournament
  /** Where the search in each queue stands. */
  private readonly cursor: Int32Array
  private last = NOBODY
  /** Leaves that had a candidate when the pass began. */
  private readonly entered: number[] = []

  constructor(pool: PoolState) {
    this.pool = pool
    this.beside = new Tournament(pool.contest)
    this.cursor = new Int32Array(pool.shape.ids.length)
  }

  /** A new pass. Leaves with `isHeld` are out. */
  begin(now: number, isHeld: Uint8Array): void {
    const { pool } = this
    this.last = NOBODY
    if (pool.only !== NOBODY) {
      this.cursor[pool.only] = 0
      return
    }
    this.beside.clear()
    this.entered.length = 0
    const free = pool.shape.limit[0]! - pool.use.allocated[0]!
    for (let leaf = pool.waitingIn.firstFrom(0); leaf !== NOBODY; leaf = pool.waitingIn.firstFrom(leaf + 1)) {
      if (isHeld[leaf] === 1 || pool.queues[leaf]!.smallest > free) continue
      this.cursor[leaf] = 0
      this.find(leaf, now)
      if (this.beside.candidateOf(leaf) !== NOBODY) this.entered.push(leaf)
    }
  }

  next(now: number): number {
    const { pool, beside } = this
    if (pool.only !== NOBODY) return this.nextIn(pool.only, now)
    if (this.last !== NOBODY) {
      const leaf = pool.roster.leaf[this.last]!
      beside.changed(leaf)
      this.find(leaf, now)
      this.lookAgain(leaf, now)
    }
    this.last = beside.first()
    return this.last
  }

  private find(leaf: number, now: number): void {
    this.beside.enter(leaf, this.nextIn(leaf, now))
  }

  /** Next waiting job of the leaf that fits now and spoils no moment, or NOBODY. */
  private nextIn(leaf: number, now: number): number {
    const { pool } = this
    const { forecast } = pool
    const queue = pool.goAhead[leaf]!
    const units = pool.room(leaf, now)
    if (queue.smallest > units) return NOBODY
    const window = forecast.firstAt - now
    const isLent = forecast.isFirstLent
    const freeUnits = forecast.size === 0 || isLent ? units : forecast.roomAtFirst(leaf)
    if (queue.smallest > freeUnits && queue.shortest > window) return NOBODY
    for (let from = this.cursor[leaf]!; ; from += 1) {
      from = queue.nextFitting(from, units, freeUnits, window)
      this.cursor[leaf] = from === -1 ? queue.end : from
      if (from === -1) return NOBODY
      const job = queue.jobAt(from)
      if (pool.isPlain && forecast.size === 1) return job
      if (pool.check(now, job) === null && pool.spoilt(now, job) === null) return job
    }
  }

  /** After a start in `leaf` the candidates of other projects may fit no more. */
  private lookAgain(leaf: number, now: number): void {
    const { pool, beside } = this
    const { shape, forecast } = pool
    const path = shape.pathUp[leaf]!
    const root = path[path.length - 1]!
    const isSimple = pool.isPlain && forecast.size === 1
    const poolRoom = Math.min(
      shape.limit[0]! - pool.use.allocated[0]!,
      shape.visibleQuota[0]! - pool.use.usage[0]!,
      isSimple ? forecast.poolRoomAtFirst : 0,
    )
    for (const other of this.entered) {
      const job = beside.candidateOf(other)
      if (job === NOBODY || other === leaf) continue
      const otherPath = shape.pathUp[other]!
      // Outside the sector only what the pool has left can have changed.
      const isApart = otherPath[otherPath.length - 1] !== root
      if (isApart && isSimple && pool.roster.units[job]! <= poolRoom) continue
      this.find(other, now)
    }
  }
}

/** Somebody who waits is no larger than what is free: only then it is worth to know the reserved start. */
export function couldGoAhead(pool: PoolState): boolean {
  const free = pool.shape.capacity - pool.use.allocated[0]!
  const { waitingIn, queues } = pool
  for (let leaf = waitingIn.firstFrom(0); leaf !== NOBODY; leaf = waitingIn.firstFrom(leaf + 1)) {
    if (queues[leaf]!.smallest <= free) return true
  }
  return false
}
