import { z } from 'zod'
import { InvoiceNumber, type InvoiceFacts } from '../../contract/finance.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findInvoice } from '../../store/finance/invoices.ts'
import { operation } from '../operation.ts'
import { invoiceBody, invoiceKeyOf } from './finance-body.ts'

export const getInvoice = operation({
  name: 'get-invoice',
  kind: 'query',
  input: z.object({ number: InvoiceNumber }),
  async run({ number }, { tx, agency }) {
    const found = await findInvoice<InvoiceFacts>(tx, agency, invoiceKeyOf(number))
    return found === null ? refuse('invoice-not-found') : accept(invoiceBody(found.facts, found))
  },
})
