// The months of the ledger and how they close: softly first (late records and corrections only), then for good.

const PERIOD = /^\d{4}-(0[1-9]|1[0-2])$/

/** e.g. '2026-11'. Periods compare as texts. */
export function isPeriod(text: string): boolean {
  return PERIOD.test(text)
}

export type PeriodState = 'open' | 'soft-closed' | 'closed'

/** Which months are closed: all up to the given ones; null: none yet. */
export interface Closing {
  readonly closedThrough: string | null
  readonly softClosedThrough: string | null
}

export const NOTHING_CLOSED: Closing = { closedThrough: null, softClosedThrough: null }

export function periodState(closing: Closing, period: string): PeriodState {
  if (closing.closedThrough !== null && period <= closing.closedThrough) return 'closed'
  if (closing.softClosedThrough !== null && period <= closing.softClosedThrough) return 'soft-closed'
  return 'open'
}

/**
 * The month in which an instant lies, by the calendar of a time zone.
 * @param at whole seconds since 1970
 * @param timeZone IANA name, e.g. 'Asia/Seoul'
 */
export function periodOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()
    .slice(0, 7)
}

/** The instant at which a month begins in a time zone, in whole seconds since 1970. */
export function periodStart(period: string, timeZone: string): number {
  const first = Temporal.PlainDate.from(`${period}-01`)
  return first.toZonedDateTime({ timeZone, plainTime: '00:00' }).epochMilliseconds / 1000
}

/** The month after it, e.g. '2026-12' -> '2027-01'. */
export function nextPeriod(period: string): string {
  return Temporal.PlainYearMonth.from(period).add({ months: 1 }).toString()
}
