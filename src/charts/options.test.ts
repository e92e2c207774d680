import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample } from '../../test/kit/outcome.ts'
import { roundScale, type ChartView } from './chart-option.ts'
import { lendingChart, shareChart, splitChart, usageChart, utilisationChart, waitChart, type Chart } from './options.ts'
import { LIGHT } from './palette.ts'
import { projectsOf, runFigures, sectorPosition, sectorsOf } from './run-figures.ts'

const view: ChartView = { language: 'en', palette: LIGHT, width: 760 }
const figures = runFigures(outcomeExample(), policyExample(), 'en')

interface Series {
  readonly id: string
  readonly data: readonly (readonly [number, number])[]
}

function seriesOf({ option }: Chart, id: string): Series {
  const found = (option.series as unknown as readonly Series[]).find((series) => series.id === id)
  if (found === undefined) throw new Error(`no series ${id}`)
  return found
}

const heights = (series: Series) => series.data.map(([, height]) => height)

describe('the use of sectors over time', () => {
  const chart = usageChart(figures, view)

  test('what is within the guarantee and what is above it make up what was used', () => {
    const within = heights(seriesOf(chart, '1-area-0'))
    const above = heights(seriesOf(chart, '1-area-1'))
    const used = heights(seriesOf(chart, '1-outline'))
    expect(within.map((units, step) => units + (above[step] ?? 0))).toEqual(used)
    expect(Math.max(...within)).toBe(30)
  })

  test('the dashed line is the guarantee, from end to end', () => {
    const { firstSubmitAt, lastEndAt } = figures.summary
    expect(seriesOf(chart, '2-line').data).toEqual([
      [firstSubmitAt, 20],
      [lastEndAt, 20],
    ])
  })

  test('all panels have one scale, so that heights compare', () => {
    const axes = chart.option.yAxis as readonly { max: number }[]
    expect(new Set(axes.map((axis) => axis.max)).size).toBe(1)
    const highest = Math.max(
      ...sectorsOf(figures).map((_, position) => Math.max(...heights(seriesOf(chart, `${position}-outline`)))),
    )
    expect(axes[0]?.max).toBeGreaterThanOrEqual(highest)
  })

  test('times rise and stay within the axis', () => {
    const times = seriesOf(chart, '0-outline').data.map(([at]) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times[0]).toBe(figures.summary.firstSubmitAt)
    expect(times.at(-1)).toBe(figures.summary.lastEndAt)
  })
})

test('what is lent hangs below zero, what is borrowed stands above it', () => {
  const chart = lendingChart(figures, view)
  expect(Math.min(...heights(seriesOf(chart, '0-area-0')))).toBeGreaterThanOrEqual(0)
  expect(Math.max(...heights(seriesOf(chart, '0-area-1')))).toBeLessThanOrEqual(0)
})

test('utilisation is a share of the pool', () => {
  const chart = utilisationChart(figures, view)
  expect(Math.max(...heights(seriesOf(chart, '0-outline')))).toBeLessThanOrEqual(1)
})

test('a project has the colour of its sector in the chart of waits', () => {
  const startups = projectsOf(figures).filter((node) => node.id === 'startups')
  const chart = waitChart(figures, startups, view)
  const bar = seriesOf(chart, 'bar-0').data[0] as unknown as { itemStyle: { color: string } }
  expect(bar.itemStyle.color).toBe(LIGHT.sectors[1])
})

test('a deeper node belongs to the sector at its root; an unknown one to the first', () => {
  expect(sectorPosition(figures.nodes, 'universities')).toBe(2)
  expect(sectorPosition(figures.nodes, 'nobody')).toBe(0)
})

test('a chart is as high as it has groups', () => {
  expect(shareChart(figures, view).height).toBeGreaterThan(splitChart([], view).height)
})

test('nothing that a chart shows moves or answers, so paper and screen see the same', () => {
  for (const { option } of [usageChart(figures, view), shareChart(figures, view)]) {
    expect(option.animation).toBe(false)
    for (const series of option.series as readonly { silent: boolean }[]) expect(series.silent).toBe(true)
  }
})

test.each([
  [0, { max: 1, interval: 1 }],
  [1, { max: 1, interval: 0.5 }],
  [71, { max: 100, interval: 50 }],
  [373, { max: 400, interval: 200 }],
  [100, { max: 100, interval: 50 }],
  [0.5, { max: 0.5, interval: 0.25 }],
])('an axis up to %d ends at a round number', (max, expected) => {
  expect(roundScale(max, 2)).toEqual(expected)
})
