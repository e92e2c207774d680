// An amount of the ledger in the reader's form: GPU-hours for milli-unit-seconds, grouped digits for money and the rest.
// Rounded; the exact figure is the whole number itself.
import type { Language } from '../../domain/kernel/language.ts'
import { formatNumber, LOCALES, sentence } from '../format.ts'
import { ledgerPageText } from './text.ts'

const PER_HOUR = 3_600_000

export interface ReadableAmount {
  readonly text: string
  /** The unit's name as it stands behind the number. */
  readonly unit: string
}

/** @param amount whole number of the unit, as decimal text */
export function readableAmount(language: Language, unit: string, amount: string): ReadableAmount {
  return { text: numberOf(language, unit, amount), unit: unitName(language, unit) }
}

/** How many of the reader's unit it is: for charts. */
export function readableNumber(unit: string, amount: string): number {
  return Number(amount) / divisorOf(unit)
}

export function exactAmount(language: Language, amount: string): string {
  return new Intl.NumberFormat(LOCALES[language]).format(BigInt(amount))
}

export function unitName(language: Language, unit: string): string {
  const [plain = '', flavor = ''] = unit.split('/')
  switch (plain) {
    case 'milli-reference-unit-second':
      return sentence(ledgerPageText, language, 'unit-reference-hours')
    case 'milli-unit-second':
      return sentence(ledgerPageText, language, 'unit-gpu-hours', { flavor })
    case 'share-milli-unit-second':
      return sentence(ledgerPageText, language, 'unit-share-hours', { flavor })
    case 'qpu-millisecond':
      return sentence(ledgerPageText, language, 'unit-qpu')
    case 'shot':
    case 'vnd':
    case 'krw':
    case 'seat':
    case 'dataset-day':
      return sentence(ledgerPageText, language, `unit-${plain}`)
    default:
      return unit
  }
}

function divisorOf(unit: string): number {
  if (unit.includes('unit-second')) return PER_HOUR
  return unit === 'qpu-millisecond' ? 1_000 : 1
}

function numberOf(language: Language, unit: string, amount: string): string {
  const divisor = divisorOf(unit)
  if (divisor === 1) return exactAmount(language, amount)
  const value = Number(amount) / divisor
  // A small amount is not shown as none.
  const digits = value === 0 ? 0 : Math.abs(value) < 0.1 ? 4 : Math.abs(value) < 100 ? 1 : 0
  return formatNumber(language, value, { maximumFractionDigits: digits })
}
