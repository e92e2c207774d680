// When a budget will end. Nobody knows, so the answer is a range and says how it was found: what the last four weeks would
// lead to, from their busiest week to their quietest, and what the project's own plan says.
import type { BurnDay } from './burn-down.ts'
import { planEnd, plannedUse, type Plan } from './plan.ts'

export const RECENT_DAYS = 28
const WEEK = 7
const DAY_SECONDS = 86_400

/** In whole seconds since 1970; null: it lasts beyond the end of the award. */
export type EndsAt = number | null

export interface Forecast {
  readonly method: 'recent-rate' | 'own-plan'
  /** At the highest rate; for a plan, the plan's. */
  readonly earliest: EndsAt
  /** At the rate of all the days. */
  readonly likely: EndsAt
  /** At the lowest rate. */
  readonly latest: EndsAt
  /** What will be left at the end of the award, from its least to its most; at least 0. */
  readonly leftAtEnd: { readonly least: bigint; readonly most: bigint }
  /** What it rests on: whole days of the past, and the charge of them. 0 for a plan. */
  readonly days: number
  readonly charged: bigint
}

/**
 * From the charges of the last 28 whole days; weeks count back from the last one. null before there are 7 whole days: a
 * forecast from less is a guess.
 * @param days ascending; the last one may not be over
 */
export function forecastByRate(days: readonly BurnDay[], now: number, validTo: number): Forecast | null {
  const last = days.at(-1)
  const whole = days.filter(({ to }) => to <= now)
  if (last === undefined || whole.length < WEEK) return null
  const recent = Math.min(RECENT_DAYS, whole.length - (whole.length % WEEK))
  const chargedBefore = (back: number): bigint => whole.at(-1 - back)?.charged ?? 0n
  const weeks: bigint[] = []
  for (let back = 0; back + WEEK <= recent; back += WEEK) {
    weeks.push(positive(chargedBefore(back) - chargedBefore(back + WEEK)))
  }
  const charged = positive(chargedBefore(0) - chargedBefore(recent))
  // What is held is as good as spent when its job runs to its end; the rate counts it when it is charged.
  const left = last.granted - last.charged
  const most = weeks.reduce((a, b) => (a > b ? a : b))
  const least = weeks.reduce((a, b) => (a < b ? a : b))
  const at = (amount: bigint, overDays: number) => endAt({ left, now, validTo, amount, overDays })
  const leftAfter = (amount: bigint) => positive(left - spent(amount, WEEK, validTo - now))
  return {
    method: 'recent-rate',
    earliest: at(most, WEEK),
    likely: at(charged, recent),
    latest: at(least, WEEK),
    leftAtEnd: { least: leftAfter(most), most: leftAfter(least) },
    days: recent,
    charged,
  }
}

/**
 * As if it used from now on what its plan says: a project that is behind will have something left, one that is ahead
 * ends early.
 */
export function forecastByPlan(last: BurnDay, now: number, plan: Plan): Forecast {
  const validTo = planEnd(plan)
  const left = last.granted - last.charged
  const done = plannedUse(plan, last.granted, now)
  const isSpentBy = (at: number) => plannedUse(plan, last.granted, at) - done >= left
  let endsAt: EndsAt = null
  if (left <= 0n) endsAt = now
  else if (isSpentBy(validTo) && now < validTo) {
    let [low, high] = [now, validTo]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (isSpentBy(middle)) high = middle
      else low = middle
    }
    endsAt = high < validTo ? high : null
  }
  const rest = positive(left - (last.granted - done))
  return {
    method: 'own-plan',
    earliest: endsAt,
    likely: endsAt,
    latest: endsAt,
    leftAtEnd: { least: rest, most: rest },
    days: 0,
    charged: 0n,
  }
}

interface EndParts {
  readonly left: bigint
  readonly now: number
  readonly validTo: number
  /** Charged in so many days. */
  readonly amount: bigint
  readonly overDays: number
}

function endAt({ left, now, validTo, amount, overDays }: EndParts): EndsAt {
  if (left <= 0n) return now
  if (amount === 0n) return null
  const seconds = (left * BigInt(overDays * DAY_SECONDS)) / amount
  return seconds < BigInt(validTo - now) ? now + Number(seconds) : null
}

function spent(amount: bigint, overDays: number, seconds: number): bigint {
  return seconds <= 0 ? 0n : (amount * BigInt(seconds)) / BigInt(overDays * DAY_SECONDS)
}

function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n
}
