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
