// Reductions by a published formula: how much of an award that is not used may be proposed to go back, and when people are
// told. Every figure is a parameter; two published rules are given as examples.
import { assert } from '../kernel/assert.ts'

/** A day of the calendar of every year, in the agency's time zone. */
export interface CheckDay {
  readonly month: number
  readonly day: number
}

/** Used less than this part of the award: that part of what is unused. */
export interface Band {
  /** Of the award, in millionths; a project at exactly this is above it. */
  readonly usedBelowMillionths: number
  /** Of what is unused, in millionths. */
  readonly removeMillionths: number
}

export type ReductionFormula =
  /** By how much was used; the first band that applies. Bands ascend. */
  | { readonly formula: 'bands-of-unused'; readonly bands: readonly Band[] }
  /** What the project's own plan expects by then less what is charged; of it this part. */
  | { readonly formula: 'behind-own-plan'; readonly removeMillionths: number }

export interface ReductionRule {
  readonly name: string
  readonly checks: readonly (CheckDay & ReductionFormula)[]
  /** Days of the calendar before the check. */
  readonly noticeDaysBefore: number
  /** Until when an exemption may be asked for; never before the notice. */
  readonly exemptionDaysBefore: number
  /** A project is not reduced in its first days. */
  readonly exemptFirstDays: number
  /** Only what was awarded at first counts, not what was added later. */
  readonly isInitialAwardOnly: boolean
}

/**
 * ASCR Leadership Computing Challenge: on 1 November below 10 % used 25 % of the unused, from 10 % to 25 % used 15 %; on
 * 1 March below 25 % used 50 %, from 25 % to 50 % used 25 %. E-mail two weeks before, exemption in writing one week before.
 * Source: https://science.osti.gov/ascr/Facilities/Accessing-ASCR-Facilities/ALCC/Allocation-Reduction-Information
 */
export const ALCC_RULE: ReductionRule = {
  name: 'alcc',
  checks: [
    {
      month: 11,
      day: 1,
      formula: 'bands-of-unused',
      bands: [
        { usedBelowMillionths: 100_000, removeMillionths: 250_000 },
        { usedBelowMillionths: 250_000, removeMillionths: 150_000 },
      ],
    },
    {
      month: 3,
      day: 1,
      formula: 'bands-of-unused',
      bands: [
        { usedBelowMillionths: 250_000, removeMillionths: 500_000 },
        { usedBelowMillionths: 500_000, removeMillionths: 250_000 },
      ],
    },
  ],
  noticeDaysBefore: 14,
  exemptionDaysBefore: 7,
  exemptFirstDays: 0,
  isInitialAwardOnly: false,
}

/**
 * NERSC, allocation year 2025: on 16 April, after the first quarter, the difference between what the project's own plan
 * expected and what was charged. Only the initial award counts, a project's first 60 days are exempt, an exemption is asked
 * for at least two weeks before; the time returns to the programme's reserve. How early the notice is given is not
 * published: four weeks are ours. The formulas of later quarters were under review and are not part of the example.
 * Sources: https://nersc.gov/users/accounts/allocations/allocation-reductions,
 * https://www.nersc.gov/users/user-news/allocation-reduction-scheme-for-ay-2025-announced
 */
export const NERSC_RULE: ReductionRule = {
  name: 'nersc',
  checks: [{ month: 4, day: 16, formula: 'behind-own-plan', removeMillionths: 1_000_000 }],
  noticeDaysBefore: 28,
  exemptionDaysBefore: 14,
  exemptFirstDays: 60,
  isInitialAwardOnly: true,
}

export const REDUCTION_RULES = { alcc: ALCC_RULE, nersc: NERSC_RULE } as const satisfies Record<string, ReductionRule>
export type ReductionRuleName = keyof typeof REDUCTION_RULES

export interface Check {
  readonly formula: ReductionFormula
  /** Midnight at the beginning of its day, in whole seconds since 1970; so are the two others. */
  readonly checkAt: number
  readonly noticeAt: number
  /** Excluded. */
  readonly exemptionUntil: number
}

/** The first check whose day is not before the one of `now`. */
export function nextCheck(rule: ReductionRule, now: number, timeZone: string): Check {
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  const days = [today.year, today.year + 1].flatMap((year) =>
    rule.checks.map((check) => ({
      check,
      date: Temporal.PlainDate.from({ year, month: check.month, day: check.day }),
    })),
  )
  const [first] = days
    .filter(({ date }) => Temporal.PlainDate.compare(date, today) >= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.date, b.date))
  assert(first !== undefined, 'a rule has a check in every year')
  const { check, date } = first
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime({ timeZone }).epochMilliseconds / 1000
  return {
    formula: check,
    checkAt: start(date),
    noticeAt: start(date.subtract({ days: rule.noticeDaysBefore })),
    exemptionUntil: start(date.subtract({ days: rule.exemptionDaysBefore })),
  }
}
