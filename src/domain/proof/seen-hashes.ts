// What a reader keeps of the entries that they verified, to say later where another history begins: the roots of the whole
// tiles, and the hashes of the leaves behind them. 32 bytes for 256 entries.
import { HASH_BYTES } from '../ledger/log-tree.ts'
import { bytesOfBase64 } from './note.ts'
import { TILE_WIDTH } from './tiles.ts'
import { isSameHash } from './tree.ts'

export interface SeenHashes {
  /** How many entries they are of. */
  readonly size: number
  readonly tiles: readonly Uint8Array[]
  /** Of the entries behind the last whole tile. */
  readonly tail: readonly Uint8Array[]
}

/** As it is kept: hashes one after the other, in base64. */
export interface SeenHashesText {
  readonly tiles: string
  readonly tail: string
}

export function seenHashesText({ tiles, tail }: SeenHashes): SeenHashesText {
  return { tiles: joinedText(tiles), tail: joinedText(tail) }
}

/** null: it is not what was kept. */
export function readSeenHashes(text: SeenHashesText): SeenHashes | null {
  const [tiles, tail] = [splitText(text.tiles), splitText(text.tail)]
  if (tiles === null || tail === null || tail.length >= TILE_WIDTH) return null
  return { size: tiles.length * TILE_WIDTH + tail.length, tiles, tail }
}

/** The entries, both included, of which the first that differs is one. */
export interface Difference {
  readonly from: number
  readonly to: number
}

/** Compares what is shown now, leaf by leaf in order, with what was kept. */
export class SeenComparison {
  readonly #kept: SeenHashes
  #first: Difference | null = null

  constructor(kept: SeenHashes) {
    this.#kept = kept
  }

  takeLeaf(sequence: number, hash: Uint8Array): void {
    const kept = this.#kept.tail[sequence - this.#kept.tiles.length * TILE_WIDTH]
    if (kept !== undefined && !isSameHash(kept, hash)) this.#first ??= { from: sequence, to: sequence }
  }

  takeTile(index: number, root: Uint8Array): void {
    const kept = this.#kept.tiles[index]
    const from = index * TILE_WIDTH
    if (kept !== undefined && !isSameHash(kept, root)) this.#first ??= { from, to: from + TILE_WIDTH - 1 }
  }

  /**
   * Among which entries the first is that differs, when it is known that one of the first `size` does.
   * The kept ones may be fewer: then it may be behind them.
   */
  difference(size: number): Difference | null {
    const { size: kept } = this.#kept
    return this.#first ?? (kept < size ? { from: kept, to: size - 1 } : null)
  }
}

function joinedText(hashes: readonly Uint8Array[]): string {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_BYTES)
  return bytes.toBase64()
}

function splitText(text: string): Uint8Array[] | null {
  const bytes = bytesOfBase64(text)
  if (bytes === null || bytes.length % HASH_BYTES !== 0) return null
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}
