import { z } from 'zod'
import { AskInvoiceBody } from '../../contract/finance.ts'
import { accept } from '../../domain/kernel/result.ts'
import { readLedgerHead } from '../../store/ledger/append-in-transaction.ts'
import { operation } from '../operation.ts'
import { draftInvoice } from './draft-invoice.ts'
import { invoiceBody } from './finance-body.ts'

/** What an invoice would say if it were issued now; nothing is written. */
export const previewInvoice = operation({
  name: 'preview-invoice',
  kind: 'query',
  input: z.object({ invoice: AskInvoiceBody }),
  async run({ invoice }, { tx, agency, now }) {
    const ledger = await readLedgerHead(tx, agency)
    const draft = await draftInvoice(tx, agency, { ...invoice, number: '', now, ledger })
    if (!draft.ok) return draft
    return accept(invoiceBody(draft.value.facts, { cancels: null, cancelledBy: null, transferId: null }))
  },
})
