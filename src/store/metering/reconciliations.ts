// Comparisons of a source's month with what is booked and with the ledger, and what such a comparison needs.
import type { Reconciliation } from '../../domain/metering/reconcile.ts'
import type { Rate } from '../../domain/metering/rate-run.ts'
import type { UsageRecord } from '../../domain/metering/usage-record.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'
import { recordOfRow, RUN_COLUMNS, type RunRow } from './runs.ts'

/** Half-open, in whole seconds since 1970. */
interface Span {
  readonly from: number
  readonly until: number
}

/** The latest record of each run of a source that ended in a span, by name. */
export async function loadEndedRuns(
  tx: Transaction,
  agency: string,
  source: string,
  span: Span,
): Promise<Map<string, UsageRecord>> {
  const text = `select ${RUN_COLUMNS} from usage_runs r
    where r.agency_id = $1 and r.source = $2 and r.ended_at >= $3 and r.ended_at < $4`
  const rows = await queryOf(tx)<RunRow>('usage-ended', text, [agency, source, ...datesOf(span)])
  return new Map(rows.map((row) => [row.run, recordOfRow(row)]))
}

/** Runs of a source that wait in quarantine. */
export async function loadQuarantinedRuns(tx: Transaction, agency: string, source: string): Promise<Set<string>> {
  const text = 'select run from usage_quarantine where agency_id = $1 and source = $2'
  const rows = await queryOf(tx)<{ run: string }>('usage-quarantined-runs', text, [agency, source])
  return new Set(rows.map(({ run }) => run))
}

/** What the ledger has on USED of each project by the entries that were made for these runs. */
export async function loadLedgerUse(
  tx: Transaction,
  agency: string,
  runs: readonly string[],
): Promise<Map<string, bigint>> {
  const text = `select a.code, sum(case when a.id = e.credit_id then e.amount else -e.amount end)::bigint as used
    from usage_charges c
    join ledger_entries e on e.agency_id = c.agency_id and e.id = c.transfer_id and e.phase in ('move', 'post')
    join ledger_accounts a on a.agency_id = e.agency_id and a.id in (e.credit_id, e.debit_id)
      and starts_with(a.code, 'USED:')
    where c.agency_id = $1 and c.run = any ($2::text[]) group by a.code`
  const rows = await queryOf(tx)<{ code: string; used: bigint }>('usage-ledger', text, [agency, runs])
  return new Map(rows.map(({ code, used }) => [code.slice('USED:'.length), used]))
}

interface RateRow {
  readonly run: string
  readonly rate_version: string
  readonly price_numerator: bigint
  readonly price_denominator: bigint
  readonly borrowed_numerator: bigint
  readonly borrowed_denominator: bigint
}

/** The rate at which the latest kept record of each run was charged. */
export async function loadRunRates(
  tx: Transaction,
  agency: string,
  runs: readonly string[],
): Promise<Map<string, Rate>> {
  const text = `select distinct on (run) run, rate_version, price_numerator, price_denominator, borrowed_numerator,
      borrowed_denominator
    from usage_revisions where agency_id = $1 and run = any ($2::text[]) order by run, number desc`
  const rows = await queryOf(tx)<RateRow>('usage-run-rates', text, [agency, runs])
  return new Map(
    rows.map((row) => {
      const price = { numerator: row.price_numerator, denominator: row.price_denominator }
      const borrowedPrice = { numerator: row.borrowed_numerator, denominator: row.borrowed_denominator }
      return [row.run, { version: row.rate_version, price, borrowedPrice }]
    }),
  )
}

export interface StoredReconciliation {
  readonly id: string
  readonly source: string
  readonly period: string
  readonly isEqual: boolean
  readonly differenceCount: number
  readonly madeAt: Date
}

const KEPT = 1000

export async function appendReconciliation(
  tx: Transaction,
  agency: string,
  made: Pick<StoredReconciliation, 'id' | 'source' | 'period' | 'madeAt'> & { readonly report: Reconciliation },
): Promise<void> {
  const { id, source, period, madeAt, report } = made
  const kept = { ...report, lines: report.lines.slice(0, KEPT), differences: report.differences.slice(0, KEPT) }
  const json = JSON.stringify(kept, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  const text = `insert into usage_reconciliations
      (agency_id, id, source, period, is_equal, report, difference_count, made_at)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`
  const count = report.differences.length + report.projects.length
  await queryOf(tx)('usage-reconciled', text, [agency, id, source, period, report.isEqual, json, count, madeAt])
}

/** The latest of each source and month, the newest months first. */
export async function listReconciliations(tx: Transaction, agency: string): Promise<StoredReconciliation[]> {
  const text = `select distinct on (period, source) id, source, period, is_equal as "isEqual",
      difference_count as "differenceCount", made_at as "madeAt"
    from usage_reconciliations where agency_id = $1 order by period desc, source, made_at desc limit 240`
  type Row = Omit<StoredReconciliation, 'differenceCount'> & { readonly differenceCount: bigint }
  const rows = await queryOf(tx)<Row>('usage-reconciliations', text, [agency])
  return rows.map((row) => ({ ...row, differenceCount: Number(row.differenceCount) }))
}

/** The first month of which any run is booked; null: none is. */
export async function firstBookedMonth(tx: Transaction, agency: string): Promise<string | null> {
  const text = 'select min(period) as period from usage_booked where agency_id = $1'
  const [row] = await queryOf(tx)<{ period: string | null }>('usage-first-month', text, [agency])
  return row?.period ?? null
}

function datesOf({ from, until }: Span): [Date, Date] {
  return [new Date(from * 1000), new Date(until * 1000)]
}
