// The scheduler under everything that the policy model has: classes, priorities, stopping with grace, budgets, windows, lost
// capacity; over random trees and histories. What must hold at every moment is asked after each decision.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import type { JobTerms } from '../../src/domain/scheduling/demand.ts'
import { Decisions, type StopCause } from '../../src/domain/scheduling/decisions.ts'
import type { PoolState } from '../../src/domain/scheduling/pool-state.ts'
import { Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { WAITING } from '../../src/domain/scheduling/roster.ts'
import { allocate, emptyUse, obstacle, treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { savedSeconds } from '../../src/domain/scheduling/checkpoints.ts'
import { randomWorkload, seededRandom } from '../kit/share-trees.ts'
import { randomWorld, type World } from './random-world.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

test('every moment keeps the promises of the policy', () => {
  const reached = { stopped: 0, started: 0, waiting: 0, claims: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const world = randomWorld(random, 60, seed)
    const course = new Course(world, seed, random)
    course.run()
    reached.stopped += course.stopped
    reached.started += course.started
    reached.waiting += course.waiting
    reached.claims += course.claims
  }
  // A generator that reaches nothing proves nothing.
  if (ONE === undefined) expect(Math.min(reached.stopped, reached.started, reached.claims)).toBeGreaterThan(SEEDS / 4)
})

class Course {
  stopped = 0
  started = 0
  waiting = 0
  claims = 0
  private readonly scheduler: Scheduler
  private readonly pool: PoolState
  private readonly seed: number
  private readonly world: World
  private readonly submit: Float64Array
  private readonly runLeft: Float64Array
  private readonly endAt: Float64Array
  private readonly startedAt: Float64Array
  /** Requested at first: a job that was stopped asks for less later. */
  private readonly requested: Float64Array
  private hadClaims = false

  constructor(world: World, seed: number, random: () => number) {
    this.world = world
    this.seed = seed
    const { tree, terms } = world
    const workload = randomWorkload(random, tree, 60)
    const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
    const leaf = workload.project.map((project) => shape.indexOf.get(workload.projects[project]!)!)
    const { units, requested, submit, run } = workload
    this.scheduler = new Scheduler(shape, { units, requested, leaf, terms }, world.rules, world)
    this.pool = this.scheduler.pool
    this.submit = submit
    this.requested = Float64Array.from(requested)
    this.runLeft = Float64Array.from(run)
    this.endAt = new Float64Array(units.length).fill(Number.NaN)
    this.startedAt = new Float64Array(units.length)
  }

  run(): void {
    let arrived = 0
    const decisions = new Decisions()
    for (let steps = 0, last = -1; ; steps += 1) {
      expect(steps, `seed ${this.seed}: it comes to an end`).toBeLessThan(20_000)
      const nextEnd = Math.min(Infinity, ...this.endAt.filter((end) => !Number.isNaN(end)))
      const wakeAt = this.scheduler.nextWakeAt(last)
      const now = Math.min(this.submit[arrived] ?? Infinity, nextEnd, wakeAt)
      if (now === Infinity) break
      expect(now, `seed ${this.seed}: time does not go back`).toBeGreaterThanOrEqual(last)
      last = now
      for (; this.submit[arrived] === now; arrived += 1) {
        const answer = this.scheduler.submit(now, arrived, decisions)
        if (answer === 'larger-than-limits') expect(decisions.entries).toEqual([])
        this.carryOut(now, decisions)
      }
      for (let job = 0; job < this.endAt.length; job += 1) {
        if (this.endAt[job] !== now) continue
        this.endAt[job] = Number.NaN
        this.scheduler.finish(now, job, decisions)
        this.carryOut(now, decisions)
      }
      if (wakeAt <= now) {
        this.scheduler.wake(now, decisions)
        this.carryOut(now, decisions)
      }
      this.check(now)
    }
  }

  private carryOut(now: number, decisions: Decisions): void {
    let stops = 0
    for (const entry of decisions.entries) {
      if (entry < 0) {
        this.checkStop(now, ~entry, decisions.causes[stops]!)
        this.stop(now, ~entry)
        stops += 1
      } else {
        this.started += 1
        this.startedAt[entry] = now
        this.endAt[entry] = now + this.runLeft[entry]!
        // Who was stopped in the same moment waited for nothing before.
        if (decisions.causes.length === 0) this.checkOrder(now, entry)
      }
    }
    decisions.clear()
    // A claim may come and be met within one instant.
    this.hadClaims ||= this.isAnybodyClaiming()
    this.checkPromises(now)
  }

  private isAnybodyClaiming(): boolean {
    return this.pool.roster.state.some((_, job) => this.scheduler.isClaiming(job))
  }

  private stop(now: number, job: number): void {
    const { table, of } = this.world.terms
    const terms = table[of[job]!]!
    this.stopped += 1
    this.runLeft[job]! -= savedSeconds(terms.checkpointEverySeconds, now - this.startedAt[job]!)
    this.endAt[job] = Number.NaN
  }

  private termsOf(job: number): JobTerms {
    const { table, of } = this.world.terms
    return table[of[job]!]!
  }

  /** Nobody is stopped for others in its protected time, and nobody who runs on leftovers makes others leave. */
  private checkStop(now: number, job: number, { kind, claimant }: StopCause): void {
    if (kind === 'capacity' || kind === 'window' || this.termsOf(job).class === 'opportunistic') return
    const at = `seed ${this.seed} at ${now}: job ${job}`
    const { protectedRuntime } = this.world.rules.preemption!
    const ran = now - this.startedAt[job]!
    expect(ran, `${at} was protected`).toBeGreaterThanOrEqual(protectedRuntime[this.pool.roster.leaf[job]!]!)
    expect(this.termsOf(job).class, `${at} is never stopped`).not.toBe('guaranteed')
    expect(this.termsOf(claimant!).class, `${at} left for job ${claimant}`).not.toBe('opportunistic')
  }

  /** First come, first served: within a project nobody overtakes who should go before. */
  private checkOrder(now: number, job: number): void {
    const { roster, claimedUnits } = this.pool
    if (this.world.rules.mode !== 'fcfs' || claimedUnits > 0 || this.hadClaims) return
    const rank = (each: number) => {
      const { priority, deadline } = this.termsOf(each)
      return [-priority, (deadline ?? Infinity) - this.requested[each]!, each] as const
    }
    const [own, ownSlack] = [rank(job), rank(job)[1]]
    for (let other = 0; other < roster.state.length; other += 1) {
      if (roster.state[other] !== WAITING || roster.leaf[other] !== roster.leaf[job]) continue
      const [priority, slack, number] = rank(other)
      const isBefore =
        priority < own[0] || (priority === own[0] && (slack < ownSlack || (slack === ownSlack && number < job)))
      expect(isBefore, `seed ${this.seed} at ${now}: job ${job} overtakes job ${other}`).toBe(false)
    }
  }

  /** I15: by the requested ends, whoever has a start reserved can start then, whatever was started since. */
  private checkPromises(now: number): void {
    const { pool } = this
    const { shape, roster } = pool
    const promised = pool.forecast.moments.filter(
      ({ job, at }) => job >= 0 && at > now && roster.state[job] === WAITING,
    )
    for (const { job, at } of promised) {
      const use = emptyUse(shape)
      use.allocated[0]! += pool.lostUnits
      use.usage[0]! += pool.lostUnits
      for (const running of pool.running.byEnd.flat()) {
        if (roster.requestedEnd[running]! > at) allocate(shape, use, roster.leaf[running]!, roster.units[running]!)
      }
      for (const other of promised) {
        const isThere = other.job !== job && other.at <= at && at < other.at + roster.requested[other.job]!
        if (isThere) allocate(shape, use, roster.leaf[other.job]!, roster.units[other.job]!)
      }
      const leaf = roster.leaf[job]!
      const kept = pool.keptFrom(leaf, at, use)
      const against = obstacle(shape, use, leaf, roster.units[job]!, kept)
      expect(against, `seed ${this.seed} at ${now}: I15, job ${job} is promised ${at}`).toBe(null)
    }
  }

  private check(now: number): void {
    const { pool, seed } = this
    const { shape, use } = pool
    if (pool.claimedUnits > 0) this.claims += 1
    this.hadClaims = this.isAnybodyClaiming()
    const held = new Float64Array(shape.ids.length)
    for (const job of pool.running.byEnd.flat()) {
      for (let node = pool.roster.leaf[job]!; node !== -1; node = shape.parent[node]!) {
        held[node]! += pool.roster.units[job]!
      }
    }
    const at = `seed ${seed} at ${now}`
    expect(held[0]! + pool.lostUnits, `${at}: I1, the pool is not overfull`).toBeLessThanOrEqual(shape.capacity)
    for (let node = 1; node < held.length; node += 1) {
      const where = `${at}: ${shape.ids[node]}`
      expect(held[node]!, `${where}: the tree counts what runs`).toBe(use.allocated[node]!)
      expect(held[node]!, `${where}: I2, within its limit`).toBeLessThanOrEqual(shape.limit[node]!)
      if (pool.firm !== null)
        expect(pool.firm[node]!, `${where}: firm jobs within its own`).toBeLessThanOrEqual(shape.guarantee[node]!)
      const standing = pool.budgets.standing(node, now)
      if (standing === null) continue
      expect(standing.charged, `${where}: I16, charged`).toBeGreaterThanOrEqual(0)
      expect(standing.held, `${where}: I16, held`).toBeGreaterThanOrEqual(0)
      const own = this.world.awards.filter(({ project }) => project === shape.ids[node])
      const most = standing.granted + own.reduce((sum, { overdraft }) => sum + overdraft, 0)
      expect(standing.charged + standing.held, `${where}: I16, within what is granted`).toBeLessThanOrEqual(most)
    }
    expect(pool.claimedUnits, `${at}: claims hold something or nothing`).toBeGreaterThanOrEqual(0)
    const isMaintained = this.world.reservations.some(
      (window) => window.owner === null && window.start <= now && now < window.end,
    )
    if (isMaintained && this.world.capacityChanges.length === 0) this.checkMaintenance(now, at)
    for (const node of pool.entitlement().keys()) {
      const children = shape.children[node]!
      if (children.length === 0) continue
      let sum = 0
      for (const child of children) sum += pool.entitlement()[child]!
      expect(sum, `${at}: I4 at ${shape.ids[node]}`).toBeLessThanOrEqual(pool.entitlement()[node]!)
    }
  }

  /** I17: what lies in the window was there before it was known, or was never let in. */
  private checkMaintenance(now: number, at: string): void {
    const { pool } = this
    const out = pool.windows.outAt(now)
    const firm = pool.running.byEnd.flat().filter((job) => !pool.mayBeStopped(job))
    const firmUnits = firm.reduce((sum, job) => sum + pool.roster.units[job]!, 0)
    if (firmUnits <= pool.shape.capacity - out) {
      expect(pool.use.allocated[0]! + Math.min(out, pool.shape.capacity), `${at}: I17`).toBeLessThanOrEqual(
        pool.shape.capacity,
      )
    }
  }
}
