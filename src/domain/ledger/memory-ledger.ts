// A ledger in memory: what a decision may look at, and what it changes. Replay, simulations and the reader's browser use
// it as it is; the sequencer keeps one as its copy of what the database says.
import type { AccountCode } from './account.ts'
import { EMPTY_BALANCE, isEmpty, type AccountBalance, type Balance } from './balance.ts'
import { NOTHING_CLOSED, type Closing } from './period.ts'
import type { Hold, Transfer } from './transfer.ts'
import type { Unit } from './unit.ts'

export type HoldState = 'open' | 'posted' | 'voided'

export interface HeldTransfer {
  readonly hold: Hold
  readonly state: HoldState
}

export interface RecordedTransfer {
  readonly sequence: number
  readonly transfer: Transfer
}

/** What a decision looks at. */
export interface LedgerView {
  /** The sequence that the next entry gets. */
  readonly nextSequence: number
  readonly closing: Closing
  balance(account: AccountCode, unit: Unit): Balance
  hold(id: string): HeldTransfer | undefined
  recorded(id: string): RecordedTransfer | undefined
}

/** What a decision changes; nothing of it is true before it is saved. */
export interface LedgerChange {
  readonly balances: readonly AccountBalance[]
  readonly holds: readonly HeldTransfer[]
  readonly recorded: readonly RecordedTransfer[]
}

export class MemoryLedger implements LedgerView {
  nextSequence = 0
  closing: Closing = NOTHING_CLOSED
  readonly #balances = new Map<Unit, Map<AccountCode, Balance>>()
  readonly #holds = new Map<string, HeldTransfer>()
  readonly #recorded = new Map<string, RecordedTransfer>()

  balance(account: AccountCode, unit: Unit): Balance {
    return this.#balances.get(unit)?.get(account) ?? EMPTY_BALANCE
  }

  hold(id: string): HeldTransfer | undefined {
    return this.#holds.get(id)
  }

  recorded(id: string): RecordedTransfer | undefined {
    return this.#recorded.get(id)
  }

  /** Every account that something was ever posted to or is held of, by unit and code. */
  balances(): AccountBalance[] {
    const all: AccountBalance[] = []
    for (const unit of [...this.#balances.keys()].toSorted()) {
      const accounts = this.#balances.get(unit) ?? new Map<AccountCode, Balance>()
      for (const account of [...accounts.keys()].toSorted()) {
        const balance = this.balance(account, unit)
        // An account whose only holds were released is as one that never was, however its transfers were batched.
        if (!isEmpty(balance)) all.push({ ...balance, account, unit })
      }
    }
    return all
  }

  openHolds(): Hold[] {
    return [...this.#holds.values()].filter(({ state }) => state === 'open').map(({ hold }) => hold)
  }

  /** Takes over what a decision changed. */
  apply(change: LedgerChange): void {
    for (const { account, unit, ...balance } of change.balances) this.setBalance(account, unit, balance)
    for (const held of change.holds) this.#holds.set(held.hold.id, held)
    for (const recorded of change.recorded) this.#recorded.set(recorded.transfer.id, recorded)
    this.nextSequence += change.recorded.length
  }

  forgetHold(id: string): void {
    this.#holds.delete(id)
  }

  setBalance(account: AccountCode, unit: Unit, balance: Balance): void {
    let accounts = this.#balances.get(unit)
    if (accounts === undefined) this.#balances.set(unit, (accounts = new Map<AccountCode, Balance>()))
    accounts.set(account, balance)
  }
}
