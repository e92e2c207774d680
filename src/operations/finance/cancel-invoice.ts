// Takes an invoice back by a credit note of the same lines the other way round; the invoice stays as it was issued.
import { z } from 'zod'
import { InvoiceNumber, type InvoiceFacts } from '../../contract/finance.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { periodOf } from '../../domain/ledger/period.ts'
import { listAgencies } from '../../store/agencies.ts'
import { appendInvoice, findInvoice, nextInvoiceNumber } from '../../store/finance/invoices.ts'
import { lockFinance } from '../../store/finance/price-lists.ts'
import { lockLedgerInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { personIdOf } from '../actor.ts'
import { operation } from '../operation.ts'
import { invoiceTransfers } from './book-invoice.ts'
import { invoiceBody, invoiceKeyOf, invoiceOfFacts, numberText } from './finance-body.ts'

export const cancelInvoice = operation({
  name: 'cancel-invoice',
  kind: 'change',
  input: z.object({ number: InvoiceNumber }),
  async run({ number }, { tx, agency, actor, now, record }) {
    await lockFinance(tx, agency)
    const cancels = invoiceKeyOf(number)
    const issued = await findInvoice<InvoiceFacts>(tx, agency, cancels)
    if (issued === null) return refuse('invoice-not-found')
    if (issued.cancels !== null || issued.cancelledBy !== null) return refuse('invoice-cancelled')
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const at = Math.floor(now.getTime() / 1000)
    const day = Temporal.Instant.fromEpochMilliseconds(now.getTime())
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .toString()
    const year = Number(day.slice(0, 4))
    const key = { year, number: await nextInvoiceNumber(tx, agency, year) }
    const facts: InvoiceFacts = {
      ...issued.facts,
      number: numberText(key),
      issuedOn: day,
      dueOn: day,
      used: issued.facts.used.map((used) => ({ ...used, milliUnitSeconds: String(-BigInt(used.milliUnitSeconds)) })),
    }
    const note = invoiceOfFacts(facts)
    assert(note.total === -issued.total, 'a credit note takes back all of it')
    const ref = issued.transferId
    const transfers = invoiceTransfers({
      agency,
      invoice: note,
      period: periodOf(at, timeZone),
      at,
      by: personIdOf(actor),
      ref,
    })
    const ledger = await lockLedgerInTransaction(tx, agency, now)
    for (const outcome of transfers.length === 0 ? [] : await ledger.append(transfers)) {
      if (!outcome.ok) return refuse(outcome.refusal)
    }
    const { project, period, currency } = issued
    const transferId = transfers[0]?.id ?? null
    const days = { issuedOn: day, dueOn: day, issuedAt: now }
    const kept = { ...key, project, period, currency, facts, total: note.total, ...days, transferId, cancels }
    await appendInvoice(tx, agency, kept)
    record({ subject: `invoice ${number}`, before: null, after: { cancelledBy: facts.number } })
    return accept(invoiceBody(facts, { cancels, cancelledBy: null, transferId }))
  },
})
