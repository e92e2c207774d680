import { z } from 'zod'
import { operation } from '../operation.ts'
import { receiptOfEntry } from './receipt-of-entry.ts'

/** The same with what the entry says and its salt, for those who may look into the ledger. */
export const getOpenedReceipt = operation({
  name: 'get-opened-receipt',
  kind: 'query',
  input: z.object({ sequence: z.int().min(0) }),
  async run({ sequence }, work) {
    return await receiptOfEntry(work, sequence, true)
  },
})
