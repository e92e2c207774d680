// When to tell a project about its budget: of the whole award by how much is spent, of a month by that month alone.
import type { MonthUse } from './burn-down.ts'
import type { Standing } from './standing.ts'

/** A published system's median project had used 0.5 % after 20.7 % of its year (NERSC, allocation reductions): both ends count. */
export interface WarningRule {
  /** Of the grant, charged and held, in millionths, ascending. */
  readonly spentMillionths: readonly number[]
  /** Of a month's plan, in millionths: charged beyond it. */
  readonly monthAboveMillionths: number
  /** Of a month's plan, in millionths: charged below it when the month is over. */
  readonly monthBelowMillionths: number
}

export const WARNING_RULE: WarningRule = {
  spentMillionths: [500_000, 800_000, 900_000, 1_000_000],
  monthAboveMillionths: 1_500_000,
  monthBelowMillionths: 250_000,
}

export type BudgetWarning =
  | { readonly code: 'budget-spent-to'; readonly millionths: number; readonly spent: bigint; readonly granted: bigint }
  | { readonly code: 'budget-overdrawn'; readonly overdrawn: bigint }
  | {
      readonly code: 'month-above-plan' | 'month-below-plan'
      readonly period: string
      readonly charged: bigint
      readonly planned: bigint
    }

/**
 * The highest threshold that is reached, an overdraft, and one warning for each month that is off its plan.
 * @param current the month that is not over; it cannot be below its plan yet
 */
export function budgetWarnings(
  standing: Standing,
  months: readonly MonthUse[],
  current: string,
  rule: WarningRule = WARNING_RULE,
): BudgetWarning[] {
  const { granted, charged, held, overdrawn } = standing
  const warnings: BudgetWarning[] = []
  const spent = charged + held
  const reached = rule.spentMillionths
    .filter((millionths) => spent > 0n && isAtLeast(spent, granted, millionths))
    .at(-1)
  if (reached !== undefined) warnings.push({ code: 'budget-spent-to', millionths: reached, spent, granted })
  if (overdrawn > 0n) warnings.push({ code: 'budget-overdrawn', overdrawn })
  for (const { period, charged: used, planned } of months) {
    if (planned === null || planned <= 0n) continue
    const month = { period, charged: used, planned }
    if (isAbove(used, planned, rule.monthAboveMillionths)) {
      warnings.push({ code: 'month-above-plan', ...month })
    } else if (period < current && !isAtLeast(used, planned, rule.monthBelowMillionths)) {
      warnings.push({ code: 'month-below-plan', ...month })
    }
  }
  return warnings
}

/** amount >= of * millionths / 1,000,000, exactly. */
function isAtLeast(amount: bigint, of: bigint, millionths: number): boolean {
  return amount * 1_000_000n >= of * BigInt(millionths)
}

function isAbove(amount: bigint, of: bigint, millionths: number): boolean {
  return amount * 1_000_000n > of * BigInt(millionths)
}
