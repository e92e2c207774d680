import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findLatestCheckpoint } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

/** The last signed checkpoint of the agency's log, as it is published. */
export const getCheckpoint = operation({
  name: 'get-checkpoint',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const latest = await findLatestCheckpoint(tx)
    return latest === null ? refuse('checkpoint-not-found') : accept(latest.note)
  },
})
