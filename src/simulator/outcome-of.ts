// The outcome of a replay from what was recorded and when each job ran.
import { assert } from '../domain/kernel/assert.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { EVICTION_KINDS } from './eviction-tally.ts'
import {
  againstAlone,
  classFigures,
  jobsByNode,
  nodeFigures,
  runningPart,
  type JobsByNode,
  type JobTimes,
} from './job-figures.ts'
import type { EvictionCounts, Fairness, NodeOutcome, Outcome, RunSummary } from './outcome.ts'
import { shareAccounts } from './share-accounts.ts'
import type { UsageRecorder } from './usage-recorder.ts'
import { roundTo4 } from './wait-summary.ts'
import type { Workload } from './workload.ts'

export interface OutcomeParts {
  readonly workload: Workload
  /** Leaf index of each job. */
  readonly leaf: Int32Array
  readonly shape: ShareTreeShape
  /** Nodes of the policy in the order of the shape; empty for a replay without a policy. */
  readonly tree: readonly ShareNode[]
  readonly recorder: UsageRecorder
  readonly period: AccountingPeriod
  readonly times: JobTimes
  readonly lastEndAt: number
  readonly impossibleJobs: number
  readonly decisions: number
}

/** Everything but how the trace was read. Ask once: it brings the recorder's sums to the end. */
export function outcomeOf(parts: OutcomeParts): Omit<Outcome, 'trace'> {
  const { workload, shape, recorder, lastEndAt } = parts
  const series = recorder.series(lastEndAt)
  const totals = recorder.periodTotals(lastEndAt)
  const whole = shareAccounts(shape, totals, { startAt: recorder.startAt, period: parts.period })
  const jobs = jobsByNode(workload, shape, parts.leaf, parts.times)
  const nodes = parts.tree.map((node, position) => nodeOutcome(parts, jobs, whole.lent, { node, index: position + 1 }))
  const sectors = parts.tree.length === 0 ? [] : shape.children[0]!
  const classes = [
    ...classFigures(workload, jobs, 0, null),
    ...sectors.flatMap((sector) => classFigures(workload, jobs, sector, shape.ids[sector]!)),
  ]
  const summary = { ...summaryOf(parts, jobs), fairness: fairnessOf(parts, jobs, nodes) }
  return { summary, nodes, series, accounts: whole.accounts, classes }
}

function summaryOf(parts: OutcomeParts, jobs: JobsByNode): RunSummary {
  const { workload, shape, lastEndAt } = parts
  const { account, evictions, queueLengthMax } = parts.recorder
  const figures = nodeFigures(workload, jobs, 0)
  const existed = account.earned[0]!
  const fragmentation = parts.recorder.fragmentation(lastEndAt)
  return {
    jobs: figures.jobs,
    averageBoundedSlowdown: figures.averageBoundedSlowdown,
    wait: figures.wait,
    capacity: shape.capacity,
    utilisation: existed > 0 ? roundTo4(account.delivered[0]! / existed) : 0,
    deliveredUnitSeconds: account.delivered[0]!,
    borrowedUnitSeconds: shape.children[0]!.reduce((sum, sector) => sum + account.borrowed[sector]!, 0),
    firstSubmitAt: workload.submit[0] ?? 0,
    lastEndAt,
    epoch: workload.epoch,
    queueLengthMax,
    impossibleJobs: parts.impossibleJobs,
    decisions: parts.decisions,
    turnaround: figures.turnaround,
    evictions: countsOf(evictions.suffered, 0),
    lostUnitSeconds: evictions.lost[0]!,
    ...(fragmentation === null ? {} : { fragmentation: roundTo4(fragmentation) }),
  }
}

function nodeOutcome(
  parts: OutcomeParts,
  jobs: JobsByNode,
  lent: Float64Array,
  { node, index }: { readonly node: ShareNode; readonly index: number },
): NodeOutcome {
  const { workload, shape, recorder, lastEndAt } = parts
  assert(shape.ids[index] === node.id, 'nodes of the policy stand in the order of the shape')
  const { account, evictions } = recorder
  const span = lastEndAt - recorder.startAt
  const all = account.delivered[0]!
  const [earned, delivered] = [account.earned[index]!, account.delivered[index]!]
  const borrowed = account.borrowed[index]!
  const isProject = shape.children[index]!.length === 0
  const { turnaround, ...figures } = nodeFigures(workload, jobs, index)
  return {
    id: node.id,
    parent: node.parent,
    kind: node.kind,
    guarantee: shape.guarantee[index]!,
    jobs: figures.jobs,
    askedUnitSeconds: figures.askedUnitSeconds,
    deliveredUnitSeconds: delivered,
    borrowedUnitSeconds: borrowed,
    lentUnitSeconds: lent[index]!,
    shareOfDelivered: all > 0 ? roundTo4(delivered / all) : 0,
    meanInUse: span > 0 ? roundTo4(delivered / span) : 0,
    wait: figures.wait,
    averageBoundedSlowdown: figures.averageBoundedSlowdown,
    earnedUnitSeconds: earned,
    guaranteeUsed: earned > 0 ? roundTo4((delivered - borrowed) / earned) : null,
    turnaround,
    finishTimeFairness: isProject ? againstAlone(workload, jobs, index, shape.guarantee[index]!) : null,
    evictionsSuffered: countsOf(evictions.suffered, index),
    evictionsCaused: countsOf(evictions.caused, index),
    lostUnitSeconds: evictions.lost[index]!,
  }
}

function countsOf(byKind: readonly Float64Array[], node: number): EvictionCounts {
  const counts = EVICTION_KINDS.map((kind, position) => [kind, byKind[position]![node]!] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

function fairnessOf({ workload, shape }: OutcomeParts, jobs: JobsByNode, nodes: readonly NodeOutcome[]): Fairness {
  let [sum, squares, projects] = [0, 0, 0]
  for (let node = 1; node < shape.ids.length; node += 1) {
    const part = shape.children[node]!.length === 0 ? runningPart(workload, jobs, node) : null
    if (part === null) continue
    projects += 1
    sum += part
    squares += part * part
  }
  const ratios = nodes.flatMap((node) => node.finishTimeFairness ?? [])
  return {
    jainIndex: projects === 0 || squares === 0 ? null : roundTo4((sum * sum) / (projects * squares)),
    finishTime:
      ratios.length === 0
        ? null
        : {
            mean: roundTo4(ratios.reduce((total, ratio) => total + ratio, 0) / ratios.length),
            max: ratios.reduce((most, ratio) => Math.max(most, ratio), 0),
            atMostOne: ratios.filter((ratio) => ratio <= 1).length,
            projects: ratios.length,
          },
  }
}
