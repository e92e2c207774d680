// The replay: a job history runs again under a policy, event by event, with the scheduler of domain/scheduling.
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import type { Ratio } from '../domain/kernel/ratio.ts'
import type { BoardCells } from '../domain/placement/job-requests.ts'
import type { Placement } from '../domain/placement/placement.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import { DEFAULT_POOL_RULES, type BackfillMode, type PoolRules } from '../domain/policy/pool-rules.ts'
import { ConservativeScheduler } from '../domain/scheduling/conservative.ts'
import type { Explanation } from '../domain/scheduling/explanation.ts'
import { FlavorScheduler } from '../domain/scheduling/flavor-scheduler.ts'
import type { PreemptionTimes, Surroundings } from '../domain/scheduling/pool-state.ts'
import { Scheduler, type SchedulerRules } from '../domain/scheduling/scheduler.ts'
import { ShareAccount } from '../domain/scheduling/share-account.ts'
import { singleProjectShape, treeShape, type ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { ConservativeDecider, runCourse, type Decider } from './course.ts'
import { flavorOutcomes } from './flavor-outcome.ts'
import type { Outcome } from './outcome.ts'
import { outcomeInUnits } from './outcome-in-units.ts'
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
  /** How the units of the tree's flavor lie on nodes. Absent or null: they are only counted. */
  readonly cells?: BoardCells | null
  /** Other flavors of the pool that jobs name in their terms. Absent: every job takes the tree's flavor. */
  readonly others?: readonly OtherFlavor[]
  readonly onProgress?: ProgressListener
  /** Stands between the replay and its scheduler, and sees each decision; it must pass everything on. */
  readonly watch?: (scheduler: Explaining) => Decider
}

export interface OtherFlavor {
  readonly flavor: string
  readonly capacity: number
  /** Of one unit-second, against the price basis of the awards. */
  readonly price: Ratio
  readonly around: Pick<Surroundings, 'reservations' | 'capacityChanges'>
  readonly cells?: BoardCells | null
}

/** One who decides, and can say why a job waits. */
export interface Explaining extends Decider {
  explain(now: number, job: number): Explanation
}

const ONE: Ratio = { numerator: 1, denominator: 1 }

export type ProgressListener = (progress: { jobsDone: number; jobsTotal: number }) => 'continue' | 'stop'

export interface Replayed extends Omit<Outcome, 'trace'> {
  /** Start of each job of the workload by row, whole seconds; NaN for a job that can never start. */
  readonly starts: Float64Array
}

export type ReplayRefusal = 'replay-stopped' | 'project-not-in-tree'

export function replay(workload: Workload, options: ReplayOptions): Result<Replayed, ReplayRefusal> {
  const flavors = flavorsOf(options)
  const shapes = flavors.map(({ flavor, capacity }) => shapeOf(options, flavor, capacity))
  const shape = shapes[0]!
  const leaf = leavesOf(workload, shape, options)
  if (leaf === null) return refuse('project-not-in-tree')
  const { submit } = workload
  const startAt = submit[0] ?? 0
  const isDebtHeeded = (options.rules?.history.debtInfluence.numerator ?? 0) > 0
  const accounts = shapes.map((each) => (isDebtHeeded ? new ShareAccount(each, startAt) : null))
  const { decider, placements } = deciderOf(workload, leaf, { options, flavors, shapes, accounts })
  const period = options.period ?? periodFor((submit.at(-1) ?? startAt) - startAt)
  const recorders = shapes.map((each, index) => {
    const account = accounts[index]!
    return new UsageRecorder(each, startAt, {
      epoch: workload.epoch,
      period,
      ...(account === null ? {} : { account }),
      isPlaced: placements[index] !== null,
    })
  })
  const jobsTotal = submit.length
  const mayGoOn = (jobsDone: number) => options.onProgress?.({ jobsDone, jobsTotal }) !== 'stop'
  const course = runCourse({ workload, leaf, decider, recorders, placements, mayGoOn })
  if (course === null) return refuse('replay-stopped')
  const { starts, ends, lastEndAt, ranAt } = course
  const outcome = outcomeOf({
    workload,
    leaf,
    shape,
    tree: options.tree?.nodes ?? [],
    recorder: recorders[0]!,
    period,
    times: { starts, ends },
    lastEndAt,
    impossibleJobs: course.impossibleJobs,
    decisions: course.decisions,
  })
  const grains = workload.grainsPerUnit ?? 1
  if (ranAt === null) return accept({ ...outcomeInUnits(outcome, grains), starts })
  const parts = flavors.map(({ flavor }, index) => ({ flavor, shape: shapes[index]!, recorder: recorders[index]! }))
  const homeOf = (job: number) => decider.flavors!.homeOf(job)
  const byFlavor = flavorOutcomes(parts, { leaf, ends, ranAt, homeOf, lastEndAt, period })
  return accept({ ...outcomeInUnits({ ...outcome, flavors: byFlavor }, grains), starts })
}

/** The scenario's flavor and those that jobs may have instead. */
function flavorsOf(options: ReplayOptions): readonly OtherFlavor[] {
  const { tree, capacity, around, others = [] } = options
  const { cells = null } = options
  const first = { flavor: tree?.flavor ?? 'pool', capacity, price: around?.price ?? ONE, around: around ?? {}, cells }
  return [first, ...others]
}

function shapeOf({ tree }: ReplayOptions, flavor: string, capacity: number): ShareTreeShape {
  return tree === null ? singleProjectShape(capacity) : treeShape(tree.nodes, flavor, capacity)
}

interface DeciderParts {
  readonly options: ReplayOptions
  readonly flavors: readonly OtherFlavor[]
  readonly shapes: readonly ShareTreeShape[]
  /** By flavor; null: the policy does not look at debts. */
  readonly accounts: readonly (ShareAccount | null)[]
}

function deciderOf(
  workload: Workload,
  leaf: Int32Array,
  { options, flavors, shapes, accounts }: DeciderParts,
): { readonly decider: Decider; readonly placements: readonly (Placement | null)[] } {
  const { units, requested, terms } = workload
  const { capacity, discipline, tree, around, watch } = options
  // A plain queue has a schedule of its own for this; over a tree everybody who waits has a reservation, in the tree's order.
  if (discipline === 'conservative' && tree === null) {
    const decider = new ConservativeDecider(new ConservativeScheduler(capacity, { units, requested }), capacity)
    return { decider, placements: [null] }
  }
  const jobs = { units, requested, leaf, terms }
  const rules = rulesOf(options, shapes[0]!)
  const deciding =
    flavors.length === 1
      ? new Scheduler(shapes[0]!, jobs, rules, { ...around, account: accounts[0]!, cells: options.cells ?? null })
      : new FlavorScheduler(
          flavors.map((each, index) => ({
            flavor: each.flavor,
            shape: shapes[index]!,
            rules,
            price: each.price,
            around: { ...each.around, account: accounts[index]!, cells: each.cells ?? null },
          })),
          jobs,
          around?.awards ?? [],
        )
  const boards = deciding instanceof Scheduler ? [deciding] : deciding.boards
  return { decider: watch?.(deciding) ?? deciding, placements: boards.map(({ pool }) => pool.placement) }
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
