// Who has a right to start does not wait, and stopping jobs for others comes to an end: over random trees, classes, priorities,
// protected times, grace and rebalancing. Windows, budgets and lost capacity have their own tests.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import { RUNNING, WAITING } from '../../src/domain/scheduling/roster.ts'
import { Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { obstacle, treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { savedSeconds } from '../../src/domain/scheduling/checkpoints.ts'
import { randomWorkload, seededRandom } from '../kit/share-trees.ts'
import { randomWorld, type World } from './random-world.ts'
import { slowReclaim } from './slow-reclaim.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 200) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const JOBS = 40
/** More steps without an arrival or an end than any finite run needs. */
const MANY = 5000

/** A pool in which only shares, classes and priorities decide; `areEndless`: nobody ends of itself. */
export class Course {
  readonly scheduler: Scheduler
  readonly world: World
  readonly claimed = { rebalanced: 0, stopped: 0 }
  private readonly submit: Float64Array
  private readonly runLeft: Float64Array
  private readonly endAt: Float64Array

  constructor(seed: number, areEndless: boolean) {
    const random = seededRandom(seed)
    this.world = { ...randomWorld(random, JOBS, seed), awards: [], reservations: [], capacityChanges: [] }
    const { tree, terms, rules } = this.world
    const workload = randomWorkload(random, tree, JOBS)
    const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
    const leaf = workload.project.map((project) => shape.indexOf.get(workload.projects[project]!)!)
    const seconds = areEndless ? new Float64Array(JOBS).fill(1e6) : null
    this.submit = workload.submit
    this.runLeft = Float64Array.from(seconds ?? workload.run)
    this.endAt = new Float64Array(JOBS).fill(Infinity)
    const requested = Float64Array.from(seconds ?? workload.requested)
    this.scheduler = new Scheduler(shape, { units: workload.units, requested, leaf, terms }, rules, {})
  }

  /** `seen` is told after each moment whether somebody came or went of itself. */
  run(until: number, seen: (now: number, isNew: boolean) => void): void {
    const decisions = new Decisions()
    for (let arrived = 0, last = -1, steps = 0; ; steps += 1) {
      expect(steps, `at ${last}: it comes to an end`).toBeLessThan(MANY)
      const now = Math.min(this.submit[arrived] ?? Infinity, this.scheduler.nextWakeAt(last), ...this.endAt)
      if (now >= until) return
      last = now
      let isNew = false
      for (; this.submit[arrived] === now; arrived += 1, isNew = true) {
        this.scheduler.submit(now, arrived, decisions)
        this.carryOut(now, decisions)
      }
      for (let job = 0; job < JOBS; job += 1) {
        if (this.endAt[job] !== now) continue
        isNew = true
        this.endAt[job] = Infinity
        this.scheduler.finish(now, job, decisions)
        this.carryOut(now, decisions)
      }
      this.scheduler.wake(now, decisions)
      this.carryOut(now, decisions)
      seen(now, isNew)
    }
  }

  private carryOut(now: number, decisions: Decisions): void {
    const { roster } = this.scheduler.pool
    const { table, of } = this.world.terms
    for (const entry of decisions.entries) {
      if (entry >= 0) this.endAt[entry] = now + this.runLeft[entry]!
      else {
        const ran = now - roster.startedAt[~entry]!
        this.runLeft[~entry]! -= savedSeconds(table[of[~entry]!]!.checkpointEverySeconds, ran)
        this.endAt[~entry] = Infinity
        this.claimed.stopped += 1
      }
    }
    for (const { kind } of decisions.causes) if (kind === 'rebalance') this.claimed.rebalanced += 1
    decisions.clear()
  }
}

test('I11: without arrivals and ends no set of running jobs comes again for ever, and the stopping ends', () => {
  const reached = { stopped: 0, sets: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const course = new Course(seed, true)
    const { pool } = course.scheduler
    let before = ''
    let steps = 0
    let rebalanced = 0
    const seenSets = new Set<string>()
    course.run(1e6, (now, isNew) => {
      if (isNew) {
        seenSets.clear()
        steps = 0
      }
      // Each job may rebalance once until something else changes: a set may come again after that, and not for ever.
      if (course.claimed.rebalanced > rebalanced) seenSets.clear()
      rebalanced = course.claimed.rebalanced
      expect((steps += 1), `seed ${seed} at ${now}: it comes to rest`).toBeLessThan(10 * JOBS)
      const jobs = [...pool.roster.state.keys()]
      const running = jobs.filter((job) => pool.roster.state[job] === RUNNING).join(' ')
      // A claim from before the last arrival is still carried out, and its job may have to go again for who came meanwhile.
      const set = `${running}, claims of ${jobs.filter((job) => course.scheduler.isClaiming(job)).join(' ')}`
      if (set === before && !isNew) return
      before = set
      expect(seenSets.has(set), `seed ${seed} at ${now}: ${set} runs again`).toBe(false)
      seenSets.add(set)
      reached.sets += 1
    })
    reached.stopped += course.claimed.stopped
  }
  if (ONE === undefined) expect(Math.min(reached.stopped, reached.sets)).toBeGreaterThan(SEEDS / 2)
})

test('I12: who is within its guarantee on every level does not wait for what could be reclaimed', () => {
  const reached = { waiting: 0, stopped: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const course = new Course(seed, false)
    course.run(Infinity, (now) => {
      for (const job of entitledHeads(course)) {
        reached.waiting += 1
        expect(reclaimFor(course, now, job), `seed ${seed} at ${now}: job ${job} waits`).toBe(null)
      }
    })
    reached.stopped += course.claimed.stopped
  }
  if (ONE === undefined) expect(Math.min(reached.waiting, reached.stopped)).toBeGreaterThan(SEEDS / 30)
})

/** First jobs of projects that would stay within the guarantees of their whole path, and wait for capacity alone. */
function entitledHeads({ scheduler, world }: Course): number[] {
  const { pool } = scheduler
  const { shape, use, roster } = pool
  // What leaves for a claim is promised already; its end is another moment.
  if (roster.state.some((_, job) => scheduler.isClaiming(job))) return []
  return [...pool.leaves].flatMap((leaf) => {
    const job = pool.headOf(leaf)
    if (job === -1 || roster.state[job] !== WAITING) return []
    if (world.terms.table[world.terms.of[job]!]!.class === 'opportunistic' || pool.firmNode(job) !== -1) return []
    const units = roster.units[job]!
    const isWithin = [...shape.pathUp[leaf]!].every((node) => use.allocated[node]! + units <= shape.guarantee[node]!)
    const against = obstacle(shape, use, leaf, units, pool.claimedUnits)
    return isWithin && (against === 'pool-full' || against === 'lending-withheld') ? [job] : []
  })
}

/** The plan that the model would make of reclaim alone, from the running jobs that may be stopped now. */
function reclaimFor({ scheduler, world }: Course, now: number, job: number) {
  const { pool } = scheduler
  const { roster, shape } = pool
  const { protectedRuntime } = world.rules.preemption!
  const running = [...roster.state.keys()].filter((each) => roster.state[each] === RUNNING)
  const jobs = running.map((each) => {
    const leaf = roster.leaf[each]!
    const isIdler = world.terms.table[world.terms.of[each]!]!.class === 'opportunistic'
    const since = roster.startedAt[each]!
    const isFree = since < now && (isIdler || since + protectedRuntime[leaf]! <= now)
    const isStoppable = isFree && pool.mayBeStopped(each)
    return { leaf, units: roster.units[each]!, priority: 0, start: since, lostSeconds: 0, isStoppable }
  })
  const claimant = {
    leaf: roster.leaf[job]!,
    units: roster.units[job]!,
    priority: 0,
    rebalance: 'off' as const,
    rebalanceUnits: 0,
    kept: pool.claimedUnits,
  }
  return slowReclaim({ shape, jobs, entitlement: pool.entitlement() }, claimant)
}

test('I21: what was freed for a job is there for it when all of its victims are gone', () => {
  let claims = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const course = new Course(seed, false)
    const { scheduler } = course
    const { roster } = scheduler.pool
    let claiming: number[] = []
    course.run(Infinity, (now) => {
      for (const job of claiming) {
        if (scheduler.isClaiming(job)) continue
        if (roster.state.some((_, other) => scheduler.isClaiming(other))) continue
        claims += 1
        expect(roster.state[job], `seed ${seed} at ${now}: job ${job} has what it was promised`).not.toBe(WAITING)
      }
      // Of several claims one may still wait for the other's units.
      const all = [...roster.state.keys()].filter((job) => scheduler.isClaiming(job))
      claiming = all.length === 1 ? all : []
    })
  }
  if (ONE === undefined) expect(claims).toBeGreaterThan(SEEDS / 4)
})
