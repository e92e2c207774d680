// A national pool: 260,000 GPUs, 3 sectors, 20 programmes, 2,000 projects that borrow and reclaim, a million Philly-like jobs.
// And single decisions on it: one cycle with many waiting, one explanation. `npm run bench -- national-pool`; `--jobs 100000`;
// `--part replay` or `--part decisions` for one of them, `--json`.
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import { DEFAULT_POOL_RULES } from '../../src/domain/policy/pool-rules.ts'
import type { JobTerms } from '../../src/domain/scheduling/demand.ts'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import { RUNNING, WAITING } from '../../src/domain/scheduling/roster.ts'
import { EASY, Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { replay } from '../../src/simulator/replay.ts'
import { workloadOf, type TraceJob, type Workload } from '../../src/simulator/workload.ts'
import { seededRandom } from '../kit/share-trees.ts'

const CAPACITY = 260_000
const SECTORS = [50, 30, 20] as const
const PROGRAMMES = 20

function nationalTree(projects: number): readonly ShareNode[] {
  const nodes: ShareNode[] = []
  const add = (id: string, parent: string | null, kind: ShareNode['kind'], units: number) =>
    nodes.push({
      id,
      parent,
      kind,
      title: {},
      guarantee: { gpu: units },
      weight: Math.max(1, Math.round(units / 10)),
      tier: 0,
      limit: {},
      borrowingLimit: {},
      lendingLimit: {},
    })
  SECTORS.forEach((percent, sector) => {
    const ofSector = Math.floor((CAPACITY * percent) / 100)
    add(`s${sector}`, null, 'sector', ofSector)
    const programmes = Math.round((PROGRAMMES * percent) / 100)
    for (let programme = 0; programme < programmes; programme += 1) {
      const ofProgramme = Math.floor(ofSector / programmes)
      add(`s${sector}p${programme}`, `s${sector}`, 'programme', ofProgramme)
      const count = Math.round(projects / PROGRAMMES)
      for (let project = 0; project < count; project += 1) {
        add(`s${sector}p${programme}x${project}`, `s${sector}p${programme}`, 'project', Math.floor(ofProgramme / count))
      }
    }
  })
  return nodes
}

/** Sizes and durations as in Philly: most have one GPU, a few many; hours, with a long tail; load just above the pool. */
function nationalWorkload(jobs: number, nodes: readonly ShareNode[], load: number): Workload {
  const random = seededRandom(8)
  const projects = nodes.filter(({ kind }) => kind === 'project').map(({ id }) => id)
  const sizes = [1, 1, 1, 1, 1, 1, 2, 4, 8, 8, 16, 64]
  const rows = Array.from({ length: jobs }, (_, id): TraceJob => {
    const run = Math.ceil(Math.exp(4 + 6 * random()))
    const size = sizes[Math.floor(random() * sizes.length)]!
    const units = random() < 0.002 ? 1024 : size
    // Some projects ask far more than others: that is what borrowing is for.
    const project = projects[Math.floor(random() ** 2 * projects.length)]!
    return { id, submit: 0, run, requested: Math.ceil(run * (1 + random())), units, project }
  })
  const work = rows.reduce((sum, { units, run }) => sum + units * run, 0)
  const span = work / (CAPACITY * load)
  const timed = rows.map((row) => ({ ...row, submit: Math.floor(random() * span) }))
  const terms: JobTerms = {
    class: 'standard',
    priority: 0,
    flavors: ['gpu'],
    gang: null,
    checkpointEverySeconds: 1800,
    deadline: null,
    coAllocations: [],
  }
  const workload = workloadOf(timed, { zero: 0, epoch: null, capacity: CAPACITY }, (job) => job.requested ?? job.run)
  return { ...workload, terms: { table: [terms], of: new Int32Array(jobs) } }
}

function option(name: string, otherwise: number): number {
  const place = process.argv.indexOf(name)
  return place === -1 ? otherwise : Number(process.argv[place + 1])
}

const partAt = process.argv.indexOf('--part')
const part = partAt === -1 ? 'all' : process.argv[partAt + 1]
const figures = [
  ...(part === 'decisions' ? [] : [wholeReplay(option('--jobs', 1_000_000))]),
  ...(part === 'replay' ? [] : singleDecisions()),
]
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
else for (const figure of figures) console.table([figure])

function wholeReplay(jobs: number) {
  const nodes = nationalTree(2_000)
  const workload = nationalWorkload(jobs, nodes, 1.1)
  const from = performance.now()
  const tree = { nodes, flavor: 'gpu' }
  const rules = { ...DEFAULT_POOL_RULES, backfill: { ...DEFAULT_POOL_RULES.backfill, mode: 'shared' as const } }
  const outcome = replay(workload, { capacity: CAPACITY, discipline: 'shared', tree, rules, mayStop: true })
  const seconds = (performance.now() - from) / 1000
  if (!outcome.ok) throw new Error(outcome.refusal)
  return {
    what: `${jobs} jobs on ${CAPACITY} GPUs, ${nodes.length} nodes of the tree, borrowing and reclaim`,
    jobs,
    seconds: Number(seconds.toFixed(1)),
    jobsPerSecond: Math.round(jobs / seconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    utilisation: outcome.value.summary.utilisation,
    queueLengthMax: outcome.value.summary.queueLengthMax,
  }
}

/** 5,000 nodes, 20,000 waiting: how long one cycle and one explanation take. */
function singleDecisions() {
  const wide = nationalTree(4_977)
  const shape = treeShape(wide, 'gpu', CAPACITY)
  const crowd = nationalWorkload(60_000, wide, 1_000)
  const leaf = crowd.project.map((project) => shape.indexOf.get(crowd.projects[project]!)!)
  const zeros = new Float64Array(shape.ids.length)
  const crowdRules = {
    ...EASY,
    mode: 'shared' as const,
    reservedJobs: 8,
    preemption: { protectedRuntime: zeros, grace: zeros },
  }
  const { units, requested, terms } = crowd
  const scheduler = new Scheduler(shape, { units, requested, leaf, terms }, crowdRules)
  const decisions = new Decisions()
  const cycles: number[] = []
  const explanations: number[] = []
  const state = scheduler.pool.roster.state
  let now = 0
  let next = 0
  const waitingNow = () => scheduler.pool.leaves.reduce((sum, node) => sum + scheduler.pool.queues[node]!.length, 0)
  while (waitingNow() < 20_000 && next < units.length) {
    for (let count = 0; count < 500 && next < units.length; count += 1, next += 1) {
      scheduler.submit(now, next, decisions)
      decisions.clear()
    }
    now += 1
  }
  for (let round = 0; round < 400; round += 1) {
    now += 1
    const done = state.indexOf(RUNNING, (round * 97) % 20_000)
    const at = performance.now()
    scheduler.finish(now, done, decisions)
    cycles.push(performance.now() - at)
    decisions.clear()
    const asked = state.indexOf(WAITING, (round * 131) % 40_000)
    if (asked === -1) continue
    const askedAt = performance.now()
    scheduler.explain(now, asked)
    explanations.push(performance.now() - askedAt)
  }
  const row = (what: string, times: readonly number[]) => {
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(3))
    return { what, times: times.length, medianMs: at(0.5), p95Ms: at(0.95), maxMs: Number(sorted.at(-1)!.toFixed(3)) }
  }
  return [
    row(`one decision, one flavor, ${shape.ids.length} nodes, ${waitingNow()} waiting`, cycles),
    row(`one explanation, one flavor, ${shape.ids.length} nodes`, explanations),
  ]
}
