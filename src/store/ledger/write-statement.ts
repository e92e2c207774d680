// The one statement that saves a batch: it swaps the head when it is still where the batch was decided, and only then
// writes accounts, entries, personal words, subtrees and balances. All of it, or nothing.
import { EMPTY_BALANCE } from '../../domain/ledger/balance.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { SALT_BYTES } from '../../domain/ledger/seal.ts'
import { HASH_BYTES } from '../../domain/ledger/log-tree.ts'
import { jsonOfEvent } from './entry-rows.ts'
import type { SealedBatch, SealedEntry } from './tables.ts'

export const WRITE_STATEMENT = `
with head as (
  update ledger_heads
     set sequence = $4, root = $5, frontier = $6, accounts = $7, closed_through = $8, soft_closed_through = $9
   where agency_id = $1 and sequence = $2 and root = $3
  returning 1
), opened as (
  insert into ledger_accounts (agency_id, id, code, unit)
  select $1, a.id, a.code, a.unit
    from head, unnest($10::int[], $11::text[], $12::text[]) as a (id, code, unit)
), recorded as (
  insert into ledger_entries (agency_id, sequence, recorded_at, effective_at, amount, debit_id, credit_id, kind, phase,
                              is_linked, id, ref, hold, period, salt, leaf_hash, personal_digest, event)
  select $1, $2::bigint + e.n - 1, $13::timestamptz, to_timestamp(e.at), e.amount, e.debit, e.credit, e.kind, e.phase,
         e.is_linked, e.id, e.ref, e.hold, e.period,
         substring($24::bytea from ((e.n - 1) * ${SALT_BYTES} + 1)::int for ${SALT_BYTES}),
         substring($25::bytea from ((e.n - 1) * ${HASH_BYTES} + 1)::int for ${HASH_BYTES}),
         decode(e.digest, 'hex'), e.event
    from head, unnest($14::bigint[], $15::bigint[], $16::int[], $17::int[], $18::ledger_kind[], $19::ledger_phase[],
                      $20::bool[], $21::uuid[], $22::uuid[], $23::uuid[], $26::text[], $27::text[], $28::jsonb[])
           with ordinality as e (at, amount, debit, credit, kind, phase, is_linked, id, ref, hold, period, digest, event, n)
), personal as (
  insert into ledger_personal (agency_id, sequence, person_id, note, salt)
  select $1, p.sequence, p.person, p.note, decode(p.salt, 'hex')
    from head, unnest($29::bigint[], $30::uuid[], $31::text[], $32::text[]) as p (sequence, person, note, salt)
), whole as (
  insert into ledger_subtrees (agency_id, level, index, hash)
  select $1, s.level, s.index, decode(s.hash, 'hex')
    from head, unnest($33::int[], $34::bigint[], $35::text[]) as s (level, index, hash)
), balanced as (
  update ledger_balances l
     set credits_posted = b.credits_posted, debits_posted = b.debits_posted,
         credits_pending = b.credits_pending, debits_pending = b.debits_pending
    from head, unnest($36::int[], $37::bigint[], $38::bigint[], $39::bigint[], $40::bigint[])
           as b (id, credits_posted, debits_posted, credits_pending, debits_pending)
   where l.agency_id = $1 and l.account_id = b.id
), begun as (
  insert into ledger_balances (agency_id, account_id, credits_posted, debits_posted, credits_pending, debits_pending)
  select $1, b.id, b.credits_posted, b.debits_posted, b.credits_pending, b.debits_pending
    from head, unnest($41::int[], $42::bigint[], $43::bigint[], $44::bigint[], $45::bigint[])
           as b (id, credits_posted, debits_posted, credits_pending, debits_pending)
)
select count(*)::int as swapped from head`

/** The statement's parameters, in its order. Arrays are written by hand: their texts need no quotes, and there are many. */
export function writeParameters(agency: string, batch: SealedBatch): unknown[] {
  const { from, to, entries, newAccounts, balances, subtrees, recordedAt } = batch
  const columns = new EntryColumns(entries)
  const personal = entries.filter((entry) => entry.personal !== null)
  return [
    agency,
    from.sequence,
    from.root,
    to.sequence,
    to.root,
    to.frontier,
    to.accounts,
    to.closing.closedThrough,
    to.closing.softClosedThrough,
    arrayOf(newAccounts, ({ id }) => id),
    arrayOf(newAccounts, ({ account }) => account),
    arrayOf(newAccounts, ({ unit }) => unit),
    new Date(recordedAt),
    ...columns.parameters(),
    arrayOf(personal, ({ entry }) => entry.sequence),
    arrayOf(personal, (entry) => transferOf(entry).by),
    personal.map((entry) => transferOf(entry).note),
    arrayOf(personal, (entry) => entry.personal?.salt.toHex()),
    arrayOf(subtrees, ({ level }) => level),
    arrayOf(subtrees, ({ index }) => index),
    arrayOf(subtrees, ({ hash }) => hash.toHex()),
    ...balanceColumns(balances.filter(({ id }) => id < from.accounts)),
    ...balanceColumns(begunBalances(batch)),
  ]
}

type StoredBalance = SealedBatch['balances'][number]

/** Every account has a row of sums from its first batch on; a hold that was made and ended in it leaves zeros. */
function begunBalances({ newAccounts, balances }: SealedBatch): StoredBalance[] {
  const known = new Map(newAccounts.length === 0 ? [] : balances.map((one) => [one.id, one]))
  return newAccounts.map(({ id }) => known.get(id) ?? { id, balance: EMPTY_BALANCE })
}

function balanceColumns(balances: readonly StoredBalance[]): string[] {
  return [
    arrayOf(balances, ({ id }) => id),
    arrayOf(balances, ({ balance }) => balance.creditsPosted),
    arrayOf(balances, ({ balance }) => balance.debitsPosted),
    arrayOf(balances, ({ balance }) => balance.creditsPending),
    arrayOf(balances, ({ balance }) => balance.debitsPending),
  ]
}

function transferOf({ entry }: SealedEntry) {
  assert(entry.event.event === 'transfer', 'only transfers tell of people')
  return entry.event.transfer
}

/** An array literal of texts that need no quotes: numbers, ids, names. */
function arrayOf<T>(rows: readonly T[], textOf: (row: T) => string | number | bigint | null | undefined): string {
  let text = '{'
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]
    const value = row === undefined ? null : textOf(row)
    text += `${at === 0 ? '' : ','}${value ?? 'NULL'}`
  }
  return `${text}}`
}

/** One literal for each column of ledger_entries, written in one pass over the entries. */
class EntryColumns {
  #at = '{'
  #amount = '{'
  #debit = '{'
  #credit = '{'
  #kind = '{'
  #phase = '{'
  #isLinked = '{'
  #id = '{'
  #ref = '{'
  #hold = '{'
  #period = '{'
  #digest = '{'
  readonly #events: (string | null)[] = []
  readonly #salts: Buffer
  readonly #leafHashes: Buffer

  constructor(entries: readonly SealedEntry[]) {
    this.#salts = Buffer.allocUnsafe(entries.length * SALT_BYTES)
    this.#leafHashes = Buffer.allocUnsafe(entries.length * HASH_BYTES)
    for (let n = 0; n < entries.length; n += 1) {
      const entry = entries[n]
      if (entry !== undefined) this.#add(entry, n)
    }
  }

  #add({ entry: { event }, accounts, salt, leafHash, personal }: SealedEntry, n: number): void {
    const comma = n === 0 ? '' : ','
    this.#salts.set(salt, n * SALT_BYTES)
    this.#leafHashes.set(leafHash, n * HASH_BYTES)
    this.#debit += `${comma}${accounts?.debit ?? 'NULL'}`
    this.#credit += `${comma}${accounts?.credit ?? 'NULL'}`
    this.#digest += `${comma}${personal?.digest.toHex() ?? 'NULL'}`
    const transfer = event.event === 'transfer' ? event.transfer : null
    this.#events.push(event.event === 'transfer' ? null : jsonOfEvent(event))
    this.#at += `${comma}${transfer?.effectiveAt ?? 'NULL'}`
    this.#kind += `${comma}${transfer?.kind ?? 'NULL'}`
    this.#phase += `${comma}${transfer?.phase ?? 'NULL'}`
    this.#isLinked += comma + (transfer === null ? 'NULL' : transfer.isLinked ? 't' : 'f')
    this.#id += `${comma}${transfer?.id ?? 'NULL'}`
    this.#ref += `${comma}${transfer?.ref ?? 'NULL'}`
    this.#period += `${comma}${transfer?.period ?? 'NULL'}`
    this.#amount += comma + (transfer === null || transfer.phase === 'void' ? 'NULL' : String(transfer.amount))
    const isEnd = transfer?.phase === 'post' || transfer?.phase === 'void'
    this.#hold += comma + (isEnd ? transfer.hold : 'NULL')
  }

  /** $14 to $28. */
  parameters(): unknown[] {
    return [
      `${this.#at}}`,
      `${this.#amount}}`,
      `${this.#debit}}`,
      `${this.#credit}}`,
      `${this.#kind}}`,
      `${this.#phase}}`,
      `${this.#isLinked}}`,
      `${this.#id}}`,
      `${this.#ref}}`,
      `${this.#hold}}`,
      this.#salts,
      this.#leafHashes,
      `${this.#period}}`,
      `${this.#digest}}`,
      this.#events,
    ]
  }
}
