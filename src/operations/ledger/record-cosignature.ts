import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { appendCosignature } from '../../store/ledger/cosignatures.ts'
import { operation } from '../operation.ts'

/** Keeps what a witness answered, to be published with the checkpoint. */
export const recordCosignature = operation({
  name: 'record-cosignature',
  kind: 'note',
  input: z.object({ witness: z.string(), size: z.int().min(1), lines: z.string().min(1) }),
  async run(cosignature, { tx, agency, now }) {
    await appendCosignature(tx, { agency, ...cosignature, receivedAt: now })
    return accept(null)
  },
})
