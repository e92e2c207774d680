// How a project's budget goes down: for each day what was granted, charged and held, beside its plan.
import { periodOf } from '../ledger/period.ts'
import type { StatementLine } from '../ledger/statement.ts'
import { plannedUse, type Plan } from './plan.ts'

/** One change of a project's budget; amounts are signed. */
export interface BudgetMove {
  /** When it happened, in whole seconds since 1970. */
  readonly at: number
  /** The month it was booked in; a late record of a closed month counts in the open one. */
  readonly period: string
  readonly granted: bigint
  readonly charged: bigint
  readonly held: bigint
}

/** What the project stood at when the day was over. */
export interface BurnDay {
  /** Its first moment. */
  readonly from: number
  /** Its end, excluded. */
  readonly to: number
  /** e.g. '2026-11-23', by the calendar of the agency. */
  readonly date: string
  readonly granted: bigint
  readonly charged: bigint
  readonly held: bigint
  readonly remaining: bigint
  /** What its plan expects to be charged by then; null: it has none. */
  readonly planned: bigint | null
}

/**
 * What the lines of one of a project's three accounts mean for its budget; the moves of all three add up to its standing.
 * @param account whose statement it is
 */
export function budgetMoves(
  lines: Iterable<StatementLine & { readonly period: string }>,
  account: 'PROJECT' | 'USED' | 'OVERDRAFT',
  project: string,
): BudgetMove[] {
  const used = `USED:${project}`
  const payers: readonly string[] = [`PROJECT:${project}`, `OVERDRAFT:${project}`]
  const moves: BudgetMove[] = []
  for (const line of lines) {
    const { effectiveAt: at, period, other, posted } = line
    let [granted, charged, held] = [0n, 0n, 0n]
    if (account === 'USED') {
      // What the payers' lines do not say: corrections that touch what is used alone.
      if (!payers.includes(other)) [granted, charged] = [posted, posted]
    } else {
      if (other === used) charged = -posted
      else granted = posted
      if (account === 'PROJECT') held = line.held
    }
    if (granted !== 0n || charged !== 0n || held !== 0n) moves.push({ at, period, granted, charged, held })
  }
  return moves
}

/**
 * Every day from the one of the first move, or of `from`, to the one of `now`.
 * @param moves in any order: an entry may be recorded long after it happened
 * @param timeZone IANA name; a day of summer time's change has 23 or 25 hours
 */
export function burnDays(
  moves: readonly BudgetMove[],
  { from, now, timeZone, plan }: { from: number; now: number; timeZone: string; plan: Plan | null },
): BurnDay[] {
  const sorted = moves.toSorted((a, b) => a.at - b.at)
  const days: BurnDay[] = []
  const total = { granted: 0n, charged: 0n, held: 0n }
  let next = 0
  let day = dateOf(Math.min(from, sorted[0]?.at ?? from), timeZone)
  for (let start = startOf(day, timeZone); start <= now;) {
    const to = startOf(day.add({ days: 1 }), timeZone)
    for (let move = sorted[next]; move !== undefined && move.at < to; move = sorted[next]) {
      total.granted += move.granted
      total.charged += move.charged
      total.held += move.held
      next += 1
    }
    const remaining = total.granted - total.charged - total.held
    const planned = plan === null ? null : plannedUse(plan, total.granted, Math.min(to, now))
    days.push({ from: start, to, date: day.toString(), ...total, remaining, planned })
    day = day.add({ days: 1 })
    start = to
  }
  return days
}

export interface MonthUse {
  readonly period: string
  readonly charged: bigint
  /** What the plan expects to be charged in this month; null: there is no plan. */
  readonly planned: bigint | null
}

/** What each month was charged, one row per month and never two in one, ascending. A month of refunds may be below zero. */
export function monthlyUse(moves: readonly BudgetMove[], days: readonly BurnDay[], timeZone: string): MonthUse[] {
  const charged = new Map<string, bigint>()
  for (const move of moves)
    if (move.charged !== 0n) charged.set(move.period, (charged.get(move.period) ?? 0n) + move.charged)
  const planned = new Map<string, bigint>()
  let before = 0n
  for (const day of days) {
    const period = periodOf(day.from, timeZone)
    if (!charged.has(period)) charged.set(period, 0n)
    if (day.planned === null) continue
    planned.set(period, (planned.get(period) ?? 0n) + day.planned - before)
    before = day.planned
  }
  const periods = [...charged.keys()].toSorted()
  return periods.map((period) => ({ period, charged: charged.get(period) ?? 0n, planned: planned.get(period) ?? null }))
}

function dateOf(at: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
}

function startOf(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime({ timeZone }).epochMilliseconds / 1000
}
