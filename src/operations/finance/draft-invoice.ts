// What an invoice of a project's month would say now: its use by flavor at the prices of the month's first day, the part that
// its payer pays, and tax.
import type { FeeRuleBody, InvoiceFacts } from '../../contract/finance.ts'
import { payerShareOf } from '../../domain/invoices/fee-rule.ts'
import { invoiceOf, type ExactRatio, type Invoice, type UsedQuantity } from '../../domain/invoices/invoice.ts'
import { priceOn, type PriceList } from '../../domain/invoices/price-list.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { periodStart, periodState } from '../../domain/ledger/period.ts'
import type { Currency } from '../../domain/ledger/unit.ts'
import { RateList } from '../../domain/metering/rate-list.ts'
import { listAgencies } from '../../store/agencies.ts'
import type { Transaction } from '../../store/database.ts'
import { latestFeeRule, listPayers, listPriceLists } from '../../store/finance/price-lists.ts'
import type { LockedLedger } from '../../store/ledger/append-in-transaction.ts'
import { loadFlavorUse, type FlavorUse } from '../../store/metering/booked.ts'
import { listRates } from '../../store/metering/rates.ts'
import type { OperationRefusal } from '../refusal.ts'
import { exactRatio, factsOf, feeRuleOf } from './finance-body.ts'

export interface DraftRequest {
  readonly project: string
  readonly period: string
  readonly currency: Currency
  /** '' of an invoice that is not issued. */
  readonly number: string
  readonly now: Date
  readonly ledger: Pick<LockedLedger, 'closing' | 'size' | 'root'>
}

export async function draftInvoice(
  tx: Transaction,
  agency: string,
  { project, period, currency, number, now, ledger }: DraftRequest,
): Promise<Result<{ readonly invoice: Invoice; readonly facts: InvoiceFacts }, OperationRefusal>> {
  const own = (await listAgencies(tx)).find(({ id }) => id === agency)
  assert(own !== undefined, 'the agency of a call is there')
  // What may still come in belongs onto the invoice.
  if (periodState(ledger.closing, period) === 'open') return refuse('invoice-month-open')
  const payer = (await listPayers(tx, agency)).find((one) => one.project === project)
  if (payer === undefined) return refuse('payer-not-found')
  const rule = await latestFeeRule<FeeRuleBody>(tx, agency)
  if (rule === null) return refuse('fee-rule-not-found')
  const share = payerShareOf(feeRuleOf(rule), payer)
  if (!share.ok) return refuse(share.refusal)
  const rates = new RateList(await listRates(tx, agency))
  const start = periodStart(period, own.timeZone)
  const used = quantitiesOf(await loadFlavorUse(tx, agency, { project, period }), {
    lists: await listPriceLists(tx, agency),
    currency,
    day: `${period}-01`,
    borrowedFactor: (flavor) => rates.at(flavor, start)?.borrowedPrice ?? null,
  })
  if (used === null) return refuse('invoice-without-price')
  const issued = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(own.timeZone).toPlainDate()
  const request = {
    number,
    period,
    issuedOn: issued.toString(),
    dueOn: issued.add({ days: rule.dueDays }).toString(),
    currency,
    issuer: { title: own.title, taxNumber: null, address: [] },
    payer: { title: payer.title, taxNumber: payer.taxNumber, address: payer.address },
    project: { id: project, title: payer.projectTitle },
    used,
    payerShare: share.value,
    // By its name: whoever prints it has the words.
    feeClass: { en: payer.feeClass },
    taxRate: exactRatio(rule.taxRate),
    ledger: { size: ledger.size, root: Buffer.from(ledger.root).toString('hex') },
  }
  return accept({ invoice: invoiceOf(request), facts: factsOf(request) })
}

interface Prices {
  readonly lists: readonly PriceList[]
  readonly currency: Currency
  readonly day: string
  readonly borrowedFactor: (flavor: string) => ExactRatio | null
}

/** Each flavor's use and what of it was free, as two lines; null: a flavor had no price. */
function quantitiesOf(uses: readonly FlavorUse[], prices: Prices): UsedQuantity[] | null {
  const quantities: UsedQuantity[] = []
  for (const { flavor, isBorrowed, milliUnitSeconds, refundedMilliUnitSeconds } of uses) {
    const listed = priceOn(prices.lists, { flavor, currency: prices.currency, day: prices.day })
    const factor = isBorrowed ? prices.borrowedFactor(flavor) : ONE
    if (listed === null || factor === null) return null
    const pricePerUnitHour = {
      numerator: listed.price.numerator * factor.numerator,
      denominator: listed.price.denominator * factor.denominator,
    }
    const line = { flavor, isBorrowed, pricePerUnitHour, priceList: listed.version }
    quantities.push({ ...line, milliUnitSeconds })
    if (refundedMilliUnitSeconds > 0n) quantities.push({ ...line, milliUnitSeconds: -refundedMilliUnitSeconds })
  }
  return quantities
}

const ONE: ExactRatio = { numerator: 1n, denominator: 1n }
