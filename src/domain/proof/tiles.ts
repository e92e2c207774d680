// The log as files that never change once they are full: https://c2sp.org/tlog-tiles. A tile of level L has up to 256 hashes
// of whole subtrees of 256^L leaves; a bundle has the leaves of one tile of level 0.
import { assert } from '../kernel/assert.ts'
import { LEAF_BYTES_MAX } from '../ledger/leaf.ts'
import { HASH_BYTES, type Sha256 } from '../ledger/log-tree.ts'
import { nodeHash, type Subtree } from './tree.ts'

export const TILE_WIDTH = 256

/** What is asked for; `level` 'entries' is a bundle of leaves. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  /** How many hashes or leaves: 256, or fewer at the right edge of the log. */
  readonly width: number
}

/** e.g. `tile/0/x001/x234/067`, `tile/entries/000.p/8`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0')
  const parts = digits.match(/\d{3}/g) ?? []
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/')
  return `tile/${level}/${name}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

const PATH = /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** null: no such path in the one form that a tile has. */
export function readTilePath(path: string): Tile | null {
  const found = PATH.exec(path)
  if (found === null) return null
  const [, level = '', name = '', width] = found
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(name.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  return tile.width <= TILE_WIDTH && Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : null
}

/** How wide the tile is in a log of that size; 0: it is not there. */
export function tileWidth(level: number | 'entries', index: number, size: number): number {
  const count = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level)
  return Math.max(0, Math.min(TILE_WIDTH, count - index * TILE_WIDTH))
}

/** All tiles of one level in a log of that size. */
export function tilesOf(level: number | 'entries', size: number): Tile[] {
  const tiles: Tile[] = []
  for (let index = 0; ; index += 1) {
    const width = tileWidth(level, index, size)
    if (width === 0) return tiles
    tiles.push({ level, index, width })
  }
}

/** The tile in which the hash of a subtree can be found, in a log of that size. */
export function tileOfSubtree({ level, index }: Subtree, size: number): Tile {
  const tileLevel = Math.floor(level / 8)
  const first = index * 2 ** (level - 8 * tileLevel)
  const tileIndex = Math.floor(first / TILE_WIDTH)
  return { level: tileLevel, index: tileIndex, width: tileWidth(tileLevel, tileIndex, size) }
}

/** The hash of a whole subtree from the hashes of its tile. */
export function subtreeHash(sha256: Sha256, { level, index }: Subtree, hashes: Uint8Array): Uint8Array {
  const above = level % 8
  const count = 2 ** above
  const first = (index * count) % TILE_WIDTH
  let row: Uint8Array[] = Array.from({ length: count }, (_, at) =>
    hashes.slice((first + at) * HASH_BYTES, (first + at + 1) * HASH_BYTES),
  )
  while (row.length > 1) {
    const below = row
    row = Array.from({ length: below.length / 2 }, (_, at) =>
      nodeHash(sha256, below[2 * at] ?? new Uint8Array(), below[2 * at + 1] ?? new Uint8Array()),
    )
  }
  return row[0] ?? new Uint8Array()
}

/** Each leaf behind its length, two bytes, the higher first. */
export function entryBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(leaves.reduce((sum, leaf) => sum + 2 + leaf.length, 0))
  let at = 0
  for (const leaf of leaves) {
    assert(leaf.length <= LEAF_BYTES_MAX, 'the length of a leaf has two bytes')
    bytes[at] = leaf.length >> 8
    bytes[at + 1] = leaf.length & 0xff
    bytes.set(leaf, at + 2)
    at += 2 + leaf.length
  }
  return bytes
}

/** null: the lengths do not fit the bytes. */
export function readEntryBundle(bytes: Uint8Array): Uint8Array[] | null {
  const leaves: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]]
    if (high === undefined || low === undefined) return null
    const length = high * 256 + low
    if (at + 2 + length > bytes.length) return null
    leaves.push(bytes.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  return leaves
}
