// The tables of one agency's ledger in PostgreSQL. READ COMMITTED is enough: what was read is checked when the head is
// swapped, and a head that has moved means that all of it is read again.
import type { AccountCode } from '../../domain/ledger/account.ts'
import type { HeldTransfer, RecordedTransfer } from '../../domain/ledger/memory-ledger.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, transferOfRow, type EntryRow } from './entry-rows.ts'
import type { AccountKey, LedgerHead, LedgerTables, SealedBatch, StoredAccount, WriteAnswer } from './tables.ts'
import { WRITE_STATEMENT, writeParameters } from './write-statement.ts'

/** Runs one statement where `weir.agency` is set; statements with one name have one text and are prepared once. */
export type Query = <Row>(name: string, text: string, parameters: readonly unknown[]) => Promise<readonly Row[]>

interface HeadRow {
  readonly sequence: bigint
  readonly root: Buffer
  readonly frontier: Buffer
  readonly accounts: number
  readonly closed_through: string | null
  readonly soft_closed_through: string | null
}

interface AccountRow {
  readonly id: number
  readonly code: AccountCode
  readonly unit: Unit
  readonly credits_posted: bigint
  readonly debits_posted: bigint
  readonly credits_pending: bigint
  readonly debits_pending: bigint
}

const LOAD_HEAD = `select sequence, root, frontier, accounts, closed_through, soft_closed_through
  from ledger_heads where agency_id = $1`

/** An account without a row of sums has had a hold that ended in the batch that made it. */
const LOAD_ACCOUNTS = `select a.id, a.code, a.unit,
    coalesce(b.credits_posted, 0) as credits_posted, coalesce(b.debits_posted, 0) as debits_posted,
    coalesce(b.credits_pending, 0) as credits_pending, coalesce(b.debits_pending, 0) as debits_pending
  from unnest($2::text[], $3::text[]) as k (code, unit)
  join ledger_accounts a on a.agency_id = $1 and a.code = k.code and a.unit = k.unit
  left join ledger_balances b on b.agency_id = $1 and b.account_id = a.id`

const LOAD_HOLDS = `select ${ENTRY_COLUMNS},
    (select r.phase from ledger_entries r where r.agency_id = $1 and r.hold = e.id) as ended_by
  from ${ENTRY_TABLES} where e.agency_id = $1 and e.id = any ($2::uuid[]) and e.phase = 'hold'`

/** Whoever proposed a hold that is still open: its approval is another person's. */
const LOAD_PROPOSERS = `select e.id, p.person_id from ledger_entries e
  join ledger_personal p on p.agency_id = e.agency_id and p.sequence = e.sequence
  where e.agency_id = $1 and e.id = any ($2::uuid[])`

const LOAD_RECORDED = `select ${ENTRY_COLUMNS} from ${ENTRY_TABLES} where e.agency_id = $1 and e.id = any ($2::uuid[])`

const LOAD_LEAF = `select leaf_hash from ledger_entries where agency_id = $1 and sequence = $2`

export class PostgresTables implements LedgerTables {
  readonly #agency: string
  readonly #query: Query
  readonly #emptyRoot: Uint8Array

  /** @param emptyRoot the root of a log without entries: an agency's first batch makes its head */
  constructor(agency: string, query: Query, emptyRoot: Uint8Array) {
    this.#agency = agency
    this.#query = query
    this.#emptyRoot = emptyRoot
  }

  async loadHead(): Promise<LedgerHead> {
    return (await this.#findHead(LOAD_HEAD)) ?? (await this.#makeHead())
  }

  /** Keeps everybody else from appending until the transaction ends. */
  async lockHead(): Promise<LedgerHead> {
    await this.loadHead()
    const head = await this.#findHead(`${LOAD_HEAD} for update`)
    assert(head !== null, 'a head is never deleted')
    return head
  }

  async loadAccounts(keys: readonly AccountKey[]): Promise<StoredAccount[]> {
    const codes = keys.map(({ account }) => account)
    const units = keys.map(({ unit }) => unit)
    const rows = await this.#query<AccountRow>('ledger-accounts', LOAD_ACCOUNTS, [this.#agency, codes, units])
    return rows.map(storedAccountOf)
  }

  async loadHolds(ids: readonly string[]): Promise<HeldTransfer[]> {
    const asked = [this.#agency, ids.filter(isUuid)]
    const rows = await this.#query<EntryRow & { ended_by: 'post' | 'void' | null }>('ledger-holds', LOAD_HOLDS, asked)
    const proposers = await this.#query<{ id: string; person_id: string | null }>('ledger-by', LOAD_PROPOSERS, asked)
    const byOf = new Map(proposers.map(({ id, person_id: person }) => [id, person]))
    return rows.map((row) => {
      const hold = transferOfRow(row, { by: byOf.get(row.id ?? '') ?? null, note: null })
      assert(hold.phase === 'hold', 'only holds were asked for')
      const state = row.ended_by === null ? 'open' : row.ended_by === 'post' ? 'posted' : 'voided'
      return { hold: { ...hold, phase: 'hold' }, state }
    })
  }

  async loadRecorded(ids: readonly string[]): Promise<RecordedTransfer[]> {
    const rows = await this.#query<EntryRow>('ledger-recorded', LOAD_RECORDED, [this.#agency, ids.filter(isUuid)])
    return rows.map((row) => ({ sequence: Number(row.sequence), transfer: transferOfRow(row) }))
  }

  async loadLeafHash(sequence: number): Promise<Uint8Array | null> {
    const rows = await this.#query<{ leaf_hash: Buffer }>('ledger-leaf', LOAD_LEAF, [this.#agency, sequence])
    return rows[0]?.leaf_hash ?? null
  }

  async write(batch: SealedBatch): Promise<WriteAnswer> {
    try {
      const parameters = writeParameters(this.#agency, batch)
      const [row] = await this.#query<{ swapped: number }>('ledger-write', WRITE_STATEMENT, parameters)
      return row?.swapped === 1 ? 'written' : 'head-moved'
    } catch (error) {
      if (isTaken(error)) return 'id-taken'
      throw error
    }
  }

  async #findHead(text: string): Promise<LedgerHead | null> {
    const name = text === LOAD_HEAD ? 'ledger-head' : 'ledger-head-locked'
    const [row] = await this.#query<HeadRow>(name, text, [this.#agency])
    return row === undefined ? null : headOfRow(row)
  }

  async #makeHead(): Promise<LedgerHead> {
    const text = `insert into ledger_heads (agency_id, sequence, root, frontier, accounts)
      values ($1, 0, $2, ''::bytea, 0) on conflict do nothing`
    await this.#query('ledger-make-head', text, [this.#agency, Buffer.from(this.#emptyRoot)])
    const head = await this.#findHead(LOAD_HEAD)
    assert(head !== null, 'the head was made, by this statement or by another one')
    return head
  }
}

export function headOfRow(row: HeadRow): LedgerHead {
  return {
    sequence: Number(row.sequence),
    root: row.root,
    frontier: row.frontier,
    accounts: row.accounts,
    closing: { closedThrough: row.closed_through, softClosedThrough: row.soft_closed_through },
  }
}

function storedAccountOf(row: AccountRow): StoredAccount {
  const balance = {
    creditsPosted: row.credits_posted,
    debitsPosted: row.debits_posted,
    creditsPending: row.credits_pending,
    debitsPending: row.debits_pending,
  }
  return { id: row.id, account: row.code, unit: row.unit, balance }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** An id, or the end of a hold, that another request has recorded meanwhile. */
function isTaken(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return false
  const constraint: unknown = 'constraint' in error ? error.constraint : undefined
  return constraint === 'ledger_entries_id' || constraint === 'ledger_entries_hold'
}
