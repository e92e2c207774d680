// Amounts as they are said: units, unit-hours, shares, in the reader's form.
import type { Language } from '../domain/kernel/language.ts'
import type { FlavorUnit } from '../domain/policy/policy.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'

const SECONDS_OF_HOUR = 3_600

export interface AmountForms {
  readonly number: (value: number, digits?: number) => string
  /** 0.462 -> 46.2% */
  readonly share: (value: number) => string
  /** GPUs */
  readonly units: string
  /** GPU-hours */
  readonly unitHours: string
  /** 250 -> 250 GPUs */
  readonly countOfUnits: (units: number) => string
  /** Unit-seconds -> 12,300 GPU-hours */
  readonly countOfUnitHours: (unitSeconds: number) => string
}

export function amountForms(language: Language, unit: FlavorUnit): AmountForms {
  const number = (value: number, digits = 0) => formatNumber(language, value, { maximumFractionDigits: digits })
  const counted = (key: 'count-of-units' | 'count-of-unit-hours', amount: number) =>
    sentence(chartText, language, key, { unit, count: number(amount), number: Math.round(amount) })
  return {
    number,
    share: (value) => formatShare(language, value),
    units: sentence(chartText, language, 'units', { unit }),
    unitHours: sentence(chartText, language, 'unit-hours', { unit }),
    countOfUnits: (units) => counted('count-of-units', units),
    countOfUnitHours: (unitSeconds) => counted('count-of-unit-hours', unitSeconds / SECONDS_OF_HOUR),
  }
}

/** One decimal, always: shares stand under each other. */
export function formatShare(language: Language, share: number): string {
  return formatNumber(language, share, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
