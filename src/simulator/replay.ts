// The replay: a job history runs again under a policy, event by event, with the scheduler of domain/scheduling.
// Order within one instant: submissions, then ends, each by order of creation; starts follow from them.
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'
import { ConservativeScheduler } from '../domain/scheduling/conservative.ts'
import { Scheduler, type SchedulerRules } from '../domain/scheduling/scheduler.ts'
import { singleProjectShape, treeShape, type ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { EventHeap } from './event-heap.ts'
import type { NodeOutcome, OutcomeSeries, RunSummary } from './outcome.ts'
import { UsageRecorder } from './usage-recorder.ts'
import { boundedSlowdown, roundTo4, waitSummary } from './wait-summary.ts'
import type { Workload } from './workload.ts'

export interface ReplayOptions {
  readonly capacity: number
  readonly discipline: BackfillMode
  /** The share tree whose projects the workload names; null: one project that owns the pool. */
  readonly tree: { readonly nodes: readonly ShareNode[]; readonly flavor: string } | null
  /** Reservations at one time in mode `shared`; 8. */
  readonly reservedJobs?: number
  /** Nothing is reserved further ahead; unbounded. */
  readonly windowSeconds?: number
  readonly onProgress?: ProgressListener
}

export type ProgressListener = (progress: { jobsDone: number; jobsTotal: number }) => 'continue' | 'stop'

export interface Replayed {
  readonly summary: RunSummary
  readonly nodes: readonly NodeOutcome[]
  readonly series: OutcomeSeries
  /** Start of each job of the workload by row, whole seconds; NaN for a job that can never start. */
  readonly starts: Float64Array
}

export type ReplayRefusal = 'replay-stopped' | 'project-not-in-tree'

const PROGRESS_EVERY_JOBS = 2048

export function replay(workload: Workload, options: ReplayOptions): Result<Replayed, ReplayRefusal> {
  const shape =
    options.tree === null
      ? singleProjectShape(options.capacity)
      : treeShape(options.tree.nodes, options.tree.flavor, options.capacity)
  const leaf = leavesOf(workload, shape, options)
  if (leaf === null) return refuse('project-not-in-tree')
  const { units, requested, submit } = workload
  // A plain queue has a schedule of its own for this; over a tree everybody who waits has a reservation, in the tree's order.
  const scheduler =
    options.discipline === 'conservative' && options.tree === null
      ? new ConservativeScheduler(options.capacity, { units, requested })
      : new Scheduler(shape, { units, requested, leaf }, rulesOf(options))
  const recorder = new UsageRecorder(shape, submit[0] ?? 0)
  const course = run({ workload, leaf, scheduler, recorder, onProgress: options.onProgress })
  if (course === null) return refuse('replay-stopped')
  const series = recorder.series(course.lastEndAt)
  const nodes = nodeOutcomes({ workload, leaf, shape, recorder, course, tree: options.tree?.nodes ?? [] })
  return accept({
    summary: summaryOf({ workload, shape, recorder, course, capacity: options.capacity }),
    nodes,
    series,
    starts: course.starts,
  })
}

function rulesOf({ discipline, reservedJobs = 8, windowSeconds = Infinity }: ReplayOptions): SchedulerRules {
  return discipline === 'conservative'
    ? { mode: 'shared', reservedJobs: Infinity, windowSeconds }
    : { mode: discipline, reservedJobs, windowSeconds }
}

function leavesOf(workload: Workload, shape: ShareTreeShape, options: ReplayOptions): Int32Array | null {
  const only = options.tree === null ? 1 : undefined
  const byProject = workload.projects.map((id) => only ?? shape.indexOf.get(id) ?? -1)
  if (byProject.some((node) => node < 1 || shape.children[node]!.length > 0)) return null
  return workload.project.map((project) => byProject[project]!)
}

interface Course {
  readonly starts: Float64Array
  readonly lastEndAt: number
  readonly impossibleJobs: number
  readonly decisions: number
}

interface RunParts {
  readonly workload: Workload
  readonly leaf: Int32Array
  readonly scheduler: Scheduler | ConservativeScheduler
  readonly recorder: UsageRecorder
  readonly onProgress: ProgressListener | undefined
}

function run({ workload, leaf, scheduler, recorder, onProgress }: RunParts): Course | null {
  const jobsTotal = workload.submit.length
  const starts = new Float64Array(jobsTotal).fill(Number.NaN)
  const ends = new EventHeap()
  const started: number[] = []
  let [arrived, done, impossibleJobs, decisions, now, lastAt] = [0, 0, 0, 0, 0, 0]
  const begin = () => {
    decisions += 1
    for (const job of started) {
      starts[job] = now
      recorder.queueChanged(now, leaf[job]!, workload.units[job]!, -1)
      recorder.allocationChanged(now, leaf[job]!, workload.units[job]!)
      ends.push(now + workload.run[job]!, job)
    }
    started.length = 0
  }
  const reserved = 'wake' in scheduler ? scheduler : null
  for (;;) {
    now = Math.min(workload.submit[arrived] ?? Infinity, ends.nextTime, reserved?.nextStartAt() ?? Infinity)
    if (now === Infinity) break
    for (; arrived < jobsTotal && workload.submit[arrived] === now; arrived += 1) {
      recorder.queueChanged(now, leaf[arrived]!, workload.units[arrived]!, 1)
      if (scheduler.submit(now, arrived, started) === 'larger-than-limits') {
        recorder.queueChanged(now, leaf[arrived]!, workload.units[arrived]!, -1)
        impossibleJobs += 1
      }
      begin()
    }
    while (ends.nextTime === now) {
      const job = ends.pop()
      recorder.allocationChanged(now, leaf[job]!, -workload.units[job]!)
      scheduler.finish(now, job, started)
      begin()
      done += 1
      if (done % PROGRESS_EVERY_JOBS === 0 && onProgress?.({ jobsDone: done, jobsTotal }) === 'stop') return null
    }
    if (reserved?.nextStartAt() === now) {
      reserved.wake(now, started)
      begin()
    }
    lastAt = now
  }
  if (onProgress?.({ jobsDone: jobsTotal, jobsTotal }) === 'stop') return null
  return { starts, lastEndAt: lastAt, impossibleJobs, decisions }
}

interface SummaryParts {
  readonly workload: Workload
  readonly shape: ShareTreeShape
  readonly recorder: UsageRecorder
  readonly course: Course
  readonly capacity: number
}

function summaryOf({ workload, shape, recorder, course, capacity }: SummaryParts): RunSummary {
  const rows = startedRows(course.starts)
  const firstSubmitAt = workload.submit[0] ?? 0
  const span = course.lastEndAt - firstSubmitAt
  let borrowedUnitSeconds = 0
  for (const sector of shape.children[0]!) borrowedUnitSeconds += recorder.account.borrowed[sector]!
  return {
    jobs: rows.length,
    averageBoundedSlowdown: meanSlowdown(workload, course.starts, rows),
    wait: waitSummary(waitsOf(workload, course.starts, rows)),
    capacity,
    utilisation: span > 0 ? roundTo4(recorder.account.delivered[0]! / (capacity * span)) : 0,
    deliveredUnitSeconds: recorder.account.delivered[0]!,
    borrowedUnitSeconds,
    firstSubmitAt,
    lastEndAt: course.lastEndAt,
    epoch: workload.epoch,
    queueLengthMax: recorder.queueLengthMax,
    impossibleJobs: course.impossibleJobs,
    decisions: course.decisions,
  }
}

function nodeOutcomes(
  parts: Omit<SummaryParts, 'capacity'> & { readonly leaf: Int32Array; readonly tree: readonly ShareNode[] },
): NodeOutcome[] {
  const { workload, shape, recorder, course, leaf } = parts
  const rowsByNode: number[][] = shape.ids.map(() => [])
  startedRows(course.starts).forEach((row) => {
    for (let node = leaf[row]!; node > 0; node = shape.parent[node]!) rowsByNode[node]!.push(row)
  })
  const span = course.lastEndAt - (workload.submit[0] ?? 0)
  return parts.tree.map((node, position) => {
    const index = position + 1
    const rows = rowsByNode[index]!
    const delivered = recorder.account.delivered[index]!
    return {
      id: node.id,
      parent: node.parent,
      kind: node.kind,
      guarantee: shape.guarantee[index]!,
      jobs: rows.length,
      askedUnitSeconds: rows.reduce((sum, row) => sum + workload.units[row]! * workload.requested[row]!, 0),
      deliveredUnitSeconds: delivered,
      borrowedUnitSeconds: recorder.account.borrowed[index]!,
      lentUnitSeconds: Math.round(recorder.account.lent[index]!),
      shareOfDelivered: recorder.account.delivered[0]! > 0 ? roundTo4(delivered / recorder.account.delivered[0]!) : 0,
      meanInUse: span > 0 ? roundTo4(delivered / span) : 0,
      wait: waitSummary(waitsOf(workload, course.starts, rows)),
      averageBoundedSlowdown: meanSlowdown(workload, course.starts, rows),
    }
  })
}

function startedRows(starts: Float64Array): number[] {
  const rows: number[] = []
  starts.forEach((start, row) => {
    if (!Number.isNaN(start)) rows.push(row)
  })
  return rows
}

function waitsOf(workload: Workload, starts: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => starts[row]! - workload.submit[row]!)
}

function meanSlowdown(workload: Workload, starts: Float64Array, rows: readonly number[]): number {
  let total = 0
  for (const row of rows) total += boundedSlowdown(starts[row]! - workload.submit[row]!, workload.run[row]!)
  return rows.length === 0 ? 0 : roundTo4(total / rows.length)
}
