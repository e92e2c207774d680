// Hashes of an agency's log from its stored tiles, for the proofs that the server makes itself.
import { assert } from '../../domain/kernel/assert.ts'
import { rangeHashes } from '../../domain/proof/log-files.ts'
import { readTilePath } from '../../domain/proof/tiles.ts'
import type { LeafRange } from '../../domain/proof/tree.ts'
import type { Transaction } from '../../store/database.ts'
import { sha256 } from '../../store/ledger/open-ledger.ts'
import { loadTile } from '../../store/ledger/public-log.ts'

/** The hash over each range of the tree of that size; the log is at least that long. */
export async function loadLogHashes(
  tx: Transaction,
  agency: string,
  ranges: readonly LeafRange[],
  size: number,
): Promise<readonly Uint8Array[]> {
  const files = rangeHashes(sha256, ranges, size)
  let asked = files.next()
  while (asked.done !== true) {
    const tile = readTilePath(asked.value)
    assert(tile !== null, 'a tile has a path')
    asked = files.next(await loadTile(tx, agency, tile))
  }
  assert(asked.value !== null, 'the log is as long as its checkpoint')
  return asked.value
}
