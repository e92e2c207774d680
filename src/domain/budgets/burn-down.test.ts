import { describe, expect, it } from 'vitest'
import { burnDays, monthlyUse, type BudgetMove } from './burn-down.ts'
import { forecastByPlan, forecastByRate } from './forecast.ts'
import { planOf, plannedUse } from './plan.ts'
import { budgetWarnings } from './warnings.ts'

const DAY = 86_400
const SEOUL = 'Asia/Seoul'
const utc = (text: string) => Temporal.Instant.from(`${text}Z`).epochMilliseconds / 1000
const move = (at: number, amounts: Partial<BudgetMove>): BudgetMove => ({
  at,
  period: Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(SEOUL)
    .toPlainDate()
    .toString()
    .slice(0, 7),
  granted: 0n,
  charged: 0n,
  held: 0n,
  ...amounts,
})

describe('the days of a burn-down', () => {
  it('belong to the calendar of the agency, whatever order the entries came in', () => {
    // 15:30 in Greenwich is half past midnight of the next day in Seoul.
    const moves = [
      move(utc('2026-11-02T15:30:00'), { charged: 30n, held: -40n }),
      move(utc('2026-11-01T00:00:00'), { granted: 100n }),
      move(utc('2026-11-02T14:30:00'), { held: 40n }),
    ]
    const days = burnDays(moves, { from: moves[1]!.at, now: utc('2026-11-03T03:00:00'), timeZone: SEOUL, plan: null })
    expect(days.map(({ date, charged, held, remaining }) => [date, charged, held, remaining])).toEqual([
      ['2026-11-01', 0n, 0n, 100n],
      ['2026-11-02', 0n, 40n, 60n],
      ['2026-11-03', 30n, 0n, 70n],
    ])
  })

  it('has days of 23 and 25 hours where clocks change', () => {
    const days = burnDays([], {
      from: utc('2026-03-28T12:00:00'),
      now: utc('2026-03-30T12:00:00'),
      timeZone: 'Europe/Berlin',
      plan: null,
    })
    expect(days.map(({ from, to }) => (to - from) / 3600)).toEqual([24, 23, 24])
  })

  it('keeps months apart: each its own charge, its own plan, its own warning', () => {
    const plan = planOf(utc('2026-09-30T15:00:00'), utc('2026-12-31T15:00:00'))
    const moves = [
      move(utc('2026-10-01T00:00:00'), { granted: 920n }),
      move(utc('2026-10-20T00:00:00'), { charged: 300n }),
      move(utc('2026-11-20T00:00:00'), { charged: 320n }),
    ]
    const now = utc('2026-12-10T00:00:00')
    const days = burnDays(moves, { from: plan[0]!.at, now, timeZone: SEOUL, plan })
    const months = monthlyUse(moves, days, SEOUL)
    expect(months.map(({ period, charged }) => [period, charged])).toEqual([
      ['2026-10', 300n],
      ['2026-11', 320n],
      ['2026-12', 0n],
    ])
    expect(months.slice(0, 2).map(({ planned }) => planned)).toEqual([310n, 300n])
    const standing = { granted: 920n, charged: 620n, held: 0n, overdrawn: 0n, remaining: 300n }
    // Together the two months are twice a month's plan; neither alone is off it.
    expect(budgetWarnings(standing, months, '2026-12').map(({ code }) => code)).toEqual(['budget-spent-to'])
    const heavy = [{ period: '2026-11', charged: 451n, planned: 300n }]
    expect(budgetWarnings(standing, heavy, '2026-12')[1]).toMatchObject({ code: 'month-above-plan', period: '2026-11' })
    const light = [{ period: '2026-11', charged: 74n, planned: 300n }]
    expect(budgetWarnings(standing, light, '2026-12')[1]).toMatchObject({ code: 'month-below-plan' })
    expect(budgetWarnings(standing, light, '2026-11')).toHaveLength(1)
  })

  it.each([
    { spent: 49n, says: undefined },
    { spent: 50n, says: 500_000 },
    { spent: 89n, says: 800_000 },
    { spent: 100n, says: 1_000_000 },
  ])('warns at the highest threshold reached: $spent of 100', ({ spent, says }) => {
    const standing = { granted: 100n, charged: spent - 10n, held: 10n, overdrawn: 0n, remaining: 100n - spent }
    const [warning] = budgetWarnings(standing, [], '2026-12')
    expect(warning?.code === 'budget-spent-to' ? warning.millionths : undefined).toBe(says)
  })
})

describe('a plan', () => {
  it('grows evenly inside its parts', () => {
    const plan = planOf(0, 400, [100_000, 400_000, 400_000, 100_000])
    expect([-1, 0, 50, 100, 200, 399, 400, 500].map((at) => plannedUse(plan, 1000n, at))).toEqual([
      0n,
      0n,
      50n,
      100n,
      500n,
      999n,
      1000n,
      1000n,
    ])
  })

  it('is the whole, or no plan', () => {
    expect(() => planOf(0, 400, [500_000, 400_000])).toThrow('the whole')
  })
})

describe('a forecast', () => {
  const daily = (charges: readonly bigint[], granted: bigint) => {
    const moves = [move(0, { granted }), ...charges.map((charged, day) => move(day * DAY + 60, { charged }))]
    return burnDays(moves, { from: 0, now: charges.length * DAY, timeZone: 'UTC', plan: null })
  }
  const END = 365 * DAY

  it('is a range from the busiest to the quietest week', () => {
    const charges = [10, 20, 10, 30].flatMap((rate) => Array.from({ length: 7 }, () => BigInt(rate)))
    const forecast = forecastByRate(daily(charges, 1090n), 28 * DAY, END)!
    // 600 are left: 20 days at 30 a day, 60 at 10; 600 / (490 / 28) = 34.29.
    expect(forecast.earliest).toBe(48 * DAY)
    expect(forecast.latest).toBe(88 * DAY)
    expect(Math.round((forecast.likely! / DAY) * 100) / 100).toBe(62.29)
    expect(forecast).toMatchObject({ method: 'recent-rate', days: 28, charged: 490n })
  })

  it('forgets what is older than four weeks, and the day that is not over', () => {
    const charges = [...Array.from({ length: 30 }, () => 1000n), ...Array.from({ length: 28 }, () => 1n)]
    const days = daily([...charges, 5000n], 100_000n)
    const forecast = forecastByRate(days, charges.length * DAY + 60, END)!
    expect(forecast.charged).toBe(28n)
  })

  it('says that a budget lasts, and what will be left', () => {
    const forecast = forecastByRate(
      daily(
        Array.from({ length: 14 }, () => 1n),
        1000n,
      ),
      14 * DAY,
      114 * DAY,
    )!
    expect(forecast).toMatchObject({ earliest: null, likely: null, latest: null, days: 14 })
    expect(forecast.leftAtEnd).toEqual({ least: 886n, most: 886n })
  })

  it('says nothing before a whole week, and "now" when all is spent', () => {
    expect(
      forecastByRate(
        daily(
          Array.from({ length: 6 }, () => 1n),
          100n,
        ),
        6 * DAY,
        END,
      ),
    ).toBeNull()
    expect(
      forecastByRate(
        daily(
          Array.from({ length: 7 }, () => 20n),
          100n,
        ),
        7 * DAY,
        END,
      )!.earliest,
    ).toBe(7 * DAY)
  })

  it('by the plan: ahead of it ends early, behind it leaves something', () => {
    const plan = planOf(0, 100 * DAY)
    const day = (charged: bigint) => ({ ...daily([charged], 1000n).at(-1)! })
    expect(forecastByPlan(day(700n), 50 * DAY, plan).likely).toBe(80 * DAY)
    expect(forecastByPlan(day(300n), 50 * DAY, plan)).toMatchObject({ likely: null, leftAtEnd: { least: 200n } })
    expect(forecastByPlan(day(1000n), 50 * DAY, plan).likely).toBe(50 * DAY)
  })
})
