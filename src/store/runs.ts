// Runs: their rows, their moves, and the word that goes out when one of them moves.
import { sql } from 'kysely'
import type { LocalisedText } from '../domain/kernel/language.ts'
import type { RunState } from '../domain/runs/run.ts'
import type { RunSummary, TraceReading } from '../simulator/outcome.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'
import type { Transaction } from './database.ts'

export interface RunProgress {
  readonly state: RunState
  readonly jobsDone: number
  readonly jobsTotal: number
  readonly failure: string | null
}

/** What is said to whoever listens to RUNS_CHANNEL, when the transaction commits. */
export interface RunNotice {
  readonly agency: string
  readonly run: string
  readonly progress: RunProgress
}

export const RUNS_CHANNEL = 'weir_runs'
/** PostgreSQL takes less than 8000 bytes; a failure is cut to this many characters in a notice. */
const NOTICE_FAILURE_CHARACTERS_MAX = 1500

export interface NewRun {
  readonly agency: string
  readonly id: string
  readonly policyVersionId: string
  readonly scenario: string
  readonly scenarioSource: string
  readonly title: LocalisedText
  readonly traceNotice: LocalisedText
  readonly flavor: string
  readonly estimate: string
  readonly seed: number
  readonly backfill: BackfillMode
  readonly askedCapacity: number | null
  readonly isShowcase: boolean
  readonly createdAt: Date
  readonly createdById: string | null
}

export interface RunRow extends Omit<NewRun, 'createdById'> {
  readonly progress: RunProgress
  readonly claims: number
  readonly claim: string | null
  readonly policy: string
  readonly policyVersion: number
  readonly trace: TraceReading | null
  readonly summary: RunSummary | null
  readonly seenAt: Date | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly createdBy: string
}

export async function appendRun(tx: Transaction, run: NewRun): Promise<void> {
  await tx
    .insertInto('runs')
    .values({
      agency_id: run.agency,
      id: run.id,
      policy_version_id: run.policyVersionId,
      scenario_name: run.scenario,
      scenario_source: run.scenarioSource,
      title: JSON.stringify(run.title),
      trace_notice: JSON.stringify(run.traceNotice),
      flavor: run.flavor,
      estimate: run.estimate,
      seed: run.seed,
      backfill: run.backfill,
      asked_capacity: run.askedCapacity,
      is_showcase: run.isShowcase,
      state: 'queued',
      created_at: run.createdAt,
      created_by: run.createdById,
      claim: null,
      claims: 0,
      seen_at: null,
      jobs_done: 0,
      jobs_total: 0,
      failure: null,
      trace_sha256: null,
      trace: null,
      summary: null,
      started_at: null,
      ended_at: null,
    })
    .execute()
}

/** Asks for the replay; the worker hears of it when this transaction commits. */
export async function enqueueRun(
  tx: Transaction,
  run: { readonly agency: string; readonly id: string },
): Promise<void> {
  await sql`select enqueue_run(${run.agency}, ${run.id})`.execute(tx)
}

export interface RunChange {
  readonly state: RunState
  readonly claim: string | null
  readonly claims: number
  readonly seenAt: Date | null
  readonly jobsDone: number
  readonly jobsTotal: number
  readonly failure: string | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly trace?: TraceReading
  readonly summary?: RunSummary
}

/** Writes what a move decided, and tells who listens. */
export async function saveRun(
  tx: Transaction,
  run: { readonly agency: string; readonly id: string },
  change: RunChange,
): Promise<void> {
  await tx
    .updateTable('runs')
    .set({
      state: change.state,
      claim: change.claim,
      claims: change.claims,
      seen_at: change.seenAt,
      jobs_done: change.jobsDone,
      jobs_total: change.jobsTotal,
      failure: change.failure,
      started_at: change.startedAt,
      ended_at: change.endedAt,
      ...(change.trace === undefined ? {} : { trace: JSON.stringify(change.trace), trace_sha256: change.trace.sha256 }),
      ...(change.summary === undefined ? {} : { summary: JSON.stringify(change.summary) }),
    })
    .where('id', '=', run.id)
    .execute()
  const { state, jobsDone, jobsTotal, failure } = change
  await notifyRun(tx, { agency: run.agency, run: run.id, progress: { state, jobsDone, jobsTotal, failure } })
}

export async function notifyRun(tx: Transaction, notice: RunNotice): Promise<void> {
  const failure = notice.progress.failure?.slice(0, NOTICE_FAILURE_CHARACTERS_MAX) ?? null
  const payload = JSON.stringify({ ...notice, progress: { ...notice.progress, failure } })
  await sql`select pg_notify(${RUNS_CHANNEL}, ${payload})`.execute(tx)
}

/** Progress of the worker that has this claim; false when it has it no longer, and must stop. */
export async function saveRunProgress(
  tx: Transaction,
  run: { readonly agency: string; readonly id: string; readonly claim: string },
  seen: { readonly at: Date; readonly jobsDone: number; readonly jobsTotal: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('runs')
    .set({ seen_at: seen.at, jobs_done: seen.jobsDone, jobs_total: seen.jobsTotal })
    .where('id', '=', run.id)
    .where('claim', '=', run.claim)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  const { jobsDone, jobsTotal } = seen
  await notifyRun(tx, {
    agency: run.agency,
    run: run.id,
    progress: { state: 'running', jobsDone, jobsTotal, failure: null },
  })
  return true
}

export async function deleteRun(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom('runs').where('id', '=', id).execute()
}

export function selectRuns(tx: Transaction) {
  return tx
    .selectFrom('runs')
    .innerJoin('policy_versions', (join) =>
      join
        .onRef('policy_versions.agency_id', '=', 'runs.agency_id')
        .onRef('policy_versions.id', '=', 'runs.policy_version_id'),
    )
    .leftJoin('person_details', (join) =>
      join
        .onRef('person_details.agency_id', '=', 'runs.agency_id')
        .onRef('person_details.person_id', '=', 'runs.created_by'),
    )
    .selectAll('runs')
    .select([
      'policy_versions.policy_name',
      'policy_versions.number as policy_version',
      'person_details.name as created_by_name',
    ])
}

type SelectedRun = Awaited<ReturnType<ReturnType<typeof selectRuns>['execute']>>[number]

export function runOf(row: SelectedRun): RunRow {
  return {
    agency: row.agency_id,
    id: row.id,
    policyVersionId: row.policy_version_id,
    policy: row.policy_name,
    policyVersion: row.policy_version,
    scenario: row.scenario_name,
    scenarioSource: row.scenario_source,
    title: row.title,
    traceNotice: row.trace_notice,
    flavor: row.flavor,
    estimate: row.estimate,
    seed: Number(row.seed),
    backfill: row.backfill,
    askedCapacity: row.asked_capacity,
    isShowcase: row.is_showcase,
    progress: { state: row.state, jobsDone: row.jobs_done, jobsTotal: row.jobs_total, failure: row.failure },
    claim: row.claim,
    claims: row.claims,
    trace: row.trace,
    summary: row.summary,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    createdBy: row.created_by_name ?? '',
  }
}

export async function findRun(tx: Transaction, id: string): Promise<RunRow | null> {
  const row = await selectRuns(tx).where('runs.id', '=', id).executeTakeFirst()
  return row === undefined ? null : runOf(row)
}

/** The run, held until the transaction ends. */
export async function lockRun(tx: Transaction, id: string): Promise<RunRow | null> {
  const row = await selectRuns(tx).where('runs.id', '=', id).forUpdate('runs').executeTakeFirst()
  return row === undefined ? null : runOf(row)
}

/** The newest finished worked example. */
export async function findShowcase(tx: Transaction): Promise<RunRow | null> {
  const row = await selectRuns(tx)
    .where('runs.is_showcase', '=', true)
    .where('runs.state', '=', 'completed')
    .orderBy('runs.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : runOf(row)
}

/** Runs that are not over. */
export async function countOpenRuns(tx: Transaction): Promise<number> {
  const { open } = await tx
    .selectFrom('runs')
    .select((expression) => expression.fn.countAll<bigint>().as('open'))
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow()
  return Number(open)
}

/** Whether there is a worked example, or will be. */
export async function hasShowcase(tx: Transaction): Promise<boolean> {
  const row = await tx
    .selectFrom('runs')
    .select('id')
    .where('is_showcase', '=', true)
    .where('state', 'in', ['queued', 'running', 'completed'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Queued runs, and running ones whose worker was not seen since `seenBefore`. */
export async function listForsakenRuns(tx: Transaction, seenBefore: Date): Promise<RunRow[]> {
  const rows = await selectRuns(tx)
    .where((expression) =>
      expression.or([
        expression('runs.state', '=', 'queued'),
        expression.and([expression('runs.state', '=', 'running'), expression('runs.seen_at', '<=', seenBefore)]),
      ]),
    )
    .orderBy('runs.created_at')
    .execute()
  return rows.map(runOf)
}
