// What a payer owes for a month: the market value of what a project used, the part of it that the programme's fee rule
// leaves to the payer, and tax. The rest is the State's support, printed too, because ceilings of support count it.
import { assert } from '../kernel/assert.ts'
import { multiplyHalfEven } from '../ledger/exchange.ts'
import { isPeriod } from '../ledger/period.ts'
import type { Currency } from '../ledger/unit.ts'
import type { LocalisedText } from '../kernel/language.ts'

/** numerator / denominator; the denominator is above 0. */
export interface ExactRatio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** What was used of one flavor at one price, or given back: below zero is a refund. */
export interface UsedQuantity {
  readonly flavor: string
  readonly isBorrowed: boolean
  /** Thousandths of a unit of the flavor, times seconds. */
  readonly milliUnitSeconds: bigint
  /** Money for one unit of the flavor for one hour, borrowed time's factor included. */
  readonly pricePerUnitHour: ExactRatio
  /** Version of the price list that the price is from. */
  readonly priceList: string
}

export interface Party {
  readonly title: LocalisedText
  /** Number by which the tax office knows it; null: not known. */
  readonly taxNumber: string | null
  /** As it stands on an envelope, line by line. */
  readonly address: readonly string[]
}

export interface InvoiceRequest {
  readonly number: string
  readonly period: string
  /** Calendar days, e.g. '2026-12-01'. */
  readonly issuedOn: string
  readonly dueOn: string
  readonly currency: Currency
  readonly issuer: Party
  readonly payer: Party
  readonly project: { readonly id: string; readonly title: LocalisedText }
  readonly used: readonly UsedQuantity[]
  /** The part of the market value that the payer pays, between 0 and 1 or, for closed results, above. */
  readonly payerShare: ExactRatio
  readonly feeClass: LocalisedText
  readonly taxRate: ExactRatio
  /** What of the ledger it was made from; null: none of it is in a ledger. */
  readonly ledger: { readonly size: number; readonly root: string } | null
}

export interface InvoiceLine extends UsedQuantity {
  /** Whole currency; below zero for a refund. */
  readonly market: bigint
}

/** All sums in whole units of the currency; each of them is rounded once, from exact numbers. */
export interface Invoice extends InvoiceRequest {
  readonly lines: readonly InvoiceLine[]
  readonly market: bigint
  /** market = support + net. Below zero where the payer pays more than the market value. */
  readonly support: bigint
  readonly net: bigint
  readonly tax: bigint
  readonly total: bigint
}

/** Of milli-unit-seconds in a unit-hour. */
export const MILLI_UNIT_SECONDS_OF_HOUR = 3_600_000n
const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * net = market x payerShare, tax = net x taxRate, both to the nearest whole, halves to even. A month in which more was
 * given back than used has a net below zero: it is owed to the payer.
 */
export function invoiceOf(request: InvoiceRequest): Invoice {
  assert(isPeriod(request.period), 'an invoice is of one month')
  assert(DAY.test(request.issuedOn) && DAY.test(request.dueOn), 'the days of an invoice are calendar days')
  assert(request.dueOn >= request.issuedOn, 'an invoice is due after it is issued')
  for (const { pricePerUnitHour } of request.used) assertRatio(pricePerUnitHour)
  assertRatio(request.payerShare)
  assertRatio(request.taxRate)
  const lines = request.used.map((used) => ({ ...used, market: marketValue(used) }))
  const market = lines.reduce((sum, line) => sum + line.market, 0n)
  const net = signedShare(market, request.payerShare)
  const tax = signedShare(net, request.taxRate)
  return { ...request, lines, market, support: market - net, net, tax, total: net + tax }
}

function marketValue({ milliUnitSeconds, pricePerUnitHour: { numerator, denominator } }: UsedQuantity): bigint {
  return signedShare(milliUnitSeconds, { numerator, denominator: denominator * MILLI_UNIT_SECONDS_OF_HOUR })
}

/** A refund is rounded as the charge that it gives back. */
function signedShare(amount: bigint, ratio: ExactRatio): bigint {
  return amount < 0n ? -multiplyHalfEven(-amount, ratio) : multiplyHalfEven(amount, ratio)
}

function assertRatio({ numerator, denominator }: ExactRatio): void {
  assert(numerator >= 0n && denominator > 0n, 'prices, shares and rates are not below zero')
}
