import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { consistencyRanges } from '../../domain/proof/tree.ts'
import { witnessRequestText } from '../../domain/proof/witness.ts'
import { lastCosignedSize } from '../../store/ledger/cosignatures.ts'
import { findLatestCheckpoint } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'
import { loadLogHashes } from './log-hashes.ts'

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
    const proof = from === 0 || from >= size ? [] : await loadLogHashes(tx, agency, consistencyRanges(from, size), size)
    const body: WitnessRequestBody = { size, text: isDone ? null : witnessRequestText(from, proof, note) }
    return accept(body)
  },
})
