// Amounts and days as they stand on paper. Amounts are exact: they may pass 2^53, so they never become a floating number.
import { multiplyHalfEven } from '../../domain/ledger/exchange.ts'
import { MILLI_UNIT_SECONDS_OF_HOUR, type ExactRatio } from '../../domain/invoices/invoice.ts'
import type { Language } from '../../domain/kernel/language.ts'
import type { Currency } from '../../domain/ledger/unit.ts'
import { LOCALES } from '../../text/format.ts'

const DECIMALS = 4
const SCALE = 10n ** BigInt(DECIMALS)

/** Whole units of a currency, e.g. 1.234.567 ₫ or ₩1,234,567. */
export function moneyText(language: Language, currency: Currency, amount: bigint): string {
  return moneyForm(language, currency, 0).format(amount)
}

/** To four decimals at most; where that is not the whole price, it says so. */
export function priceText(language: Language, currency: Currency, price: ExactRatio): string {
  const { text, isExact } = decimal(price)
  return `${isExact ? '' : '≈ '}${moneyForm(language, currency, DECIMALS).format(text)}`
}

/** Hours of one unit, to two decimals at least and four at most. */
export function hoursText(language: Language, milliUnitSeconds: bigint): string {
  const { text } = decimal({ numerator: milliUnitSeconds, denominator: MILLI_UNIT_SECONDS_OF_HOUR })
  const form = new Intl.NumberFormat(LOCALES[language], { minimumFractionDigits: 2, maximumFractionDigits: DECIMALS })
  return form.format(text)
}

/** e.g. 5% or 2,5%. */
export function rateText(language: Language, { numerator, denominator }: ExactRatio): string {
  const form = new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: DECIMALS - 2 })
  return form.format(decimal({ numerator, denominator }).text)
}

/** Whole numbers of any size. */
export function wholeText(language: Language, amount: bigint): string {
  return new Intl.NumberFormat(LOCALES[language]).format(amount)
}

/** @param day a calendar day, e.g. '2026-12-01' */
export function dayText(language: Language, day: string): string {
  return dateForm(language, { dateStyle: 'long' }).format(startOf(day))
}

/** @param month e.g. '2026-11' */
export function monthText(language: Language, month: string): string {
  return dateForm(language, { year: 'numeric', month: 'long' }).format(startOf(`${month}-01`))
}

/** A day without words, for tables: it has the same width on every line. */
export function shortDayText(language: Language, at: number, timeZone: string): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone } as const
  return new Intl.DateTimeFormat(LOCALES[language], parts).format(at)
}

function moneyForm(language: Language, currency: Currency, decimals: number): Intl.NumberFormat {
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: decimals }
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: currency.toUpperCase(), ...digits })
}

function dateForm(language: Language, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], { ...parts, timeZone: 'UTC' })
}

function startOf(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'UTC' }).epochMilliseconds
}

/** The decimal number nearest to a ratio, as text. */
function decimal({ numerator, denominator }: ExactRatio): { readonly text: `${number}`; readonly isExact: boolean } {
  const isNegative = numerator < 0n
  const size = isNegative ? -numerator : numerator
  const scaled = multiplyHalfEven(size, { numerator: SCALE, denominator })
  const digits = scaled.toString().padStart(DECIMALS + 1, '0')
  const text = `${isNegative ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}` as `${number}`
  return { text, isExact: scaled * denominator === size * SCALE }
}
