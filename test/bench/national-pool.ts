// A national pool: 260,000 GPUs, 3 sectors, 20 programmes, 2,000 projects that borrow and reclaim, a million Philly-like jobs.
// And single decisions on it: one cycle with many waiting, one explanation; with one flavor and with eight.
// `npm run bench -- national-pool`; `--jobs 100000`; `--protected 1800`: seconds in which nobody is stopped, `--grace 300`: seconds
// of notice, `--cells`: jobs lie on nodes; `--part replay` or `--part decisions` for one of them, `--json`.
import { cellLayout } from '../../src/domain/placement/cell-layout.ts'
import { DEFAULT_POOL_RULES } from '../../src/domain/policy/pool-rules.ts'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import { FlavorScheduler } from '../../src/domain/scheduling/flavor-scheduler.ts'
import { Roster, RUNNING, WAITING } from '../../src/domain/scheduling/roster.ts'
import { EASY, Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { replay } from '../../src/simulator/replay.ts'
import { CAPACITY, nationalTree, nationalWorkload } from './national-tree.ts'

/** Besides the sectors and programmes: 5,000 nodes together. */
const PROJECTS = 4_977
const WAIT = 20_000
/** Of each flavor where there are several. */
const FLAVOR_CAPACITY = 3_250
const FLAVORS = ['h200', 'h100', 'b200', 'a100', 'mi300', 'npu-x', 'l40s', 'gb300']

function option(name: string, otherwise: number): number {
  const place = process.argv.indexOf(name)
  return place === -1 ? otherwise : Number(process.argv[place + 1])
}

const partAt = process.argv.indexOf('--part')
const part = partAt === -1 ? 'all' : process.argv[partAt + 1]
const figures = [
  ...(part === 'decisions' ? [] : [wholeReplay(option('--jobs', 1_000_000))]),
  ...(part === 'replay' ? [] : [...singleDecisions(1), ...singleDecisions(FLAVORS.length)]),
]
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
else for (const figure of figures) console.table([figure])

function wholeReplay(jobs: number) {
  const protectedRuntimeSeconds = option('--protected', 0)
  const graceSeconds = option('--grace', 0)
  const nodes = nationalTree({ projects: 2_000, preemption: { protectedRuntimeSeconds, graceSeconds } })
  const workload = nationalWorkload(jobs, nodes, 1.1)
  const isPlaced = process.argv.includes('--cells')
  const layout = cellLayout(CAPACITY, { node: 8, rack: 64 })
  if (!layout.ok) throw new Error(layout.refusal)
  const cells = isPlaced ? { layout: layout.value, grainsPerCard: 1 } : null
  const from = performance.now()
  const tree = { nodes, flavor: 'gpu' }
  const rules = { ...DEFAULT_POOL_RULES, backfill: { ...DEFAULT_POOL_RULES.backfill, mode: 'shared' as const } }
  const outcome = replay(workload, { capacity: CAPACITY, discipline: 'shared', tree, rules, cells, mayStop: true })
  const seconds = (performance.now() - from) / 1000
  if (!outcome.ok) throw new Error(outcome.refusal)
  return {
    what: `${jobs} jobs on ${CAPACITY} GPUs, ${nodes.length} nodes of the tree, ${protectedRuntimeSeconds} s protected, ${graceSeconds} s of notice${isPlaced ? ', placed on nodes of 8' : ''}`,
    jobs,
    seconds: Number(seconds.toFixed(1)),
    jobsPerSecond: Math.round(jobs / seconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    utilisation: outcome.value.summary.utilisation,
    queueLengthMax: outcome.value.summary.queueLengthMax,
    stopped: outcome.value.summary.evictions?.['reclaim'] ?? 0,
  }
}

/** 5,000 nodes, 20,000 waiting: how long one cycle and one explanation take, when the pool is of so many flavors. */
function singleDecisions(flavorCount: number) {
  const flavors = FLAVORS.slice(0, flavorCount)
  // One job in four would take any of two flavors, where there are two. Few run then: to fill such a pool takes minutes.
  const capacity = flavorCount === 1 ? CAPACITY : FLAVOR_CAPACITY
  const wide = nationalTree({ projects: PROJECTS, flavors, capacity })
  const choices = flavors.flatMap((flavor, place) => {
    const either = [...new Set([flavor, flavors[(place + 3) % flavorCount]!])]
    return [[flavor], [flavor], [flavor], either]
  })
  const crowd = nationalWorkload(flavorCount === 1 ? 160_000 : 80_000, wide, 1_000, choices)
  const shapes = flavors.map((flavor) => treeShape(wide, flavor, capacity))
  const leaf = crowd.project.map((project) => shapes[0]!.indexOf.get(crowd.projects[project]!)!)
  const zeros = new Float64Array(shapes[0]!.ids.length)
  const rules = {
    ...EASY,
    mode: 'shared' as const,
    reservedJobs: 8,
    preemption: { protectedRuntime: zeros, grace: zeros },
  }
  const { units, requested, terms } = crowd
  const roster = new Roster({ units, requested, leaf, terms })
  const one = { numerator: 1, denominator: 1 }
  const scheduler =
    flavorCount === 1
      ? new Scheduler(shapes[0]!, roster, rules)
      : new FlavorScheduler(
          flavors.map((flavor, place) => ({ flavor, shape: shapes[place]!, rules, price: one, around: {} })),
          roster,
          {},
        )
  const boards = scheduler instanceof Scheduler ? [scheduler] : scheduler.boards
  const { cycles, explanations } = cyclesOf(scheduler, boards, roster)
  const where = `${flavorCount} flavors, ${shapes[0]!.ids.length} nodes, ${waitingAt(boards)} waiting`
  return [figuresOf(`one decision, ${where}`, cycles), figuresOf(`one explanation, ${where}`, explanations)]
}

function waitingAt(boards: readonly Scheduler[]): number {
  return boards.reduce(
    (sum, { pool }) => sum + pool.leaves.reduce((waiting, node) => waiting + pool.queues[node]!.length, 0),
    0,
  )
}

/** Milliseconds of each. Jobs come until so many wait; then one ends after the other. */
function cyclesOf(scheduler: Scheduler | FlavorScheduler, boards: readonly Scheduler[], roster: Roster) {
  const decisions = new Decisions()
  const { state } = roster
  let now = 0
  let next = 0
  while (waitingAt(boards) < WAIT && next < state.length) {
    for (let count = 0; count < 500 && next < state.length; count += 1, next += 1) {
      scheduler.submit(now, next, decisions)
      decisions.clear()
    }
    now += 1
  }
  const cycles: number[] = []
  const explanations: number[] = []
  for (let round = 0; round < 400; round += 1) {
    now += 1
    const done = someoneIn(state, RUNNING, (round * 97) % 20_000)
    const at = performance.now()
    scheduler.finish(now, done, decisions)
    cycles.push(performance.now() - at)
    decisions.clear()
    const asked = someoneIn(state, WAITING, (round * 131) % 40_000)
    const askedAt = performance.now()
    scheduler.explain(now, asked)
    explanations.push(performance.now() - askedAt)
  }
  return { cycles, explanations }
}

/** Number of the next job in that state. */
function someoneIn(state: Uint8Array, wanted: number, from: number): number {
  const next = state.indexOf(wanted, from)
  return next === -1 ? state.indexOf(wanted) : next
}

function figuresOf(what: string, times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(3))
  return { what, times: times.length, medianMs: at(0.5), p95Ms: at(0.95), maxMs: Number(sorted.at(-1)!.toFixed(3)) }
}
