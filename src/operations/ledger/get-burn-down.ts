// How a project's budget goes down, when it may end, and what there is to warn of.
import { z } from 'zod'
import type { BurnDownBody, ForecastBody } from '../../contract/burn-down.ts'
import { UnitText } from '../../contract/ledger.ts'
import { burnDays, monthlyUse } from '../../domain/budgets/burn-down.ts'
import { forecastByPlan, forecastByRate, type Forecast } from '../../domain/budgets/forecast.ts'
import { planOf } from '../../domain/budgets/plan.ts'
import { budgetWarnings } from '../../domain/budgets/warnings.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { periodOf } from '../../domain/ledger/period.ts'
import { listAgencies } from '../../store/agencies.ts'
import { operation } from '../operation.ts'
import { instantOf } from './ledger-body.ts'
import { loadProject } from './project-budget.ts'

const YEAR_SECONDS = 366 * 86_400
const MILLION = 1_000_000

export const getBurnDown = operation({
  name: 'get-burn-down',
  kind: 'query',
  input: z.object({
    project: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
    unit: UnitText.default('milli-reference-unit-second'),
    until: z.iso.datetime().nullable().default(null),
    plan: z
      .array(z.int().min(0))
      .min(1)
      .refine((shares) => shares.reduce((sum, share) => sum + share, 0) === MILLION, 'shares are the whole')
      .nullable()
      .default(null),
  }),
  async run({ project, unit, until, plan: shares }, { tx, agency, now: clock }) {
    const account = await loadProject(tx, agency, { project, unit })
    if (account === null) return refuse('ledger-account-not-found')
    const now = Math.floor(clock.getTime() / 1000)
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const { moves, standing } = account
    const from = moves.reduce((first, { at }) => Math.min(first, at), now)
    const end = until === null ? null : Math.floor(Date.parse(until) / 1000)
    const plan = end === null || end <= from ? null : planOf(from, end, shares ?? [MILLION])
    const days = burnDays(moves, { from, now, timeZone, plan })
    const months = monthlyUse(moves, days, timeZone)
    const last = days.at(-1)
    const forecasts = [
      forecastByRate(days, now, end ?? now + YEAR_SECONDS),
      plan === null || last === undefined ? null : forecastByPlan(last, now, plan),
    ]
    const body: BurnDownBody = {
      project,
      unit,
      until,
      at: clock.toISOString(),
      standing: texts(standing),
      days: days.map(({ date, granted, charged, held, remaining, planned }) => ({
        date,
        ...texts({ granted, charged, held, remaining }),
        planned: planned === null ? null : String(planned),
      })),
      months: months.map(({ period, charged, planned }) => ({
        period,
        charged: String(charged),
        planned: planned === null ? null : String(planned),
      })),
      forecasts: forecasts.filter((forecast) => forecast !== null).map(forecastBody),
      warnings: budgetWarnings(standing, months, periodOf(now, timeZone)).map((warning) => texts(warning)),
    }
    return accept(body)
  },
})

function forecastBody({ earliest, likely, latest, leftAtEnd, ...rest }: Forecast): ForecastBody {
  const moment = (at: number | null) => (at === null ? null : instantOf(at))
  return {
    ...texts(rest),
    earliest: moment(earliest),
    likely: moment(likely),
    latest: moment(latest),
    leftAtEnd: texts(leftAtEnd),
  }
}

type Texts<T> = { [Key in keyof T]: T[Key] extends bigint ? string : T[Key] }

/** Amounts as texts, everything else as it is. */
function texts<T extends object>(given: T): Texts<T> {
  const entries = Object.entries(given).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'bigint' ? String(value) : value,
  ])
  return Object.fromEntries(entries) as Texts<T>
}
