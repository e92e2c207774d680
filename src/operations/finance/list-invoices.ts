import { z } from 'zod'
import { InvoicesQuery, type InvoiceFacts, type InvoicesBody } from '../../contract/finance.ts'
import { accept } from '../../domain/kernel/result.ts'
import { listInvoices as loadInvoices } from '../../store/finance/invoices.ts'
import { operation } from '../operation.ts'
import { invoiceLineBody } from './finance-body.ts'

const PAGE_SIZE = 50

/** Invoices and credit notes, the newest first. */
export const listInvoices = operation({
  name: 'list-invoices',
  kind: 'query',
  input: InvoicesQuery.extend({ pageSize: z.number().int().min(1).max(1_000_000).default(PAGE_SIZE) }),
  async run({ project = null, period = null, page, pageSize }, { tx, agency }) {
    const { rows, total } = await loadInvoices<InvoiceFacts>(tx, agency, { project, period, page, pageSize })
    const body: InvoicesBody = { rows: rows.map(invoiceLineBody), total, page, pageSize }
    return accept(body)
  },
})
