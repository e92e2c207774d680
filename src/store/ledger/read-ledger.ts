// Reads of a ledger on a transaction: rows for its verification, and what is stored beside them.
import type { AccountCode } from '../../domain/ledger/account.ts'
import type { AccountBalance } from '../../domain/ledger/balance.ts'
import type { Sha256 } from '../../domain/ledger/log-tree.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from './append-in-transaction.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, type EntryRow } from './entry-rows.ts'
import { EMPTY_ROOT } from './open-ledger.ts'
import { PostgresTables, type Query } from './postgres-tables.ts'
import type { LedgerHead } from './tables.ts'
import { LedgerVerification, type StoredLedger, type VerifiedRow } from './verify.ts'

const PAGE = 5_000

const LOAD_ROWS = `select ${ENTRY_COLUMNS}, e.salt, e.leaf_hash, e.personal_digest,
    p.person_id as by, p.note, p.salt as personal_salt
  from ${ENTRY_TABLES}
  left join ledger_personal p on p.agency_id = e.agency_id and p.sequence = e.sequence
  where e.agency_id = $1 and e.sequence > $2 order by e.sequence limit ${PAGE}`

interface LedgerRow extends EntryRow {
  readonly salt: Buffer
  readonly leaf_hash: Buffer
  readonly personal_digest: Buffer | null
  readonly by: string | null
  readonly note: string | null
  readonly personal_salt: Buffer | null
}

/**
 * Replays the whole ledger of an agency and compares. Others go on appending while the long part is read; the last part is
 * compared with the head locked.
 */
export async function verifyLedger(
  tx: Transaction,
  agency: string,
  sha256: Sha256,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ readonly verification: LedgerVerification; readonly head: LedgerHead }> {
  const query = queryOf(tx)
  const tables = new PostgresTables(agency, query, EMPTY_ROOT)
  const verification = new LedgerVerification(agency, sha256)
  const { sequence: total } = await tables.loadHead()
  let last = await takeRows(query, { agency, verification, after: -1 }, (done) => onProgress(done, total))
  const head = await tables.lockHead()
  last = await takeRows(query, { agency, verification, after: last }, (done) => onProgress(done, head.sequence))
  verification.end({ head, ...(await loadStored(query, agency)) })
  return { verification, head }
}

async function takeRows(
  query: Query,
  from: { readonly agency: string; readonly verification: LedgerVerification; readonly after: number },
  onProgress: (done: number) => void,
): Promise<number> {
  const { agency, verification } = from
  let { after } = from
  for (;;) {
    const rows = await query<LedgerRow>('ledger-rows', LOAD_ROWS, [agency, after])
    for (const row of rows) verification.take(verifiedRow(row))
    after = Number(rows.at(-1)?.sequence ?? after)
    onProgress(after + 1)
    if (rows.length < PAGE) return after
  }
}

function verifiedRow(row: LedgerRow): VerifiedRow {
  const { salt, leaf_hash: leafHash, personal_digest: personalDigest, personal_salt: personalSalt } = row
  const personal = personalSalt === null ? null : { by: row.by, note: row.note, salt: personalSalt }
  return { row, salt, leafHash, personalDigest, personal }
}

interface BalanceRow {
  readonly code: AccountCode
  readonly unit: Unit
  readonly credits_posted: bigint
  readonly debits_posted: bigint
  readonly credits_pending: bigint
  readonly debits_pending: bigint
}

const LOAD_BALANCES = `select a.code, a.unit, b.credits_posted, b.debits_posted, b.credits_pending, b.debits_pending
  from ledger_balances b join ledger_accounts a on a.agency_id = b.agency_id and a.id = b.account_id
  where b.agency_id = $1 order by a.unit, a.code`

async function loadStored(query: Query, agency: string): Promise<Omit<StoredLedger, 'head'>> {
  const text = 'select level, index, hash from ledger_subtrees where agency_id = $1 order by level, index'
  const rows = await query<{ level: number; index: bigint; hash: Buffer }>('ledger-subtrees', text, [agency])
  const subtrees = rows.map(({ level, index, hash }) => ({ level, index: Number(index), hash }))
  return { subtrees, balances: await loadBalances(query, agency) }
}

/** Every account of the agency, by unit and code. */
export async function loadBalances(query: Query, agency: string): Promise<AccountBalance[]> {
  const rows = await query<BalanceRow>('ledger-balances', LOAD_BALANCES, [agency])
  return rows.map((row) => ({
    account: row.code,
    unit: row.unit,
    creditsPosted: row.credits_posted,
    debitsPosted: row.debits_posted,
    creditsPending: row.credits_pending,
    debitsPending: row.debits_pending,
  }))
}
