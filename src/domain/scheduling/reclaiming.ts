// Stopping jobs for others: who may claim, the plan, the notice and its grace, and the claim on what becomes free until then.
import { CELLS_TRIED, type CellPlace, type Placement } from '../placement/placement.ts'
import type { StopCause } from './decisions.ts'
import type { PoolState } from './pool-state.ts'
import type { PreemptionTimes } from './scheduler-rules.ts'
import { Protection } from './protection.ts'
import { Claims, type Leaving } from './claims.ts'
import { ReclaimPlanner } from './reclaim.ts'
import type { KnownFirstVictims, RunningView, Victim, VictimKind } from './victims.ts'
import type { Stoppable } from './first-victims.ts'
import { copyUse, emptyUse, obstacle, release, type TreeUse } from './share-tree.ts'
import { savedSeconds } from './checkpoints.ts'
import { NOBODY } from './tournament.ts'

export interface Stopped {
  readonly job: number
  readonly kind: VictimKind
  readonly claimant: number
}

const HOUR = 3600

export class Reclaiming implements RunningView, Stoppable, KnownFirstVictims {
  readonly unitsOf: Float64Array
  readonly leafOf: Int32Array
  private readonly pool: PoolState
  private readonly times: PreemptionTimes
  private readonly trial: TreeUse
  private readonly planner: ReclaimPlanner
  private readonly claims: Claims
  private readonly protection: Protection
  private readonly evictedIn = new Map<number, number>()
  private epoch = 0
  /** Somebody is protected until then who could make room. */
  private retryAt = Infinity
  private rebalanced: { readonly at: number; readonly units: number }[] = []
  private now = 0
  /** Only jobs that lie there are looked at; null: all. */
  private within: CellPlace | null = null
  /** Told with each plan: who had to go for whom, and why. */
  onStop: ((stopped: Stopped) => void) | null = null

  constructor(pool: PoolState, times: PreemptionTimes) {
    this.pool = pool
    this.times = times
    this.unitsOf = pool.roster.units
    this.leafOf = pool.roster.leaf
    this.trial = emptyUse(pool.shape)
    this.planner = new ReclaimPlanner(pool.shape, this, pool.shares.table.entitlement)
    this.claims = new Claims(pool)
    this.protection = new Protection(pool.roster)
  }

  /** Null where only jobs of one place are looked at. */
  get firstVictims(): KnownFirstVictims | null {
    return this.within === null ? this : null
  }

  of(leaf: number): number {
    return this.pool.firstVictims.of(leaf, this.now, this)
  }

  mayPrecede(leaf: number, priority: number, lost: number): boolean {
    return this.pool.firstVictims.mayPrecede(leaf, this.now, priority, lost)
  }

  /** Ends with each arrival, completion and change of entitlement; in one epoch nobody is moved about twice. */
  newEpoch(): void {
    this.epoch += 1
    this.evictedIn.clear()
  }

  get nextStopAt(): number {
    return Math.min(this.retryAt, this.claims.nextStopAt)
  }

  /** A job starts now. */
  started(now: number, job: number): void {
    if (!this.pool.mayBeStopped(job)) return
    // Whoever starts stays for this instant, whatever its class.
    this.protection.started(job, now, Math.max(1, this.protectedUntil(job) - now))
  }

  /** Whether it is worth to look for victims. */
  mayClaim(job: number): boolean {
    const { roster, rules, use, shape } = this.pool
    if (roster.standing?.[job] === 0 || this.isClaiming(job)) return false
    if (roster.priority !== null || roster.standing !== null) return true
    if (rules.rebalance !== undefined && rules.rebalance.scope !== 'off') return true
    for (let node = roster.leaf[job]!; node > 0; node = shape.parent[node]!) {
      if (use.allocated[node]! + roster.units[job]! <= shape.guarantee[node]!) return true
    }
    return false
  }

  isClaiming(job: number): boolean {
    return this.claims.has(job)
  }

  isWithinEverywhere(job: number): boolean {
    const { roster, use, shape } = this.pool
    for (let node = roster.leaf[job]!; node > 0; node = shape.parent[node]!) {
      if (use.allocated[node]! + roster.units[job]! > shape.guarantee[node]!) return false
    }
    return true
  }

  /** Somebody uses more than it owns, or may have to go though it does not: by its class, its priority or for the balance. */
  isAnybodyAbove(): boolean {
    const { leaves, use, shape, roster, rules } = this.pool
    if (roster.standing !== null || roster.priority !== null) return true
    if (rules.rebalance !== undefined && rules.rebalance.scope !== 'off') return true
    for (const leaf of leaves) if (use.allocated[leaf]! > shape.guarantee[leaf]!) return true
    return false
  }

  /** Whom to stop so that the job can start; null: nobody may be, or it would not help. */
  plan(now: number, job: number): readonly Victim[] | null {
    this.now = now
    const { pool } = this
    if (pool.budgetObstacle(now, job) !== null || pool.firmNode(job) !== NOBODY) return null
    if (!pool.isCalendarFree(job, now)) return null
    const plan = pool.placement === null ? this.planWith(job, null) : this.planPlace(job, pool.placement)
    if (plan !== null && this.claims.spoils(now, job, plan)) return null
    // Nobody could be stopped: look again when the first protection ends.
    if (plan === null) this.retryAt = Math.min(this.retryAt, this.protection.nextEndAfter(now))
    return plan
  }

  /**
   * With nodes: by count alone when the job then lies too; else in each cell that could hold it, and of those plans the one
   * that loses least work; else over all cells together.
   */
  private planPlace(job: number, placement: Placement): readonly Victim[] | null {
    const { now } = this
    const counted = this.planWith(job, null)
    if (counted === null || placement.wouldLieWithout(now, job, counted)) return counted
    if (!placement.areCardsWhole(job)) return this.planParts(job, placement)
    const candidates = this.candidatesFor(job)
    for (const freed of placement.levelsFor(now, job)) {
      const cells = freed.cellsWithout(candidates, CELLS_TRIED)
      const isPool = freed.level === placement.nodes.layout.levels.length
      const plans = cells.map((cell) =>
        this.planIn(job, isPool ? null : { level: freed.level, cell }, (victims) => freed.lieWithout(victims, cell)),
      )
      const best = this.leastLost(plans)
      if (best !== null) return best
    }
    return null
  }

  /** As `planPlace`, where parts of cards lie. */
  private planParts(job: number, placement: Placement): readonly Victim[] | null {
    const { now } = this
    const plans = placement
      .cellsFor(job)
      .map((cell) => this.planIn(job, cell, (victims) => placement.wouldLieWithout(now, job, victims, cell)))
    const anywhere = (victims: readonly Victim[]) => placement.wouldLieWithout(now, job, victims)
    return this.leastLost(plans) ?? this.planWith(job, anywhere)
  }

  /** Only jobs that lie in the cell are looked at; null: all. */
  private planIn(job: number, cell: CellPlace | null, lies: (victims: readonly Victim[]) => boolean) {
    this.within = cell
    const plan = this.planWith(job, lies)
    this.within = null
    return plan
  }

  private leastLost(plans: readonly (readonly Victim[] | null)[]): readonly Victim[] | null {
    let best: readonly Victim[] | null = null
    for (const plan of plans) if (plan !== null && (best === null || this.lost(plan) < this.lost(best))) best = plan
    return best
  }

  /** Everybody who could be a victim at all: what they leave together is the most that any plan can free. */
  private candidatesFor(job: number): readonly number[] {
    const { leaves, use, shape, rules, roster } = this.pool
    const isRebalancing = rules.rebalance !== undefined && rules.rebalance.scope !== 'off'
    const candidates: number[] = []
    for (const leaf of leaves) {
      const isOwn = leaf === this.leafOf[job]
      const mayLose = isOwn || isRebalancing || use.allocated[leaf]! > shape.guarantee[leaf]!
      if (!mayLose && roster.standing === null) continue
      for (const other of this.runningIn(leaf)) {
        const isIdler = roster.standing?.[other] === 0
        if ((isIdler || mayLose) && this.canStop(other)) candidates.push(other)
      }
    }
    return candidates
  }

  /** @param lies whether the job has a place when these are gone; null: counting is enough. */
  private planWith(job: number, lies: ((victims: readonly Victim[]) => boolean) | null): readonly Victim[] | null {
    const { pool, now } = this
    const leaf = this.leafOf[job]!
    const units = this.unitsOf[job]!
    const kept = pool.keptFrom(leaf, now, pool.use)
    const keptWhen = pool.isKeptByUse ? (use: TreeUse) => pool.keptOnceStopped(leaf, now, use) : null
    copyUse(pool.use, this.trial)
    const idlers = this.idlersFor(leaf, units, keptWhen ?? (() => kept), lies)
    if (idlers.isEnough) return idlers.victims
    const rebalance = pool.rules.rebalance
    pool.entitlement()
    const plan = this.planner.plan(
      {
        leaf,
        units,
        priority: this.priorityOf(job),
        rebalance: rebalance === undefined || this.evictedIn.has(job) ? 'off' : rebalance.scope,
        rebalanceUnits: this.rebalanceUnitsLeft(now),
        kept,
        keptWhen,
      },
      this.trial,
      lies === null ? undefined : (victims) => lies([...idlers.victims, ...victims]),
    )
    return plan === null ? null : [...idlers.victims, ...plan]
  }

  /**
   * Stops the victims, at once or after their grace. True: all are gone, the job may start. False: it has a claim on what
   * becomes free.
   */
  execute(
    now: number,
    job: number,
    victims: readonly Victim[],
    stop: (victim: number, cause: StopCause) => void,
  ): boolean {
    const leaving: Leaving[] = []
    for (const victim of victims) {
      const grace = this.times.grace[this.leafOf[victim.job]!]!
      this.onStop?.({ ...victim, claimant: job })
      this.evictedIn.set(victim.job, this.epoch)
      if (victim.kind === 'rebalance') this.rebalanced.push({ at: now, units: this.unitsOf[victim.job]! })
      const cause = { kind: victim.kind, claimant: job }
      if (grace === 0) stop(victim.job, cause)
      else leaving.push({ at: now + grace, job: victim.job, cause })
    }
    if (leaving.length === 0) return true
    this.claims.add(now, job, leaving)
    return false
  }

  /** A job has ended or was stopped: whoever waited for it is a step nearer. */
  gone(job: number): void {
    if (!this.claims.gone(job)) return
    this.pool.firstVictims.changed(this.leafOf[job]!)
    // Evicted now, not when it was told: it may not take its place back before something else has changed.
    this.evictedIn.set(job, this.epoch)
  }

  /** Victims whose grace is over by now. */
  due(now: number): readonly Leaving[] {
    if (this.retryAt <= now) this.retryAt = Infinity
    return this.claims.due(now)
  }

  /** A job whose victims are all gone: its claim ends here. NOBODY: none. */
  ready(): number {
    return this.claims.ready()
  }

  /** Whether others are leaving for a job of the leaf. */
  isClaimingIn(leaf: number): boolean {
    return this.claims.isIn(leaf)
  }

  runningIn(leaf: number): readonly number[] {
    return this.pool.runningIn[leaf]!
  }

  priorityOf(job: number): number {
    return this.pool.roster.priority?.[job] ?? 0
  }

  startedAt(job: number): number {
    return this.pool.roster.startedAt[job]!
  }

  lostSeconds(job: number): number {
    const ran = this.now - this.startedAt(job)
    return ran - savedSeconds(this.pool.roster.checkpointEvery?.[job] ?? 0, ran)
  }

  /** As the planner asks: jobs that run only on what nobody else asks for are gone before it begins. */
  isStoppable(job: number): boolean {
    return this.pool.roster.standing?.[job] !== 0 && this.canStop(job)
  }

  stoppableFrom(job: number): number {
    const { roster } = this.pool
    return roster.standing?.[job] === 0 || !this.pool.mayBeStopped(job) ? Infinity : this.protectedUntil(job)
  }

  isLeaving(job: number): boolean {
    return this.claims.isLeaving(job)
  }

  private canStop(job: number): boolean {
    if (!this.pool.mayBeStopped(job) || this.claims.isLeaving(job)) return false
    if (this.within !== null && !this.pool.placement!.liesIn(job, this.within)) return false
    // Whoever started in this very instant stays: otherwise two jobs could take turns without time passing.
    return this.startedAt(job) < this.now && this.protectedUntil(job) <= this.now
  }

  private protectedUntil(job: number): number {
    const isIdler = this.pool.roster.standing?.[job] === 0
    return isIdler ? this.startedAt(job) : this.startedAt(job) + this.times.protectedRuntime[this.leafOf[job]!]!
  }

  /** Jobs that run only on what nobody else asks for go first, the newest before the older, and no more of them than needed. */
  private idlersFor(
    leaf: number,
    units: number,
    keptWhen: (use: TreeUse) => number,
    lies: ((victims: readonly Victim[]) => boolean) | null,
  ): { victims: Victim[]; isEnough: boolean } {
    const { shape, roster, leaves } = this.pool
    if (roster.standing === null) return { victims: [], isEnough: false }
    const idlers: number[] = []
    for (const other of leaves) {
      for (const job of this.runningIn(other)) if (roster.standing[job] === 0 && this.canStop(job)) idlers.push(job)
    }
    idlers.sort((a, b) => this.startedAt(b) - this.startedAt(a) || b - a)
    const victims: Victim[] = []
    const fits = () =>
      obstacle(shape, this.trial, leaf, units, keptWhen(this.trial)) === null && (lies?.(victims) ?? true)
    for (const job of idlers) {
      if (fits()) break
      release(shape, this.trial, this.leafOf[job]!, this.unitsOf[job]!)
      victims.push({ job, kind: 'reclaim' })
    }
    return { victims, isEnough: victims.length > 0 && fits() }
  }

  /** Unit-seconds of work. */
  private lost(victims: readonly Victim[]): number {
    return victims.reduce((sum, { job }) => sum + this.unitsOf[job]! * this.lostSeconds(job), 0)
  }

  private rebalanceUnitsLeft(now: number): number {
    const most = this.pool.rules.rebalance?.maxEvictedUnitsPerHour ?? null
    if (most === null) return Infinity
    this.rebalanced = this.rebalanced.filter(({ at }) => at > now - HOUR)
    return this.rebalanced.reduce((left, { units }) => left - units, most)
  }
}
