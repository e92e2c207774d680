// The rules of the ledger: which transfers of a batch are recorded, in what order, and what they change. Pure: the same
// view and the same batch give the same answer, on the server, in a replay and in a reader's browser.
import { assertNever } from '../kernel/assert.ts'
import { accept, refuse, type Result } from '../kernel/result.ts'
import { isAccountCode, mayGoNegative } from './account.ts'
import { SUM_MAX } from './balance.ts'
import type { LedgerChange, LedgerView } from './memory-ledger.ts'
import { isPeriod, periodState, type Closing } from './period.ts'
import type { TransferRefusal } from './refusal.ts'
import { isSameTransfer } from './same-transfer.ts'
import { fitsHold, hasRoute, ruleOf, type Hold, type Opening, type Post, type Transfer, type Void } from './transfer.ts'
import { isUnit } from './unit.ts'
import { Working, type WorkingBalance } from './working.ts'

export interface Recorded {
  readonly sequence: number
  /** It was recorded by an earlier request with the same id and the same body. */
  readonly isRepeated: boolean
}

export type Outcome = Result<Recorded, TransferRefusal>

export interface BatchDecision {
  /** One for each transfer of the batch, in its order. */
  readonly outcomes: readonly Outcome[]
  /** What is to be saved, all of it or nothing; the recorded transfers ascend by sequence. */
  readonly change: LedgerChange
}

/**
 * Decides transfers one after the other; each sees what those before it changed. A refused transfer changes nothing and is
 * not remembered: asked again later, it is decided anew.
 */
export function decideBatch(view: LedgerView, transfers: readonly Transfer[]): BatchDecision {
  const working = new Working(view)
  const outcomes: Outcome[] = []
  let first = 0
  while (first < transfers.length) {
    let last = first
    while (last < transfers.length - 1 && transfers[last]?.isLinked === true) last += 1
    if (last === first && transfers[first]?.isLinked === false) outcomes.push(decideOne(working, transfers[first]))
    else outcomes.push(...decideChain(working, transfers.slice(first, last + 1)))
    first = last + 1
  }
  return { outcomes, change: working.change() }
}

/** All transfers of the chain, or none. */
function decideChain(working: Working, chain: readonly Transfer[]): Outcome[] {
  const others = (at: number, refusal: TransferRefusal): Outcome[] =>
    chain.map((_, index) => refuse(index === at ? refusal : 'linked-transfer-refused'))
  if (chain.at(-1)?.isLinked === true) return others(chain.length - 1, 'linked-chain-open')
  const outcomes: Outcome[] = []
  working.beginChain()
  for (const [index, transfer] of chain.entries()) {
    const outcome = decideOne(working, transfer)
    if (!outcome.ok) {
      working.undoChain()
      return others(index, outcome.refusal)
    }
    outcomes.push(outcome)
    const [head] = outcomes
    if (head?.ok === true && head.value.isRepeated !== outcome.value.isRepeated) {
      working.undoChain()
      return others(index, 'linked-chain-partly-recorded')
    }
  }
  working.keepChain()
  return outcomes
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function decideOne(working: Working, transfer: Transfer | undefined): Outcome {
  if (transfer === undefined || !ID.test(transfer.id)) return refuse('transfer-id-malformed')
  const earlier = working.recorded(transfer.id)
  if (earlier !== undefined) {
    if (!isSameTransfer(earlier.transfer, transfer)) return refuse('exists-with-different-body')
    return accept({ sequence: earlier.sequence, isRepeated: true })
  }
  const refusal = periodRefusal(working.closing, transfer) ?? takeEffect(working, transfer)
  if (refusal !== null) return refuse(refusal)
  return accept({ sequence: working.record(transfer), isRepeated: false })
}

const LATE_KINDS: ReadonlySet<string> = new Set(['encumber', 'consume', 'release', 'refund', 'adjust'])

function periodRefusal(closing: Closing, { period, effectiveAt, kind }: Transfer): TransferRefusal | null {
  if (!isPeriod(period)) return 'period-malformed'
  if (!Number.isSafeInteger(effectiveAt)) return 'effective-at-malformed'
  const state = periodState(closing, period)
  if (state === 'closed') return 'period-closed'
  return state === 'soft-closed' && !LATE_KINDS.has(kind) ? 'period-soft-closed' : null
}

/** Changes the balances, or says why not and changes nothing. */
function takeEffect(working: Working, transfer: Transfer): TransferRefusal | null {
  switch (transfer.phase) {
    case 'move':
    case 'hold':
      return openingRefusal(transfer) ?? open(working, transfer)
    case 'post':
    case 'void':
      return resolve(working, transfer)
    default:
      return assertNever(transfer)
  }
}

/** What can be said of it without looking at any balance. */
function openingRefusal(transfer: Opening): TransferRefusal | null {
  const { phase, kind, unit, debit, credit, amount } = transfer
  if (amount <= 0n) return 'amount-not-positive'
  if (amount > SUM_MAX) return 'amount-too-large'
  if (!isUnit(unit)) return 'unit-unknown'
  if (!isAccountCode(debit) || !isAccountCode(credit)) return 'account-malformed'
  if (debit === credit) return 'accounts-are-the-same'
  if (!hasRoute(kind, transfer)) return 'route-not-for-kind'
  return phase === 'move' && ruleOf(kind).needsTwoPersons ? 'needs-two-persons' : null
}

function open(working: Working, transfer: Opening): TransferRefusal | null {
  const { unit, amount } = transfer
  const debit = working.balance(transfer.debit, unit)
  const credit = working.balance(transfer.credit, unit)
  const left = debit.creditsPosted - debit.debitsPosted - debit.debitsPending - amount
  if (left < 0n && !mayGoNegative(transfer.debit)) return 'balance-too-low'
  if (debit.debitsPosted + debit.debitsPending + amount > SUM_MAX) return 'balance-too-large'
  if (credit.creditsPosted + credit.creditsPending + amount > SUM_MAX) return 'balance-too-large'
  touchBoth(working, debit, credit)
  if (transfer.phase === 'move') {
    debit.debitsPosted += amount
    credit.creditsPosted += amount
    return null
  }
  debit.debitsPending += amount
  credit.creditsPending += amount
  working.setHold({ ...transfer, phase: 'hold' }, 'open')
  return null
}

function resolve(working: Working, transfer: Post | Void): TransferRefusal | null {
  const held = working.hold(transfer.hold)
  if (held === undefined) return 'hold-not-found'
  if (held.state === 'posted') return 'hold-already-posted'
  if (held.state === 'voided') return 'hold-already-voided'
  const { hold } = held
  const refusal = resolutionRefusal(hold, transfer)
  if (refusal !== null) return refusal
  const debit = working.balance(hold.debit, hold.unit)
  const credit = working.balance(hold.credit, hold.unit)
  touchBoth(working, debit, credit)
  debit.debitsPending -= hold.amount
  credit.creditsPending -= hold.amount
  if (transfer.phase === 'post') {
    debit.debitsPosted += transfer.amount
    credit.creditsPosted += transfer.amount
  }
  working.setHold(hold, transfer.phase === 'post' ? 'posted' : 'voided')
  return null
}

function resolutionRefusal(hold: Hold, transfer: Post | Void): TransferRefusal | null {
  if (!fitsHold(transfer.phase, transfer.kind, hold.kind)) return 'kind-does-not-fit-hold'
  if (transfer.phase === 'void') return null
  if (transfer.amount <= 0n) return 'amount-not-positive'
  if (transfer.amount > hold.amount) return 'post-exceeds-hold'
  if (!ruleOf(hold.kind).needsTwoPersons) return null
  if (transfer.by === null) return 'approver-missing'
  return transfer.by === hold.by ? 'approver-is-the-proposer' : null
}

function touchBoth(working: Working, debit: WorkingBalance, credit: WorkingBalance): void {
  working.touch(debit)
  working.touch(credit)
}
