// What each sector owes over time: borrowed less lent, added up since the start.
import { sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'
import { amountForms } from './amounts.ts'
import type { ChartView } from './chart-option.ts'
import { largest, overTime, type Chart } from './options.ts'
import { sectorColour } from './palette.ts'
import { accountOf, sectorsOf, seriesOf, type RunFigures } from './run-figures.ts'
import type { Panel } from './time-panels.ts'

const SECONDS_OF_HOUR = 3_600

/** Unit-hours that the sector owes at the end of each step of the series. */
export function owedOverTime(figures: RunFigures, id: string): readonly number[] {
  const { borrowed, lent } = seriesOf(figures, id)
  const { stepSeconds, startAt } = figures.series
  const seconds = figures.summary.lastEndAt - startAt
  let owed = 0
  return borrowed.map((units, step) => {
    const length = Math.max(0, Math.min(stepSeconds, seconds - step * stepSeconds))
    owed += ((units - (lent[step] ?? 0)) * length) / SECONDS_OF_HOUR
    return owed
  })
}

export function owedChart(figures: RunFigures, view: ChartView): Chart {
  const forms = amountForms(view.language, figures.unit)
  const panels = sectorsOf(figures).map((sector, position): Panel => {
    const owed = owedOverTime(figures, sector.id)
    const account = accountOf(figures, sector.id)
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    const note =
      account === null
        ? ''
        : sentence(chartText, view.language, 'panel-owed', {
            earned: forms.countOfUnitHours(sum(account.earned)),
            delivered: forms.number(sum(account.delivered) / SECONDS_OF_HOUR),
          })
    return {
      name: sector.name,
      note,
      colour: sectorColour(view.palette, position),
      areas: [
        { values: owed.map((hours) => Math.max(0, hours)), isStriped: true, stack: 'owed' },
        { values: owed.map((hours) => Math.min(0, hours)), isStriped: false, stack: 'due' },
      ],
      outline: owed,
      line: null,
    }
  })
  const axisName = sentence(chartText, view.language, 'axis-owed', { unitHours: forms.unitHours })
  const max = largest(panels.map((panel) => (panel.outline ?? []).map(Math.abs)))
  const valueForm = (value: number) => forms.number(value, value > 0 && value < 10 ? 1 : 0)
  return overTime({ figures, view, panels, axisName, max, isMirrored: true, valueForm })
}
