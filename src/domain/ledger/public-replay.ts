// What an outsider can add up: the public entries of a log, in order. Pools and rounds are touched by public kinds only
// (in units without flavors), so their balances are whole; of projects one sees what was awarded and taken back.
import { assertNever } from '../kernel/assert.ts'
import { accountKindOf, type AccountCode } from './account.ts'
import { posted, type AccountBalance } from './balance.ts'
import { closePeriod } from './close.ts'
import type { TotalsPublished } from './entry.ts'
import type { Leaf } from './leaf.ts'
import { MemoryLedger } from './memory-ledger.ts'
import { periodState } from './period.ts'
import { fitsHold, hasRoute, type Hold, type Opening, type Post, type Void } from './transfer.ts'
import { flavorOf, type Unit } from './unit.ts'

export const PUBLIC_PROBLEMS = [
  'sequence-not-next',
  /** An entry was made into a month that was already closed. */
  'period-closed',
  'close-not-allowed',
  'id-doubled',
  'amount-not-positive',
  'route-not-for-kind',
  'hold-not-found',
  'hold-already-ended',
  'kind-does-not-fit-hold',
  'post-exceeds-hold',
  /** A pool or a round gave out more than it had. */
  'balance-below-zero',
] as const

export interface PublicProblem {
  readonly problem: (typeof PUBLIC_PROBLEMS)[number]
  readonly sequence: number
  /** Where a balance is below zero. */
  readonly account: AccountCode | null
}

/** Whether an outsider sees everything that touches the account. */
export function isWhollyPublic(account: AccountCode, unit: Unit): boolean {
  const kind = accountKindOf(account)
  return kind === 'ROUND' || (kind === 'POOL' && flavorOf(unit) === null)
}

export class PublicReplay {
  readonly problems: PublicProblem[] = []
  readonly totals: TotalsPublished[] = []
  hiddenCount = 0
  publicCount = 0
  readonly #ledger = new MemoryLedger()

  /** The accounts as far as the public sees them. */
  balances(): AccountBalance[] {
    return this.#ledger.balances()
  }

  take(leaf: Leaf): void {
    const { sequence, entry } = leaf
    if (sequence !== this.#ledger.nextSequence) this.#report('sequence-not-next', sequence)
    this.#ledger.nextSequence = sequence + 1
    if (entry === null) {
      this.hiddenCount += 1
      this.#checkPeriod(leaf.period ?? '', sequence)
      return
    }
    this.publicCount += 1
    const { event } = entry
    switch (event.event) {
      case 'transfer':
        this.#takeTransfer(event.transfer, sequence)
        break
      case 'close': {
        const closing = closePeriod(this.#ledger.closing, event)
        if (closing.ok) this.#ledger.closing = closing.value
        else this.#report('close-not-allowed', sequence)
        break
      }
      case 'totals':
        this.totals.push(event)
        break
      case 'audit-root':
        break
      default:
        assertNever(event)
    }
  }

  #takeTransfer(transfer: Opening | Post | Void, sequence: number): void {
    this.#checkPeriod(transfer.period, sequence)
    if (this.#ledger.recorded(transfer.id) !== undefined) return this.#report('id-doubled', sequence)
    this.#ledger.apply({ balances: [], holds: [], recorded: [{ sequence, transfer }] })
    this.#ledger.nextSequence = sequence + 1
    if (transfer.phase === 'post' || transfer.phase === 'void') return this.#endHold(transfer, sequence)
    if (transfer.amount <= 0n) return this.#report('amount-not-positive', sequence)
    if (!hasRoute(transfer.kind, transfer)) return this.#report('route-not-for-kind', sequence)
    if (transfer.phase === 'move') this.#move(transfer, { posted: transfer.amount, pending: 0n }, sequence)
    else this.#hold({ ...transfer, phase: 'hold' }, sequence)
  }

  #hold(hold: Hold, sequence: number): void {
    this.#ledger.apply({ balances: [], holds: [{ hold, state: 'open' }], recorded: [] })
    this.#move(hold, { posted: 0n, pending: hold.amount }, sequence)
  }

  #endHold(transfer: Post | Void, sequence: number): void {
    const held = this.#ledger.hold(transfer.hold)
    if (held === undefined) return this.#report('hold-not-found', sequence)
    if (held.state !== 'open') return this.#report('hold-already-ended', sequence)
    if (!fitsHold(transfer.phase, transfer.kind, held.hold.kind))
      return this.#report('kind-does-not-fit-hold', sequence)
    const amount = transfer.phase === 'post' ? transfer.amount : 0n
    if (amount > held.hold.amount) return this.#report('post-exceeds-hold', sequence)
    if (transfer.phase === 'post' && amount <= 0n) return this.#report('amount-not-positive', sequence)
    const state = transfer.phase === 'post' ? 'posted' : 'voided'
    this.#ledger.apply({ balances: [], holds: [{ hold: held.hold, state }], recorded: [] })
    this.#move(held.hold, { posted: amount, pending: -held.hold.amount }, sequence)
  }

  #move(
    { debit, credit, unit }: Opening,
    by: { readonly posted: bigint; readonly pending: bigint },
    sequence: number,
  ): void {
    const from = this.#ledger.balance(debit, unit)
    const to = this.#ledger.balance(credit, unit)
    const after = {
      ...from,
      debitsPosted: from.debitsPosted + by.posted,
      debitsPending: from.debitsPending + by.pending,
    }
    this.#ledger.setBalance(debit, unit, after)
    this.#ledger.setBalance(credit, unit, {
      ...to,
      creditsPosted: to.creditsPosted + by.posted,
      creditsPending: to.creditsPending + by.pending,
    })
    if (isWhollyPublic(debit, unit) && posted(after) - after.debitsPending < 0n) {
      this.#report('balance-below-zero', sequence, debit)
    }
  }

  #checkPeriod(period: string, sequence: number): void {
    if (periodState(this.#ledger.closing, period) === 'closed') this.#report('period-closed', sequence)
  }

  #report(problem: PublicProblem['problem'], sequence: number, account: AccountCode | null = null): void {
    this.problems.push({ problem, sequence, account })
  }
}
