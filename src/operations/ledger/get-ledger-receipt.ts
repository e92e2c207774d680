import { z } from 'zod'
import { operation } from '../operation.ts'
import { receiptOfEntry } from './receipt-of-entry.ts'

/** The proof that an entry is in the public log. It tells no more of the entry than the log does. */
export const getLedgerReceipt = operation({
  name: 'get-ledger-receipt',
  kind: 'query',
  input: z.object({ sequence: z.int().min(0) }),
  async run({ sequence }, work) {
    return await receiptOfEntry(work, sequence, false)
  },
})
