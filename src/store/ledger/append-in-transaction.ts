// Appending inside an operation's own transaction: what is posted, and what it is posted for, come into being together.
import { assert } from '../../domain/kernel/assert.ts'
import type { Outcome } from '../../domain/ledger/decide.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import type { Closing } from '../../domain/ledger/period.ts'
import { CompiledQuery } from 'kysely'
import type { Transaction } from '../database.ts'
import { appendEvent, appendTransfers, EventAttempt, STALE, type Appender } from './append.ts'
import { LedgerCopy } from './ledger-copy.ts'
import { EMPTY_ROOT, SEALING_MEANS } from './open-ledger.ts'
import { PostgresTables, type Query } from './postgres-tables.ts'
import { BatchSealer } from './sealing.ts'
import type { AccountKey, StoredAccount } from './tables.ts'
import type { EventOutcome, OtherEvent } from './sequencer.ts'

/**
 * Decides and writes in the transaction, which keeps all other appends of the agency waiting from here to its end: do it
 * last. What is refused is the caller's to undo.
 * @param now on the operation's clock
 */
export async function appendInTransaction(
  tx: Transaction,
  agency: string,
  transfers: readonly Transfer[],
  now: Date,
): Promise<readonly Outcome[]> {
  const { appender, copy } = await lockLedger(tx, agency, now)
  return await appendLocked(appender, copy, transfers)
}

async function appendLocked(
  appender: Appender,
  copy: LedgerCopy,
  transfers: readonly Transfer[],
): Promise<readonly Outcome[]> {
  // An id that is taken would break the transaction, so all of them are looked up first; the head is locked.
  copy.remember(await appender.tables.loadRecorded(transfers.map(({ id }) => id)))
  const outcomes = await appendTransfers(appender, copy, transfers)
  assert(outcomes !== STALE, 'a locked head does not move')
  return outcomes
}

/** The ledger of an agency, kept from everybody else until the transaction ends. */
export interface LockedLedger {
  readonly closing: Closing
  /** How many entries there are. */
  readonly size: number
  /** Of the log's tree. */
  readonly root: Uint8Array
  /** Of those that exist. */
  readonly loadAccounts: (keys: readonly AccountKey[]) => Promise<StoredAccount[]>
  readonly append: (transfers: readonly Transfer[]) => Promise<readonly Outcome[]>
}

/** For who has to look at balances before knowing what to append. */
export async function lockLedgerInTransaction(tx: Transaction, agency: string, now: Date): Promise<LockedLedger> {
  const { appender, copy } = await lockLedger(tx, agency, now)
  return {
    closing: copy.closing,
    size: copy.head.sequence,
    root: copy.head.root,
    loadAccounts: (keys) => appender.tables.loadAccounts(keys),
    append: (transfers) => appendLocked(appender, copy, transfers),
  }
}

/** Where the ledger stands at this moment; others go on appending. */
export async function readLedgerHead(
  tx: Transaction,
  agency: string,
): Promise<Pick<LockedLedger, 'closing' | 'size' | 'root'>> {
  const { closing, sequence, root } = await new PostgresTables(agency, queryOf(tx), EMPTY_ROOT).loadHead()
  return { closing, size: sequence, root }
}

export async function appendEventInTransaction(
  tx: Transaction,
  agency: string,
  event: OtherEvent,
  now: Date,
): Promise<EventOutcome> {
  const { appender, copy } = await lockLedger(tx, agency, now)
  const outcome = await appendEvent(appender, copy, new EventAttempt(event))
  assert(outcome !== STALE, 'a locked head does not move')
  return outcome
}

async function lockLedger(
  tx: Transaction,
  agency: string,
  now: Date,
): Promise<{ appender: Appender; copy: LedgerCopy }> {
  const tables = new PostgresTables(agency, queryOf(tx), EMPTY_ROOT)
  const copy = new LedgerCopy(await tables.lockHead())
  const appender = { tables, sealer: new BatchSealer(agency, SEALING_MEANS), clock: () => now.getTime() }
  return { appender, copy }
}

/** The statements of the ledger on a transaction of the query builder. */
export function queryOf(tx: Transaction): Query {
  return async <Row>(_name: string, text: string, parameters: readonly unknown[]) => {
    const { rows } = await tx.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))
    return rows
  }
}
