// The replay: a job history runs again under a policy, event by event, with the scheduler of domain/scheduling.
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import { DEFAULT_POOL_RULES, type BackfillMode, type PoolRules } from '../domain/policy/pool-rules.ts'
import { ConservativeScheduler } from '../domain/scheduling/conservative.ts'
import type { PreemptionTimes, Surroundings } from '../domain/scheduling/pool-state.ts'
import { Scheduler, type SchedulerRules } from '../domain/scheduling/scheduler.ts'
import { ShareAccount } from '../domain/scheduling/share-account.ts'
import { singleProjectShape, treeShape, type ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { ConservativeDecider, runCourse, type Decider } from './course.ts'
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
  /** Absent: by the length of the history. */
  readonly period?: AccountingPeriod
  /** The policy's rules beside its shares; absent: the defaults. */
  readonly rules?: PoolRules
  /** Jobs of class standard are stopped when the owner of what they borrow comes. Absent: nobody is ever stopped. */
  readonly mayStop?: boolean
  /** Awards, reservations, maintenance, changes of capacity, on the clock of the workload. */
  readonly around?: Surroundings
  readonly onProgress?: ProgressListener
  /** Stands between the replay and its scheduler, and sees each decision; it must pass everything on. */
  readonly watch?: (scheduler: Scheduler) => Decider
}

export type ProgressListener = (progress: { jobsDone: number; jobsTotal: number }) => 'continue' | 'stop'

export interface Replayed extends Omit<Outcome, 'trace'> {
  /** Start of each job of the workload by row, whole seconds; NaN for a job that can never start. */
  readonly starts: Float64Array
}

export type ReplayRefusal = 'replay-stopped' | 'project-not-in-tree'

export function replay(workload: Workload, options: ReplayOptions): Result<Replayed, ReplayRefusal> {
  const shape =
    options.tree === null
      ? singleProjectShape(options.capacity)
      : treeShape(options.tree.nodes, options.tree.flavor, options.capacity)
  const leaf = leavesOf(workload, shape, options)
  if (leaf === null) return refuse('project-not-in-tree')
  const { units, requested, submit, terms } = workload
  const startAt = submit[0] ?? 0
  const isDebtHeeded = (options.rules?.history.debtInfluence.numerator ?? 0) > 0
  const account = isDebtHeeded ? new ShareAccount(shape, startAt) : null
  // A plain queue has a schedule of its own for this; over a tree everybody who waits has a reservation, in the tree's order.
  const deciding =
    options.discipline === 'conservative' && options.tree === null
      ? new ConservativeDecider(new ConservativeScheduler(options.capacity, { units, requested }), options.capacity)
      : new Scheduler(shape, { units, requested, leaf, terms }, rulesOf(options, shape), { ...options.around, account })
  const decider = deciding instanceof Scheduler ? (options.watch?.(deciding) ?? deciding) : deciding
  const period = options.period ?? periodFor((submit.at(-1) ?? startAt) - startAt)
  const recorder = new UsageRecorder(shape, startAt, {
    epoch: workload.epoch,
    period,
    ...(account === null ? {} : { account }),
  })
  const jobsTotal = submit.length
  const mayGoOn = (jobsDone: number) => options.onProgress?.({ jobsDone, jobsTotal }) !== 'stop'
  const course = runCourse({ workload, leaf, decider, recorder, mayGoOn })
  if (course === null) return refuse('replay-stopped')
  const { starts, ends, lastEndAt, impossibleJobs, decisions } = course
  const outcome = outcomeOf({
    workload,
    leaf,
    shape,
    tree: options.tree?.nodes ?? [],
    recorder,
    period,
    times: { starts, ends },
    lastEndAt,
    impossibleJobs,
    decisions,
  })
  return accept({ ...outcome, starts })
}

function rulesOf(options: ReplayOptions, shape: ShareTreeShape): SchedulerRules {
  const { discipline, rules = DEFAULT_POOL_RULES, tree } = options
  const { reservedJobsPerFlavor, windowSeconds } = rules.backfill
  const isConservative = discipline === 'conservative'
  return {
    mode: isConservative ? 'shared' : discipline,
    reservedJobs: isConservative ? Infinity : reservedJobsPerFlavor,
    windowSeconds: windowSeconds ?? Infinity,
    onCapacityLoss: rules.onCapacityLoss,
    history: rules.history,
    lending: rules.lending,
    comparesPriority: Uint8Array.from([
      0,
      ...(tree?.nodes ?? []).map((node) => Number(node.priorityScope === 'group')),
    ]),
    ...(options.mayStop === true && tree !== null
      ? { preemption: preemptionTimes(tree.nodes, shape), rebalance: rules.rebalance }
      : {}),
  }
}

/** Each node's own rule, or that of the nearest above that has one. */
function preemptionTimes(nodes: readonly ShareNode[], shape: ShareTreeShape): PreemptionTimes {
  const protectedRuntime = new Float64Array(shape.ids.length)
  const grace = new Float64Array(shape.ids.length)
  nodes.forEach(({ preemption }, position) => {
    const node = position + 1
    const up = shape.parent[node]!
    protectedRuntime[node] = preemption?.protectedRuntimeSeconds ?? protectedRuntime[up]!
    grace[node] = preemption?.graceSeconds ?? grace[up]!
  })
  return { protectedRuntime, grace }
}

function leavesOf(workload: Workload, shape: ShareTreeShape, options: ReplayOptions): Int32Array | null {
  const only = options.tree === null ? 1 : undefined
  const byProject = workload.projects.map((id) => only ?? shape.indexOf.get(id) ?? -1)
  if (byProject.some((node) => node < 1 || shape.children[node]!.length > 0)) return null
  return workload.project.map((project) => byProject[project]!)
}
