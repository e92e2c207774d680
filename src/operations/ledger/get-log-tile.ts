import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { readTilePath } from '../../domain/proof/tiles.ts'
import { loadTile } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

/** The bytes of one tile or bundle of the agency's log. */
export const getLogTile = operation({
  name: 'get-log-tile',
  kind: 'query',
  input: z.object({ path: z.string() }),
  async run({ path }, { tx, agency }) {
    const tile = readTilePath(path)
    const bytes = tile === null ? null : await loadTile(tx, agency, tile)
    return bytes === null ? refuse('log-tile-not-found') : accept(bytes)
  },
})
