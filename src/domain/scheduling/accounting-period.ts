// The periods over which shares are accounted for: where one ends and the next begins, by the calendar of UTC.

export const CALENDAR_PERIODS = ['day', 'week', 'month', 'half-year'] as const
export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number]

/** By the calendar, or at given times (ascending, on the clock of the history). */
export type AccountingPeriod =
  | { readonly kind: CalendarPeriod }
  | { readonly kind: 'list'; readonly boundaries: readonly number[] }

const DAY = 86_400
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4
const MONTHS_OF = { month: 1, 'half-year': 6 } as const

/**
 * First boundary after `time`; Infinity when no more comes. Seconds on a clock whose zero is `epoch` in Unix seconds; null:
 * the history does not say, then its zero counts as the midnight that begins 1 January 1970.
 */
export function boundaryAfter(period: AccountingPeriod, time: number, epoch: number | null): number {
  if (period.kind === 'list') return period.boundaries.find((boundary) => boundary > time) ?? Infinity
  const zero = epoch ?? 0
  const day = Math.floor((time + zero) / DAY)
  return nextDay(period.kind, day) * DAY - zero
}

/** Days since 1970 of the first day of the period after the one that `day` lies in. */
function nextDay(kind: CalendarPeriod, day: number): number {
  if (kind === 'day') return day + 1
  if (kind === 'week') return day + 7 - ((((day - FIRST_MONDAY) % 7) + 7) % 7)
  const { year, month } = civilMonth(day)
  const months = MONTHS_OF[kind]
  return firstDayOf(year, (Math.floor(month / months) + 1) * months)
}

/** Year and month (from 0) of a day since 1970, in the proleptic Gregorian calendar. */
function civilMonth(day: number): { readonly year: number; readonly month: number } {
  let year = 1970 + Math.floor(day / 365.2425)
  while (firstDayOf(year, 0) > day) year -= 1
  while (firstDayOf(year + 1, 0) <= day) year += 1
  let month = 0
  while (month < 11 && firstDayOf(year, month + 1) <= day) month += 1
  return { year, month }
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** Days since 1970 of the first of a month (0 to 12; 12 is January of the next year). */
function firstDayOf(year: number, month: number): number {
  if (month === 12) return firstDayOf(year + 1, 0)
  const leapsBefore = (y: number) => Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = (year - 1970) * 365 + leapsBefore(year - 1) - leapsBefore(1969)
  return days + DAYS_BEFORE_MONTH[month]! + (isLeap && month > 1 ? 1 : 0)
}
