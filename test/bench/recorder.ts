// What recording costs: a million jobs on a pool of 260,000 units shared by 2,000 projects, beside counting every node anew
// for each span of time. `npm run bench -- recorder`. Prints figures; it judges nothing.
import { cpuUsage, memoryUsage } from 'node:process'
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import { treeShape, type ShareTreeShape } from '../../src/domain/scheduling/share-tree.ts'
import { UsageHistory } from '../../src/domain/scheduling/usage-history.ts'
import { DEFAULT_POOL_RULES } from '../../src/domain/policy/pool-rules.ts'
import { EventHeap } from '../../src/simulator/event-heap.ts'
import { outcomeOf } from '../../src/simulator/outcome-of.ts'
import { UsageRecorder } from '../../src/simulator/usage-recorder.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { slowTotals, type SlowSpan } from '../simulations/slow-recorder.ts'

const JOBS = 1_000_000
const CAPACITY = 260_000
const [SECTORS, PROGRAMMES, PROJECTS] = [3, 20, 2000]
const SLOW_SPANS = 2_000
const YEAR = 365 * 86_400

/** Three levels; every programme has as many projects, every project a fair part of the pool. */
function tree(): readonly ShareNode[] {
  const node = (id: string, parent: string | null, kind: ShareNode['kind'], units: number): ShareNode => ({
    id,
    parent,
    kind,
    title: {},
    guarantee: { gpu: units },
    weight: 1,
    tier: 0,
    limit: {},
    borrowingLimit: {},
    lendingLimit: {},
  })
  const own = Math.floor(CAPACITY / PROJECTS)
  const programmeOf = (project: number) => project % PROGRAMMES
  const sectorOf = (programme: number) => programme % SECTORS
  const projectsIn = (programme: number) =>
    Math.floor(PROJECTS / PROGRAMMES) + (programme < PROJECTS % PROGRAMMES ? 1 : 0)
  const programmes = Array.from({ length: PROGRAMMES }, (_, programme) => programme)
  const sectorUnits = (sector: number) =>
    programmes.filter((programme) => sectorOf(programme) === sector).reduce((sum, p) => sum + own * projectsIn(p), 0)
  return [
    ...Array.from({ length: SECTORS }, (_, sector) => node(`s${sector}`, null, 'sector', sectorUnits(sector))),
    ...programmes.map((p) => node(`g${p}`, `s${sectorOf(p)}`, 'programme', own * projectsIn(p))),
    ...Array.from({ length: PROJECTS }, (_, p) => node(`p${p}`, `g${programmeOf(p)}`, 'project', own)),
  ]
}

interface Course {
  readonly workload: Workload
  readonly leaf: Int32Array
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Jobs in the order of their submissions, starts and ends: +1 submit, +2 start, +3 end. */
  readonly jobs: Int32Array
  readonly kinds: Uint8Array
}

/** Bursts by project, so that some borrow while others lend; starts as they may be, without a scheduler. */
function courseOf(shape: ShareTreeShape): Course {
  const random = seededRandom(1)
  const first = 1 + SECTORS + PROGRAMMES
  const [submit, run, units] = [new Float64Array(JOBS), new Float64Array(JOBS), new Float64Array(JOBS)]
  const [starts, ends, leaf] = [new Float64Array(JOBS), new Float64Array(JOBS), new Int32Array(JOBS)]
  let project = 0
  for (let job = 0; job < JOBS; job += 1) {
    if (random() < 0.02) project = Math.floor(random() ** 2 * PROJECTS)
    submit[job] = Math.floor((job * YEAR) / JOBS)
    run[job] = Math.ceil(60 * 2 ** (random() * 12))
    units[job] = 2 ** wholeNumber(random, 0, 8)
    leaf[job] = first + ((project + wholeNumber(random, 0, 20)) % PROJECTS)
    starts[job] = submit[job]! + wholeNumber(random, 0, 7200)
    ends[job] = starts[job]! + run[job]!
  }
  const heap = new EventHeap(1024)
  const [jobs, kinds] = [new Int32Array(3 * JOBS), new Uint8Array(3 * JOBS)]
  let [at, arrived] = [0, 0]
  const isStarted = new Uint8Array(JOBS)
  while (arrived < JOBS || !heap.isEmpty) {
    const isSubmission = (submit[arrived] ?? Infinity) <= heap.nextTime
    const job = isSubmission ? arrived : heap.pop()
    jobs[at] = job
    kinds[at] = isSubmission ? 1 : isStarted[job] === 0 ? 2 : 3
    if (isSubmission) arrived += 1
    if (kinds[at] === 1) heap.push(starts[job]!, job)
    if (kinds[at] === 2) heap.push(ends[job]!, job)
    if (kinds[at] === 2) isStarted[job] = 1
    at += 1
  }
  const workload: Workload = {
    ids: Float64Array.from(submit, (_, job) => job),
    submit,
    run,
    requested: run,
    units,
    project: leaf,
    projects: shape.ids,
    epoch: 1_600_000_000,
    capacity: CAPACITY,
    terms: null,
  }
  return { workload, leaf, starts, ends, jobs, kinds }
}

function drive(course: Course, recorder: UsageRecorder, history: UsageHistory | null): number {
  const { workload, leaf, starts, ends, jobs, kinds } = course
  let now = 0
  for (let at = 0; at < jobs.length; at += 1) {
    const job = jobs[at]!
    const kind = kinds[at]!
    const units = workload.units[job]!
    const node = leaf[job]!
    now = kind === 1 ? workload.submit[job]! : kind === 2 ? starts[job]! : ends[job]!
    if (kind === 1) recorder.queueChanged(now, node, units, 1)
    else if (kind === 2) {
      recorder.queueChanged(now, node, units, -1)
      recorder.allocationChanged(now, node, units)
    } else recorder.allocationChanged(now, node, -units)
    if (kind !== 1) history?.changed(now, node, kind === 2 ? units : -units)
  }
  return now
}

function seconds(work: () => void): number {
  const from = performance.now()
  work()
  return (performance.now() - from) / 1000
}

/** The same course for its first spans, every node counted in each. */
function anewSeconds(shape: ShareTreeShape, course: Course): number {
  const spans: SlowSpan[] = []
  const allocated = new Float64Array(shape.ids.length)
  for (let at = 0; at < SLOW_SPANS; at += 1) {
    const leaf = course.leaf[at]!
    for (let node = leaf; node !== -1; node = shape.parent[node]!) allocated[node]! += course.workload.units[at]!
    spans.push({
      from: at,
      until: at + 1,
      allocated: allocated.slice(),
      guaranteed: shape.guarantee,
      waiting: allocated,
    })
  }
  return seconds(() => slowTotals(shape, spans, 0, SLOW_SPANS))
}

const nodes = tree()
const shape = treeShape(nodes, 'gpu', CAPACITY)
const course = courseOf(shape)
const period = { kind: 'month' } as const
const recorder = new UsageRecorder(shape, 0, { epoch: course.workload.epoch, period })
const history = new UsageHistory(shape, DEFAULT_POOL_RULES.history)
const plain = new UsageRecorder(shape, 0, { epoch: course.workload.epoch, period })
let lastEndAt = 0
const recording = seconds(() => (lastEndAt = drive(course, plain, null)))
const withHistory = seconds(() => (lastEndAt = drive(course, recorder, history)))
const { workload, leaf, starts, ends } = course
const parts = { workload, leaf, shape, tree: nodes, recorder, period, times: { starts, ends }, lastEndAt }
const rows = seconds(() => outcomeOf({ ...parts, impossibleJobs: 0, decisions: 0 }))
const anew = anewSeconds(shape, course)
const events = 2 * JOBS
const rate = (count: number, took: number) => Math.round(count / took)
const figures = [
  { what: 'recording', events, seconds: Number(recording.toFixed(2)), perSecond: rate(events, recording) },
  {
    what: 'recording and decayed use',
    events,
    seconds: Number(withHistory.toFixed(2)),
    perSecond: rate(events, withHistory),
  },
  {
    what: 'outcome of all jobs and nodes',
    events: JOBS,
    seconds: Number(rows.toFixed(2)),
    perSecond: rate(JOBS, rows),
  },
  {
    what: 'every node anew for each span',
    events: SLOW_SPANS,
    seconds: Number(anew.toFixed(2)),
    perSecond: rate(SLOW_SPANS, anew),
  },
]
const megabytes = Math.round(memoryUsage().rss / 2 ** 20)
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ figures, megabytes }, null, 2)}\n`)
else {
  console.table(figures)
  console.log(`${megabytes} MB resident, ${(cpuUsage().user / 1e6).toFixed(1)} s of processor time in all`)
}
