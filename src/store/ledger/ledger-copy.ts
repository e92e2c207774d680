// The sequencer's copy of the ledger: what it has loaded, as true as the head that it was loaded under. What it has not
// loaded it does not know; whoever decides has it loaded first.
import { assert } from '../../domain/kernel/assert.ts'
import type { AccountCode } from '../../domain/ledger/account.ts'
import { EMPTY_BALANCE, type Balance } from '../../domain/ledger/balance.ts'
import type { HeldTransfer, LedgerChange, LedgerView, RecordedTransfer } from '../../domain/ledger/memory-ledger.ts'
import type { Hold, Transfer } from '../../domain/ledger/transfer.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import type { AccountKey, LedgerHead, LedgerTables, SealedBatch } from './tables.ts'

interface KnownAccount {
  /** null: it is known that there is no such account. */
  id: number | null
  balance: Balance
}

export class LedgerCopy implements LedgerView {
  head: LedgerHead
  readonly #accounts = new Map<Unit, Map<AccountCode, KnownAccount>>()
  readonly #openHolds = new Map<string, HeldTransfer>()
  /** Holds that somebody asked for by mistake: ended, or (undefined) never made. Forgotten with the next batch. */
  readonly #otherHolds = new Map<string, HeldTransfer | undefined>()
  /** Only of ids that somebody asked for again; forgotten with the next batch. */
  readonly #recorded = new Map<string, RecordedTransfer>()

  constructor(head: LedgerHead) {
    this.head = head
  }

  get nextSequence(): number {
    return this.head.sequence
  }

  get closing(): LedgerHead['closing'] {
    return this.head.closing
  }

  balance(account: AccountCode, unit: Unit): Balance {
    return this.#accounts.get(unit)?.get(account)?.balance ?? EMPTY_BALANCE
  }

  hold(id: string): HeldTransfer | undefined {
    return this.#openHolds.get(id) ?? this.#otherHolds.get(id)
  }

  recorded(id: string): RecordedTransfer | undefined {
    return this.#recorded.get(id)
  }

  number({ account, unit }: AccountKey): number | undefined {
    return this.#accounts.get(unit)?.get(account)?.id ?? undefined
  }

  holdOf(id: string): Hold {
    const held = this.hold(id)
    assert(held !== undefined, 'the hold of a recorded post is loaded')
    return held.hold
  }

  /** Whether deciding these needs nothing that is not here yet. */
  knows(transfers: readonly Transfer[]): boolean {
    return this.#unknownHolds(transfers).size === 0 && this.#unknownAccounts(transfers).length === 0
  }

  /** Loads what deciding these needs and is not here yet: holds first, then the accounts of all. */
  async prepare(tables: LedgerTables, transfers: readonly Transfer[]): Promise<void> {
    const holds = this.#unknownHolds(transfers)
    if (holds.size > 0) {
      for (const id of holds) this.#otherHolds.set(id, undefined)
      for (const held of await tables.loadHolds([...holds])) {
        if (held.state === 'open') this.#openHolds.set(held.hold.id, held)
        else this.#otherHolds.set(held.hold.id, held)
      }
    }
    const keys = this.#unknownAccounts(transfers)
    if (keys.length === 0) return
    for (const { account, unit } of keys) this.#know(account, unit, { id: null, balance: EMPTY_BALANCE })
    for (const { account, unit, id, balance } of await tables.loadAccounts(keys)) {
      this.#know(account, unit, { id, balance })
    }
  }

  #unknownHolds(transfers: readonly Transfer[]): Set<string> {
    // A hold of the batch itself is not in the tables, but when it turned out to be a repeated one.
    const isNew = ({ id, phase }: Transfer) => phase === 'hold' && !this.#recorded.has(id)
    const made = new Set(transfers.filter(isNew).map(({ id }) => id))
    const holds = new Set<string>()
    for (const transfer of transfers) {
      if (transfer.phase !== 'post' && transfer.phase !== 'void') continue
      if (!this.#knowsHold(transfer.hold) && !made.has(transfer.hold)) holds.add(transfer.hold)
    }
    return holds
  }

  /** The ids are in the tables; a decision answers them as repeated. */
  remember(recorded: readonly RecordedTransfer[]): void {
    for (const one of recorded) this.#recorded.set(one.transfer.id, one)
  }

  /** The batch is written: the copy is as true as its head. */
  take(change: LedgerChange, batch: SealedBatch): void {
    this.head = batch.to
    for (const { account, unit, id } of batch.newAccounts) this.#know(account, unit, { id, balance: EMPTY_BALANCE })
    for (const { account, unit, ...balance } of change.balances) {
      const known = this.#accounts.get(unit)?.get(account)
      assert(known !== undefined, 'an account that changed is known')
      known.balance = balance
    }
    for (const held of change.holds) {
      if (held.state === 'open') this.#openHolds.set(held.hold.id, held)
      else this.#openHolds.delete(held.hold.id)
    }
    this.#otherHolds.clear()
    this.#recorded.clear()
  }

  #knowsHold(id: string): boolean {
    return this.#openHolds.has(id) || this.#otherHolds.has(id)
  }

  #know(account: AccountCode, unit: Unit, known: KnownAccount): void {
    let accounts = this.#accounts.get(unit)
    if (accounts === undefined) this.#accounts.set(unit, (accounts = new Map<AccountCode, KnownAccount>()))
    accounts.set(account, known)
  }

  #unknownAccounts(transfers: readonly Transfer[]): AccountKey[] {
    const keys: AccountKey[] = []
    const asked = new Set<string>()
    const need = (account: AccountCode, unit: Unit): void => {
      if (this.#accounts.get(unit)?.has(account) === true) return
      const text = `${account} ${unit}`
      if (asked.has(text)) return
      asked.add(text)
      keys.push({ account, unit })
    }
    for (const transfer of transfers) {
      const opened = transfer.phase === 'post' || transfer.phase === 'void' ? this.hold(transfer.hold)?.hold : transfer
      if (opened === undefined) continue
      need(opened.debit, opened.unit)
      need(opened.credit, opened.unit)
    }
    return keys
  }
}
