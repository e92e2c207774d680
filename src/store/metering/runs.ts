// The latest good record of each run, and every record that changed what its run comes to.
import type { ChargedRecord } from '../../domain/metering/plan-intake.ts'
import { runName, type RunState, type UsageRecord } from '../../domain/metering/usage-record.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

export interface StoredRun {
  readonly record: UsageRecord
  /** How many of its records were kept. */
  readonly revisions: number
}

export interface RunRow {
  readonly run: string
  readonly revision: bigint
  readonly revisions: number
  readonly state: RunState
  readonly project: string
  readonly account: string
  readonly flavor: string
  readonly milli_units: bigint
  readonly nodes: bigint
  readonly is_borrowed: boolean
  readonly cluster: string
  readonly job: string
  readonly submitted_at: Date
  readonly restarts: bigint
  readonly started_at: Date | null
  readonly ended_at: Date | null
  readonly elapsed_seconds: bigint
  readonly limit_seconds: bigint | null
  readonly checkpoint_at: Date | null
}

export const RUN_COLUMNS = `r.run, r.revision, r.revisions, r.state, r.project, r.account, r.flavor, r.milli_units, r.nodes,
  r.is_borrowed, r.cluster, r.job, r.submitted_at, r.restarts, r.started_at, r.ended_at, r.elapsed_seconds,
  r.limit_seconds, r.checkpoint_at`

/** By name, of those that are known. */
export async function loadRuns(
  tx: Transaction,
  agency: string,
  runs: readonly string[],
): Promise<Map<string, StoredRun>> {
  const text = `select ${RUN_COLUMNS} from usage_runs r where r.agency_id = $1 and r.run = any ($2::text[])`
  const rows = await queryOf(tx)<RunRow>('usage-runs', text, [agency, runs])
  return new Map(rows.map((row) => [row.run, { record: recordOfRow(row), revisions: row.revisions }]))
}

/** The facts stay; only how new they are changes. */
export async function saveRevisions(tx: Transaction, agency: string, records: readonly UsageRecord[]): Promise<void> {
  if (records.length === 0) return
  const text = `update usage_runs r set revision = k.revision
    from unnest($2::text[], $3::bigint[]) as k (run, revision)
    where r.agency_id = $1 and r.run = k.run and r.revision < k.revision`
  const values = [agency, records.map(({ run }) => runName(run)), records.map(({ revision }) => revision)]
  await queryOf(tx)('usage-revisions-seen', text, values)
}

const SAVE_RUNS = `insert into usage_runs (agency_id, run, source, revision, revisions, state, project, account, flavor,
    milli_units, nodes, is_borrowed, cluster, job, submitted_at, restarts, started_at, ended_at, elapsed_seconds,
    limit_seconds, checkpoint_at, taken_at)
  select $1, run, $2, revision, revisions, state, project, account, flavor, "milliUnits", nodes, "isBorrowed", cluster, job,
    to_timestamp("submittedAt"), restarts, to_timestamp("startedAt"), to_timestamp("endedAt"), "elapsedSeconds",
    "limitSeconds", to_timestamp("checkpointAt"), $3
  from jsonb_to_recordset($4::jsonb) as k (run text, revision bigint, revisions integer, state usage_state, project text,
    account text, flavor text, "milliUnits" bigint, nodes bigint, "isBorrowed" boolean, cluster text, job text,
    "submittedAt" bigint, restarts bigint, "startedAt" bigint, "endedAt" bigint, "elapsedSeconds" bigint,
    "limitSeconds" bigint, "checkpointAt" bigint)
  on conflict (agency_id, run) do update set revision = excluded.revision, revisions = excluded.revisions,
    state = excluded.state, project = excluded.project, account = excluded.account, flavor = excluded.flavor,
    milli_units = excluded.milli_units, nodes = excluded.nodes, is_borrowed = excluded.is_borrowed,
    started_at = excluded.started_at, ended_at = excluded.ended_at, elapsed_seconds = excluded.elapsed_seconds,
    limit_seconds = excluded.limit_seconds, checkpoint_at = excluded.checkpoint_at, taken_at = excluded.taken_at`

const SAVE_REVISIONS = `insert into usage_revisions (agency_id, run, number, record, rate_version, price_numerator,
    price_denominator, borrowed_numerator, borrowed_denominator, taken_at)
  select $1, run, number, record, version, "priceNumerator", "priceDenominator", "borrowedNumerator", "borrowedDenominator",
    $2
  from jsonb_to_recordset($3::jsonb) as k (run text, number integer, record jsonb, version text, "priceNumerator" bigint,
    "priceDenominator" bigint, "borrowedNumerator" bigint, "borrowedDenominator" bigint)`

const SAVE_CHARGES = `insert into usage_charges (agency_id, transfer_id, run, number)
  select $1, transfer, run, number
  from jsonb_to_recordset($2::jsonb) as k (transfer uuid, run text, number integer)`

/**
 * Saves the latest record of each run, and of those that moved something or whose run has ended each revision with its
 * transfers. Snapshots of running jobs that move nothing leave no trace but the latest.
 * @param before what was known before the batch
 */
export async function saveCharged(
  tx: Transaction,
  agency: string,
  batch: {
    readonly source: string
    readonly at: Date
    readonly charged: readonly ChargedRecord[]
    readonly before: ReadonlyMap<string, StoredRun>
  },
): Promise<void> {
  const { source, at, charged, before } = batch
  if (charged.length === 0) return
  const latest = new Map<string, object>()
  const revisions: object[] = []
  const charges: object[] = []
  const counts = new Map<string, number>()
  for (const { run, record, rate, plan } of charged) {
    const count = counts.get(run) ?? before.get(run)?.revisions ?? 0
    const isKept = count === 0 || record.state !== 'unfinished' || plan.transfers.length > 0
    const number = isKept ? count + 1 : count
    counts.set(run, number)
    latest.set(run, { ...record, ...record.run, run, revisions: number })
    if (!isKept) continue
    const { price, borrowedPrice, version } = rate
    const pair = { priceNumerator: String(price.numerator), priceDenominator: String(price.denominator) }
    const borrowed = {
      borrowedNumerator: String(borrowedPrice.numerator),
      borrowedDenominator: String(borrowedPrice.denominator),
    }
    revisions.push({ run, number, record, version, ...pair, ...borrowed })
    for (const { id } of plan.transfers) charges.push({ transfer: id, run, number })
  }
  const query = queryOf(tx)
  await query('usage-runs-save', SAVE_RUNS, [agency, source, at, JSON.stringify([...latest.values()])])
  await query('usage-revisions-save', SAVE_REVISIONS, [agency, at, JSON.stringify(revisions)])
  if (charges.length > 0) await query('usage-charges-save', SAVE_CHARGES, [agency, JSON.stringify(charges)])
}

export function recordOfRow(row: RunRow): UsageRecord {
  const run = {
    cluster: row.cluster,
    job: row.job,
    submittedAt: seconds(row.submitted_at),
    restarts: Number(row.restarts),
  }
  return {
    run,
    revision: Number(row.revision),
    state: row.state,
    project: row.project,
    account: row.account,
    flavor: row.flavor,
    milliUnits: Number(row.milli_units),
    nodes: Number(row.nodes),
    isBorrowed: row.is_borrowed,
    startedAt: row.started_at === null ? null : seconds(row.started_at),
    endedAt: row.ended_at === null ? null : seconds(row.ended_at),
    elapsedSeconds: Number(row.elapsed_seconds),
    limitSeconds: row.limit_seconds === null ? null : Number(row.limit_seconds),
    checkpointAt: row.checkpoint_at === null ? null : seconds(row.checkpoint_at),
  }
}

function seconds(at: Date): number {
  return at.getTime() / 1000
}
