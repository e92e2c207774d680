// From what a batch decided to what is written of it: accounts get their numbers, entries their salts and leaf hashes, the
// tree its new root.
import type { BatchDecision } from '../../domain/ledger/decide.ts'
import type { Entry, LedgerEvent } from '../../domain/ledger/entry.ts'
import { LogTree, type Sha256, type SubtreeRoot } from '../../domain/ledger/log-tree.ts'
import type { Closing } from '../../domain/ledger/period.ts'
import { SALT_BYTES, Sealer } from '../../domain/ledger/seal.ts'
import type { Hold, Transfer } from '../../domain/ledger/transfer.ts'
import { assert } from '../../domain/kernel/assert.ts'
import type { AccountKey, LedgerHead, SealedBatch, SealedEntry } from './tables.ts'

export interface SealingMeans {
  readonly sha256: Sha256
  /** Bytes that nobody can guess. */
  readonly randomBytes: (count: number) => Uint8Array
}

/** What the numbers of accounts are known from; new ones are added to it only when the batch is written. */
export interface AccountNumbers {
  number(key: AccountKey): number | undefined
}

export interface BatchParts {
  readonly head: LedgerHead
  readonly recordedAt: number
  readonly change: BatchDecision['change']
  /** What happens besides transfers; such a batch has no transfers. */
  readonly event: LedgerEvent | null
  readonly closing: Closing
  readonly numbers: AccountNumbers
  readonly holdOf: (id: string) => Hold
}

export class BatchSealer {
  readonly #means: SealingMeans
  readonly #sealer: Sealer

  constructor(agency: string, means: SealingMeans) {
    this.#means = means
    this.#sealer = new Sealer(agency, means.sha256)
  }

  seal(parts: BatchParts): SealedBatch {
    const { head, change, recordedAt } = parts
    const given = new GivenNumbers(parts.numbers, head.accounts)
    const tree = new LogTree(this.#means.sha256, head.sequence, head.frontier)
    const subtrees: SubtreeRoot[] = []
    const entries: SealedEntry[] = []
    for (const entry of entriesOf(parts)) {
      const sealed = this.#sealEntry(entry, given, parts)
      tree.append(sealed.leafHash, subtrees)
      entries.push(sealed)
    }
    const balances = change.balances.map(({ account, unit, ...balance }) => ({
      id: given.numberOf({ account, unit }),
      balance,
    }))
    const to: LedgerHead = {
      sequence: tree.size,
      root: tree.root(),
      frontier: tree.frontier(),
      accounts: head.accounts + given.added.length,
      closing: parts.closing,
    }
    return { from: head, to, recordedAt, entries, newAccounts: given.added, balances, subtrees }
  }

  #sealEntry(entry: Entry, given: GivenNumbers, { holdOf }: BatchParts): SealedEntry {
    const salt = this.#means.randomBytes(SALT_BYTES)
    if (entry.event.event !== 'transfer') {
      const { leafHash } = this.#sealer.seal(entry, salt, null)
      return { entry, salt, leafHash, accounts: null, personal: null }
    }
    const { transfer } = entry.event
    const personal = this.#personalOf(transfer)
    const { leafHash } = this.#sealer.seal(entry, salt, personal?.digest ?? null)
    const { debit, credit, unit } =
      transfer.phase === 'post' || transfer.phase === 'void' ? holdOf(transfer.hold) : transfer
    const accounts = {
      debit: given.numberOf({ account: debit, unit }),
      credit: given.numberOf({ account: credit, unit }),
    }
    return { entry, salt, leafHash, accounts, personal }
  }

  #personalOf(transfer: Transfer): SealedEntry['personal'] {
    if (transfer.by === null && transfer.note === null) return null
    const salt = this.#means.randomBytes(SALT_BYTES)
    const digest = this.#sealer.personalDigest(transfer, salt)
    assert(digest !== null, 'what is personal has a digest')
    return { salt, digest }
  }
}

function* entriesOf({ head, recordedAt, change, event }: BatchParts): Generator<Entry> {
  if (event !== null) yield { sequence: head.sequence, recordedAt, event }
  for (const { sequence, transfer } of change.recorded) {
    yield { sequence, recordedAt, event: { event: 'transfer', transfer } }
  }
}

/** Numbers of accounts, with those that this batch opens. */
class GivenNumbers {
  readonly added: (AccountKey & { readonly id: number })[] = []
  readonly #known: AccountNumbers
  readonly #next: number
  readonly #new = new Map<string, number>()

  constructor(known: AccountNumbers, next: number) {
    this.#known = known
    this.#next = next
  }

  numberOf(key: AccountKey): number {
    const known = this.#known.number(key)
    if (known !== undefined) return known
    const text = `${key.account} ${key.unit}`
    let id = this.#new.get(text)
    if (id === undefined) {
      id = this.#next + this.added.length
      this.#new.set(text, id)
      this.added.push({ account: key.account, unit: key.unit, id })
    }
    return id
  }
}
