// The ledger as a batch sees it while it is decided: what the view says, with the batch's own changes over it. A chain of
// linked transfers can be taken back as a whole.
import type { AccountCode } from './account.ts'
import type { AccountBalance, Balance } from './balance.ts'
import type { HeldTransfer, HoldState, LedgerChange, LedgerView, RecordedTransfer } from './memory-ledger.ts'
import type { Hold, Transfer } from './transfer.ts'
import type { Unit } from './unit.ts'

/** Changed in place: one object per account that the batch touches. */
export interface WorkingBalance {
  readonly account: AccountCode
  readonly unit: Unit
  creditsPosted: bigint
  debitsPosted: bigint
  creditsPending: bigint
  debitsPending: bigint
}

/** What brings the state back to the beginning of the open chain, the last step first. */
type Undo =
  | { readonly balance: WorkingBalance; readonly before: Balance }
  | { readonly hold: string; readonly before: HeldTransfer | undefined }
  | { readonly recorded: string }

export class Working {
  readonly #view: LedgerView
  readonly #balances = new Map<Unit, Map<AccountCode, WorkingBalance>>()
  readonly #holds = new Map<string, HeldTransfer>()
  readonly #recorded = new Map<string, RecordedTransfer>()
  #undo: Undo[] | null = null

  constructor(view: LedgerView) {
    this.#view = view
  }

  get closing(): LedgerView['closing'] {
    return this.#view.closing
  }

  get nextSequence(): number {
    return this.#view.nextSequence + this.#recorded.size
  }

  recorded(id: string): RecordedTransfer | undefined {
    return this.#recorded.get(id) ?? this.#view.recorded(id)
  }

  hold(id: string): HeldTransfer | undefined {
    return this.#holds.get(id) ?? this.#view.hold(id)
  }

  /** To read; `touch` it before changing it. */
  balance(account: AccountCode, unit: Unit): WorkingBalance {
    let accounts = this.#balances.get(unit)
    if (accounts === undefined) this.#balances.set(unit, (accounts = new Map<AccountCode, WorkingBalance>()))
    let balance = accounts.get(account)
    if (balance === undefined) {
      const { creditsPosted, debitsPosted, creditsPending, debitsPending } = this.#view.balance(account, unit)
      balance = { account, unit, creditsPosted, debitsPosted, creditsPending, debitsPending }
      accounts.set(account, balance)
    }
    return balance
  }

  touch(balance: WorkingBalance): void {
    this.#undo?.push({ balance, before: { ...balance } })
  }

  setHold(hold: Hold, state: HoldState): void {
    this.#undo?.push({ hold: hold.id, before: this.#holds.get(hold.id) })
    this.#holds.set(hold.id, { hold, state })
  }

  /** Gives it its sequence. */
  record(transfer: Transfer): number {
    const sequence = this.nextSequence
    this.#undo?.push({ recorded: transfer.id })
    this.#recorded.set(transfer.id, { sequence, transfer })
    return sequence
  }

  beginChain(): void {
    this.#undo = []
  }

  keepChain(): void {
    this.#undo = null
  }

  undoChain(): void {
    for (const step of (this.#undo ?? []).toReversed()) {
      if ('balance' in step) Object.assign(step.balance, step.before)
      else if ('recorded' in step) this.#recorded.delete(step.recorded)
      else if (step.before === undefined) this.#holds.delete(step.hold)
      else this.#holds.set(step.hold, step.before)
    }
    this.#undo = null
  }

  /** All that changed, in the order in which it was first touched. Balances that were only read are left out. */
  change(): LedgerChange {
    const balances: AccountBalance[] = []
    for (const accounts of this.#balances.values()) {
      for (const balance of accounts.values()) {
        if (differs(balance, this.#view.balance(balance.account, balance.unit))) balances.push(balance)
      }
    }
    return { balances, holds: [...this.#holds.values()], recorded: [...this.#recorded.values()] }
  }
}

function differs(a: Balance, b: Balance): boolean {
  return (
    a.creditsPosted !== b.creditsPosted ||
    a.debitsPosted !== b.debitsPosted ||
    a.creditsPending !== b.creditsPending ||
    a.debitsPending !== b.debitsPending
  )
}
