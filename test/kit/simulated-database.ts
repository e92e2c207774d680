// The tables of a ledger on a disk that can lose its power, behind a network that can lose answers: what PostgreSQL promises,
// and nothing more. A write waits for the lock of the head, compares, and is true for all at once when its commit is durable;
// after a crash it is there or not, and whoever waited does not know. Reads see what is committed at their moment.
import { EMPTY_BALANCE, type Balance } from '../../src/domain/ledger/balance.ts'
import type { HeldTransfer, RecordedTransfer } from '../../src/domain/ledger/memory-ledger.ts'
import { NOTHING_CLOSED } from '../../src/domain/ledger/period.ts'
import type { Hold, Transfer } from '../../src/domain/ledger/transfer.ts'
import type {
  AccountKey,
  LedgerHead,
  LedgerTables,
  SealedBatch,
  SealedEntry,
  WriteAnswer,
} from '../../src/store/ledger/tables.ts'
import { StoreRefusal } from '../../src/store/refusal.ts'
import type { SimulatedTime } from './simulated-time.ts'

/** Shares between 0 and 1; when faults end all are 0. */
export interface Faults {
  /** A connection that breaks before the request or the answer has arrived; the server may still carry the request out. */
  broken: number
  /** An answer that takes seconds. */
  slow: number
}

/** Whoever asks: what is answered after it died is heard by nobody. */
export interface Asker {
  readonly isAlive: boolean
}

interface WaitingWrite {
  readonly batch: SealedBatch
  readonly answer: (answer: WriteAnswer) => void
}

export class SimulatedDatabase {
  head: LedgerHead
  readonly entries: SealedEntry[] = []
  readonly accounts: (AccountKey & { readonly id: number })[] = []
  readonly balances = new Map<number, Balance>()
  readonly subtrees: SealedBatch['subtrees'][number][] = []
  /** Every head that there ever was: what could have been signed as a checkpoint. */
  readonly heads: LedgerHead[] = []
  /** Told of each batch once it is durable. */
  readonly onCommit: (batch: SealedBatch) => void
  readonly #time: SimulatedTime
  readonly #random: () => number
  readonly #faults: Faults
  #isUp = true
  /** Counts crashes: a connection lives in one of them. */
  #life = 0
  /** Requests that wait for their answer, to be told that the connection broke. */
  readonly #open = new Set<() => void>()
  #queue: WaitingWrite[] = []
  #writing: SealedBatch | null = null

  constructor(time: SimulatedTime, random: () => number, faults: Faults, onCommit: (batch: SealedBatch) => void) {
    const nothing = new Uint8Array()
    const emptyRoot = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex')
    this.head = { sequence: 0, root: emptyRoot, frontier: nothing, accounts: 0, closing: NOTHING_CLOSED }
    this.#time = time
    this.#random = random
    this.#faults = faults
    this.onCommit = onCommit
  }

  /** The power goes. A commit that was on its way is there when it comes back, or is not. */
  crash(downMilliseconds: number): void {
    if (!this.#isUp) return
    this.#isUp = false
    this.#life += 1
    const onItsWay = this.#writing
    this.#writing = null
    this.#queue = []
    for (const fail of this.#open) this.#time.after(this.#delay(), fail)
    if (onItsWay !== null && this.#random() < 0.5) this.#commit(onItsWay)
    this.#time.after(downMilliseconds, () => (this.#isUp = true))
  }

  tables(asker: Asker): LedgerTables {
    const read = <T>(of: () => T): Promise<T> => this.#ask(asker, (answer: (value: T) => void) => answer(of()))
    return {
      loadHead: () => read(() => this.head),
      loadAccounts: (keys) =>
        read(() =>
          this.accounts.flatMap((account) => {
            const isAsked = keys.some((key) => key.account === account.account && key.unit === account.unit)
            return isAsked ? [{ ...account, balance: this.balances.get(account.id) ?? EMPTY_BALANCE }] : []
          }),
        ),
      loadHolds: (ids) => read(() => this.#holds(ids)),
      loadRecorded: (ids) => read(() => this.#recorded(ids)),
      loadLeafHash: (sequence) => read(() => this.entries[sequence]?.leafHash ?? null),
      write: (batch) => this.#ask(asker, (answer) => this.#lock({ batch, answer })),
    }
  }

  #transfers(): { sequence: number; transfer: Transfer }[] {
    return this.entries.flatMap(({ entry: { sequence, event } }) =>
      event.event === 'transfer' ? [{ sequence, transfer: event.transfer }] : [],
    )
  }

  #holds(ids: readonly string[]): HeldTransfer[] {
    const all = this.#transfers()
    return all.flatMap(({ transfer }) => {
      if (transfer.phase !== 'hold' || !ids.includes(transfer.id)) return []
      const end = all.find(({ transfer: other }) => isEnd(other) && other.hold === transfer.id)?.transfer
      const state = end === undefined ? 'open' : end.phase === 'post' ? 'posted' : 'voided'
      return [{ hold: { ...transfer, phase: 'hold', note: null } satisfies Hold, state }]
    })
  }

  #recorded(ids: readonly string[]): RecordedTransfer[] {
    const found = this.#transfers().filter(({ transfer }) => ids.includes(transfer.id))
    return found.map(({ sequence, transfer }) => ({ sequence, transfer: { ...transfer, by: null, note: null } }))
  }

  #lock(write: WaitingWrite): void {
    this.#queue.push(write)
    if (this.#writing === null) this.#writeNext()
  }

  #writeNext(): void {
    const next = this.#queue.shift()
    if (next === undefined) return
    const { batch, answer } = next
    const refused = this.#conflictOf(batch)
    if (refused !== null) {
      answer(refused)
      this.#writeNext()
      return
    }
    this.#writing = batch
    const life = this.#life
    // A disk stalls now and then, with the lock of the head in its hand.
    const stall = this.#random() < 5 * this.#faults.slow ? 500 * this.#random() : 0
    this.#time.after(1 + this.#random() * 4 + stall, () => {
      if (this.#life !== life) return
      this.#writing = null
      this.#commit(batch)
      answer('written')
      this.#writeNext()
    })
  }

  #conflictOf({ from, entries }: SealedBatch): WriteAnswer | null {
    if (from.sequence !== this.head.sequence || !Buffer.from(from.root).equals(this.head.root)) return 'head-moved'
    const transfers = this.#transfers().map(({ transfer }) => transfer)
    const ids = new Set(transfers.map(({ id }) => id))
    const ended = new Set(transfers.filter(isEnd).map(({ hold }) => hold))
    for (const { entry } of entries) {
      if (entry.event.event !== 'transfer') continue
      const { transfer } = entry.event
      if (ids.has(transfer.id) || (isEnd(transfer) && ended.has(transfer.hold))) return 'id-taken'
    }
    return null
  }

  #commit(batch: SealedBatch): void {
    for (const { id, account, unit } of batch.newAccounts) {
      const isTaken = this.accounts.some(
        (other) => other.id === id || (other.account === account && other.unit === unit),
      )
      if (isTaken) throw new Error(`account ${account} ${unit} is opened twice`)
      this.accounts.push({ id, account, unit })
    }
    this.entries.push(...batch.entries)
    for (const { id, balance } of batch.balances) this.balances.set(id, balance)
    this.subtrees.push(...batch.subtrees)
    this.head = batch.to
    this.heads.push(batch.to)
    this.onCommit(batch)
  }

  /** One request and its answer over a connection. */
  #ask<T>(asker: Asker, carryOut: (answer: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const life = this.#life
      let isHeard = true
      const fail = () => {
        if (isHeard && asker.isAlive) reject(new StoreRefusal('database-unavailable'))
        isHeard = false
        this.#open.delete(fail)
      }
      const hear = (value: T) => {
        if (isHeard && asker.isAlive) resolve(value)
        isHeard = false
        this.#open.delete(fail)
      }
      this.#open.add(fail)
      // The connection breaks at some moment: before the request, while it waits, or before its answer.
      if (this.#random() < this.#faults.broken) this.#time.after(this.#random() * 20, fail)
      this.#time.after(this.#delay(), () => {
        if (!this.#isUp || this.#life !== life) this.#time.after(this.#delay(), fail)
        else carryOut((value) => this.#time.after(this.#delay(), () => hear(value)))
      })
    })
  }

  #delay(): number {
    return this.#random() < this.#faults.slow ? 3_000 * this.#random() : 0.2 + 2 * this.#random()
  }
}

function isEnd(transfer: Transfer): transfer is Transfer & { readonly hold: string } {
  return transfer.phase === 'post' || transfer.phase === 'void'
}
