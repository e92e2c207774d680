// The hash tree of RFC 6962, 2.1, word by word: every root is worked out from all leaves.
import { createHash } from 'node:crypto'

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/** @param leaves their hashes */
export function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array())
  if (leaves.length === 1) return leaves[0]!
  let left = 1
  while (left * 2 < leaves.length) left *= 2
  return sha256(Buffer.concat([Buffer.of(1), treeHash(leaves.slice(0, left)), treeHash(leaves.slice(left))]))
}

/** RFC 6962, 2.1.1: PATH(m, D[n]). */
export function inclusionPath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return []
  const left = splitBefore(leaves.length)
  return index < left
    ? [...inclusionPath(index, leaves.slice(0, left)), treeHash(leaves.slice(left))]
    : [...inclusionPath(index - left, leaves.slice(left)), treeHash(leaves.slice(0, left))]
}

/** RFC 6962, 2.1.2: PROOF(m, D[n]). */
export function consistencyPath(from: number, leaves: readonly Uint8Array[], isWhole = true): Uint8Array[] {
  if (from === leaves.length) return isWhole ? [] : [treeHash(leaves)]
  const left = splitBefore(leaves.length)
  return from <= left
    ? [...consistencyPath(from, leaves.slice(0, left), isWhole), treeHash(leaves.slice(left))]
    : [...consistencyPath(from - left, leaves.slice(left), false), treeHash(leaves.slice(0, left))]
}

function splitBefore(count: number): number {
  let left = 1
  while (left * 2 < count) left *= 2
  return left
}
