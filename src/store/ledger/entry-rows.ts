// Between rows of ledger_entries and entries.
import { assert } from '../../domain/kernel/assert.ts'
import { isAccountCode, type AccountCode } from '../../domain/ledger/account.ts'
import type { Entry, LedgerEvent } from '../../domain/ledger/entry.ts'
import { isTransferKind, type Transfer } from '../../domain/ledger/transfer.ts'
import { isUnit, type Unit } from '../../domain/ledger/unit.ts'
import type { OtherEvent } from './sequencer.ts'

/** What ENTRY_COLUMNS select. */
export interface EntryRow {
  readonly sequence: bigint
  readonly recorded_at: Date
  readonly effective_at: Date | null
  readonly amount: bigint | null
  readonly unit: string | null
  readonly debit: string | null
  readonly credit: string | null
  readonly kind: string | null
  readonly phase: string | null
  readonly is_linked: boolean | null
  readonly id: string | null
  readonly ref: string | null
  readonly hold: string | null
  readonly period: string | null
  readonly event: JsonEvent | null
}

/** Of `ledger_entries e` joined with `ledger_accounts d` and `c` (left joins: an event has no accounts). */
export const ENTRY_COLUMNS = `e.sequence, e.recorded_at, e.effective_at, e.amount, d.unit, d.code as debit, c.code as credit,
  e.kind, e.phase, e.is_linked, e.id, e.ref, e.hold, e.period, e.event`
export const ENTRY_TABLES = `ledger_entries e
  left join ledger_accounts d on d.agency_id = e.agency_id and d.id = e.debit_id
  left join ledger_accounts c on c.agency_id = e.agency_id and c.id = e.credit_id`

/** @param personal who and what words; null where they were erased or left out */
export function entryOfRow(row: EntryRow, personal: Pick<Transfer, 'by' | 'note'> = NOBODY): Entry {
  const event: LedgerEvent =
    row.event === null ? { event: 'transfer', transfer: transferOfRow(row, personal) } : eventOfJson(row.event)
  return { sequence: Number(row.sequence), recordedAt: row.recorded_at.getTime(), event }
}

const NOBODY = { by: null, note: null }

export function transferOfRow(row: EntryRow, personal: Pick<Transfer, 'by' | 'note'> = NOBODY): Transfer {
  const { id, kind, phase, amount, hold, effective_at: effectiveAt } = row
  assert(
    id !== null && kind !== null && isTransferKind(kind) && effectiveAt !== null,
    'a row without event is a transfer',
  )
  const facts = {
    id,
    kind,
    ref: row.ref,
    period: row.period ?? '',
    effectiveAt: effectiveAt.getTime() / 1000,
    isLinked: row.is_linked === true,
    by: personal.by,
    note: personal.note,
  }
  if (phase === 'void') return { ...facts, phase, hold: hold ?? '' }
  if (phase === 'post') return { ...facts, phase, hold: hold ?? '', amount: amount ?? 0n }
  assert(phase === 'move' || phase === 'hold', 'there are four phases')
  const accounts = { unit: unitOf(row.unit), debit: accountOf(row.debit), credit: accountOf(row.credit) }
  return { ...facts, phase, ...accounts, amount: amount ?? 0n }
}

// Whoever changed the table by hand is found by the hash of the leaf, not here.
function unitOf(text: string | null): Unit {
  return text !== null && isUnit(text) ? text : ('unknown' as Unit)
}

function accountOf(text: string | null): AccountCode {
  return text !== null && isAccountCode(text) ? text : ('unknown' as AccountCode)
}

interface JsonTotals {
  readonly event: 'totals'
  readonly period: string
  readonly rows: readonly { readonly account: AccountCode; readonly unit: Unit; readonly amount: string }[]
}
type JsonEvent = Exclude<OtherEvent, { readonly event: 'totals' }> | JsonTotals

/** Amounts become texts: JSON has no bigint. */
export function jsonOfEvent(event: OtherEvent): string {
  return JSON.stringify(event, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

function eventOfJson(event: JsonEvent): OtherEvent {
  if (event.event !== 'totals') return event
  return { ...event, rows: event.rows.map((row) => ({ ...row, amount: BigInt(row.amount) })) }
}
