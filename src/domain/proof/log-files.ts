// Working with the files of a log, whoever fetches them. What needs a file asks for its path and is given its bytes, or null
// where the log does not have it; so the same checks run in a terminal, in a browser and in a test.
import { HASH_BYTES, type Sha256 } from '../ledger/log-tree.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { LogAudit, LogFinding } from './log-audit.ts'
import { readEntryBundle, subtreeHash, TILE_WIDTH, tileOfSubtree, tilePath, tilesOf, type Tile } from './tiles.ts'
import {
  consistencyRanges,
  isSameHash,
  joinedHash,
  leafHashOf,
  provesConsistency,
  wholeSubtrees,
  type LeafRange,
} from './tree.ts'

/** Paths below `/log/<agency>/`, one after the other; each is answered with the file's bytes or null. */
export type LogFiles<T> = Generator<string, T, Uint8Array | null>

/** So many tiles are looked through for the entries that were changed; more say nothing new. */
const SEARCHED_MAX = 8
/** So many entries are named. */
const NAMED_MAX = 20

/** The hash over each range of the tree of that size, from its tiles; null: the log does not give a tile that it should have. */
export function* rangeHashes(
  sha256: Sha256,
  ranges: readonly LeafRange[],
  size: number,
): LogFiles<readonly Uint8Array[] | null> {
  const known = new Map<string, Uint8Array>()
  const hashes: Uint8Array[] = []
  for (const range of ranges) {
    const parts: Uint8Array[] = []
    for (const subtree of wholeSubtrees(range)) {
      const tile = tileOfSubtree(subtree, size)
      const path = tilePath(tile)
      const bytes = known.get(path) ?? (yield path)
      if (bytes === null || bytes.length !== tile.width * HASH_BYTES) return null
      known.set(path, bytes)
      parts.push(subtreeHash(sha256, subtree, bytes))
    }
    hashes.push(joinedHash(sha256, parts))
  }
  return hashes
}

/** Whether a log continues what was seen of it, by the hashes that it publishes; null: it does. */
export function* continuation(sha256: Sha256, seen: Checkpoint, now: Checkpoint): LogFiles<LogFinding | null> {
  if (seen.size > now.size) return { problem: 'rolled-back', before: seen.size, now: now.size }
  if (seen.size === now.size) {
    if (isSameHash(seen.root, now.root)) return null
    return { problem: 'forked', before: seen.size, expected: seen.root.toHex(), computed: now.root.toHex() }
  }
  const ranges = seen.size === 0 ? [] : consistencyRanges(seen.size, now.size)
  const proof = yield* rangeHashes(sha256, ranges, now.size)
  const isProven = proof !== null && provesConsistency(sha256, { from: seen, to: now, proof })
  return isProven ? null : { problem: 'not-continued', before: seen.size, now: now.size }
}

/** Gives the audit every entry; where they are not those that were signed, finds which. */
export function* auditEntries(audit: LogAudit, { size }: Checkpoint, sha256: Sha256): LogFiles<void> {
  for (const tile of tilesOf('entries', size)) {
    const bytes = yield tilePath(tile)
    if (bytes === null) {
      const sequence = yield* firstNotGiven(tile)
      audit.findings.push({ problem: 'entry-not-given', sequence, size })
      return
    }
    audit.takeBundle(bytes)
  }
  audit.end()
  if (audit.findings.some(({ problem }) => problem === 'root-differs')) {
    audit.findings.push(...(yield* changedEntries(audit.tileRoots(), size, sha256)))
  }
}

/** Asks for narrower and narrower bundles: up to the missing entry they are given. */
function* firstNotGiven({ level, index, width }: Tile): LogFiles<number> {
  let [given, notGiven] = [0, width]
  while (notGiven - given > 1) {
    const middle = given + Math.floor((notGiven - given) / 2)
    if ((yield tilePath({ level, index, width: middle })) === null) notGiven = middle
    else given = middle
  }
  return index * TILE_WIDTH + given
}

function* changedEntries(tileRoots: readonly Uint8Array[], size: number, sha256: Sha256): LogFiles<LogFinding[]> {
  const found: LogFinding[] = []
  const suspicious: { readonly tile: Tile; readonly listed: Uint8Array | null }[] = []
  for (const tile of tilesOf(1, size)) {
    const bytes = yield tilePath(tile)
    for (let at = 0; at < tile.width; at += 1) {
      const index = tile.index * TILE_WIDTH + at
      const listed = bytes?.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES) ?? null
      if (listed !== null && isSameHash(listed, tileRoots[index] ?? listed)) continue
      suspicious.push({ tile: { level: 0, index, width: TILE_WIDTH }, listed })
    }
  }
  const rest = size % TILE_WIDTH
  if (rest > 0) suspicious.push({ tile: { level: 0, index: Math.floor(size / TILE_WIDTH), width: rest }, listed: null })
  for (const { tile, listed } of suspicious.slice(0, SEARCHED_MAX)) {
    const named = yield* changedEntriesOf(tile, sha256)
    found.push(...named)
    const computed = tileRoots[tile.index]
    if (named.length === 0 && listed !== null && computed !== undefined) {
      const from = tile.index * TILE_WIDTH
      const range = { from, to: from + TILE_WIDTH - 1 }
      found.push({ problem: 'entries-differ', ...range, stored: listed.toHex(), computed: computed.toHex() })
    }
  }
  return found.slice(0, NAMED_MAX)
}

/** The entries whose hashes are not those of the log's own list. */
function* changedEntriesOf(tile: Tile, sha256: Sha256): LogFiles<LogFinding[]> {
  const hashes = yield tilePath(tile)
  const bundle = yield tilePath({ ...tile, level: 'entries' })
  const leaves = bundle === null ? null : readEntryBundle(bundle)
  if (hashes === null || leaves === null || hashes.length !== leaves.length * HASH_BYTES) return []
  return leaves.flatMap((leaf, at): LogFinding[] => {
    const listed = hashes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES)
    const computed = leafHashOf(sha256, leaf)
    if (isSameHash(listed, computed)) return []
    const sequence = tile.index * TILE_WIDTH + at
    return [{ problem: 'entry-differs', sequence, stored: listed.toHex(), computed: computed.toHex() }]
  })
}
