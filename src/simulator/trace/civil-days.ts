// Days of the Gregorian calendar, without the limits and the zones of a Date.

export const SECONDS_PER_DAY = 86_400
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days from 1970-01-01 to a day of the years 1 to 9999; null when there is no such day. */
export function daysSinceEpoch(year: number, month: number, day: number): number | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return null
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const inMonth = DAYS_IN_MONTH[month - 1]! + (isLeap && month === 2 ? 1 : 0)
  if (day < 1 || day > inMonth) return null
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const inYear = DAYS_BEFORE_MONTH[month - 1]! + (isLeap && month > 2 ? 1 : 0) + day - 1
  return before * 365 + leapDays + inYear - DAYS_TO_1970
}

/** From 0001-01-01. */
const DAYS_TO_1970 = 719_162
