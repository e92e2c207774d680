// The RFC 6962 tree from outside: the hashes that prove that a leaf is in it, or that one tree is the beginning of another,
// and the verification of both. https://www.rfc-editor.org/rfc/rfc9162#section-2.1
import { HASH_BYTES, type Sha256 } from '../ledger/log-tree.ts'

/** Leaves begin (included) to end (excluded). */
export interface LeafRange {
  readonly begin: number
  readonly end: number
}

/** A whole subtree of 2^level leaves, the index-th from the left. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** The largest power of two below `count`; count > 1. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/** The subtrees whose hashes prove the leaf, from the leaf's neighbour up. index < size. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = []
  let [begin, end] = [0, size]
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin)
    if (index < middle) {
      ranges.push({ begin: middle, end })
      end = middle
    } else {
      ranges.push({ begin, end: middle })
      begin = middle
    }
  }
  return ranges.toReversed()
}

/** The subtrees whose hashes prove that the tree of `from` leaves begins the tree of `to`; 0 < from <= to. */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  const ranges: LeafRange[] = []
  let [begin, end] = [0, to]
  let isFromItself = true
  while (end !== from) {
    const middle = begin + splitOf(end - begin)
    if (from <= middle) {
      ranges.push({ begin: middle, end })
      end = middle
    } else {
      ranges.push({ begin, end: middle })
      begin = middle
      isFromItself = false
    }
  }
  // The old root itself is known to whoever asks.
  if (!isFromItself) ranges.push({ begin, end })
  return ranges.toReversed()
}

/** The whole subtrees that a range of a tree consists of, from the left. */
export function wholeSubtrees({ begin, end }: LeafRange): Subtree[] {
  const subtrees: Subtree[] = []
  let at = begin
  for (let level = 52; level >= 0; level -= 1) {
    const width = 2 ** level
    if (end - at < width) continue
    subtrees.push({ level, index: at / width })
    at += width
  }
  return subtrees
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + HASH_BYTES)
  return sha256(bytes)
}

export function leafHashOf(sha256: Sha256, leaf: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + leaf.length)
  bytes.set(leaf, 1)
  return sha256(bytes)
}

/** The hash over whole subtrees beside each other, as they are in a tree: the right ones are joined first. */
export function joinedHash(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  let joined = hashes.at(-1)
  if (joined === undefined) return sha256(new Uint8Array())
  for (const left of hashes.slice(0, -1).toReversed()) joined = nodeHash(sha256, left, joined)
  return joined
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162, 2.1.3.2. */
export function provesInclusion(sha256: Sha256, { leafHash, index, size, root, proof }: InclusionClaim): boolean {
  if (index >= size || index < 0) return false
  let [node, last] = [index, size - 1]
  let hash = leafHash
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sha256, sibling, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      hash = nodeHash(sha256, hash, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && isSameHash(hash, root)
}

export interface ConsistencyClaim {
  readonly from: { readonly size: number; readonly root: Uint8Array }
  readonly to: { readonly size: number; readonly root: Uint8Array }
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162, 2.1.4.2. The empty tree begins every tree and needs no proof. */
export function provesConsistency(sha256: Sha256, { from, to, proof }: ConsistencyClaim): boolean {
  if (from.size > to.size) return false
  if (from.size === 0) return proof.length === 0
  if (from.size === to.size) return proof.length === 0 && isSameHash(from.root, to.root)
  const path = wholeSubtrees({ begin: 0, end: from.size }).length === 1 ? [from.root, ...proof] : proof
  const [first] = path
  if (first === undefined) return false
  let [node, last] = [from.size - 1, to.size - 1]
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let [oldHash, newHash] = [first, first]
  for (const sibling of path.slice(1)) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sha256, sibling, oldHash)
      newHash = nodeHash(sha256, sibling, newHash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      newHash = nodeHash(sha256, newHash, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && isSameHash(oldHash, from.root) && isSameHash(newHash, to.root)
}

function half(value: number): number {
  return Math.floor(value / 2)
}

export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
