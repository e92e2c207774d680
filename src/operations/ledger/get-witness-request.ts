import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { subtreeHash, tileOfSubtree } from '../../domain/proof/tiles.ts'
import { consistencyRanges, joinedHash, wholeSubtrees, type LeafRange } from '../../domain/proof/tree.ts'
import { witnessRequestText } from '../../domain/proof/witness.ts'
import type { Transaction } from '../../store/database.ts'
import { lastCosignedSize } from '../../store/ledger/cosignatures.ts'
import { sha256 } from '../../store/ledger/open-ledger.ts'
import { findLatestCheckpoint, loadTile } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

export interface WitnessRequestBody {
  readonly size: number
  /** null: the witness has signed this checkpoint already. */
  readonly text: string | null
}

/** What a witness is to be sent for the latest checkpoint; `oldSize`: what it says that it signed last. */
export const getWitnessRequest = operation({
  name: 'get-witness-request',
  kind: 'query',
  input: z.object({ witness: z.string(), oldSize: z.int().min(0).nullable().default(null) }),
  async run({ witness, oldSize }, { tx, agency }) {
    const latest = await findLatestCheckpoint(tx)
    if (latest === null) return refuse('checkpoint-not-found')
    const { size, note } = latest
    const known = await lastCosignedSize(tx, witness)
    const from = oldSize ?? known
    const isDone = known === size
    // A witness that signed more than we have published knows another history; its answer stands.
    const proof = from === 0 || from >= size ? [] : await loadHashes(tx, agency, consistencyRanges(from, size), size)
    const body: WitnessRequestBody = { size, text: isDone ? null : witnessRequestText(from, proof, note) }
    return accept(body)
  },
})

async function loadHashes(
  tx: Transaction,
  agency: string,
  ranges: readonly LeafRange[],
  size: number,
): Promise<Uint8Array[]> {
  const hashes: Uint8Array[] = []
  for (const range of ranges) {
    const parts: Uint8Array[] = []
    for (const subtree of wholeSubtrees(range)) {
      const tile = await loadTile(tx, agency, tileOfSubtree(subtree, size))
      assert(tile !== null, 'the log is as long as its checkpoint')
      parts.push(subtreeHash(sha256, subtree, tile))
    }
    hashes.push(joinedHash(sha256, parts))
  }
  return hashes
}
