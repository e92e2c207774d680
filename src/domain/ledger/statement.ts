// An account's statement: what it had, every entry that touched it, what it has.
import type { AccountCode } from './account.ts'
import { posted, type Balance, EMPTY_BALANCE } from './balance.ts'
import type { TransferKind, Hold } from './transfer.ts'
import type { Entry } from './entry.ts'
import type { Unit } from './unit.ts'

/** One entry as its account sees it; amounts are signed: above zero is credited. */
export interface StatementLine {
  readonly sequence: number
  readonly recordedAt: number
  readonly effectiveAt: number
  readonly id: string
  readonly kind: TransferKind
  readonly phase: 'move' | 'hold' | 'post' | 'void'
  /** The other account. */
  readonly other: AccountCode
  readonly ref: string | null
  readonly posted: bigint
  /** Change of what open holds keep aside (debit side, above zero: more is held) or promise (credit side). */
  readonly held: bigint
  readonly promised: bigint
  readonly balance: Balance
}

export interface Statement {
  readonly account: AccountCode
  readonly unit: Unit
  readonly opening: Balance
  readonly lines: readonly StatementLine[]
  readonly closing: Balance
}

/**
 * @param entries of the account, ascending; entries that do not touch it are left out
 * @param opening what it had before the first of them
 * @param holdOf the hold that a post or void ends; it may be older than the first entry
 */
export function statementOf(
  account: { readonly account: AccountCode; readonly unit: Unit },
  entries: Iterable<Entry>,
  holdOf: (id: string) => Hold | undefined,
  opening: Balance = EMPTY_BALANCE,
): Statement {
  const lines: StatementLine[] = []
  let balance = opening
  for (const entry of entries) {
    const line = lineOf(account, entry, holdOf, balance)
    if (line === null) continue
    lines.push(line)
    balance = line.balance
  }
  return { ...account, opening, lines, closing: balance }
}

function lineOf(
  { account, unit }: { readonly account: AccountCode; readonly unit: Unit },
  { sequence, recordedAt, event }: Entry,
  holdOf: (id: string) => Hold | undefined,
  before: Balance,
): StatementLine | null {
  if (event.event !== 'transfer') return null
  const { transfer } = event
  const opened = transfer.phase === 'post' || transfer.phase === 'void' ? holdOf(transfer.hold) : transfer
  if (opened === undefined || opened.unit !== unit) return null
  const isDebit = opened.debit === account
  if (!isDebit && opened.credit !== account) return null
  const moved = transfer.phase === 'move' || transfer.phase === 'post' ? transfer.amount : 0n
  const pending = transfer.phase === 'hold' ? opened.amount : transfer.phase === 'move' ? 0n : -opened.amount
  const balance: Balance = isDebit
    ? { ...before, debitsPosted: before.debitsPosted + moved, debitsPending: before.debitsPending + pending }
    : { ...before, creditsPosted: before.creditsPosted + moved, creditsPending: before.creditsPending + pending }
  return {
    sequence,
    recordedAt,
    effectiveAt: transfer.effectiveAt,
    id: transfer.id,
    kind: transfer.kind,
    phase: transfer.phase,
    other: isDebit ? opened.credit : opened.debit,
    ref: transfer.ref,
    posted: posted(balance) - posted(before),
    held: isDebit ? pending : 0n,
    promised: isDebit ? 0n : pending,
    balance,
  }
}
