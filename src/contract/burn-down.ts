// A project's burn-down over HTTP.
import { z } from 'zod'
import { Amount, UnitText } from './ledger.ts'

export const BurnDownQuery = z.object({
  unit: UnitText.default('milli-reference-unit-second'),
  /** When the award ends; without it there is no plan, and the forecast looks one year ahead. */
  until: z.iso.datetime().optional(),
  plan: z
    .string()
    .regex(/^\d{1,7}(,\d{1,7}){0,11}$/)
    .optional()
    .meta({
      description: 'Shares of the grant in equal parts of the time, in millionths, e.g. `250000,250000,250000,250000`',
    }),
})

const Moment = z.iso.datetime().nullable()
export const ForecastBody = z
  .object({
    method: z.enum(['recent-rate', 'own-plan']),
    /** null: it lasts beyond the end. */
    earliest: Moment,
    likely: Moment,
    latest: Moment,
    leftAtEnd: z.object({ least: Amount, most: Amount }),
    /** What it rests on. */
    days: z.int(),
    charged: Amount,
  })
  .meta({ id: 'BudgetForecast' })
export type ForecastBody = z.infer<typeof ForecastBody>

export const BudgetWarningBody = z
  .discriminatedUnion('code', [
    z.object({ code: z.literal('budget-spent-to'), millionths: z.int(), spent: Amount, granted: Amount }),
    z.object({ code: z.literal('budget-overdrawn'), overdrawn: Amount }),
    z.object({
      code: z.enum(['month-above-plan', 'month-below-plan']),
      period: z.string(),
      charged: Amount,
      planned: Amount,
    }),
  ])
  .meta({ id: 'BudgetWarning' })
export type BudgetWarningBody = z.infer<typeof BudgetWarningBody>

export const BurnDownBody = z
  .object({
    project: z.string(),
    unit: z.string(),
    at: z.iso.datetime(),
    until: Moment,
    standing: z.object({ granted: Amount, charged: Amount, held: Amount, overdrawn: Amount, remaining: Amount }),
    days: z.array(
      z.object({
        date: z.iso.date(),
        granted: Amount,
        charged: Amount,
        held: Amount,
        remaining: Amount,
        planned: Amount.nullable(),
      }),
    ),
    months: z.array(z.object({ period: z.string(), charged: Amount, planned: Amount.nullable() })),
    forecasts: z.array(ForecastBody),
    warnings: z.array(BudgetWarningBody),
  })
  .meta({ id: 'BurnDown' })
export type BurnDownBody = z.infer<typeof BurnDownBody>
