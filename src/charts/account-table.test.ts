import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample } from '../../test/kit/outcome.ts'
import type { Outcome } from '../simulator/outcome.ts'
import { accountTable, periodName } from './account-table.ts'
import { classTable } from './class-table.ts'
import { fairnessFigures } from './fairness-figures.ts'
import { owedFinding } from './finding.ts'
import { owedOverTime } from './owed-chart.ts'
import { runFigures, sectorsOf } from './run-figures.ts'

const figures = runFigures(outcomeExample(), policyExample(), 'en')
const { accounts: _accounts, classes: _classes, ...recorded } = outcomeExample()
const old: Outcome = recorded

describe('the account as a table', () => {
  const table = accountTable(figures, 'en')
  const owedAt = table?.columns.findIndex((column) => column.title === 'Owed then') ?? -1
  const owedOf = (id: string) => Number(table?.rows.find((row) => row.id === id)?.cells[owedAt]?.replaceAll(',', ''))

  test('has a row for each sector and below it one for each period', () => {
    const periods = figures.accounts?.ends.length ?? 0
    expect(periods).toBeGreaterThan(2)
    expect(table?.rows.filter((row) => row.depth === 0)).toHaveLength(3)
    expect(table?.rows).toHaveLength(3 * (1 + periods))
  })

  test('what is owed in the end is what the last period says, and over all sectors it is nothing', () => {
    const last = (figures.accounts?.ends.length ?? 0) - 1
    const ends = sectorsOf(figures).map((sector) => [owedOf(`${sector.id} all`), owedOf(`${sector.id} ${last}`)])
    for (const [whole, ofLast] of ends) expect(whole).toBe(ofLast)
    // Rounded to hours one by one.
    expect(Math.abs(ends.reduce((sum, [whole = 0]) => sum + whole, 0))).toBeLessThanOrEqual(1)
  })

  test('leaves the periods out where there are too many to print', () => {
    expect(accountTable(figures, 'en', 2)?.rows).toHaveLength(3)
  })

  test('the curve ends where the account does', () => {
    for (const sector of sectorsOf(figures)) {
      const account = figures.accounts?.nodes.find((node) => node.id === sector.id)
      const inHours = (account?.owed.at(-1) ?? Number.NaN) / 3_600
      expect(Math.abs((owedOverTime(figures, sector.id).at(-1) ?? 0) - inHours)).toBeLessThan(10)
    }
  })
})

describe('names of periods', () => {
  const accounts = {
    period: 'half-year',
    startAt: 0,
    ends: [1e7],
    pool: { capacity: [], delivered: [] },
    nodes: [],
  } as const
  const at = (epoch: number | null) => ({ ...figures, summary: { ...figures.summary, epoch } })
  const march = Date.UTC(2017, 2, 1) / 1000

  test.each([
    ['en', 'first half of 2017'],
    ['vi', 'nửa đầu năm 2017'],
    ['ko', '2017년 상반기'],
  ] as const)('a half-year in %s', (language, expected) => {
    expect(periodName(at(march), accounts, 0, language)).toBe(expected)
  })

  test('a month by its name, days since the start where the history has no date', () => {
    expect(periodName(at(march), { ...accounts, period: 'month' }, 0, 'ko')).toBe('2017년 3월')
    expect(periodName(at(null), { ...accounts, ends: [864_000, 1e7] }, 1, 'en')).toBe('day 10')
  })
})

test('classes of jobs stand below all jobs, which they add up to', () => {
  const rows = classTable(figures, 'en')?.rows ?? []
  const jobs = rows.map((row) => Number(row.cells[0]?.replaceAll(',', '')))
  expect(jobs.slice(1).reduce((sum, count) => sum + count, 0)).toBe(jobs[0])
  expect(rows[1]?.name).toBe('1 GPU, short')
})

test('a run from before any of it was recorded shows none of it', () => {
  const { turnaround: _t, fairness: _f, ...summary } = old.summary
  const before = runFigures({ ...old, summary }, policyExample(), 'en')
  expect([accountTable(before, 'en'), classTable(before, 'en'), fairnessFigures(before, 'en')]).toEqual([
    null,
    null,
    [],
  ])
  expect(owedFinding(before, 'en')).toBe('At the end nobody owes anything')
})
