// Why a job waits: one reason for each, and its counterfactual is true when it is tried: with exactly that change the job
// starts, or it waits for something else.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import type { Award, JobTerms, Reservation } from '../../src/domain/scheduling/demand.ts'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import type { Counterfactual, Explanation } from '../../src/domain/scheduling/explanation.ts'
import { GONE, RUNNING, WAITING } from '../../src/domain/scheduling/roster.ts'
import { Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { savedSeconds } from '../../src/domain/scheduling/checkpoints.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { WAITING_REASONS } from '../../src/domain/scheduling/waiting-reason.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import type { BoardCells } from '../../src/domain/placement/job-requests.ts'
import { placedWorld } from '../kit/placed-worlds.ts'
import { randomTree, randomWorkload, seededRandom, wholeNumber, type RandomTree } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const JOBS = 40
const CHECKPOINTS = 2

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] }

interface World {
  readonly tree: RandomTree
  readonly workload: Workload
  readonly mode: 'fcfs' | 'easy' | 'easy-sjbf' | 'shared'
  readonly mayStop: boolean
  readonly terms: { readonly table: readonly JobTerms[]; readonly of: Int32Array }
  readonly awards: readonly Changeable<Award>[]
  readonly reservations: readonly Changeable<Reservation>[]
  readonly cells: BoardCells | null
}

function randomWorld(seed: number): World {
  const random = seededRandom(seed)
  const some = (share: number) => random() < share
  const table = (['standard', 'guaranteed', 'opportunistic'] as const).flatMap((name) =>
    [0, 1].map((priority): JobTerms => ({
      class: name,
      priority,
      flavors: ['gpu'],
      gang: null,
      checkpointEverySeconds: CHECKPOINTS,
      deadline: priority === 1 ? 50 : null,
      coAllocations: [],
    })),
  )
  // A third of the worlds has nodes.
  const placed =
    seed % 3 === 0 ? placedWorld(random, JOBS, () => table[some(0.6) ? 0 : Math.floor(random() * 6)]!, false) : null
  const tree = placed?.tree ?? randomTree(random)
  const workload = placed?.workload ?? randomWorkload(random, tree, JOBS)
  const reservations = Array.from({ length: some(0.6) ? 2 : 0 }, (_, place): Changeable<Reservation> => {
    const start = wholeNumber(random, 5, 120)
    const owner = some(0.5) ? null : tree.nodes[Math.floor(random() * tree.nodes.length)]!.id
    const units = wholeNumber(random, 1, tree.capacity)
    const end = start + wholeNumber(random, 5, 60)
    return { id: `window-${place}`, owner, flavor: 'gpu', units, start, end, beforeStart: 'keepFree' }
  })
  const awards = tree.projects
    .filter(() => some(0.4))
    .map((project): Changeable<Award> => {
      const validFrom = wholeNumber(random, 0, 40)
      const validTo = validFrom + wholeNumber(random, 20, 200)
      const milliUnitSeconds = 1000 * wholeNumber(random, 0, 1500)
      return { project, milliUnitSeconds, validFrom, validTo, tranche: null, onExhaustion: 'stop', overdraft: 0 }
    })
  return {
    tree,
    workload,
    mode: (['fcfs', 'easy', 'easy-sjbf', 'shared'] as const)[seed % 4]!,
    mayStop: some(0.5),
    terms: placed?.terms ?? {
      table,
      of: Int32Array.from({ length: JOBS }, () => (some(0.6) ? 0 : Math.floor(random() * 6))),
    },
    cells: placed?.cells ?? null,
    awards,
    reservations,
  }
}

/** The scheduler at some instant in the middle of its history; the same for the same world. */
function schedulerAt(world: World, at: number): { scheduler: Scheduler; now: number } {
  const { tree, workload, terms } = world
  const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
  const leaf = workload.project.map((project) => shape.indexOf.get(workload.projects[project]!)!)
  const zeros = new Float64Array(shape.ids.length)
  const rules = {
    mode: world.mode,
    reservedJobs: 3,
    windowSeconds: Infinity,
    ...(world.mayStop ? { preemption: { protectedRuntime: zeros, grace: zeros } } : {}),
  }
  const { units, requested, submit, run } = workload
  const scheduler = new Scheduler(shape, { units, requested, leaf, terms }, rules, world)
  const ends = new Float64Array(JOBS).fill(Infinity)
  const runLeft = Float64Array.from(run)
  const startedAt = new Float64Array(JOBS)
  const decisions = new Decisions()
  const carryOut = (now: number) => {
    for (const entry of decisions.entries) {
      if (entry < 0) {
        runLeft[~entry]! -= savedSeconds(CHECKPOINTS, now - startedAt[~entry]!)
        ends[~entry] = Infinity
      } else {
        startedAt[entry] = now
        ends[entry] = now + runLeft[entry]!
      }
    }
    decisions.clear()
  }
  let arrived = 0
  for (let now = 0; ;) {
    const wakeAt = scheduler.nextWakeAt(now)
    const next = Math.min(submit[arrived] ?? Infinity, ...ends, wakeAt)
    if (next > at) return { scheduler, now: at }
    now = next
    for (; submit[arrived] === now; arrived += 1) {
      scheduler.submit(now, arrived, decisions)
      carryOut(now)
    }
    for (let job = 0; job < JOBS; job += 1) {
      if (ends[job] !== now) continue
      ends[job] = Infinity
      scheduler.finish(now, job, decisions)
      carryOut(now)
    }
    if (wakeAt <= now) {
      scheduler.wake(now, decisions)
      carryOut(now)
    }
  }
}

function apply(world: World, scheduler: Scheduler, at: { now: number; job: number }, change: Counterfactual): void {
  const { pool } = scheduler
  const { shape, roster } = pool
  const leaf = roster.leaf[at.job]!
  const award = () => {
    const own = world.awards.filter(({ project }) => project === shape.ids[leaf])
    return own.find(({ validFrom, validTo }) => validFrom <= at.now && at.now < validTo) ?? own[0]!
  }
  switch (change.change) {
    case 'walltime':
      dequeue(scheduler, at.job)
      roster.requested[at.job] = change.seconds
      pool.enqueue(at.job)
      break
    case 'limit':
      shape.limit[shape.indexOf.get(change.node)!] = change.units
      pool.largest.fill(Infinity)
      break
    case 'borrowing-limit':
      shape.borrowingLimit[shape.indexOf.get(change.node)!] = change.units
      break
    case 'capacity':
      pool.lose(pool.lostUnits - change.units)
      break
    case 'class':
      roster.isFirm![at.job] = 0
      break
    case 'budget':
      award().overdraft += change.milliUnitSeconds
      break
    case 'award-period':
      award().validFrom = -1_000
      award().validTo = 1_000_000
      break
    case 'without-window':
      world.reservations.find(({ id }) => id === change.window)!.end = at.now
      break
    case 'without-appointment':
      break
    case 'without-job':
      dequeue(scheduler, change.job)
      roster.state[change.job] = GONE
      pool.changeDemand(roster.leaf[change.job]!, -roster.units[change.job]!)
      break
    case 'pods':
    case 'apart':
      askAgain(scheduler, at.job, change)
      break
  }
  for (const other of pool.leaves) pool.changeDemand(other, 0)
}

/** The same units in other pods; apart: each grain of a card for itself. */
function askAgain(scheduler: Scheduler, job: number, change: Counterfactual & { change: 'pods' | 'apart' }): void {
  const { nodes, requests } = scheduler.pool.placement!
  const { levels } = nodes.layout
  const all = scheduler.pool.roster.units[job]!
  const each = change.change === 'apart' ? 1 : change.unitsPerPod
  const level = change.change === 'apart' ? -1 : levels.findIndex(({ name }) => name === change.level)
  const isPart = change.change === 'apart'
  requests.of[job] = requests.indexOf({
    pods: all / each,
    units: isPart ? 0 : each / nodes.grainsPerUnit,
    restUnits: 0,
    grains: isPart ? each : 0,
    kind: 0,
    highestLevel: level === -1 ? levels.length : level,
  })
}

function dequeue(scheduler: Scheduler, job: number): void {
  const { pool } = scheduler
  const leaf = pool.roster.leaf[job]!
  pool.queues[leaf]!.remove(job)
  if (pool.goAhead !== pool.queues) pool.goAhead[leaf]!.remove(job)
  pool.firsts.enter(leaf, pool.headOf(leaf))
}

const identity = ({ code, at, window, otherJob }: Explanation) => [code, at?.node, window, otherJob].join(' ')

test('I18: each waiting job has one reason, and its counterfactual is true when tried', () => {
  const seen = new Map<string, number>()
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const at = 10 + (seed % 90)
    const asked = schedulerAt(randomWorld(seed), at)
    asked.scheduler.wake(at, new Decisions())
    const waiting = [...asked.scheduler.pool.roster.state.keys()].filter(
      (job) => asked.scheduler.pool.roster.state[job] === WAITING,
    )
    for (const job of waiting) {
      const before = asked.scheduler.explain(at, job)
      seen.set(before.code, (seen.get(before.code) ?? 0) + 1)
      expect(WAITING_REASONS).toContain(before.code)
      if (before.start !== null) expect(before.start, `seed ${seed}: job ${job}`).toBeGreaterThan(at)
      const world = randomWorld(seed)
      const { scheduler } = schedulerAt(world, at)
      scheduler.wake(at, new Decisions())
      apply(world, scheduler, { now: at, job }, before.counterfactual)
      scheduler.wake(at, new Decisions())
      if (scheduler.pool.roster.state[job] === RUNNING) continue
      const after = scheduler.explain(at, job)
      const says = `seed ${seed} at ${at}: job ${job}, ${JSON.stringify(before.counterfactual)}`
      expect(identity(after), says).not.toBe(identity(before))
    }
  }
  // A generator that reaches nothing proves nothing.
  if (ONE === undefined) for (const code of REACHED) expect(seen.get(code) ?? 0, code).toBeGreaterThan(0)
})

const REACHED = [
  'pool-full',
  'fragmented',
  'limit-reached',
  'borrowing-limit-reached',
  'lending-withheld',
  'firm-over-guarantee',
  'would-delay',
  'behind-others',
  'budget-spent',
  'award-ended',
  'award-not-begun',
  'award-too-short',
  'maintenance',
  'reserved',
]
