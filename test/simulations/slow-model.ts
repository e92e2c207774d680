// The oracle of the whole model: shares, backfilling with several reserved starts, stopping jobs for others with grace and claims,
// classes, budgets, windows and lost capacity. Written anew from the model, with lists and sorting; from event to event it
// keeps what was decided and no index, so each answer is worked out from nothing. Slow on purpose: the fast scheduler must
// decide the same, in the same order, on every seed.
import { headroom, obstacle } from '../../src/domain/scheduling/share-tree.ts'
import type { StopKind } from '../../src/domain/scheduling/decisions.ts'
import { awardOf, cost, isOverBudget, nextGrantAt } from './slow-budgets.ts'
import { Facts, inOrder, type SlowJob, type SlowWorld } from './slow-facts.ts'
import { Promises } from './slow-promises.ts'
import { planFor, saved, spoilsClaims, type SlowVictim } from './slow-stopping.ts'

export class SlowModel {
  readonly facts: Facts
  /** How often each part of the model mattered. */
  readonly reached = {
    claims: 0,
    promises: 0,
    budgets: 0,
    windows: 0,
    owners: 0,
    aheads: 0,
    rights: 0,
    meanwhile: 0,
    overdue: 0,
  }
  private decisions: string[] = []

  constructor(world: SlowWorld, jobs: readonly SlowJob[]) {
    this.facts = new Facts(world, jobs)
  }

  submit(now: number, number: number): string[] | 'larger-than-limits' {
    const { facts } = this
    const job = facts.jobs[number]!
    const { shape } = facts
    const empty = { allocated: new Float64Array(shape.ids.length), usage: new Float64Array(shape.ids.length) }
    if (headroom(shape, empty, job.leaf) < job.units) return 'larger-than-limits'
    this.dropEnded(now)
    job.state = 'waiting'
    if (facts.notices.length > 0) this.reached.meanwhile += 1
    facts.evicted = []
    // Who does not fit changes nothing, unless somebody may be stopped for it.
    if (facts.world.rules.preemption !== undefined || this.against(now, job) === null) this.pass(now)
    return this.told()
  }

  finish(now: number, number: number): string[] {
    const job = this.facts.jobs[number]!
    this.settle(now, job, now - job.startedAt)
    job.state = 'gone'
    this.left(job)
    this.dropEnded(now)
    this.facts.evicted = []
    this.pass(now)
    return this.told()
  }

  wake(now: number): string[] {
    const { facts } = this
    this.dropEnded(now)
    if (facts.retryAt <= now) facts.retryAt = Infinity
    for (const { job, kind, claimant } of facts.notices.filter(({ at }) => at <= now)) {
      this.stop(now, job, kind, claimant)
    }
    const before = facts.shared
    facts.notedAt = now
    if (facts.shared !== before) facts.evicted = []
    this.makeRoom(now)
    this.pass(now)
    return this.told()
  }

  nextWakeAt(now: number): number {
    const { world, notices, retryAt, notedAt } = this.facts
    return Math.min(
      retryAt,
      nextGrantAt(world.awards, now),
      ...notices.map(({ at }) => at),
      ...world.reservations.flatMap(({ start, end }) => [start, end]).filter((at) => at > now),
      ...world.capacityChanges.map(({ at }) => at).filter((at) => at > notedAt),
    )
  }

  private told(): string[] {
    const told = this.decisions
    this.decisions = []
    return told
  }

  /** By its requested end a job holds nothing any more, even before its end is reported. */
  private dropEnded(now: number): void {
    for (const job of this.facts.in('running')) {
      if (job.startedAt + job.requested > now) continue
      job.state = 'overdue'
      this.reached.overdue += 1
      this.left(job)
    }
  }

  /** A job holds nothing any more: who waited for it to leave is a step nearer. */
  private left(job: SlowJob): void {
    const { facts } = this
    if (!facts.notices.some((notice) => notice.job === job)) return
    facts.notices = facts.notices.filter((notice) => notice.job !== job)
    for (const claim of facts.claims) claim.victims = claim.victims.filter((victim) => victim !== job)
    // Evicted now, not when it was told.
    facts.evicted.push(job)
  }

  /** Stops jobs until what runs fits what exists, and then those that may be stopped until open windows have their units. */
  private makeRoom(now: number): void {
    const { facts } = this
    const rank = (job: SlowJob) => [
      job.class === 'guaranteed' ? 1 : 0,
      job.class === 'opportunistic' ? 0 : 1,
      job.priority,
      job.units * (now - job.startedAt),
      -job.startedAt,
      job.number,
    ]
    const cheapest = () => facts.in('running').toSorted((a, b) => compareRanks(rank(a), rank(b)))
    for (const job of cheapest()) {
      if (facts.use.allocated[0]! > facts.shape.capacity) this.stop(now, job, 'capacity', null)
    }
    for (const job of cheapest()) {
      const kept = facts.keptByWindows(job.leaf, now, facts.use)
      const isOver = kept > 0 && facts.use.allocated[0]! + kept > facts.shape.capacity
      if (isOver && facts.mayBeStopped(job)) this.stop(now, job, 'window', null)
    }
  }

  private pass(now: number): void {
    const { facts } = this
    const promises = new Promises(facts, now)
    // Projects that stand in this pass: their first job waits for something of their own, and nobody of them overtakes it.
    const standing = new Set<number>()
    for (;;) {
      const claim = facts.claims.find(({ victims }) => victims.length === 0)
      if (claim === undefined) break
      facts.claims = facts.claims.filter((other) => other !== claim)
      if (this.against(now, claim.job, promises) === null) this.start(now, claim.job)
    }
    for (const { job } of facts.claims) standing.add(job.leaf)
    const first = this.startFirsts(now, promises, standing)
    if (first === null || facts.world.rules.mode === 'fcfs') return
    if (promises.promise(first) < Infinity) this.reached.promises += 1
    if (facts.world.rules.mode === 'shared') this.promiseMore(now, first, promises, standing)
    this.goAhead(now, promises, standing)
  }

  /** Starts the first while they fit, or makes room for them. Returns the first that waits for capacity. */
  private startFirsts(now: number, promises: Promises, standing: Set<number>): SlowJob | null {
    for (;;) {
      const job = this.best(this.heads(standing))
      if (job === null) return null
      const reason = this.against(now, job, promises)
      if (reason === null) this.start(now, job)
      else if (this.makeWay(now, job, standing)) continue
      else if (reason === 'own') standing.add(job.leaf)
      else if (!this.makeWayForOwner(now, job, promises, standing)) return job
    }
  }

  /** The first cannot be helped: whoever is within its guarantees everywhere still has a right to its own. */
  private makeWayForOwner(now: number, first: SlowJob, promises: Promises, standing: Set<number>): boolean {
    const { facts } = this
    const owners = this.heads(standing)
      .filter((job) => job !== first && facts.pathOf(job.leaf).every((node) => facts.isWithinGuarantee(job, node)))
      .toSorted((a, b) => a.leaf - b.leaf)
    for (const job of owners) {
      if (this.against(now, job, promises) === 'capacity' && this.makeWay(now, job, standing)) {
        this.reached.rights += 1
        return true
      }
    }
    return false
  }

  /** Stops others for the job, at once or after their grace. True: it started, or has its claim. */
  private makeWay(now: number, job: SlowJob, standing: Set<number>): boolean {
    const { facts } = this
    const preemption = facts.world.rules.preemption
    const victims = preemption === undefined ? null : planFor(facts, now, job)
    if (victims === null || victims.length === 0) return false
    const leaving: SlowVictim[] = []
    for (const victim of victims) {
      const grace = preemption!.grace[victim.job.leaf]!
      facts.evicted.push(victim.job)
      if (victim.kind === 'rebalance') facts.rebalanced.push({ at: now, units: victim.job.units })
      if (grace === 0) this.stop(now, victim.job, victim.kind, job)
      else {
        leaving.push(victim)
        facts.notices.push({ job: victim.job, at: now + grace, kind: victim.kind, claimant: job })
      }
    }
    if (leaving.length === 0) this.start(now, job)
    else {
      this.reached.claims += 1
      facts.claims.push({ job, victims: leaving.map((victim) => victim.job) })
      standing.add(job.leaf)
    }
    return true
  }

  /** `shared`: the firsts of other projects too, as long as they stay within what they are entitled to on each level. */
  private promiseMore(now: number, first: SlowJob, promises: Promises, standing: Set<number>): void {
    const { facts } = this
    const promised = [first.leaf]
    while (promised.length < facts.world.rules.reservedJobs) {
      const job = this.best(this.heads(new Set([...standing, ...promised])))
      if (job === null) return
      const entitlement = facts.entitlement()
      const { allocated } = facts.use
      if (facts.pathOf(job.leaf).some((node) => allocated[node]! + job.units > entitlement[node]!)) return
      const reason = this.against(now, job, promises)
      if (reason === null) this.start(now, job)
      else if (reason === 'own') standing.add(job.leaf)
      else {
        if (promises.promise(job) < Infinity) this.reached.promises += 1
        promised.push(job.leaf)
      }
    }
  }

  /**
   * Starts those that fit and spoil nothing that is promised, in the order of the tournament. Each project's queue is gone through
   * once: whoever was passed over is not looked at again in this pass, though a start of a window's owner may have made room.
   */
  private goAhead(now: number, promises: Promises, standing: ReadonlySet<number>): void {
    const { facts } = this
    const isShortestFirst = facts.world.rules.mode === 'easy-sjbf'
    const byTime = (a: SlowJob, b: SlowJob) => a.requested - b.requested || a.number - b.number
    let open = facts.in('waiting').filter(({ leaf }) => !standing.has(leaf))
    open.sort(isShortestFirst ? byTime : inOrder)
    for (;;) {
      const fitting: SlowJob[] = []
      const passedOver: SlowJob[] = []
      for (const job of open) {
        if (fitting.some(({ leaf }) => leaf === job.leaf)) continue
        if (this.against(now, job, promises) === null) fitting.push(job)
        else passedOver.push(job)
      }
      const next = this.best(fitting)
      if (next === null) return
      open = open.filter((job) => job !== next && !passedOver.includes(job))
      this.reached.aheads += 1
      this.start(now, next)
    }
  }

  private heads(standing: ReadonlySet<number>): SlowJob[] {
    const waiting = this.facts.in('waiting').filter(({ leaf }) => !standing.has(leaf))
    return firstOfEach(waiting, inOrder)
  }

  /** `own`: it waits for something of its own tree, or for a claim's end; `capacity`: for others' ends. */
  private against(now: number, job: SlowJob, promises?: Promises): 'own' | 'capacity' | null {
    const { facts } = this
    const { shape, use } = facts
    if (isOverBudget(facts, now, job)) {
      this.reached.budgets += 1
      return 'own'
    }
    const kept = facts.keptFrom(job.leaf, now, use)
    const byTree = obstacle(shape, use, job.leaf, job.units, kept)
    if (byTree === 'limit-reached' || byTree === 'borrowing-limit-reached' || facts.isFirmOver(job)) return 'own'
    if (byTree === null) {
      if (spoilsClaims(facts, now, job)) return 'own'
      return promises?.spoils(job) === true ? 'capacity' : null
    }
    if (obstacle(shape, use, job.leaf, job.units) !== null) return 'capacity'
    // It fits but for what is kept: for claims alone, or for windows and owners too.
    if (obstacle(shape, use, job.leaf, job.units, kept - facts.claimedUnits) === null) return 'own'
    const byWindows = facts.claimedUnits + facts.keptByWindows(job.leaf, now, use)
    if (obstacle(shape, use, job.leaf, job.units, byWindows) === null) this.reached.owners += 1
    else this.reached.windows += 1
    return 'capacity'
  }

  private start(now: number, job: SlowJob): void {
    const award = awardOf(this.facts, now, job)
    if (award !== null) {
      const held = cost(this.facts, job, job.requested)
      this.facts.spending.push({ job, award, at: now, held, settledAt: Infinity, charged: 0 })
    }
    job.state = 'running'
    job.startedAt = now
    this.decisions.push(`start ${job.number}`)
  }

  /** Back to its place with what its last checkpoint saved, which alone is charged. */
  private stop(now: number, job: SlowJob, kind: StopKind, claimant: SlowJob | null): void {
    const kept = saved(job, now)
    this.settle(now, job, kept)
    job.state = 'waiting'
    job.requested = Math.max(1, job.requested - kept)
    this.left(job)
    this.decisions.push(`stop ${job.number} ${kind} ${claimant?.number ?? 'nobody'}`)
  }

  private settle(now: number, job: SlowJob, seconds: number): void {
    const open = this.facts.spending.find((spending) => spending.job === job && spending.settledAt === Infinity)
    if (open === undefined) return
    open.settledAt = now
    open.charged = cost(this.facts, job, seconds)
  }

  /** Who comes first of these: at each group the children's best are compared. */
  private best(jobs: readonly SlowJob[]): SlowJob | null {
    if (jobs.length < 2) return jobs[0] ?? null
    const { facts } = this
    const { allocated } = facts.use
    const { shape } = facts
    const entitlement = facts.entitlement()
    const winner = (group: number): SlowJob | null => {
      const isByPriority = facts.world.rules.comparesPriority?.[group] === 1
      const ranked = shape.children[group]!.flatMap((child) => {
        const isProject = shape.children[child]!.length === 0
        const job = isProject ? (jobs.find(({ leaf }) => leaf === child) ?? null) : winner(child)
        if (job === null) return []
        const used = allocated[child]! + job.units
        const rank = [
          job.class === 'opportunistic' ? 1 : 0,
          used <= shape.guarantee[child]! ? 0 : 1,
          isByPriority ? -job.priority : 0,
          entitlement[child] === 0 ? Infinity : used / entitlement[child]!,
          job.number,
        ]
        return [{ job, rank }]
      })
      return ranked.toSorted((a, b) => compareRanks(a.rank, b.rank))[0]?.job ?? null
    }
    return winner(0)
  }
}

function firstOfEach(jobs: readonly SlowJob[], order: (a: SlowJob, b: SlowJob) => number): SlowJob[] {
  const sorted = jobs.toSorted(order)
  return sorted.filter((job) => sorted.find(({ leaf }) => leaf === job.leaf) === job)
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, at) => value !== b[at])
  return place === -1 ? 0 : a[place]! < b[place]! ? -1 : 1
}
