// The replay: a job history runs again under a policy, event by event, with the scheduler of domain/scheduling.
// Order within one instant: submissions, then ends, each by order of creation; starts follow from them.
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'
import { ConservativeScheduler } from '../domain/scheduling/conservative.ts'
import { Scheduler, type SchedulerRules } from '../domain/scheduling/scheduler.ts'
import { singleProjectShape, treeShape, type ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { EventHeap } from './event-heap.ts'
import type { Outcome } from './outcome.ts'
import { outcomeOf } from './outcome-of.ts'
import { periodFor } from './share-accounts.ts'
import { UsageRecorder } from './usage-recorder.ts'
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
  /** Absent: by the length of the history. */
  readonly period?: AccountingPeriod
  readonly onProgress?: ProgressListener
}

export type ProgressListener = (progress: { jobsDone: number; jobsTotal: number }) => 'continue' | 'stop'

export interface Replayed extends Omit<Outcome, 'trace'> {
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
  const startAt = submit[0] ?? 0
  const period = options.period ?? periodFor((submit.at(-1) ?? startAt) - startAt)
  const recorder = new UsageRecorder(shape, startAt, { epoch: workload.epoch, period })
  const course = run({ workload, leaf, scheduler, recorder, onProgress: options.onProgress })
  if (course === null) return refuse('replay-stopped')
  const { starts, ends } = course
  const tree = options.tree?.nodes ?? []
  const outcome = outcomeOf({ ...course, workload, leaf, shape, tree, recorder, period, times: { starts, ends } })
  return accept({ ...outcome, starts })
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
  readonly ends: Float64Array
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
  const ended = new Float64Array(jobsTotal).fill(Number.NaN)
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
      ended[job] = now
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
  return { starts, ends: ended, lastEndAt: lastAt, impossibleJobs, decisions }
}
