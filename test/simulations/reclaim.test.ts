// Whom to stop: the fast planner's victims are those of a plan that is written as the policy model writes it, and they are lawful.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { planReclaim } from '../../src/domain/scheduling/reclaim.ts'
import type { Claimant, RunningView } from '../../src/domain/scheduling/victims.ts'
import { allocate, emptyUse, obstacle, treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { randomTree, seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { slowEntitlement } from './slow-entitlement.ts'
import { slowReclaim, type SlowJob, type SlowState } from './slow-reclaim.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 600) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

interface Case {
  readonly state: SlowState
  readonly claimant: Claimant
}

/** A pool that is nearly full of running jobs, and one that does not fit, where there is one. */
function randomCase(seed: number): Case {
  const random = seededRandom(seed)
  const tree = randomTree(random)
  const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
  const leaves = tree.projects.map((id) => shape.indexOf.get(id)!)
  const any = () => leaves[Math.floor(random() * leaves.length)]!
  const use = emptyUse(shape)
  const jobs: SlowJob[] = []
  for (let tries = 0; tries < 60; tries += 1) {
    const [leaf, units] = [any(), wholeNumber(random, 1, Math.ceil(tree.capacity / 4))]
    if (obstacle(shape, use, leaf, units) !== null) continue
    allocate(shape, use, leaf, units)
    const start = wholeNumber(random, 0, 50)
    const lostSeconds = random() < 0.5 ? 60 - start : wholeNumber(random, 0, 9)
    jobs.push({ leaf, units, priority: wholeNumber(random, 0, 2), start, lostSeconds, isStoppable: random() < 0.85 })
  }
  const claimant = {
    leaf: any(),
    units: wholeNumber(random, 1, Math.ceil(tree.capacity / 2)),
    priority: wholeNumber(random, 0, 2),
    rebalance: (['off', 'withinGroup', 'acrossGroups'] as const)[seed % 3]!,
    rebalanceUnits: random() < 0.3 ? wholeNumber(random, 0, 10) : Infinity,
    kept: random() < 0.2 ? wholeNumber(random, 0, 3) : 0,
  }
  const demand = new Map<string, number>()
  for (const { leaf, units } of [...jobs, claimant]) {
    demand.set(shape.ids[leaf]!, (demand.get(shape.ids[leaf]!) ?? 0) + units)
  }
  const rules = { quantum: 1, onCapacityLoss: 'scale' } as const
  const entitled = slowEntitlement(tree.nodes, tree.capacity, demand, rules)
  const entitlement = Float64Array.from(shape.ids, (id) => entitled.get(id) ?? tree.capacity)
  // Tiers and weights of zero leave some with nothing.
  if (seed % 5 === 0) for (const node of shape.ids.keys()) if (random() < 0.5) entitlement[node] = 0
  return { state: { shape, jobs, entitlement }, claimant }
}

function viewOf({ jobs }: SlowState): RunningView {
  return {
    runningIn: (leaf) => [...jobs.keys()].filter((job) => jobs[job]!.leaf === leaf),
    unitsOf: Float64Array.from(jobs, ({ units }) => units),
    leafOf: Int32Array.from(jobs, ({ leaf }) => leaf),
    priorityOf: (job) => jobs[job]!.priority,
    startedAt: (job) => jobs[job]!.start,
    lostSeconds: (job) => jobs[job]!.lostSeconds,
    isStoppable: (job) => jobs[job]!.isStoppable,
  }
}

test('I10: the fast plan stops whom the slow one stops, and each of them lawfully', () => {
  const reached = { plans: 0, none: 0, spared: 0, kinds: new Map<string, number>() }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const { state, claimant } = randomCase(seed)
    const use = emptyUse(state.shape)
    for (const { leaf, units } of state.jobs) allocate(state.shape, use, leaf, units)
    const { shape, entitlement } = state
    const fast = planReclaim({ shape, use, entitlement, running: viewOf(state) }, claimant)
    expect(fast, `seed ${seed}`).toEqual(slowReclaim(state, claimant))
    if (fast === null) reached.none += 1
    else if (fast.length > 0) reached.plans += 1
    for (const { kind } of fast ?? []) reached.kinds.set(kind, (reached.kinds.get(kind) ?? 0) + 1)
    checkLawful({ state, claimant }, fast ?? [], `seed ${seed}`)
  }
  if (ONE !== undefined) return
  expect(Math.min(reached.plans, reached.none)).toBeGreaterThan(SEEDS / 40)
  for (const kind of ['reclaim', 'preempt', 'rebalance'])
    expect(reached.kinds.get(kind), kind).toBeGreaterThan(SEEDS / 200)
})

/** Said once more without the planner's words: who uses no more than its own loses nothing to another project's claim. */
function checkLawful({ state, claimant }: Case, victims: readonly { job: number; kind: string }[], at: string): void {
  const { shape, jobs } = state
  const inUse = (node: number, gone: readonly { job: number }[]) =>
    jobs.reduce((sum, { leaf, units }, number) => {
      const isThere = !gone.some((victim) => victim.job === number) && shape.pathUp[leaf]!.includes(node)
      return sum + (isThere ? units : 0)
    }, 0)
  for (const [place, { job, kind }] of victims.entries()) {
    const { leaf, isStoppable, priority } = jobs[job]!
    expect(isStoppable, `${at}: job ${job} may be stopped`).toBe(true)
    if (kind === 'preempt') {
      expect(leaf === claimant.leaf && priority < claimant.priority, `${at}: job ${job}`).toBe(true)
    }
    if (kind !== 'reclaim') continue
    const before = inUse(leaf, victims.slice(0, place))
    expect(before, `${at}: project of job ${job} used more than its own`).toBeGreaterThan(shape.guarantee[leaf]!)
  }
}

test('a side that is entitled to nothing and has lost all it had is no measure for the others', () => {
  const node = (id: string, parent: string | null, guarantee: number) => {
    const kind = parent === null ? ('sector' as const) : ('project' as const)
    const none = { limit: {}, borrowingLimit: {}, lendingLimit: {} }
    return { id, parent, kind, title: {}, guarantee: { gpu: guarantee }, weight: 1, tier: 0, ...none }
  }
  const group = { ...node('a', null, 16), limit: { gpu: 8 } }
  const nodes = [group, node('a1', 'a', 16), node('a2', 'a', 0), node('a3', 'a', 0), node('b', null, 0)]
  const shape = treeShape(nodes, 'gpu', 26)
  const leafOf = (id: string) => shape.indexOf.get(id)!
  const job = (id: string, units: number, lostSeconds: number, isStoppable = true): SlowJob => {
    return { leaf: leafOf(id), units, priority: 0, start: 0, lostSeconds, isStoppable }
  }
  const jobs = [job('a2', 2, 24), job('a3', 3, 4), job('b', 3, 0), job('b', 16, 0, false)]
  const state: SlowState = { shape, jobs, entitlement: Float64Array.from([26, 14, 14, 0, 0, 12]) }
  const claimant = { leaf: leafOf('a1'), units: 8, priority: 0, rebalance: 'off' as const, rebalanceUnits: 0, kept: 0 }
  const use = emptyUse(shape)
  for (const { leaf, units } of jobs) allocate(shape, use, leaf, units)
  const plan = planReclaim({ shape, use, entitlement: state.entitlement, running: viewOf(state) }, claimant)
  expect(plan).toEqual(slowReclaim(state, claimant))
  expect(plan?.map((victim) => victim.job)).toEqual([1, 0, 2])
})
