// Closing a month: on day 3 softly, so that only late records and corrections come in, on day 7 for good. What is not ready is
// named; a month is never closed because a day has come.
import { nextPeriod, periodStart, periodState, type Closing } from '../ledger/period.ts'
import type { QuarantineLine } from './check-record.ts'
import type { Reconciliation } from './reconcile.ts'
import type { BookedRun } from './booked-run.ts'

export interface CloseRule {
  /** Days after the month's end, e.g. 3 and 7. */
  readonly softDays: number
  readonly hardDays: number
  /** IANA name of the agency's time zone. */
  readonly timeZone: string
}

export const CLOSE_OBSTACLES = [
  'month-closed-already',
  'month-before-not-closed',
  'too-early',
  /** Some source was not read whole up to the end of the month. */
  'source-not-read',
  'reconciliation-differs',
  'not-softly-closed',
] as const
export type CloseObstacle = (typeof CLOSE_OBSTACLES)[number]

export interface MonthToClose {
  readonly period: string
  readonly closing: Closing
  /** The first month of the ledger: nothing before it has to be closed. */
  readonly firstPeriod: string
  /** Whole seconds since 1970. */
  readonly now: number
  /** How far each source was read whole; null: never. */
  readonly cursors: readonly { readonly source: string; readonly cursor: number | null }[]
  readonly reconciliation: Pick<Reconciliation, 'isEqual'>
  readonly quarantine: readonly QuarantineLine[]
  readonly booked: Iterable<BookedRun>
}

export interface MonthTotal {
  readonly project: string
  /** Milli-reference-unit-seconds. */
  readonly used: bigint
  readonly refunded: bigint
}

export interface ClosePlan {
  readonly state: 'soft-closed' | 'closed'
  /** In the order of checking; empty: it may be closed. */
  readonly obstacles: readonly CloseObstacle[]
  /** By project: what the month's close publishes. */
  readonly totals: readonly MonthTotal[]
  /** What waits with a reason does not hold up the close: it will be charged in a later month. */
  readonly quarantine: readonly QuarantineLine[]
}

export function planClose(month: MonthToClose, state: ClosePlan['state'], rule: CloseRule): ClosePlan {
  const { period, closing, firstPeriod, now, cursors, reconciliation, quarantine } = month
  const is = periodState(closing, period)
  const end = periodStart(nextPeriod(period), rule.timeZone)
  const before = lastBefore(period)
  const due = dueAt(period, state === 'closed' ? rule.hardDays : rule.softDays, rule.timeZone)
  const checks: readonly (readonly [CloseObstacle, boolean])[] = [
    ['month-closed-already', is === 'closed' || is === state],
    ['month-before-not-closed', before >= firstPeriod && !isClosedAs(periodState(closing, before), state)],
    ['too-early', now < due],
    ['source-not-read', cursors.some(({ cursor }) => cursor === null || cursor < end)],
    // Softly closed, a month still takes what the comparison finds missing.
    ['reconciliation-differs', state === 'closed' && !reconciliation.isEqual],
    ['not-softly-closed', state === 'closed' && is === 'open'],
  ]
  const obstacles = checks.filter(([, isThere]) => isThere).map(([obstacle]) => obstacle)
  return { state, obstacles, totals: totalsOf(month.booked, period), quarantine }
}

/** Midnight of the agency, whole days after the month's end: a day of 23 hours is a day. */
function dueAt(period: string, days: number, timeZone: string): number {
  const day = Temporal.PlainDate.from(`${nextPeriod(period)}-01`).add({ days })
  return day.toZonedDateTime({ timeZone, plainTime: '00:00' }).epochMilliseconds / 1000
}

function isClosedAs(is: ReturnType<typeof periodState>, state: ClosePlan['state']): boolean {
  return is === 'closed' || is === state
}

function lastBefore(period: string): string {
  return Temporal.PlainYearMonth.from(period).subtract({ months: 1 }).toString()
}

function totalsOf(booked: Iterable<BookedRun>, period: string): MonthTotal[] {
  const totals = new Map<string, { project: string; used: bigint; refunded: bigint }>()
  for (const { parts } of booked) {
    for (const { project, used, refunded } of parts.filter((part) => part.period === period)) {
      const total = totals.get(project) ?? { project, used: 0n, refunded: 0n }
      totals.set(project, { project, used: total.used + used, refunded: total.refunded + refunded })
    }
  }
  return [...totals.values()].toSorted((one, other) => (one.project < other.project ? -1 : 1))
}
