// A project's budget over time: what was charged and held, against what was granted and what the project had planned.
import type { ChartView } from './chart-option.ts'
import type { Chart } from './options.ts'
import { timePanelsHeight, timePanelsOption, type TimePanels } from './time-panels.ts'

const DAY = 86_400

export interface BurnDownFigures {
  /** e.g. '2026-11-23': the first of the days, one value for each of them. */
  readonly firstDate: string
  readonly charged: readonly number[]
  readonly held: readonly number[]
  /** What is granted now. */
  readonly granted: number
  /** null: there is no plan. */
  readonly planned: readonly number[] | null
  /** What the axis counts. */
  readonly unit: string
  readonly valueForm: (value: number) => string
}

export function burnDownChart(figures: BurnDownFigures, view: ChartView): Chart {
  const { charged, held, granted, planned, unit, valueForm } = figures
  const used = charged.map((value, day) => value + (held[day] ?? 0))
  // Days are the agency's own: the axis writes them as they are.
  const epoch = Date.parse(`${figures.firstDate}T00:00:00Z`) / 1000
  const chart: TimePanels = {
    panels: [
      {
        name: '',
        note: '',
        colour: view.palette.neutral,
        areas: [
          { values: charged, isStriped: false, stack: 'use' },
          { values: held, isStriped: true, stack: 'use' },
        ],
        outline: used,
        line: granted,
      },
    ],
    startAt: 0,
    stepSeconds: DAY,
    span: { from: 0, until: Math.max(1, charged.length) * DAY, epoch },
    axisName: unit,
    max: Math.max(granted, ...used, ...(planned ?? [])),
    isMirrored: false,
    valueForm,
  }
  const option = timePanelsOption(chart, view)
  const height = timePanelsHeight(chart, view.width)
  if (planned === null) return { option, height }
  const plan = {
    type: 'line' as const,
    id: 'plan',
    silent: true,
    showSymbol: false,
    data: planned.map((value, day) => [(day + 1) * DAY, value]),
    lineStyle: { width: 1.6, type: [2, 4] as [number, number], color: view.palette.sectors[0] ?? view.palette.text },
  }
  return { option: { ...option, series: [...[option.series ?? []].flat(), plan] }, height }
}
