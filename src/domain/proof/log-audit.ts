// What an outsider finds out about a log from its files alone: that every leaf is what the checkpoint says, that what they saw
// before is still its beginning, who signed it, and that the public entries keep the ledger's rules.
import { isSameHash, leafHashOf } from './tree.ts'
import { LogTree, type Sha256, type SubtreeRoot } from '../ledger/log-tree.ts'
import { readLeaf } from '../ledger/leaf.ts'
import { PublicReplay, type PublicProblem } from '../ledger/public-replay.ts'
import type { Checkpoint, SignedCheckpoint } from './checkpoint.ts'
import { cosignedAt, type VerifierKey, type VerifyEd25519 } from './note.ts'
import { readEntryBundle, TILE_WIDTH } from './tiles.ts'
import { SeenComparison, type SeenHashes } from './seen-hashes.ts'
import { signatureFinding, type SignatureFinding, type TrustedKey } from './trusted-key.ts'

export type LogFinding =
  /** The checkpoint is of another log than the one that was asked for. */
  | { readonly problem: 'origin-differs'; readonly found: string; readonly expected: string }
  | SignatureFinding
  | { readonly problem: 'witness-missing'; readonly witness: string }
  /** The log is shorter than it was. */
  | { readonly problem: 'rolled-back'; readonly before: number; readonly now: number }
  /** What the reader saw before is not the beginning of the log that is shown now. */
  | { readonly problem: 'forked'; readonly before: number; readonly expected: string; readonly computed: string }
  /** Among which entries the first is that is not the one that was shown before; both ends included. */
  | { readonly problem: 'first-different'; readonly sequence: number }
  | { readonly problem: 'first-different-among'; readonly from: number; readonly to: number }
  /** The log's hashes do not show that what the reader saw before is still its beginning. */
  | { readonly problem: 'not-continued'; readonly before: number; readonly now: number }
  /** The checkpoint promises an entry that the log does not give. */
  | { readonly problem: 'entry-not-given'; readonly sequence: number; readonly size: number }
  /** An entry is shown that is not the one in the log's own list of hashes. */
  | { readonly problem: 'entry-differs'; readonly sequence: number; readonly stored: string; readonly computed: string }
  /** The entries from one to another are not those that were signed. */
  | {
      readonly problem: 'entries-differ'
      readonly from: number
      readonly to: number
      readonly stored: string
      readonly computed: string
    }
  | { readonly problem: 'bundle-malformed'; readonly index: number }
  | { readonly problem: 'leaf-malformed'; readonly sequence: number }
  /** The entries that are shown are not those that were signed. */
  | { readonly problem: 'root-differs'; readonly stored: string; readonly computed: string }
  | PublicProblem

export interface Trusted {
  /** `<host>/log/<agency>`; null: whatever the checkpoint says, which is then kept. */
  readonly origin: string | null
  readonly keys: readonly TrustedKey[]
  /** Each must have co-signed. */
  readonly witnesses: readonly VerifierKey[]
  /** What the reader saw last; null: nothing yet. */
  readonly seen: Checkpoint | null
  /** What was kept of those entries, or of the first of them, to say where another history begins. */
  readonly seenHashes?: SeenHashes
}

export interface AuditMeans {
  readonly sha256: Sha256
  readonly verify: VerifyEd25519
}

const decoder = new TextDecoder('utf-8', { fatal: true })

export class LogAudit {
  readonly findings: LogFinding[] = []
  readonly replay = new PublicReplay()
  /** When each witness co-signed, in seconds since 1970. */
  readonly witnessedAt = new Map<string, number>()
  readonly #agency: string
  readonly #checkpoint: SignedCheckpoint
  readonly #trusted: Trusted
  readonly #means: AuditMeans
  readonly #tree: LogTree
  readonly #whole: SubtreeRoot[] = []
  #tail: Uint8Array[] = []
  readonly #comparison: SeenComparison | null
  /** The root of as many leaves as the reader saw before; null: not so far yet. */
  #rootThen: Uint8Array | null = null

  constructor(agency: string, checkpoint: SignedCheckpoint, trusted: Trusted, means: AuditMeans) {
    this.#agency = agency
    this.#checkpoint = checkpoint
    this.#trusted = trusted
    this.#means = means
    this.#tree = new LogTree(means.sha256)
    this.#comparison = trusted.seenHashes === undefined ? null : new SeenComparison(trusted.seenHashes)
    this.#checkSignatures()
    const { seen } = trusted
    if (seen !== null && seen.size > checkpoint.size) {
      this.findings.push({ problem: 'rolled-back', before: seen.size, now: checkpoint.size })
    }
  }

  /** How many bundles there are to take. */
  get bundleCount(): number {
    return Math.ceil(this.#checkpoint.size / TILE_WIDTH)
  }

  /** The next bundle, in order. */
  takeBundle(bytes: Uint8Array): void {
    const index = Math.floor(this.#tree.size / TILE_WIDTH)
    const leaves = readEntryBundle(bytes)
    const width = Math.min(TILE_WIDTH, this.#checkpoint.size - this.#tree.size)
    if (leaves === null || leaves.length !== width) this.findings.push({ problem: 'bundle-malformed', index })
    for (const leaf of (leaves ?? []).slice(0, width)) this.#takeLeaf(leaf)
  }

  /** What the 256 leaves of each whole tile hash to, as they were taken. */
  tileRoots(): Uint8Array[] {
    return this.#whole.filter(({ level }) => level === 1).map(({ hash }) => hash)
  }

  /** To be kept when nothing was found. */
  hashes(): SeenHashes {
    return { size: this.#tree.size, tiles: this.tileRoots(), tail: this.#tail }
  }

  end(): void {
    const { root } = this.#checkpoint
    const computed = this.#tree.root()
    if (!isSameHash(computed, root)) {
      this.findings.push({ problem: 'root-differs', stored: root.toHex(), computed: computed.toHex() })
    } else {
      this.#compareWithSeen()
    }
  }

  #takeLeaf(bytes: Uint8Array): void {
    const sequence = this.#tree.size
    this.#append(sequence, leafHashOf(this.#means.sha256, bytes))
    const text = decodedText(bytes)
    const leaf = text === null ? null : readLeaf(text, this.#agency)
    if (leaf === null) this.findings.push({ problem: 'leaf-malformed', sequence })
    else this.replay.take(leaf)
    this.findings.push(...this.replay.problems.splice(0))
    const { seen } = this.#trusted
    if (seen !== null && this.#tree.size === seen.size) this.#rootThen = this.#tree.root()
  }

  #append(sequence: number, hash: Uint8Array): void {
    this.#tree.append(hash, this.#whole)
    this.#tail.push(hash)
    this.#comparison?.takeLeaf(sequence, hash)
    if (this.#tree.size % TILE_WIDTH !== 0) return
    this.#tail = []
    const tile = this.#whole.findLast(({ level }) => level === 1)
    if (tile !== undefined) this.#comparison?.takeTile(tile.index, tile.hash)
  }

  /** Only of entries that are those that were signed: others prove nothing of the log's history. */
  #compareWithSeen(): void {
    const { seen } = this.#trusted
    const computed = this.#rootThen
    if (seen === null || computed === null || isSameHash(computed, seen.root)) return
    const { size: before, root } = seen
    this.findings.push({ problem: 'forked', before, expected: root.toHex(), computed: computed.toHex() })
    const difference = this.#comparison?.difference(before) ?? null
    if (difference === null) return
    const { from, to } = difference
    this.findings.push(
      from === to ? { problem: 'first-different', sequence: from } : { problem: 'first-different-among', from, to },
    )
  }

  #checkSignatures(): void {
    const { origin, keys, witnesses } = this.#trusted
    const { note, origin: found } = this.#checkpoint
    if (origin !== null && origin !== found) this.findings.push({ problem: 'origin-differs', found, expected: origin })
    const wrong = signatureFinding(this.#checkpoint, keys, this.#means.verify)
    if (wrong !== null) this.findings.push(wrong)
    for (const key of witnesses) {
      const at = cosignedAt(note, key, this.#means.verify)
      if (at === null) this.findings.push({ problem: 'witness-missing', witness: key.name })
      else this.witnessedAt.set(key.name, at)
    }
  }
}

function decodedText(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
