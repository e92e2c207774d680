// Lengths of time as people say them: two largest units, in the reader's words ("2 hrs 15 mins", "2 giờ 15 phút", "2시간 15분").
import type { Language } from '../domain/kernel/language.ts'
import { formatNumber } from './format.ts'

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const

/** Seconds, rounded to the smaller of the two units that are said; a negative length is a bug of the caller. */
export function formatDuration(language: Language, seconds: number): string {
  const largest = Math.max(
    0,
    UNITS.findIndex((candidate) => seconds >= candidate.seconds),
  )
  const first = UNITS[seconds < 1 ? UNITS.length - 1 : largest] ?? UNITS[3]
  const second = UNITS[UNITS.indexOf(first) + 1]
  if (second === undefined) return inUnit(language, first.unit, Math.round(seconds))
  const rounded = Math.round(seconds / second.seconds) * second.seconds
  // 59 min 59.6 s is one hour: rounding may reach the next larger unit.
  if (rounded >= (UNITS[UNITS.indexOf(first) - 1]?.seconds ?? Infinity)) return formatDuration(language, rounded)
  const whole = Math.floor(rounded / first.seconds)
  const rest = Math.round((rounded - whole * first.seconds) / second.seconds)
  const spoken = inUnit(language, first.unit, whole)
  return rest === 0 ? spoken : `${spoken} ${inUnit(language, second.unit, rest)}`
}

function inUnit(language: Language, unit: string, value: number): string {
  return formatNumber(language, value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 })
}
