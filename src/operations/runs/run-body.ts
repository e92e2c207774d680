// A run in the shape of the API.
import type { RunBody, RunProgressBody, RunRowBody } from '../../contract/runs.ts'
import type { OutcomeSeries, RunSummary, ShareAccounts, TraceReading } from '../../simulator/outcome.ts'
import type { RunDetails, TitledNodeOutcome } from '../../store/run-results.ts'
import type { RunProgress, RunRow } from '../../store/runs.ts'

export function progressBody(progress: RunProgress): RunProgressBody {
  const { state, jobsDone, jobsTotal, failure } = progress
  return { state, jobsDone, jobsTotal, failure }
}

export function runRowBody(run: RunRow): RunRowBody {
  return {
    id: run.id,
    agency: run.agency,
    scenario: run.scenario,
    title: run.title,
    policy: run.policy,
    policyVersion: run.policyVersion,
    policyVersionId: run.policyVersionId,
    progress: progressBody(run.progress),
    isShowcase: run.isShowcase,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    createdBy: run.createdBy,
    summary: run.summary === null ? null : summaryBody(run.summary),
  }
}

export function runBody(
  run: RunRow,
  results: {
    readonly nodes: readonly TitledNodeOutcome[]
    readonly series: OutcomeSeries | null
    readonly details: RunDetails | null
  },
): RunBody {
  return {
    ...runRowBody(run),
    traceNotice: run.traceNotice,
    flavor: run.flavor,
    backfill: run.backfill,
    estimate: run.estimate,
    seed: run.seed,
    trace: run.trace === null ? null : traceBody(run.trace),
    nodes: results.nodes.map((node) => ({ ...node, wait: { ...node.wait } })),
    series: results.series === null ? null : seriesBody(results.series),
    accounts: results.details === null ? null : accountsBody(results.details.accounts),
    classes: results.details === null ? null : [...results.details.classes],
    flavors: results.details?.flavors?.map((flavor) => ({ ...flavor, nodes: [...flavor.nodes] })) ?? null,
  }
}

function summaryBody(summary: RunSummary): NonNullable<RunRowBody['summary']> {
  return { ...summary, wait: { ...summary.wait } }
}

function traceBody(trace: TraceReading): NonNullable<RunBody['trace']> {
  return { ...trace, badLineSamples: trace.badLineSamples.map((sample) => ({ ...sample })) }
}

export function accountsBody(accounts: ShareAccounts): NonNullable<RunBody['accounts']> {
  return {
    ...accounts,
    ends: [...accounts.ends],
    pool: { capacity: [...accounts.pool.capacity], delivered: [...accounts.pool.delivered] },
    nodes: accounts.nodes.map((node) => ({
      id: node.id,
      earned: [...node.earned],
      delivered: [...node.delivered],
      borrowed: [...node.borrowed],
      lent: [...node.lent],
      owed: [...node.owed],
      pot: [...node.pot],
    })),
  }
}

export function seriesBody(series: OutcomeSeries): NonNullable<RunBody['series']> {
  const { fragmentation, ...plain } = series
  return {
    ...plain,
    ...(fragmentation === undefined ? {} : { fragmentation: [...fragmentation] }),
    inUse: [...series.inUse],
    queueLength: [...series.queueLength],
    queuedUnits: [...series.queuedUnits],
    nodes: series.nodes.map((node) => ({
      ...node,
      inUse: [...node.inUse],
      borrowed: [...node.borrowed],
      lent: [...node.lent],
      queueLength: [...node.queueLength],
    })),
  }
}
