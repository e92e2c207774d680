// Price lists: what one unit of a flavor costs for one hour, in each currency, from a day on. Lists of one flavor and currency
// never overlap, so that a day has one price; an award keeps the price of the day on which it was agreed.
import { accept, refuse, type Result } from '../kernel/result.ts'
import type { Currency } from '../ledger/unit.ts'
import type { ExactRatio } from './invoice.ts'

/** Days are calendar days of the agency, e.g. '2027-01-01'; the last one is not included. */
export interface PriceList {
  readonly version: string
  readonly currency: Currency
  readonly effectiveFrom: string
  /** null: until another one is published. */
  readonly effectiveUntil: string | null
  readonly pricesPerUnitHour: Readonly<Record<string, ExactRatio>>
}

export const PRICE_LIST_REFUSALS = [
  'price-list-version-taken',
  'price-list-days-malformed',
  'price-list-empty',
  'price-not-positive',
  /** Some flavor has another price on one of its days. */
  'price-list-overlaps',
  /** It would begin in the past, where charges have been made. */
  'price-list-begins-too-early',
] as const
export type PriceListRefusal = (typeof PRICE_LIST_REFUSALS)[number]

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/**
 * The lists with the new one. A list without an end that has the new one's flavors and currency ends where the new one begins.
 * @param today what was charged before it stays as it was
 */
export function publishPriceList(
  lists: readonly PriceList[],
  added: PriceList,
  today: string,
): Result<readonly PriceList[], PriceListRefusal> {
  const { effectiveFrom, effectiveUntil, pricesPerUnitHour } = added
  const prices = Object.values(pricesPerUnitHour)
  if (lists.some(({ version }) => version === added.version)) return refuse('price-list-version-taken')
  const hasDays = DAY.test(effectiveFrom) && (effectiveUntil === null || DAY.test(effectiveUntil))
  if (!hasDays || (effectiveUntil ?? '9') <= effectiveFrom) return refuse('price-list-days-malformed')
  if (prices.length === 0) return refuse('price-list-empty')
  if (prices.some(({ numerator, denominator }) => numerator <= 0n || denominator <= 0n))
    return refuse('price-not-positive')
  const ended = lists.map((list) => (isReplaced(list, added) ? { ...list, effectiveUntil: effectiveFrom } : list))
  if (ended.some((list) => overlaps(list, added))) return refuse('price-list-overlaps')
  return effectiveFrom < today ? refuse('price-list-begins-too-early') : accept([...ended, added])
}

/** It prices the same and no more: one that prices other flavors too cannot end as a whole. */
function isReplaced(list: PriceList, added: PriceList): boolean {
  const isCovered = Object.keys(list.pricesPerUnitHour).every((flavor) =>
    Object.hasOwn(added.pricesPerUnitHour, flavor),
  )
  const isEarlier = list.effectiveUntil === null && list.effectiveFrom < added.effectiveFrom
  return isEarlier && isCovered && list.currency === added.currency
}

function overlaps(one: PriceList, other: PriceList): boolean {
  if (one.currency !== other.currency) return false
  const shares = Object.keys(one.pricesPerUnitHour).some((flavor) => Object.hasOwn(other.pricesPerUnitHour, flavor))
  const isBefore = (list: PriceList, next: PriceList) => (list.effectiveUntil ?? '9') <= next.effectiveFrom
  return shares && !isBefore(one, other) && !isBefore(other, one)
}

export interface ListedPrice {
  readonly version: string
  readonly price: ExactRatio
}

/** The price on a day, e.g. that of the agreement; null: there was none. */
export function priceOn(
  lists: readonly PriceList[],
  { flavor, currency, day }: { readonly flavor: string; readonly currency: Currency; readonly day: string },
): ListedPrice | null {
  for (const { version, pricesPerUnitHour, effectiveFrom, effectiveUntil, ...list } of lists) {
    const isValid = list.currency === currency && effectiveFrom <= day && day < (effectiveUntil ?? '9')
    const price = Object.hasOwn(pricesPerUnitHour, flavor) ? pricesPerUnitHour[flavor] : undefined
    if (isValid && price !== undefined) return { version, price }
  }
  return null
}
