// What binds an entry: its commitment and the hash of its leaf.
import { assert } from '../kernel/assert.ts'
import type { Entry } from './entry.ts'
import { committedText, factsText, personalText } from './facts.ts'
import { LEAF_BYTES_MAX, leafText } from './leaf.ts'
import type { Sha256 } from './log-tree.ts'
import type { Transfer } from './transfer.ts'

export const SALT_BYTES = 16
const SCRATCH_BYTES = 4096
const encoder = new TextEncoder()

/** Hashes a prefix and a text without making anything but the hash. Not for two callers at a time. */
class TextHash {
  readonly #sha256: Sha256
  #scratch = new Uint8Array(SCRATCH_BYTES)

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  of(prefix: Uint8Array, text: string): Uint8Array {
    // A character of UTF-16 has three bytes of UTF-8 at most.
    const bytesMax = prefix.length + text.length * 3
    if (bytesMax > this.#scratch.length) this.#scratch = new Uint8Array(bytesMax)
    this.#scratch.set(prefix)
    const { written } = encoder.encodeInto(text, this.#scratch.subarray(prefix.length))
    return this.#sha256(this.#scratch.subarray(0, prefix.length + written))
  }
}

const LEAF_PREFIX = Uint8Array.of(0)

export interface Seal {
  /** H(salt || committed text), 32 bytes. */
  readonly commitment: Uint8Array
  /** H(0x00 || leaf text), as RFC 6962 says. */
  readonly leafHash: Uint8Array
}

export class Sealer {
  readonly #agency: string
  readonly #hash: TextHash

  constructor(agency: string, sha256: Sha256) {
    this.#agency = agency
    this.#hash = new TextHash(sha256)
  }

  /** H(salt || personal text); null where there is nothing personal. */
  personalDigest(transfer: Pick<Transfer, 'by' | 'note'>, salt: Uint8Array): Uint8Array | null {
    const text = personalText(transfer)
    return text === null ? null : this.#hash.of(salt, text)
  }

  /** @param personalDigest of the entry; it outlives the personal text that it was made of */
  seal(entry: Entry, salt: Uint8Array, personalDigest: Uint8Array | null): Seal {
    const text = committedText(factsText(this.#agency, entry), personalDigest?.toHex() ?? null)
    const commitment = this.#hash.of(salt, text)
    const leaf = leafText(this.#agency, entry, commitment.toBase64())
    // A leaf is ASCII. One that no bundle can hold would keep the log from being published for ever.
    assert(leaf.length <= LEAF_BYTES_MAX, 'the length of a leaf has two bytes')
    return { commitment, leafHash: this.#hash.of(LEAF_PREFIX, leaf) }
  }
}
