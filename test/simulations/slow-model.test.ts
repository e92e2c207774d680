// The fast scheduler against the slow one of the whole model: every decision, in its order, with the cause of each stop; over
// random trees, classes, priorities, stops with grace, budgets, windows and lost capacity, and jobs that come meanwhile.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import { Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { savedSeconds } from '../../src/domain/scheduling/checkpoints.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import type { SlowJob } from './slow-facts.ts'
import { SlowModel } from './slow-model.ts'
import { wholeWorld, type WholeWorld } from './whole-world.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const JOBS = 60
/**
 * What the worlds must bring, each of them often: modes, causes of stops, and parts of the model that decided something. Meanwhile:
 * jobs that come while others are leaving. Overdue: jobs that run past their requested end. Owners: units kept for owners who wait.
 */
const FEATURES = [
  'fcfs easy easy-sjbf shared',
  'reclaim preempt rebalance capacity window',
  'claims promises aheads budgets windows owners meanwhile overdue',
].flatMap((names) => names.split(' '))

test('the fast scheduler decides what the slow one of the whole model decides', () => {
  const worlds = new Map<string, number>()
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const course = new Course(seed)
    course.run()
    for (const feature of course.features()) worlds.set(feature, (worlds.get(feature) ?? 0) + 1)
  }
  // A generator that reaches nothing proves nothing.
  if (ONE === undefined)
    for (const feature of FEATURES) expect(worlds.get(feature) ?? 0, feature).toBeGreaterThan(SEEDS / 40)
})

class Course {
  private readonly seed: number
  private readonly world: WholeWorld
  private readonly fast: Scheduler
  private readonly slow: SlowModel
  private readonly submit: Float64Array
  private readonly runLeft: Float64Array
  private readonly endAt: Float64Array
  private readonly startedAt = new Float64Array(JOBS)
  private readonly stops = new Set<string>()
  private readonly decisions = new Decisions()

  constructor(seed: number) {
    this.seed = seed
    this.world = wholeWorld(seed, JOBS)
    const { tree, terms, rules, jobs } = this.world
    const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
    this.submit = Float64Array.from(jobs, ({ submit }) => submit)
    this.runLeft = Float64Array.from(jobs, ({ run }) => run)
    this.endAt = new Float64Array(JOBS).fill(Infinity)
    const columns = {
      units: Float64Array.from(jobs, ({ units }) => units),
      requested: Float64Array.from(jobs, ({ requested }) => requested),
      leaf: Int32Array.from(jobs, ({ project }) => shape.indexOf.get(project)!),
      terms,
    }
    this.fast = new Scheduler(shape, columns, rules, this.world)
    const slowJobs = jobs.map(({ project, units, requested }, number): SlowJob => {
      const asked = terms.table[terms.of[number]!]!
      return {
        number,
        leaf: shape.indexOf.get(project)!,
        units,
        class: asked.class,
        priority: asked.priority,
        latestStart: (asked.deadline ?? Infinity) - requested,
        checkpointEvery: asked.checkpointEverySeconds,
        requested,
        state: 'unseen',
        startedAt: -Infinity,
      }
    })
    this.slow = new SlowModel(this.world, slowJobs)
  }

  run(): void {
    const { fast, slow, decisions } = this
    let wakeAt = fast.nextWakeAt(-1)
    for (let arrived = 0, steps = 0; ; steps += 1) {
      expect(steps, `seed ${this.seed}: it comes to an end`).toBeLessThan(20_000)
      const now = Math.min(this.submit[arrived] ?? Infinity, wakeAt, ...this.endAt)
      if (now === Infinity) return
      for (; this.submit[arrived] === now; arrived += 1) {
        const answer = fast.submit(now, arrived, decisions)
        const expected = slow.submit(now, arrived)
        if (expected === 'larger-than-limits') expect(answer, `seed ${this.seed}: job ${arrived}`).toBe(expected)
        else this.carryOut(now, `job ${arrived} comes`, expected)
      }
      for (let job = 0; job < JOBS; job += 1) {
        if (this.endAt[job] !== now) continue
        this.endAt[job] = Infinity
        fast.finish(now, job, decisions)
        this.carryOut(now, `job ${job} ends`, slow.finish(now, job))
      }
      if (wakeAt <= now) {
        fast.wake(now, decisions)
        this.carryOut(now, 'time comes', slow.wake(now))
      }
      wakeAt = fast.nextWakeAt(now)
      expect(wakeAt, `seed ${this.seed} after ${now}: when to wake`).toBe(slow.nextWakeAt(now))
    }
  }

  features(): string[] {
    const { reached } = this.slow
    return [
      this.world.rules.mode,
      ...this.stops,
      ...Object.entries(reached).flatMap(([name, n]) => (n > 0 ? name : [])),
    ]
  }

  /** Both decided the same; what they decided happens. */
  private carryOut(now: number, event: string, expected: readonly string[]): void {
    const { decisions } = this
    const causes = decisions.causes.values()
    const decided = decisions.entries.map((entry) => {
      if (entry >= 0) return `start ${entry}`
      const { kind, claimant } = causes.next().value!
      return `stop ${~entry} ${kind} ${claimant ?? 'nobody'}`
    })
    expect(decided, `seed ${this.seed} at ${now}: ${event}`).toEqual(expected)
    const { table, of } = this.world.terms
    for (const entry of decisions.entries) {
      if (entry >= 0) {
        this.startedAt[entry] = now
        this.endAt[entry] = now + this.runLeft[entry]!
      } else {
        const ran = now - this.startedAt[~entry]!
        this.runLeft[~entry]! -= savedSeconds(table[of[~entry]!]!.checkpointEverySeconds, ran)
        this.endAt[~entry] = Infinity
      }
    }
    for (const { kind } of decisions.causes) this.stops.add(kind)
    decisions.clear()
  }
}
