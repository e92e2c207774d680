// The scheduler: a deterministic state machine. Jobs are submitted and finish, time comes; the jobs that start and those that
// are stopped come out. It is the one that the simulator runs; it keeps indexes between calls for speed, and a slow one that
// starts from scratch is its oracle in tests.
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
import { Capacity } from './capacity.ts'
import type { Decisions, StopCause } from './decisions.ts'
import { explainWaiting, type Explanation } from './explanation.ts'
import { couldGoAhead, GoingAhead } from './going-ahead.ts'
import { PoolState } from './pool-state.ts'
import type { SchedulerRules, Surroundings } from './scheduler-rules.ts'
import { Reclaiming } from './reclaiming.ts'
import { stopJob } from './stopping.ts'
import { GONE, OVERDUE, RUNNING, type JobColumns, type Roster } from './roster.ts'
import type { ShareTreeShape } from './share-tree.ts'
import { NOBODY } from './tournament.ts'
import { isForCapacity, type WaitingReasonCode } from './waiting-reason.ts'

export type { JobColumns } from './roster.ts'
export type { SchedulerRules, Surroundings } from './scheduler-rules.ts'

export type Submission = 'queued' | 'larger-than-limits'

export const EASY: SchedulerRules = { mode: 'easy', reservedJobs: 1, windowSeconds: Infinity }

export class Scheduler {
  readonly pool: PoolState
  private readonly goingAhead: GoingAhead
  private readonly reclaiming: Reclaiming | null
  private readonly capacity: Capacity
  /**
   * Projects whose first job waits for something of its own tree in this pass: they stand and the others go on. Their smaller
   * jobs do not overtake, or the first would wait for as long as small ones come.
   */
  private readonly isHeld: Uint8Array
  private readonly held: number[] = []

  constructor(
    shape: ShareTreeShape,
    jobs: JobColumns | Roster,
    rules: SchedulerRules = EASY,
    around: Surroundings = {},
  ) {
    this.pool = new PoolState(shape, jobs, rules, around)
    this.goingAhead = new GoingAhead(this.pool)
    this.reclaiming = rules.preemption === undefined ? null : new Reclaiming(this.pool, rules.preemption)
    this.capacity = new Capacity(this.pool, around.capacityChanges ?? [])
    this.isHeld = new Uint8Array(shape.ids.length)
  }

  get shape(): ShareTreeShape {
    return this.pool.shape
  }

  get capacityNow(): number {
    return this.pool.capacityNow
  }

  /** Puts a job in its queue. `decisions` receives the jobs that start now, and those that are stopped, in order. */
  submit(now: number, job: number, decisions: Decisions): Submission {
    const { pool } = this
    if (!this.canEverStart(job)) return 'larger-than-limits'
    this.releaseEnded(now)
    pool.changeDemand(pool.roster.leaf[job]!, pool.roster.units[job]!)
    this.join(job)
    if (this.mayChange(now, job)) this.pass(now, decisions)
    return 'queued'
  }

  /** Whether a job that came may change anything: who does not fit does not, unless somebody may be stopped for it. */
  mayChange(now: number, job: number): boolean {
    return this.reclaiming !== null || this.pool.check(now, job) === null
  }

  /** A running job is over. */
  finish(now: number, job: number, decisions: Decisions): void {
    this.release(now, job)
    this.pass(now, decisions)
  }

  /** Whether the job would fit if nobody else were there. */
  canEverStart(job: number): boolean {
    const { roster, largest, placement, calendars } = this.pool
    if (placement !== null && !placement.couldEverLie(job)) return false
    return roster.units[job]! <= largest[roster.leaf[job]!]! && (calendars?.canEver(job) ?? true)
  }

  /** From now on the job waits here; its demand is counted by the caller, and nobody starts before the next `pass`. */
  join(job: number): void {
    this.pool.enqueue(job)
    this.reclaiming?.newEpoch()
    this.headChanged(this.pool.roster.leaf[job]!)
  }

  /** A waiting job goes to wait elsewhere; its demand is counted by the caller. */
  leave(job: number): void {
    this.pool.dequeue(job)
    this.pool.calendars?.unpromise(job)
    this.reclaiming?.newEpoch()
    this.headChanged(this.pool.roster.leaf[job]!)
  }

  /** Whether others are leaving for the job. */
  isClaiming(job: number): boolean {
    return this.reclaiming?.isClaiming(job) ?? false
  }

  /** Whether nothing stands against the job's start now, by what the last pass promised to others. */
  couldStart(now: number, job: number): boolean {
    return this.pool.check(now, job) === null && this.pool.spoilt(now, job) === null
  }

  /** What the end of a running job changes; nobody starts before the next `pass`. */
  release(now: number, job: number): void {
    const { pool } = this
    const { state, leaf, units, startedAt } = pool.roster
    assert(state[job] === RUNNING || state[job] === OVERDUE, 'only a started job finishes')
    if (state[job] === RUNNING) {
      pool.running.remove(job)
      pool.give(now, job)
    }
    state[job] = GONE
    pool.budgets.settle(job, pool.cost(job, now - startedAt[job]!), now)
    pool.changeDemand(leaf[job]!, -units[job]!)
    this.reclaiming?.gone(job)
    this.reclaiming?.newEpoch()
    this.releaseEnded(now)
  }

  /** When `wake` is to be called though nothing is submitted and nothing ends; Infinity: never. */
  nextWakeAt(now: number): number {
    const { windows, budgets, calendars } = this.pool
    const byRules = windows.isEmpty && budgets.isEmpty ? Infinity : Math.min(windows.nextAt(now), budgets.nextAt(now))
    const byCalendar = calendars?.nextAfter(now) ?? Infinity
    return Math.min(byRules, byCalendar, this.capacity.nextAt, this.reclaiming?.nextStopAt ?? Infinity)
  }

  /** Time has come: windows begin and end, capacity changes, victims' grace is over, budgets are released. */
  wake(now: number, decisions: Decisions): void {
    this.advance(now, decisions)
    this.pass(now, decisions)
  }

  /** What time alone brings; nobody starts before the next `pass`. */
  advance(now: number, decisions: Decisions): void {
    this.releaseEnded(now)
    for (const { job, cause } of this.reclaiming?.due(now) ?? []) this.stop(now, job, cause, decisions)
    if (this.capacity.advance(now)) this.reclaiming?.newEpoch()
    this.capacity.makeRoom(now, (job, cause) => this.stop(now, job, cause, decisions))
  }

  /** Why a job waits. To be asked right after `wake` of the same instant. */
  explain(now: number, job: number): Explanation {
    return explainWaiting(this.pool, now, job)
  }

  private stop(now: number, job: number, cause: StopCause, decisions: Decisions): void {
    stopJob(this.pool, now, job)
    this.reclaiming?.gone(job)
    this.headChanged(this.pool.roster.leaf[job]!)
    decisions.stop(job, cause)
  }

  /** A job that reaches its requested end now no longer counts, even before its end is reported. */
  releaseEnded(now: number): void {
    const { pool } = this
    while (pool.running.firstEnd <= now) {
      const job = pool.running.takeFirst()
      pool.roster.state[job] = OVERDUE
      pool.give(now, job)
      // Who was told to leave has: nobody stops it any more, and what it freed is kept for whom it was to leave.
      this.reclaiming?.gone(job)
    }
  }

  /** Starts whoever may start now. */
  pass(now: number, decisions: Decisions): void {
    const { pool } = this
    pool.forecast.clear()
    pool.placement?.clearReserved(now)
    pool.calendars?.forget(this)
    pool.heedHistory(now)
    if (!pool.windows.isEmpty) {
      for (const window of pool.windows.upcoming(now)) {
        pool.forecast.addWindow(window.start, window.beforeStart === 'lendUntilPreemptible')
      }
    }
    this.startClaimants(now, decisions)
    const first = this.startFirsts(now, decisions)
    pool.waitingFirst = first
    if (first !== NOBODY && pool.rules.mode !== 'fcfs' && pool.use.allocated[0]! < pool.shape.capacity) {
      this.startOthers(first, now, decisions)
    }
    this.letGo()
  }

  /** Projects that stood in this pass are in the next again, but for those for whose jobs others are leaving. */
  private letGo(): void {
    for (const leaf of this.held) {
      this.isHeld[leaf] = Number(this.reclaiming?.isClaimingIn(leaf) ?? false)
      this.headChanged(leaf)
    }
    this.held.length = 0
  }

  /** Those for whom others were stopped, now that all of them are gone. */
  private startClaimants(now: number, decisions: Decisions): void {
    if (this.reclaiming === null) return
    for (let job = this.reclaiming.ready(); job !== NOBODY; job = this.reclaiming.ready()) {
      if (this.reasonAgainst(now, job) === null) this.start(now, job, decisions)
      this.held.push(this.pool.roster.leaf[job]!)
    }
    this.letGo()
  }

  /** Starts the first candidates while they fit. Returns the first that waits for capacity, or NOBODY. */
  private startFirsts(now: number, decisions: Decisions): number {
    for (;;) {
      const job = this.first()
      if (job === NOBODY) return NOBODY
      const reason = this.reasonAgainst(now, job)
      if (reason === null) this.start(now, job, decisions)
      else if (this.reclaiming?.mayClaim(job) === true && this.claim(now, job, decisions)) continue
      else if (isForCapacity(reason)) {
        if (this.claimForOthers(now, job, decisions)) continue
        return job
      } else this.hold(this.pool.roster.leaf[job]!)
    }
  }

  private reasonAgainst(now: number, job: number): WaitingReasonCode | null {
    const { pool } = this
    const reason = pool.check(now, job)
    if (reason !== null || (pool.forecast.size === 0 && pool.placement === null)) return reason
    const moment = pool.spoilt(now, job)
    if (moment === null) return null
    return pool.windows.keeping(pool.roster.leaf[job]!, moment.at)?.owner === null ? 'maintenance' : 'reserved'
  }

  /** Stops others for the job, if somebody may be. True: it starts now, or has its claim. */
  private claim(now: number, job: number, decisions: Decisions): boolean {
    const victims = this.reclaiming!.plan(now, job)
    // Nobody has to go: what it waits for (a window that it would run into) nobody's stop can give it.
    if (victims === null || victims.length === 0) return false
    if (!this.reclaiming!.execute(now, job, victims, (victim, cause) => this.stop(now, victim, cause, decisions))) {
      this.hold(this.pool.roster.leaf[job]!)
      return true
    }
    this.start(now, job, decisions)
    return true
  }

  /** The first that waits cannot be helped; whoever is within its guarantees everywhere still has a right to its own. */
  private claimForOthers(now: number, first: number, decisions: Decisions): boolean {
    if (this.reclaiming === null || !this.reclaiming.isAnybodyAbove()) return false
    const { waitingIn } = this.pool
    for (let leaf = waitingIn.firstFrom(0); leaf !== NOBODY; leaf = waitingIn.firstFrom(leaf + 1)) {
      // Of projects that are held nobody stands in the tournament.
      const job = this.pool.only === NOBODY ? this.pool.firsts.candidateOf(leaf) : this.headOf(leaf)
      if (job === NOBODY || job === first) continue
      if (!this.reclaiming.isWithinEverywhere(job) || !this.reclaiming.mayClaim(job)) continue
      const reason = this.reasonAgainst(now, job)
      if (reason !== null && isForCapacity(reason) && this.claim(now, job, decisions)) return true
    }
    return false
  }

  private headOf(leaf: number): number {
    return this.isHeld[leaf] === 1 ? NOBODY : this.pool.headOf(leaf)
  }

  private first(): number {
    const { pool } = this
    if (pool.only !== NOBODY) return this.headOf(pool.only)
    pool.entitlement()
    return pool.firsts.first()
  }

  private headChanged(leaf: number): void {
    if (this.pool.only === NOBODY && this.isHeld[leaf] === 0) this.pool.firsts.enter(leaf, this.pool.headOf(leaf))
  }

  private hold(leaf: number): void {
    this.isHeld[leaf] = 1
    this.held.push(leaf)
    this.pool.firsts.enter(leaf, NOBODY)
  }

  /** Starts those that fit now and spoil no reserved start, in the order of the tournament. */
  private startOthers(first: number, now: number, decisions: Decisions): void {
    const { pool, goingAhead } = this
    if (!couldGoAhead(pool)) return
    // Whoever can never start by what is known now (capacity was lost) has nothing reserved, and holds nobody back.
    this.reserve(first, now)
    if (pool.rules.mode === 'shared') this.reserveMore(first, now, decisions)
    goingAhead.begin(now, this.isHeld)
    for (let job = goingAhead.next(now); job !== NOBODY; job = goingAhead.next(now)) this.start(now, job, decisions)
  }

  /**
   * Shared: the first jobs of other projects have their starts reserved too, as long as they stay within what they are
   * entitled to. Whoever of them fits on the way starts.
   */
  private reserveMore(first: number, now: number, decisions: Decisions): void {
    const { pool } = this
    const passed = [pool.roster.leaf[first]!]
    this.hold(passed[0]!)
    for (let count = 1; count < pool.rules.reservedJobs;) {
      const job = this.first()
      if (job === NOBODY || !this.isEntitled(job)) break
      const reason = this.reasonAgainst(now, job)
      if (reason === null && pool.spoilt(now, job) === null) {
        this.start(now, job, decisions)
        continue
      }
      if (reason === null || isForCapacity(reason)) {
        this.reserve(job, now)
        count += 1
        passed.push(pool.roster.leaf[job]!)
      }
      this.hold(pool.roster.leaf[job]!)
    }
    // Their other jobs may go ahead where they delay nobody.
    for (const leaf of passed) this.isHeld[leaf] = 0
  }

  private isEntitled(job: number): boolean {
    const { roster, shape, use } = this.pool
    const entitlement = this.pool.entitlement()
    for (let node = roster.leaf[job]!; node > 0; node = shape.parent[node]!) {
      if (use.allocated[node]! + roster.units[job]! > entitlement[node]!) return false
    }
    return true
  }

  /** Promises the job its earliest start, with its appointments, if one is known. */
  private reserve(job: number, now: number): void {
    const { forecast, rules, calendars, returnsAfter } = this.pool
    const at = forecast.reserve(job, now, now + rules.windowSeconds, returnsAfter)
    if (at !== Infinity) calendars?.promise(job, at, this)
  }

  private start(now: number, job: number, decisions: Decisions): void {
    this.pool.take(now, job)
    this.reclaiming?.started(now, job)
    this.headChanged(this.pool.roster.leaf[job]!)
    decisions.start(job)
  }
}
