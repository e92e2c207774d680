// Records that were set aside, each once, with the time since which it waits.
import type { QuarantineReason, QuarantineLine } from '../../domain/metering/check-record.ts'
import type { SetAsideRecord } from '../../domain/metering/plan-intake.ts'
import type { UsageRecord } from '../../domain/metering/usage-record.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

export interface StoredQuarantine {
  readonly source: string
  readonly run: string
  readonly reason: QuarantineReason
  readonly record: UsageRecord
  readonly since: Date
  readonly seenAt: Date
}

const SET_ASIDE = `insert into usage_quarantine (agency_id, source, run, reason, record, since, seen_at)
  select $1, $2, run, reason, record, $3, $3
  from jsonb_to_recordset($4::jsonb) as k (run text, reason text, record jsonb)
  on conflict (agency_id, source, run) do update set reason = excluded.reason, record = excluded.record,
    seen_at = excluded.seen_at`

/** One that waits already keeps the time since which it does. */
export async function setAside(
  tx: Transaction,
  agency: string,
  { source, at, records }: { readonly source: string; readonly at: Date; readonly records: readonly SetAsideRecord[] },
): Promise<void> {
  // Of several records of one run the newest is kept.
  const last = new Map<string, SetAsideRecord>()
  for (const one of records) {
    const before = last.get(one.run)
    if (before === undefined || before.record.revision <= one.record.revision) last.set(one.run, one)
  }
  if (last.size === 0) return
  const rows = JSON.stringify([...last.values()])
  await queryOf(tx)('usage-set-aside', SET_ASIDE, [agency, source, at, rows])
}

/** The runs are charged: what was set aside of them waits no longer. */
export async function releaseRuns(
  tx: Transaction,
  agency: string,
  source: string,
  runs: readonly string[],
): Promise<void> {
  if (runs.length === 0) return
  const text = 'delete from usage_quarantine where agency_id = $1 and source = $2 and run = any ($3::text[])'
  await queryOf(tx)('usage-release', text, [agency, source, runs])
}

/** How many wait for each reason, and for how long: by reason. */
export async function quarantineCounts(tx: Transaction, agency: string, now: Date): Promise<QuarantineLine[]> {
  const text = `select reason, count(*)::integer as records, min(since) as oldest from usage_quarantine
    where agency_id = $1 group by reason order by reason`
  interface Row {
    readonly reason: QuarantineReason
    readonly records: number
    readonly oldest: Date
  }
  const rows = await queryOf(tx)<Row>('usage-quarantine-counts', text, [agency])
  return rows.map(({ reason, records, oldest }) => {
    return { reason, records, oldestSeconds: Math.floor((now.getTime() - oldest.getTime()) / 1000) }
  })
}

export interface QuarantinePage {
  readonly reason: QuarantineReason | null
  readonly source: string | null
  /** Words in the run's name, its project or its account. */
  readonly search: string
  readonly page: number
  readonly pageSize: number
}

/** The oldest first. */
export async function listQuarantine(
  tx: Transaction,
  agency: string,
  { reason, source, search, page, pageSize }: QuarantinePage,
): Promise<{ readonly rows: StoredQuarantine[]; readonly total: number }> {
  const where = `agency_id = $1 and ($2::text is null or reason = $2) and ($3::text is null or source = $3)
    and ($4 = '' or strpos(lower(run || ' ' || coalesce(record->>'project', '') || ' ' || coalesce(record->>'account', '')), lower($4)) > 0)`
  const values = [agency, reason, source, search]
  const query = queryOf(tx)
  const [count] = await query<{ total: number }>(
    'usage-quarantine-total',
    `select count(*)::integer as total from usage_quarantine where ${where}`,
    values,
  )
  const rows = await query<StoredQuarantine>(
    'usage-quarantine-page',
    `select source, run, reason, record, since, seen_at as "seenAt" from usage_quarantine where ${where}
     order by since, source, run limit $5 offset $6`,
    [...values, pageSize, (page - 1) * pageSize],
  )
  return { rows: [...rows], total: count?.total ?? 0 }
}

/** Those of a source that wait, after a run's name; the names ascend. */
export async function loadQuarantined(
  tx: Transaction,
  agency: string,
  { source, after, limit }: { readonly source: string; readonly after: string; readonly limit: number },
): Promise<UsageRecord[]> {
  const text = `select record from usage_quarantine where agency_id = $1 and source = $2 and run collate "C" > $3
    order by run collate "C" limit $4`
  const rows = await queryOf(tx)<{ record: UsageRecord }>('usage-quarantined', text, [agency, source, after, limit])
  return rows.map(({ record }) => record)
}
