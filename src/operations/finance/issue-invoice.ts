// Issues the invoice of a project's month: its number, its facts and its entries in the ledger come into being together.
import { z } from 'zod'
import { AskInvoiceBody } from '../../contract/finance.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { periodOf } from '../../domain/ledger/period.ts'
import { listAgencies } from '../../store/agencies.ts'
import { appendInvoice, findStandingInvoice, nextInvoiceNumber } from '../../store/finance/invoices.ts'
import { lockFinance } from '../../store/finance/price-lists.ts'
import { lockLedgerInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { personIdOf } from '../actor.ts'
import { operation } from '../operation.ts'
import { invoiceTransfers } from './book-invoice.ts'
import { draftInvoice } from './draft-invoice.ts'
import { invoiceBody, numberText } from './finance-body.ts'

export const issueInvoice = operation({
  name: 'issue-invoice',
  kind: 'change',
  input: z.object({ invoice: AskInvoiceBody }),
  async run({ invoice: asked }, { tx, agency, actor, now, record }) {
    const { project, period, currency } = asked
    await lockFinance(tx, agency)
    if ((await findStandingInvoice(tx, agency, { project, period })) !== null) return refuse('invoice-exists')
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const at = Math.floor(now.getTime() / 1000)
    const today = periodOf(at, timeZone)
    const year = Number(today.slice(0, 4))
    const key = { year, number: await nextInvoiceNumber(tx, agency, year) }
    const ledger = await lockLedgerInTransaction(tx, agency, now)
    const draft = await draftInvoice(tx, agency, { ...asked, number: numberText(key), now, ledger })
    if (!draft.ok) return draft
    const { invoice, facts } = draft.value
    const booking = { agency, invoice, period: today, at, by: personIdOf(actor), ref: null }
    const transfers = invoiceTransfers(booking)
    for (const outcome of transfers.length === 0 ? [] : await ledger.append(transfers)) {
      if (!outcome.ok) return refuse(outcome.refusal)
    }
    const { issuedOn, dueOn, total } = invoice
    const transferId = transfers[0]?.id ?? null
    const kept = { ...key, project, period, currency, facts, total, issuedOn, dueOn, transferId, cancels: null }
    await appendInvoice(tx, agency, { ...kept, issuedAt: now })
    record({ subject: `invoice ${facts.number}`, before: null, after: { ...asked, total: String(total) } })
    return accept(invoiceBody(facts, { cancels: null, cancelledBy: null, transferId }))
  },
})
