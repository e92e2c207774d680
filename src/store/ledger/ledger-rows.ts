// The ledger as people read it: accounts a page at a time, an account's statement with running balances, one entry with
// all that belongs to it.
import type { AccountCode } from '../../domain/ledger/account.ts'
import { type AccountBalance, type Balance } from '../../domain/ledger/balance.ts'
import type { Entry } from '../../domain/ledger/entry.ts'
import type { StatementLine } from '../../domain/ledger/statement.ts'
import type { TransferKind } from '../../domain/ledger/transfer.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from './append-in-transaction.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, entryOfRow, type EntryRow } from './entry-rows.ts'

export const ACCOUNT_SORTS = ['account', 'unit', 'balance', 'held'] as const

export interface AccountsAsked {
  readonly search: string
  readonly unit: string | null
  readonly sort: (typeof ACCOUNT_SORTS)[number]
  readonly direction: 'ascending' | 'descending'
  readonly page: number
  readonly pageSize: number
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}

interface AccountRow {
  readonly code: AccountCode
  readonly unit: Unit
  readonly credits_posted: bigint
  readonly debits_posted: bigint
  readonly credits_pending: bigint
  readonly debits_pending: bigint
  readonly total: bigint
}

const SORT_TERMS = {
  account: 'a.code collate "C"',
  unit: 'a.unit collate "C"',
  balance: 'b.credits_posted - b.debits_posted',
  held: 'b.debits_pending',
} as const

export async function listAccounts(
  tx: Transaction,
  agency: string,
  asked: AccountsAsked,
): Promise<Page<AccountBalance>> {
  const order = asked.direction === 'ascending' ? 'asc' : 'desc'
  const text = `select a.code, a.unit, b.credits_posted, b.debits_posted, b.credits_pending, b.debits_pending,
      count(*) over () as total
    from ledger_balances b join ledger_accounts a on a.agency_id = b.agency_id and a.id = b.account_id
    where b.agency_id = $1 and ($2 = '' or strpos(lower(a.code), lower($2)) > 0) and ($3::text is null or a.unit = $3)
    order by ${SORT_TERMS[asked.sort]} ${order}, a.code collate "C", a.unit collate "C"
    limit $4 offset $5`
  const offset = (asked.page - 1) * asked.pageSize
  const parameters = [agency, asked.search, asked.unit, asked.pageSize, offset]
  const rows = await queryOf(tx)<AccountRow>('ledger-account-list', text, parameters)
  return { rows: rows.map(balanceOf), total: Number(rows[0]?.total ?? 0) }
}

function balanceOf(row: AccountRow): AccountBalance {
  return {
    account: row.code,
    unit: row.unit,
    creditsPosted: row.credits_posted,
    debitsPosted: row.debits_posted,
    creditsPending: row.credits_pending,
    debitsPending: row.debits_pending,
  }
}

export interface StatementAsked {
  readonly account: AccountCode
  readonly unit: Unit
  readonly kind: TransferKind | null
  readonly period: string | null
  readonly direction: 'ascending' | 'descending'
  readonly page: number
  /** null: all lines. */
  readonly pageSize: number | null
}

export interface DatedLine extends StatementLine {
  readonly period: string
}

export interface AccountStatement extends Page<DatedLine> {
  /** What the account has now. */
  readonly balance: Balance
}

interface LineRow {
  readonly sequence: bigint
  readonly recorded_at: Date
  readonly effective_at: Date
  readonly id: string
  readonly kind: TransferKind
  readonly phase: StatementLine['phase']
  readonly other: AccountCode
  readonly ref: string | null
  readonly period: string
  readonly posted: bigint
  readonly held: bigint
  readonly promised: bigint
  readonly credits_posted: bigint
  readonly debits_posted: bigint
  readonly credits_pending: bigint
  readonly debits_pending: bigint
  readonly total: bigint
}

// The sums run over all entries of the account, whichever of them are then shown: a filter hides lines, not amounts.
const STATEMENT = `with account as (
    select id from ledger_accounts where agency_id = $1 and code = $2 and unit = $3
  ), line as (
    select e.sequence, e.recorded_at, e.effective_at, e.id, e.kind, e.phase, e.ref, e.period,
      e.debit_id = account.id as is_debit,
      case when e.debit_id = account.id then e.credit_id else e.debit_id end as other_id,
      case when e.phase in ('move', 'post') then e.amount else 0 end as moved,
      case e.phase when 'hold' then e.amount when 'move' then 0 else -h.amount end as pending
    from account
    join ledger_entries e on e.agency_id = $1 and (e.debit_id = account.id or e.credit_id = account.id)
    left join ledger_entries h on h.agency_id = e.agency_id and h.id = e.hold
  ), summed as (
    select line.*,
      sum(case when is_debit then 0 else moved end) over lines as credits_posted,
      sum(case when is_debit then moved else 0 end) over lines as debits_posted,
      sum(case when is_debit then 0 else pending end) over lines as credits_pending,
      sum(case when is_debit then pending else 0 end) over lines as debits_pending
    from line window lines as (order by sequence)
  )
  select s.sequence, s.recorded_at, s.effective_at, s.id, s.kind, s.phase, s.ref, s.period, o.code as other,
    (case when is_debit then -moved else moved end)::bigint as posted,
    (case when is_debit then pending else 0 end)::bigint as held,
    (case when is_debit then 0 else pending end)::bigint as promised,
    credits_posted::bigint, debits_posted::bigint, credits_pending::bigint, debits_pending::bigint,
    count(*) over () as total
  from summed s join ledger_accounts o on o.agency_id = $1 and o.id = s.other_id
  where ($4::ledger_kind is null or s.kind = $4) and ($5::text is null or s.period = $5)`

/** null: the ledger has no such account. */
export async function loadStatement(
  tx: Transaction,
  agency: string,
  asked: StatementAsked,
): Promise<AccountStatement | null> {
  const query = queryOf(tx)
  const balanceText = `select a.code, a.unit, b.credits_posted, b.debits_posted, b.credits_pending, b.debits_pending
    from ledger_accounts a join ledger_balances b on b.agency_id = a.agency_id and b.account_id = a.id
    where a.agency_id = $1 and a.code = $2 and a.unit = $3`
  const [found] = await query<AccountRow>('ledger-account', balanceText, [agency, asked.account, asked.unit])
  if (found === undefined) return null
  const order = asked.direction === 'ascending' ? 'asc' : 'desc'
  const offset = asked.pageSize === null ? 0 : (asked.page - 1) * asked.pageSize
  const rows = await query<LineRow>(
    'ledger-statement',
    `${STATEMENT} order by s.sequence ${order} limit $6 offset $7`,
    [agency, asked.account, asked.unit, asked.kind, asked.period, asked.pageSize, offset],
  )
  return { rows: rows.map(lineOf), total: Number(rows[0]?.total ?? 0), balance: balanceOf(found) }
}

function lineOf(row: LineRow): DatedLine {
  return {
    sequence: Number(row.sequence),
    recordedAt: row.recorded_at.getTime(),
    effectiveAt: row.effective_at.getTime() / 1000,
    id: row.id,
    kind: row.kind,
    phase: row.phase,
    other: row.other,
    ref: row.ref,
    period: row.period,
    posted: row.posted,
    held: row.held,
    promised: row.promised,
    balance: {
      creditsPosted: row.credits_posted,
      debitsPosted: row.debits_posted,
      creditsPending: row.credits_pending,
      debitsPending: row.debits_pending,
    },
  }
}

/** One entry, and the others that belong to it: its hold, what ended it, what refers to it. */
export interface EntryFound {
  readonly entry: Entry
  readonly unit: Unit
  readonly debit: AccountCode
  readonly credit: AccountCode
  /** Name of the person behind it; null: a rule did it, or it was erased. */
  readonly byName: string | null
  readonly leafHash: Uint8Array
  readonly related: readonly RelatedEntry[]
}

export interface RelatedEntry {
  readonly relation: 'hold' | 'ended-by' | 'refers-to' | 'referred-by'
  readonly id: string
  readonly sequence: number
  readonly kind: TransferKind
  readonly phase: StatementLine['phase']
  /** null: a void has none. */
  readonly amount: bigint | null
}

interface FoundRow extends EntryRow {
  readonly leaf_hash: Buffer
  readonly by: string | null
  readonly by_name: string | null
  readonly note: string | null
}

const ENTRY = `select ${ENTRY_COLUMNS}, e.leaf_hash, p.person_id as by, p.note, n.name as by_name
  from ${ENTRY_TABLES}
  left join ledger_personal p on p.agency_id = e.agency_id and p.sequence = e.sequence
  left join person_details n on n.agency_id = p.agency_id and n.person_id = p.person_id
  where e.agency_id = $1 and e.id = $2`

const RELATED = `select 'hold' as relation, sequence, id, kind, phase, amount from ledger_entries
    where agency_id = $1 and id = $3
  union all select 'ended-by', sequence, id, kind, phase, amount from ledger_entries where agency_id = $1 and hold = $2
  union all select 'refers-to', sequence, id, kind, phase, amount from ledger_entries where agency_id = $1 and id = $4
  union all select 'referred-by', sequence, id, kind, phase, amount from ledger_entries where agency_id = $1 and ref = $2
  order by 2`

export async function loadEntry(tx: Transaction, agency: string, id: string): Promise<EntryFound | null> {
  const query = queryOf(tx)
  const [row] = await query<FoundRow>('ledger-entry', ENTRY, [agency, id])
  if (row === undefined || row.debit === null || row.credit === null || row.unit === null) return null
  const related = await query<RelatedEntry>('ledger-related', RELATED, [agency, id, row.hold, row.ref])
  return {
    entry: entryOfRow(row, { by: row.by, note: row.note }),
    unit: row.unit as Unit,
    debit: row.debit as AccountCode,
    credit: row.credit as AccountCode,
    byName: row.by_name,
    leafHash: row.leaf_hash,
    related: related.map((one) => ({ ...one, sequence: Number(one.sequence) })),
  }
}
