// The ledger's rows as the contract writes them.
import type { LedgerBalanceBody, LedgerEntryBody, StatementLineBody } from '../../contract/ledger.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { available, posted, type Balance } from '../../domain/ledger/balance.ts'
import { ruleOf } from '../../domain/ledger/transfer.ts'
import type { DatedLine, EntryFound } from '../../store/ledger/ledger-rows.ts'

export function balanceBody(balance: Balance): LedgerBalanceBody {
  return {
    posted: String(posted(balance)),
    held: String(balance.debitsPending),
    promised: String(balance.creditsPending),
    available: String(available(balance)),
  }
}

export function lineBody(line: DatedLine): StatementLineBody {
  const { sequence, id, period, kind, phase, other, ref } = line
  return {
    sequence,
    id,
    period,
    kind,
    phase,
    other,
    ref,
    recordedAt: new Date(line.recordedAt).toISOString(),
    effectiveAt: instantOf(line.effectiveAt),
    posted: String(line.posted),
    held: String(line.held),
    promised: String(line.promised),
    balance: balanceBody(line.balance),
  }
}

/** @param signedSize how many entries the latest checkpoint is signed over */
export function entryBody(
  { entry, unit, debit, credit, byName, leafHash, related }: EntryFound,
  signedSize: number,
): LedgerEntryBody {
  const { event } = entry
  assert(event.event === 'transfer', 'only transfers have an id')
  const { transfer } = event
  const { id, kind, phase, period, isLinked, note } = transfer
  return {
    sequence: entry.sequence,
    id,
    kind,
    phase,
    period,
    isLinked,
    note,
    unit,
    debit,
    credit,
    recordedAt: new Date(entry.recordedAt).toISOString(),
    effectiveAt: instantOf(transfer.effectiveAt),
    amount: transfer.phase === 'void' ? null : String(transfer.amount),
    isPublic: ruleOf(kind).isPublic,
    by: byName,
    leafHash: Buffer.from(leafHash).toString('hex'),
    isSigned: entry.sequence < signedSize,
    related: related.map((one) => ({ ...one, amount: one.amount === null ? null : String(one.amount) })),
  }
}

/** @param at whole seconds since 1970 */
export function instantOf(at: number): string {
  return new Date(at * 1000).toISOString()
}
