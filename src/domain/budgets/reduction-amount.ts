// What a formula takes from one project, with every number that led to it: whoever is reduced can check it by hand.
import { plannedUse, type Plan } from './plan.ts'
import type { Check, ReductionRule } from './reduction-rule.ts'
import type { Standing } from './standing.ts'

const MILLION = 1_000_000n
const DAY_SECONDS = 86_400

export interface ReductionBasis {
  readonly standing: Standing
  /** What was awarded at first. */
  readonly initialAward: bigint
  readonly awardedAt: number
  /** The project's own; null: it declared none, and a formula that compares with it does not apply. */
  readonly plan: Plan | null
}

/** The numbers of a proposal. */
export interface ReductionFigures {
  /** The award that counts: the initial one, or all of what is granted. */
  readonly counted: bigint
  readonly charged: bigint
  readonly held: bigint
  /** What the plan expects by the day of the check; null: the formula does not ask. */
  readonly expected: bigint | null
  /** counted - charged, at least 0. */
  readonly unused: bigint
  /** The part that the formula takes, in millionths: of what is unused, or of what is behind the plan. */
  readonly removeMillionths: number
  /** Rounded down, and never more than is unused or than remains beside what is held. */
  readonly amount: bigint
}

/** Why nothing is proposed. */
export type NoReduction = 'project-is-new' | 'used-enough' | 'no-plan' | 'nothing-left'

export function reductionFigures(
  rule: ReductionRule,
  check: Check,
  { standing, initialAward, awardedAt, plan }: ReductionBasis,
): ReductionFigures | NoReduction {
  if (check.checkAt < awardedAt + rule.exemptFirstDays * DAY_SECONDS) return 'project-is-new'
  const counted = rule.isInitialAwardOnly ? least(initialAward, standing.granted) : standing.granted
  const { charged, held } = standing
  const unused = most(0n, counted - charged)
  const { formula } = check
  let expected: bigint | null = null
  let removeMillionths: number
  let base = unused
  if (formula.formula === 'behind-own-plan') {
    if (plan === null) return 'no-plan'
    expected = plannedUse(plan, counted, check.checkAt)
    base = most(0n, expected - charged)
    removeMillionths = formula.removeMillionths
  } else {
    const band = formula.bands.find((one) => charged * MILLION < counted * BigInt(one.usedBelowMillionths))
    removeMillionths = band?.removeMillionths ?? 0
  }
  const wanted = (base * BigInt(removeMillionths)) / MILLION
  if (wanted === 0n) return 'used-enough'
  const amount = least(wanted, unused, standing.remaining)
  if (amount <= 0n) return 'nothing-left'
  return { counted, charged, held, expected, unused, removeMillionths, amount }
}

/** What may be taken when it comes to it: what was announced, less if the project has used or holds more since. */
export function amountNow({ amount }: Pick<ReductionFigures, 'amount'>, standing: Standing): bigint {
  return most(0n, least(amount, standing.granted - standing.charged, standing.remaining))
}

function least(...amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => (a < b ? a : b))
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
