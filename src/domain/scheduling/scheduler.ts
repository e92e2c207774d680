// The scheduler: a deterministic state machine. Submit and finish go in, the jobs that start come out. It is the one that the
// simulator runs; it keeps indexes between calls for speed, and a slow one that starts from scratch is its oracle in tests.
//
// One project and no shares: exactly FCFS, EASY and EASY with the shortest job first as published (Mu'alem and Feitelson
// 2001; Tsafrir, Etsion and Feitelson 2007), see docs/decisions.
//  - What is free now follows from the requested ends: a job whose requested end is now no longer counts.
//  - A submission leads to a pass only if the new job fits now; each end leads to a pass.
//  - A pass starts first candidates while they fit. EASY then reserves the earliest start for the first that waits for
//    capacity, and starts later ones that end before it or fit beside it.
// With a tree, "first" is the tournament's order, "fits" is headroom on the whole path, and "beside it" is headroom in the
// state of the tree at the reserved start with the reserved job in place.
import { assert } from '../kernel/assert.ts'
import type { BackfillMode } from '../policy/pool-rules.ts'
import { EntitlementKeeper } from './entitlement.ts'
import { Forecast } from './forecast.ts'
import { GONE, OVERDUE, Roster, RUNNING, WAITING, type JobColumns } from './roster.ts'
import { RunningSet } from './running-set.ts'
import { allocate, emptyUse, headroom, obstacle, release } from './share-tree.ts'
import type { ShareTreeShape, StartObstacle, TreeUse } from './share-tree.ts'
import { NOBODY, Tournament } from './tournament.ts'
import { WaitingQueue } from './waiting-queue.ts'

export type { JobColumns } from './roster.ts'

export type Submission = 'queued' | 'larger-than-limits'

export interface SchedulerRules {
  readonly mode: Exclude<BackfillMode, 'conservative'>
  /** Reservations at one time in mode `shared`. */
  readonly reservedJobs: number
  /** Nothing is reserved further ahead, in seconds. */
  readonly windowSeconds: number
}

export const EASY: SchedulerRules = { mode: 'easy', reservedJobs: 1, windowSeconds: Infinity }

export class Scheduler {
  readonly shape: ShareTreeShape
  /** By leaf index. */
  readonly queues: readonly WaitingQueue[]
  readonly use: TreeUse
  readonly roster: Roster
  readonly forecast: Forecast
  private readonly rules: SchedulerRules
  private readonly leaves: Int32Array
  /** The one project of a plain queue, or -1. */
  private readonly only: number
  /** The same jobs, shortest first; the queues themselves when nobody asks for that order. */
  private readonly goAhead: readonly WaitingQueue[]
  private readonly running: RunningSet
  /** Most that a leaf could ever start on the empty pool. */
  private readonly largest: Float64Array
  private readonly shares: EntitlementKeeper
  /** First candidates of all projects; kept from pass to pass. */
  private readonly firsts: Tournament
  /** Candidates that may go ahead of a reserved start; made anew in each pass. */
  private readonly beside: Tournament
  /** Where the search for the next to go ahead stands, by leaf. */
  private readonly cursor: Int32Array
  /**
   * Projects whose first job waits for a limit of its own tree in this pass: they stand and the others go on. Their smaller
   * jobs do not overtake, or the first would wait for as long as small ones come.
   */
  private readonly isHeld: Uint8Array
  private readonly held: number[] = []

  constructor(shape: ShareTreeShape, jobs: JobColumns, rules: SchedulerRules = EASY) {
    this.shape = shape
    this.rules = rules
    this.roster = new Roster(jobs)
    this.leaves = Int32Array.from(shape.ids.keys()).filter((node) => node > 0 && shape.children[node]!.length === 0)
    this.only = this.leaves.length === 1 ? this.leaves[0]! : NOBODY
    const { order, shortestFirst } = this.roster
    const position = new Int32Array(jobs.units.length).fill(NOBODY)
    this.queues = shape.ids.map(() => new WaitingQueue(position, order))
    const byTime = rules.mode === 'easy-sjbf' ? new Int32Array(jobs.units.length).fill(NOBODY) : null
    this.goAhead = byTime === null ? this.queues : shape.ids.map(() => new WaitingQueue(byTime, shortestFirst))
    this.use = emptyUse(shape)
    this.running = new RunningSet(this.roster.requestedEnd)
    this.forecast = new Forecast(shape, { roster: this.roster, running: this.running, use: this.use }, () => 0)
    this.shares = new EntitlementKeeper(shape)
    this.largest = Float64Array.from(shape.ids, (_, node) => headroom(shape, this.use, node))
    const state = {
      shape,
      use: this.use,
      entitlement: this.shares.table.entitlement,
      unitsOf: this.roster.units,
      standing: this.roster.standing,
      comparesPriority: null,
      priority: this.roster.priority,
    }
    this.firsts = new Tournament(state)
    this.beside = new Tournament(state)
    this.cursor = new Int32Array(shape.ids.length)
    this.isHeld = new Uint8Array(shape.ids.length)
  }

  /** Entitlement by node index, for the demand as it is now. */
  entitlement(): Float64Array {
    for (const node of this.shares.refresh()) this.firsts.changed(node)
    return this.shares.table.entitlement
  }

  /** Puts a job in its queue. `started` receives the jobs that start now, in order. */
  submit(now: number, job: number, started: number[]): Submission {
    const leaf = this.roster.leaf[job]!
    const units = this.roster.units[job]!
    if (units > this.largest[leaf]!) return 'larger-than-limits'
    this.releaseEnded(now)
    this.roster.state[job] = WAITING
    this.queues[leaf]!.insert(job, units, this.roster.requested[job]!)
    if (this.goAhead !== this.queues) this.goAhead[leaf]!.insert(job, units, this.roster.requested[job]!)
    this.shares.demandChanged(leaf, this.shares.demand[leaf]! + units)
    this.headChanged(leaf)
    if (obstacle(this.shape, this.use, leaf, units) === null) this.pass(now, started)
    return 'queued'
  }

  /** A running job is over. `started` receives the jobs that start now, in order. */
  finish(now: number, job: number, started: number[]): void {
    const { state, leaf, units } = this.roster
    assert(state[job] === RUNNING || state[job] === OVERDUE, 'only a started job finishes')
    if (state[job] === RUNNING) {
      this.running.remove(job)
      this.give(job)
    }
    state[job] = GONE
    this.shares.demandChanged(leaf[job]!, this.shares.demand[leaf[job]!]! - units[job]!)
    this.releaseEnded(now)
    this.pass(now, started)
  }

  /** A job that reaches its requested end now no longer counts, even before its end is reported. */
  private releaseEnded(now: number): void {
    while (this.running.firstEnd <= now) {
      const job = this.running.takeFirst()
      this.roster.state[job] = OVERDUE
      this.give(job)
    }
  }

  private pass(now: number, started: number[]): void {
    this.forecast.clear()
    const first = this.startFirsts(now, started)
    if (first !== NOBODY && this.rules.mode !== 'fcfs' && this.use.allocated[0]! < this.shape.capacity) {
      this.goAheadOf(first, now, started)
    }
    for (const leaf of this.held) {
      this.isHeld[leaf] = 0
      this.headChanged(leaf)
    }
    this.held.length = 0
  }

  /** Starts the first candidates while they fit. Returns the first that waits for capacity, or NOBODY. */
  private startFirsts(now: number, started: number[]): number {
    for (;;) {
      const job = this.first()
      if (job === NOBODY) return NOBODY
      const reason = this.obstacle(job)
      if (reason === null) this.start(now, job, started)
      else if (reason === 'pool-full' || reason === 'lending-withheld') return job
      else this.hold(this.roster.leaf[job]!)
    }
  }

  private first(): number {
    if (this.only !== NOBODY) return this.isHeld[this.only] === 1 ? NOBODY : this.headOf(this.only)
    this.entitlement()
    return this.firsts.first()
  }

  private headOf(leaf: number): number {
    const queue = this.queues[leaf]!
    return queue.length === 0 ? NOBODY : queue.jobAt(queue.firstFrom(0))
  }

  private headChanged(leaf: number): void {
    if (this.only === NOBODY && this.isHeld[leaf] === 0) this.firsts.enter(leaf, this.headOf(leaf))
  }

  private hold(leaf: number): void {
    this.isHeld[leaf] = 1
    this.held.push(leaf)
    this.firsts.enter(leaf, NOBODY)
  }

  private obstacle(job: number): StartObstacle | null {
    return obstacle(this.shape, this.use, this.roster.leaf[job]!, this.roster.units[job]!)
  }

  /** Starts those that fit now and spoil no reserved start, in the order of the tournament. */
  private goAheadOf(first: number, now: number, started: number[]): void {
    if (!this.couldGoAhead()) return
    if (this.forecast.reserve(first, now, now + this.rules.windowSeconds) === Infinity) return
    if (this.only !== NOBODY) {
      this.goAheadAlone(now, started)
      return
    }
    this.beside.clear()
    for (const leaf of this.leaves) {
      this.cursor[leaf] = 0
      if (this.isHeld[leaf] === 0 && this.queues[leaf]!.length > 0) this.findBeside(leaf, now)
    }
    for (let job = this.beside.first(); job !== NOBODY; job = this.beside.first()) {
      const leaf = this.roster.leaf[job]!
      this.start(now, job, started)
      this.beside.changed(leaf)
      this.findBeside(leaf, now)
      this.lookAgain(leaf, now)
    }
  }

  /** A plain queue: what fits is asked once for each that starts. */
  private goAheadAlone(now: number, started: number[]): void {
    const leaf = this.only
    this.cursor[leaf] = 0
    for (let job = this.nextBeside(leaf, now); job !== NOBODY; job = this.nextBeside(leaf, now)) {
      this.start(now, job, started)
    }
  }

  /** Somebody who waits is no larger than what is free: only then it is worth to know the reserved start. */
  private couldGoAhead(): boolean {
    const free = this.shape.capacity - this.use.allocated[0]!
    for (const leaf of this.leaves) if (this.queues[leaf]!.smallest <= free) return true
    return false
  }

  private findBeside(leaf: number, now: number): void {
    this.beside.enter(leaf, this.nextBeside(leaf, now))
  }

  /** Next waiting job of the leaf that fits now and spoils no reserved start, or NOBODY. */
  private nextBeside(leaf: number, now: number): number {
    const { forecast, roster } = this
    const queue = this.goAhead[leaf]!
    const units = headroom(this.shape, this.use, leaf)
    if (queue.smallest > units) return NOBODY
    const window = forecast.firstAt - now
    const freeUnits = forecast.roomAtFirst(leaf)
    if (queue.smallest > freeUnits && queue.shortest > window) return NOBODY
    for (let from = this.cursor[leaf]!; ; from += 1) {
      from = queue.nextFitting(from, units, freeUnits, window)
      this.cursor[leaf] = from === -1 ? queue.end : from
      if (from === -1) return NOBODY
      const job = queue.jobAt(from)
      if (forecast.size === 1) return job
      if (forecast.firstSpoilt(leaf, roster.units[job]!, now + roster.requested[job]!) === null) return job
    }
  }

  /** After a start in `leaf` the candidates of other projects may fit no more. */
  private lookAgain(leaf: number, now: number): void {
    const { shape, roster, forecast, beside } = this
    const path = shape.pathUp[leaf]!
    const root = path[path.length - 1]!
    const poolRoom = Math.min(
      shape.limit[0]! - this.use.allocated[0]!,
      shape.visibleQuota[0]! - this.use.usage[0]!,
      forecast.poolRoomAtFirst,
    )
    for (const other of this.leaves) {
      const job = beside.candidateOf(other)
      if (job === NOBODY || other === leaf) continue
      const otherPath = shape.pathUp[other]!
      const isApart = otherPath[otherPath.length - 1] !== root
      // Outside the sector only what the pool has left can have changed.
      if (isApart && forecast.size === 1 && roster.units[job]! <= poolRoom) continue
      this.findBeside(other, now)
    }
  }

  private start(now: number, job: number, started: number[]): void {
    const { roster } = this
    const leaf = roster.leaf[job]!
    const units = roster.units[job]!
    this.queues[leaf]!.remove(job)
    if (this.goAhead !== this.queues) this.goAhead[leaf]!.remove(job)
    roster.state[job] = RUNNING
    roster.startedAt[job] = now
    const end = now + roster.requested[job]!
    roster.requestedEnd[job] = end
    allocate(this.shape, this.use, leaf, units)
    this.running.add(job)
    this.forecast.take(leaf, units, end)
    this.usedChanged(leaf)
    this.headChanged(leaf)
    started.push(job)
  }

  private give(job: number): void {
    const leaf = this.roster.leaf[job]!
    release(this.shape, this.use, leaf, this.roster.units[job]!)
    this.usedChanged(leaf)
  }

  private usedChanged(leaf: number): void {
    if (this.only === NOBODY) this.firsts.changed(leaf)
  }
}
