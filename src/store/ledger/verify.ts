// Everything that the tables say of a ledger, worked out again from its entries and compared. It finds what was changed by
// hand; a change that was made everywhere consistently is found by those who kept a checkpoint.
import type { AccountBalance, Balance } from '../../domain/ledger/balance.ts'
import { EMPTY_BALANCE, isEmpty } from '../../domain/ledger/balance.ts'
import type { Entry } from '../../domain/ledger/entry.ts'
import { LogTree, type Sha256, type SubtreeRoot } from '../../domain/ledger/log-tree.ts'
import { Replay, type ReplayProblem } from '../../domain/ledger/replay.ts'
import { Sealer } from '../../domain/ledger/seal.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import { entryOfRow } from './entry-rows.ts'
import type { LedgerHead } from './tables.ts'

export type LedgerFinding =
  | ReplayProblem
  /** The log says that there is such an entry, and there is none. */
  | { readonly problem: 'entry-missing'; readonly sequence: number }
  /** The row is not what was recorded under this leaf. */
  | { readonly problem: 'leaf-differs'; readonly sequence: number }
  /** Who and what words are not those that the entry binds. Missing ones are not a problem: they may be erased. */
  | { readonly problem: 'personal-differs'; readonly sequence: number }
  /** A post or void names other accounts than its hold. */
  | { readonly problem: 'accounts-differ'; readonly sequence: number }
  | { readonly problem: 'size-differs'; readonly stored: number; readonly computed: number }
  | { readonly problem: 'root-differs'; readonly stored: string; readonly computed: string }
  | { readonly problem: 'frontier-differs' }
  | { readonly problem: 'closing-differs' }
  | { readonly problem: 'subtree-differs'; readonly level: number; readonly index: number }
  | {
      readonly problem: 'balance-differs'
      readonly account: string
      readonly unit: string
      readonly stored: Balance
      readonly computed: Balance
    }

/** One row of ledger_entries with its personal words, as `readLedgerRows` gives it. */
export interface VerifiedRow {
  readonly row: Parameters<typeof entryOfRow>[0]
  readonly salt: Uint8Array
  readonly leafHash: Uint8Array
  readonly personalDigest: Uint8Array | null
  readonly personal: (Pick<Transfer, 'by' | 'note'> & { readonly salt: Uint8Array }) | null
}

export interface StoredLedger {
  readonly head: LedgerHead
  readonly balances: readonly AccountBalance[]
  readonly subtrees: readonly SubtreeRoot[]
}

const FINDINGS_MAX = 1_000

/** Takes the rows in order, then what else is stored; memory grows with accounts and ids, not with rows kept whole. */
export class LedgerVerification {
  readonly findings: LedgerFinding[] = []
  /** Also those beyond the thousand that are listed. */
  findingCount = 0
  entryCount = 0
  readonly #replay = new Replay()
  readonly #tree: LogTree
  readonly #subtrees: SubtreeRoot[] = []
  readonly #sealer: Sealer

  constructor(agency: string, sha256: Sha256) {
    this.#tree = new LogTree(sha256)
    this.#sealer = new Sealer(agency, sha256)
  }

  get replayed(): Replay['ledger'] {
    return this.#replay.ledger
  }

  take(verified: VerifiedRow): void {
    const { row, leafHash, personal } = verified
    const entry = entryOfRow(row, personal ?? undefined)
    for (let missing = this.#replay.ledger.nextSequence; missing < entry.sequence; missing += 1) {
      this.#find({ problem: 'entry-missing', sequence: missing })
    }
    this.#checkSeal(entry, verified)
    // The tree is of what is stored: a leaf that does not fit its row is named above, a changed leaf changes the root.
    this.#tree.append(leafHash, this.#subtrees)
    this.#checkAccounts(entry, row)
    this.#replay.ledger.nextSequence = entry.sequence
    this.#replay.take(entry)
    this.entryCount += 1
    for (const problem of this.#replay.problems.splice(0)) this.#find(problem)
  }

  end(stored: StoredLedger): void {
    this.#replay.end()
    for (const problem of this.#replay.problems.splice(0)) this.#find(problem)
    const { head } = stored
    const { ledger } = this.#replay
    if (head.sequence !== this.entryCount) {
      this.#find({ problem: 'size-differs', stored: head.sequence, computed: this.entryCount })
    }
    const [storedRoot, computed] = [hexOf(head.root), hexOf(this.#tree.root())]
    if (storedRoot !== computed) this.#find({ problem: 'root-differs', stored: storedRoot, computed })
    if (hexOf(head.frontier) !== hexOf(this.#tree.frontier())) this.#find({ problem: 'frontier-differs' })
    const { closing } = head
    if (
      closing.closedThrough !== ledger.closing.closedThrough ||
      closing.softClosedThrough !== ledger.closing.softClosedThrough
    ) {
      this.#find({ problem: 'closing-differs' })
    }
    this.#compareSubtrees(stored.subtrees)
    this.#compareBalances(stored.balances)
  }

  #checkSeal(entry: Entry, { salt, leafHash, personalDigest, personal }: VerifiedRow): void {
    const { leafHash: computed } = this.#sealer.seal(entry, salt, personalDigest)
    if (hexOf(computed) !== hexOf(leafHash)) this.#find({ problem: 'leaf-differs', sequence: entry.sequence })
    if (personal === null) return
    const digest = this.#sealer.personalDigest(personal, personal.salt)
    if (digest === null || personalDigest === null || hexOf(digest) !== hexOf(personalDigest)) {
      this.#find({ problem: 'personal-differs', sequence: entry.sequence })
    }
  }

  #checkAccounts({ sequence, event }: Entry, { debit, credit, unit }: VerifiedRow['row']): void {
    if (event.event !== 'transfer') return
    const { transfer } = event
    if (transfer.phase !== 'post' && transfer.phase !== 'void') return
    const hold = this.#replay.ledger.hold(transfer.hold)?.hold
    if (hold !== undefined && (hold.debit !== debit || hold.credit !== credit || hold.unit !== unit)) {
      this.#find({ problem: 'accounts-differ', sequence })
    }
  }

  #compareSubtrees(stored: readonly SubtreeRoot[]): void {
    const texts = (roots: readonly SubtreeRoot[]) =>
      new Map(roots.map(({ level, index, hash }) => [`${level}/${index}`, hexOf(hash)]))
    const [storedTexts, computed] = [texts(stored), texts(this.#subtrees)]
    for (const key of new Set([...storedTexts.keys(), ...computed.keys()])) {
      if (storedTexts.get(key) === computed.get(key)) continue
      const [level, index] = key.split('/').map(Number)
      this.#find({ problem: 'subtree-differs', level: level ?? 0, index: index ?? 0 })
    }
  }

  #compareBalances(stored: readonly AccountBalance[]): void {
    const key = ({ account, unit }: AccountBalance): string => `${account} ${unit}`
    const [storedByKey, computedByKey] = [stored, this.#replay.ledger.balances()].map(
      (balances) => new Map(balances.filter((balance) => !isEmpty(balance)).map((balance) => [key(balance), balance])),
    )
    for (const text of new Set([...(storedByKey?.keys() ?? []), ...(computedByKey?.keys() ?? [])])) {
      const [a, b] = [storedByKey?.get(text) ?? EMPTY_BALANCE, computedByKey?.get(text) ?? EMPTY_BALANCE]
      const isSame =
        a.creditsPosted === b.creditsPosted &&
        a.debitsPosted === b.debitsPosted &&
        a.creditsPending === b.creditsPending &&
        a.debitsPending === b.debitsPending
      if (isSame) continue
      const [account = '', unit = ''] = text.split(' ')
      this.#find({ problem: 'balance-differs', account, unit, stored: a, computed: b })
    }
  }

  #find(finding: LedgerFinding): void {
    this.findingCount += 1
    if (this.findings.length < FINDINGS_MAX) this.findings.push(finding)
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
