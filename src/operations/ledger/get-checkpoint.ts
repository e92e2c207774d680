import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { listCosignatures } from '../../store/ledger/cosignatures.ts'
import { findLatestCheckpoint } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

/** The last signed checkpoint of the agency's log, with the signatures of witnesses. */
export const getCheckpoint = operation({
  name: 'get-checkpoint',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const latest = await findLatestCheckpoint(tx)
    if (latest === null) return refuse('checkpoint-not-found')
    return accept(latest.note + (await listCosignatures(tx, latest.size)).join(''))
  },
})
