// Between what finance keeps and what it says: exact numbers as decimal text, numbers of invoices as they are printed.
import type { FeeRuleBody, InvoiceBody, InvoiceFacts, InvoiceLineBody, PriceListBody } from '../../contract/finance.ts'
import type { FeeRule } from '../../domain/invoices/fee-rule.ts'
import { invoiceOf, type ExactRatio, type Invoice, type InvoiceRequest } from '../../domain/invoices/invoice.ts'
import type { PriceList } from '../../domain/invoices/price-list.ts'
import { ratioOfDecimal } from '../../domain/kernel/ratio.ts'
import type { InvoiceKey, StoredInvoice } from '../../store/finance/invoices.ts'

/** e.g. `2026-0042`. */
export function numberText({ year, number }: InvoiceKey): string {
  return `${year}-${String(number).padStart(4, '0')}`
}

export function invoiceKeyOf(text: string): InvoiceKey {
  const [year, number] = text.split('-').map(Number)
  return { year: year ?? 0, number: number ?? 0 }
}

export function exactRatio(decimal: string): ExactRatio {
  const { numerator, denominator } = ratioOfDecimal(Number(decimal))
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}

interface RatioText {
  readonly numerator: string
  readonly denominator: string
}

function ratioText({ numerator, denominator }: ExactRatio): RatioText {
  return { numerator: String(numerator), denominator: String(denominator) }
}

function ratioOf({ numerator, denominator }: RatioText): ExactRatio {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}

export function priceListBody({ pricesPerUnitHour, ...list }: PriceList): PriceListBody {
  const prices = Object.entries(pricesPerUnitHour).map(([flavor, price]) => [flavor, ratioText(price)] as const)
  return { ...list, prices: Object.fromEntries(prices) }
}

export function feeRuleOf({ version, shares, youthDiscount, openness }: FeeRuleBody): FeeRule {
  const table = (decimals: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(decimals).map(([name, decimal]) => [name, exactRatio(decimal)]))
  return { version, shares: table(shares), openness: table(openness), youthDiscount: exactRatio(youthDiscount) }
}

export function factsOf(request: InvoiceRequest): InvoiceFacts {
  const { issuer, payer } = request
  return {
    ...request,
    issuer: { ...issuer, address: [...issuer.address] },
    payer: { ...payer, address: [...payer.address] },
    used: request.used.map((used) => ({
      ...used,
      milliUnitSeconds: String(used.milliUnitSeconds),
      pricePerUnitHour: ratioText(used.pricePerUnitHour),
    })),
    payerShare: ratioText(request.payerShare),
    taxRate: ratioText(request.taxRate),
  }
}

/** The invoice again, from what was kept of it; its sums follow from its facts. */
export function invoiceOfFacts(facts: InvoiceFacts): Invoice {
  return invoiceOf({
    ...facts,
    used: facts.used.map((used) => ({
      ...used,
      milliUnitSeconds: BigInt(used.milliUnitSeconds),
      pricePerUnitHour: ratioOf(used.pricePerUnitHour),
    })),
    payerShare: ratioOf(facts.payerShare),
    taxRate: ratioOf(facts.taxRate),
  })
}

type Standing = Pick<StoredInvoice<InvoiceFacts>, 'cancels' | 'cancelledBy' | 'transferId'>

export function invoiceBody(facts: InvoiceFacts, { cancels, cancelledBy, transferId }: Standing): InvoiceBody {
  const { lines, market, support, net, tax, total } = invoiceOfFacts(facts)
  return {
    ...facts,
    lines: lines.map((line) => ({ market: String(line.market) })),
    market: String(market),
    support: String(support),
    net: String(net),
    tax: String(tax),
    total: String(total),
    cancels: cancels === null ? null : numberText(cancels),
    cancelledBy: cancelledBy === null ? null : numberText(cancelledBy),
    transferId,
  }
}

export function invoiceLineBody(invoice: StoredInvoice<InvoiceFacts>): InvoiceLineBody {
  const { project, period, currency, total, issuedOn, dueOn, cancels, cancelledBy } = invoice
  return {
    number: numberText(invoice),
    project,
    period,
    currency,
    total: String(total),
    issuedOn,
    dueOn,
    cancels: cancels === null ? null : numberText(cancels),
    cancelledBy: cancelledBy === null ? null : numberText(cancelledBy),
  }
}
