// Whole units of a currency in the reader's form; amounts may pass 2^53.
import type { Language } from '../../../src/domain/kernel/language.ts'
import { LOCALES } from '../../../src/text/format.ts'

export function moneyText(language: Language, currency: string, amount: string): string {
  const form = { style: 'currency', currency: currency.toUpperCase(), maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(LOCALES[language], form).format(BigInt(amount))
}

/** A ratio as a decimal number of at most six places. */
export function decimalOf({
  numerator,
  denominator,
}: {
  readonly numerator: string
  readonly denominator: string
}): number {
  return Number(numerator) / Number(denominator)
}

/** The name of a currency in the reader's language. */
export function currencyName(language: Language, currency: string): string {
  return new Intl.DisplayNames(LOCALES[language], { type: 'currency' }).of(currency.toUpperCase()) ?? currency
}
