// Decides a batch against the tables and writes it, once: what the sequencer repeats when somebody else was faster, and an
// operation does inside its own transaction.
import { decideBatch, type BatchDecision, type Outcome } from '../../domain/ledger/decide.ts'
import { closePeriod } from '../../domain/ledger/close.ts'
import type { LedgerEvent } from '../../domain/ledger/entry.ts'
import type { LedgerChange } from '../../domain/ledger/memory-ledger.ts'
import type { CloseRefusal } from '../../domain/ledger/refusal.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import type { LedgerCopy } from './ledger-copy.ts'
import type { BatchSealer } from './sealing.ts'
import type { LedgerTables, SealedBatch } from './tables.ts'

export interface Appender {
  readonly tables: LedgerTables
  readonly sealer: Pick<BatchSealer, 'seal'>
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** Somebody else has appended since the copy was loaded: load a new one and decide again. Nothing was written. */
export const STALE = 'stale'

const NO_CHANGE: LedgerChange = { balances: [], holds: [], recorded: [] }

/**
 * Decides the transfers and writes what is to be recorded; the copy is then as true as before. The answers are what held
 * at one moment: of a batch of refusals it is checked that nobody has appended meanwhile.
 */
export async function appendTransfers(
  appender: Appender,
  copy: LedgerCopy,
  transfers: readonly Transfer[],
): Promise<readonly Outcome[] | typeof STALE> {
  const { tables } = appender
  for (;;) {
    await copy.prepare(tables, transfers)
    const decision = decideBatch(copy, transfers)
    // 1. What is refused may have been recorded by an earlier request whose answer was lost.
    if (await rememberRepeated(tables, copy, refusedOf(transfers, decision))) continue
    // 2. Nothing to write: the answers stand when the log is still where it was.
    const { change, outcomes } = decision
    if (change.recorded.length === 0) {
      const hasRefused = outcomes.some(({ ok }) => !ok)
      return hasRefused && !(await isCurrent(tables, copy)) ? STALE : outcomes
    }
    // 3. Write it. An id that is taken shows only now, because most are not.
    const batch = sealTransfers(appender, copy, change)
    const answer = await tables.write(batch)
    if (answer === 'head-moved') return STALE
    if (answer === 'written') {
      copy.take(change, batch)
      return outcomes
    }
    if (!(await rememberRepeated(tables, copy, transfers))) return STALE
  }
}

/** A batch that is decided and sealed, and not yet written. */
export interface PreparedBatch {
  readonly outcomes: readonly Outcome[]
  readonly batch: SealedBatch
}

/**
 * Decides the transfers on the copy and takes what they change into it, as if they were written. null: some of them are
 * refused, or there is nothing to write; such answers need the tables, and the copy is as it was.
 */
export async function prepareTransfers(
  appender: Appender,
  copy: LedgerCopy,
  transfers: readonly Transfer[],
): Promise<PreparedBatch | null> {
  await copy.prepare(appender.tables, transfers)
  const { outcomes, change } = decideBatch(copy, transfers)
  if (change.recorded.length === 0 || outcomes.some(({ ok }) => !ok)) return null
  const batch = sealTransfers(appender, copy, change)
  copy.take(change, batch)
  return { outcomes, batch }
}

/** An event that is being written; when an answer was lost, its leaf says whether it was. */
export class EventAttempt {
  readonly event: Exclude<LedgerEvent, { readonly event: 'transfer' }>
  /** Every try: the server may still carry out one whose connection broke, after a later one was sent. */
  readonly tries: SealedBatch[] = []

  constructor(event: EventAttempt['event']) {
    this.event = event
  }
}

/** Writes one event that is no transfer, e.g. a close. */
export async function appendEvent(
  appender: Appender,
  copy: LedgerCopy,
  attempt: EventAttempt,
): Promise<Result<{ readonly sequence: number }, CloseRefusal> | typeof STALE> {
  const { tables } = appender
  const { event } = attempt
  for (const tried of attempt.tries) {
    if (await isRecorded(tables, tried)) return accept({ sequence: tried.from.sequence })
  }
  const { head } = copy
  let { closing } = head
  if (event.event === 'close') {
    const closed = closePeriod(closing, event)
    if (!closed.ok) return (await isCurrent(tables, copy)) ? refuse(closed.refusal) : STALE
    closing = closed.value
  }
  const recordedAt = appender.clock()
  const parts = { head, recordedAt, change: NO_CHANGE, event, closing, numbers: copy }
  const batch = appender.sealer.seal({ ...parts, holdOf: (id) => copy.holdOf(id) })
  attempt.tries.push(batch)
  if ((await tables.write(batch)) !== 'written') return STALE
  copy.take(NO_CHANGE, batch)
  return accept({ sequence: head.sequence })
}

/** Leaves are salted: one that is there is the one that was sealed. */
async function isRecorded(tables: LedgerTables, { from, entries }: SealedBatch): Promise<boolean> {
  const found = await tables.loadLeafHash(from.sequence)
  const [sealed] = entries
  return found !== null && sealed !== undefined && isSameHash(found, sealed.leafHash)
}

function sealTransfers(appender: Appender, copy: LedgerCopy, change: BatchDecision['change']): SealedBatch {
  const held = new Map(change.holds.map(({ hold }) => [hold.id, hold]))
  return appender.sealer.seal({
    head: copy.head,
    recordedAt: appender.clock(),
    change,
    event: null,
    closing: copy.head.closing,
    numbers: copy,
    holdOf: (id) => held.get(id) ?? copy.holdOf(id),
  })
}

function refusedOf(transfers: readonly Transfer[], { outcomes }: BatchDecision): Transfer[] {
  return transfers.filter((_, index) => {
    const outcome = outcomes[index]
    return outcome?.ok === false && outcome.refusal !== 'transfer-id-malformed'
  })
}

/** Whether one of them turned out to be recorded that the copy did not know of. */
async function rememberRepeated(
  tables: LedgerTables,
  copy: LedgerCopy,
  transfers: readonly Transfer[],
): Promise<boolean> {
  const unknown = transfers.filter(({ id }) => copy.recorded(id) === undefined && UUID.test(id)).map(({ id }) => id)
  if (unknown.length === 0) return false
  const recorded = await tables.loadRecorded(unknown)
  copy.remember(recorded)
  return recorded.length > 0
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function isCurrent(tables: LedgerTables, copy: LedgerCopy): Promise<boolean> {
  const { sequence, root } = await tables.loadHead()
  return sequence === copy.head.sequence && isSameHash(root, copy.head.root)
}

function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
