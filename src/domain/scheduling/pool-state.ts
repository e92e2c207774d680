// The state of one flavor between decisions: the tree and what it holds, the queues, the running jobs, and what keeps capacity
// away. Everything that is asked again and again is kept as an index; nothing here decides who starts.
import { assert } from '../kernel/assert.ts'
import { floorProduct } from '../kernel/exact-product.ts'
import type { Ratio } from '../kernel/ratio.ts'
import { Placement } from '../placement/placement.ts'
import { Budgets, type BudgetObstacle } from './budgets.ts'
import type { Calendars } from './calendar.ts'
import { EntitlementKeeper } from './entitlement.ts'
import { FirstVictims } from './first-victims.ts'
import { Forecast, type Promised } from './forecast.ts'
import { LeafSet } from './leaf-set.ts'
import { Roster, RUNNING, WAITING, type JobColumns } from './roster.ts'
import { RunningSet } from './running-set.ts'
import type { SchedulerRules, Surroundings } from './scheduler-rules.ts'
import { allocate, emptyUse, headroom, obstacle, release, type ShareTreeShape, type TreeUse } from './share-tree.ts'
import { NOBODY, Tournament, type TournamentState } from './tournament.ts'
import type { WaitingReasonCode } from './waiting-reason.ts'
import { UsageHistory } from './usage-history.ts'
import { WaitingQueue } from './waiting-queue.ts'
import { Windows } from './windows.ts'

/** What others are leaving for: it follows what the tree holds. */
export interface StandingClaims {
  /** Whether a start now would take from a job what others are leaving for it. */
  spoils(now: number, job: number): boolean
  took(leaf: number, units: number): void
  gave(job: number): void
}

const HISTORY_STEPS = 1024
const ONE: Ratio = { numerator: 1, denominator: 1 }

export class PoolState {
  readonly shape: ShareTreeShape
  readonly rules: SchedulerRules
  readonly roster: Roster
  readonly use: TreeUse
  readonly leaves: Int32Array
  /** The one project of a plain queue, or -1. */
  readonly only: number
  /** By leaf index, in the order of the project. */
  readonly queues: readonly WaitingQueue[]
  /** The same jobs in the order in which they may go ahead; the queues themselves when that is no other order. */
  readonly goAhead: readonly WaitingQueue[]
  /** Leaves in which somebody waits. */
  readonly waitingIn: LeafSet
  readonly running: RunningSet
  /** Running jobs by leaf; kept only where jobs may be stopped. */
  readonly runningIn: readonly number[][]
  readonly firstVictims: FirstVictims
  private readonly placeInLeaf: Int32Array
  /** Units of jobs that are never stopped, by node; null: there are none. */
  readonly firm: Float64Array | null
  /** Most that a leaf could ever start on the empty pool. */
  readonly largest: Float64Array
  readonly shares: EntitlementKeeper
  readonly contest: TournamentState
  /** First candidates of all projects; kept from pass to pass. */
  readonly firsts: Tournament
  readonly forecast: Forecast
  readonly windows: Windows
  readonly budgets: Budgets
  /** null: nobody asks for an appointment. */
  readonly calendars: Calendars | null
  private readonly price: Ratio
  private readonly prices: readonly (Ratio | null)[]
  /** Where jobs lie; null: units are only counted. */
  readonly placement: Placement | null
  private readonly history: UsageHistory | null
  private weighedAt = -Infinity
  /** Units of the shape's capacity that do not exist now. */
  lostUnits = 0
  /** The first of the last pass that waits for capacity, or -1. */
  waitingFirst = NOBODY
  /** Freed units that wait for the job for which they were freed. */
  claimedUnits = 0
  /** Grows with each change of what the tree holds. */
  changes = 0
  /** Jobs for which others are leaving; null: nobody is leaving for anybody. */
  claims: StandingClaims | null = null

  /** `jobs`: a roster is taken as it is, so that several flavors share one. */
  constructor(shape: ShareTreeShape, jobs: JobColumns | Roster, rules: SchedulerRules, around: Surroundings = {}) {
    this.shape = shape
    this.rules = rules
    this.roster = jobs instanceof Roster ? jobs : new Roster(jobs)
    const count = jobs.units.length
    this.leaves = Int32Array.from(shape.ids.keys()).filter((node) => node > 0 && shape.children[node]!.length === 0)
    this.only = this.leaves.length === 1 ? this.leaves[0]! : NOBODY
    const position = new Int32Array(count).fill(NOBODY)
    this.queues = shape.ids.map(() => new WaitingQueue(position, this.roster.order))
    const byTime = rules.mode === 'easy-sjbf' ? new Int32Array(count).fill(NOBODY) : null
    const { shortestFirst } = this.roster
    this.goAhead = byTime === null ? this.queues : shape.ids.map(() => new WaitingQueue(byTime, shortestFirst))
    this.waitingIn = new LeafSet(shape.ids.length)
    this.use = emptyUse(shape)
    this.running = new RunningSet(this.roster.requestedEnd, this.roster.units)
    this.runningIn = shape.ids.map(() => [])
    this.firstVictims = new FirstVictims(this.roster, this.runningIn)
    this.placeInLeaf = new Int32Array(rules.preemption === undefined ? 0 : count)
    this.firm = this.roster.isFirm === null ? null : new Float64Array(shape.ids.length)
    this.shares = new EntitlementKeeper(shape, rules)
    this.largest = Float64Array.from(shape.ids, (_, node) => headroom(shape, this.use, node))
    this.contest = {
      shape,
      use: this.use,
      entitlement: this.shares.table.entitlement,
      unitsOf: this.roster.units,
      standing: this.roster.standing,
      comparesPriority: rules.comparesPriority ?? null,
      priority: this.roster.priority,
    }
    this.firsts = new Tournament(this.contest)
    this.windows = new Windows(shape, around.reservations ?? [])
    this.budgets = around.budgets ?? new Budgets(shape, around.awards ?? [])
    this.price = around.price ?? ONE
    this.prices = around.prices ?? []
    this.placement = around.cells ? new Placement(around.cells, this.roster, around.reservations ?? []) : null
    this.calendars = around.calendars ?? null
    this.forecast = new Forecast(shape, this, this.keptFrom, this.isCalendarFree)
    const { history } = rules
    const isHeeded = history !== undefined && history.influence.numerator + history.debtInfluence.numerator > 0
    this.history = isHeeded ? new UsageHistory(shape, history, 0, around.account ?? null) : null
  }

  /** Entitlement by node index, for the demand as it is now. */
  entitlement(): Float64Array {
    for (const node of this.shares.refresh()) this.firsts.changed(node)
    return this.shares.table.entitlement
  }

  /** Nothing but shares decides: no windows, budgets, claims, classes or nodes. */
  get isPlain(): boolean {
    const isShared = this.windows.isEmpty && this.claims === null && this.rules.lending !== 'whenOwnerIdle'
    if (!isShared || this.placement !== null || this.calendars !== null) return false
    return this.budgets.isEmpty && this.firm === null
  }

  /** Weights follow past use in steps far shorter than its half-life; in between they stand, so that cycles stay cheap. */
  heedHistory(now: number): void {
    if (this.history === null || now - this.weighedAt < this.rules.history!.halfLifeSeconds / HISTORY_STEPS) return
    this.weighedAt = now
    const weights = this.history.weights(now)
    for (let node = 1; node < weights.length; node += 1) this.shares.weightChanged(node, weights[node]!)
  }

  get capacityNow(): number {
    return this.shape.capacity - this.lostUnits
  }

  /** Whether the job would have its appointments if it started at that time. */
  readonly isCalendarFree = (job: number, at: number): boolean => {
    return this.calendars === null || this.calendars.taken(job, at) === null
  }

  /** The next time after one at which windows end or appointments may become free. */
  readonly returnsAfter = (time: number): number => {
    const { windows, calendars } = this
    const byWindow = windows.isEmpty ? Infinity : windows.nextAt(time)
    return calendars === null ? byWindow : Math.min(byWindow, calendars.nextAfter(time))
  }

  /** Units of the pool that the leaf may not use at that time, in that state of the tree. */
  readonly keptFrom = (leaf: number, at: number, use: TreeUse): number => {
    let kept = this.claimedUnits
    if (!this.windows.isEmpty) kept += this.windows.keptFrom(leaf, at, use)
    return this.rules.lending === 'whenOwnerIdle' ? kept + this.keptByOwners(leaf, use) : kept
  }

  /** Whether what is kept from a leaf depends on who runs. */
  get isKeptByUse(): boolean {
    return !this.windows.isEmpty || this.rules.lending === 'whenOwnerIdle'
  }

  /** As `keptFrom` now, in the state of the tree without some who were stopped: from then on they wait for what is theirs. */
  keptOnceStopped(leaf: number, now: number, use: TreeUse): number {
    const kept = this.claimedUnits + this.windows.keptFrom(leaf, now, use)
    return this.rules.lending === 'whenOwnerIdle' ? kept + this.keptByOwners(leaf, use, this.use) : kept
  }

  /**
   * What owners beside the leaf's path have not taken of their own while they have jobs waiting themselves, those that were
   * stopped since `before` among them.
   */
  private keptByOwners(leaf: number, use: TreeUse, before = use): number {
    const { shape } = this
    let kept = 0
    for (let node = leaf; node > 0; node = shape.parent[node]!) {
      for (const sibling of shape.children[shape.parent[node]!]!) {
        const idle = shape.guarantee[sibling]! - use.allocated[sibling]!
        if (sibling === node || idle <= 0) continue
        if (use.allocated[sibling]! < before.allocated[sibling]! || this.isAnybodyWaitingIn(sibling)) kept += idle
      }
    }
    return kept
  }

  private isAnybodyWaitingIn(node: number): boolean {
    const children = this.shape.children[node]!
    if (children.length === 0) return this.queues[node]!.length > 0
    return children.some((child) => this.isAnybodyWaitingIn(child))
  }

  /** Units that the leaf may start now. */
  room(leaf: number, now: number): number {
    return headroom(this.shape, this.use, leaf, this.keptFrom(leaf, now, this.use))
  }

  headOf(leaf: number): number {
    const queue = this.queues[leaf]!
    return queue.length === 0 ? NOBODY : queue.jobAt(queue.firstFrom(0))
  }

  /** A waiting job leaves the queue, to wait elsewhere. */
  dequeue(job: number): void {
    const leaf = this.roster.leaf[job]!
    this.placement?.waitingChanged(job, -1)
    this.queues[leaf]!.remove(job)
    if (this.queues[leaf]!.length === 0) this.waitingIn.remove(leaf)
    if (this.goAhead !== this.queues) this.goAhead[leaf]!.remove(job)
  }

  enqueue(job: number): void {
    const { roster } = this
    const leaf = roster.leaf[job]!
    roster.state[job] = WAITING
    this.placement?.waitingChanged(job, 1)
    this.waitingIn.add(leaf)
    this.queues[leaf]!.insert(job, roster.units[job]!, roster.requested[job]!)
    if (this.goAhead !== this.queues) this.goAhead[leaf]!.insert(job, roster.units[job]!, roster.requested[job]!)
  }

  /** Running + pending units of the leaf. */
  changeDemand(leaf: number, units: number): void {
    this.shares.demandChanged(leaf, this.shares.demand[leaf]! + units)
  }

  take(now: number, job: number): void {
    const { roster } = this
    const leaf = roster.leaf[job]!
    const units = roster.units[job]!
    const seconds = roster.requested[job]!
    this.dequeue(job)
    roster.state[job] = RUNNING
    roster.startedAt[job] = now
    roster.requestedEnd[job] = now + seconds
    this.changes += 1
    allocate(this.shape, this.use, leaf, units)
    this.claims?.took(leaf, units)
    this.placement?.take(now, job)
    this.history?.changed(now, leaf, units)
    this.calendars?.book(job, now)
    this.running.add(job)
    this.forecast.take(leaf, units, now + seconds)
    if (!this.budgets.isEmpty) this.budgets.hold(job, leaf, now, this.cost(job, seconds))
    if (this.firm !== null && this.roster.isFirm![job] === 1) this.changeFirm(leaf, units)
    if (this.rules.preemption !== undefined) {
      this.placeInLeaf[job] = this.runningIn[leaf]!.push(job) - 1
      this.firstVictims.changed(leaf)
    }
    if (this.only === NOBODY) this.firsts.changed(leaf)
  }

  /** The units of a running job are free again. */
  give(now: number, job: number): void {
    const leaf = this.roster.leaf[job]!
    const units = this.roster.units[job]!
    this.changes += 1
    release(this.shape, this.use, leaf, units)
    this.claims?.gave(job)
    this.placement?.give(job)
    this.history?.changed(now, leaf, -units)
    this.calendars?.release(job, now)
    if (this.firm !== null && this.roster.isFirm![job] === 1) this.changeFirm(leaf, -units)
    if (this.rules.preemption !== undefined) this.leave(job, leaf)
    if (this.only === NOBODY) this.firsts.changed(leaf)
  }

  /** From now on this many units of the shape's capacity are not there. */
  lose(units: number): void {
    const more = units - this.lostUnits
    this.changes += 1
    this.use.allocated[0]! += more
    this.use.usage[0]! += more
    this.lostUnits = units
  }

  /** The first check that the job fails now, without those for reserved starts; null: none. */
  check(now: number, job: number): WaitingReasonCode | null {
    const { roster, shape, use } = this
    const leaf = roster.leaf[job]!
    const units = roster.units[job]!
    const byBudget = this.budgetObstacle(now, job)
    if (byBudget !== null) return byBudget.code
    const kept = this.keptFrom(leaf, now, use)
    const byTree = obstacle(shape, use, leaf, units, kept)
    if (byTree === 'limit-reached' || byTree === 'borrowing-limit-reached') return byTree
    if (this.isFirmOver(job)) return 'firm-over-guarantee'
    if (byTree === null) {
      if (this.claims?.spoils(now, job) === true) return 'claimed'
      const byPlace = this.placement?.obstacle(now, job) ?? null
      return byPlace ?? (this.isCalendarFree(job, now) ? null : 'calendar-taken')
    }
    if (kept === 0 || obstacle(shape, use, leaf, units) !== null) return byTree
    if (obstacle(shape, use, leaf, units, kept - this.claimedUnits) === null) return 'claimed'
    return this.windows.keeping(leaf, now)?.owner === null ? 'maintenance' : 'reserved'
  }

  budgetObstacle(now: number, job: number): BudgetObstacle | null {
    if (this.budgets.isEmpty) return null
    const { leaf, requested } = this.roster
    const seconds = requested[job]!
    return this.budgets.obstacle(leaf[job]!, now, seconds, this.cost(job, seconds))
  }

  /** Of the job's first `seconds`, with the part of its appointments in them; milli-reference-unit-seconds. */
  cost(job: number, seconds: number): number {
    const { units, terms } = this.roster
    const { numerator, denominator } = (terms ? this.prices[terms.of[job]!] : null) ?? this.price
    const own = floorProduct(1000 * units[job]! * numerator, seconds, denominator)
    return own + (this.calendars?.cost(job, seconds) ?? 0)
  }

  /** The first moment that the job would spoil if it started now; null: none. To be asked of a job that nothing else is against. */
  spoilt(now: number, job: number): Promised | null {
    const { leaf, units, requested } = this.roster
    const end = now + requested[job]!
    const byUnits = this.forecast.firstSpoilt(leaf[job]!, units[job]!, end, this.mayBeStopped(job))
    const byPlace = this.placement?.spoilt(now, job) ?? null
    if (byUnits === null || byPlace === null) return byUnits ?? byPlace
    return byPlace.at < byUnits.at ? byPlace : byUnits
  }

  mayBeStopped(job: number): boolean {
    return this.rules.preemption !== undefined && this.roster.isFirm?.[job] !== 1
  }

  /** The node at which a job that is never stopped would use more than its tree owns; -1: none. */
  firmNode(job: number): number {
    if (this.firm === null || this.roster.isFirm![job] !== 1) return NOBODY
    for (let node = this.roster.leaf[job]!; node > 0; node = this.shape.parent[node]!) {
      if (this.firm[node]! + this.roster.units[job]! > this.shape.guarantee[node]!) return node
    }
    return NOBODY
  }

  private isFirmOver(job: number): boolean {
    return this.firm !== null && this.firmNode(job) !== NOBODY
  }

  private changeFirm(leaf: number, units: number): void {
    for (let node = leaf; node !== -1; node = this.shape.parent[node]!) this.firm![node]! += units
  }

  private leave(job: number, leaf: number): void {
    this.firstVictims.changed(leaf)
    const jobs = this.runningIn[leaf]!
    const last = jobs.pop()
    assert(last !== undefined, 'a running job is in the list of its project')
    if (last === job) return
    const place = this.placeInLeaf[job]!
    jobs[place] = last
    this.placeInLeaf[last] = place
  }
}
