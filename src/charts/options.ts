// The charts of a run and of a policy: which figures each one shows. Layout is in time-panels.ts and grouped-bars.ts.
import { formatDuration } from '../text/duration.ts'
import { sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'
import { amountForms, formatShare } from './amounts.ts'
import type { ChartOption, ChartView } from './chart-option.ts'
import { groupedBarsHeight, groupedBarsOption } from './grouped-bars.ts'
import { sectorColour } from './palette.ts'
import { guaranteedShare, sectorPosition, sectorsOf, seriesOf, type NamedNode, type RunFigures } from './run-figures.ts'
import { timePanelsHeight, timePanelsOption, type Panel, type TimePanels } from './time-panels.ts'

/** A chart with the height in pixels that it needs at its width. */
export interface Chart {
  readonly option: ChartOption
  readonly height: number
}

/** Units in use by each sector over time, against its guarantee. */
export function usageChart(figures: RunFigures, view: ChartView): Chart {
  const forms = amountForms(view.language, figures.unit)
  const sectors = sectorsOf(figures)
  const panels = sectors.map((sector, position): Panel => {
    const { inUse } = seriesOf(figures, sector.id)
    const note = sentence(chartText, view.language, 'panel-usage', { guarantee: forms.countOfUnits(sector.guarantee) })
    return {
      name: sector.name,
      note,
      colour: sectorColour(view.palette, position),
      areas: [
        { values: inUse.map((units) => Math.min(units, sector.guarantee)), isStriped: false, stack: 'use' },
        { values: inUse.map((units) => Math.max(0, units - sector.guarantee)), isStriped: true, stack: 'use' },
      ],
      outline: inUse,
      line: sector.guarantee,
    }
  })
  const axisName = sentence(chartText, view.language, 'axis-in-use', { units: forms.units })
  const max = largest([sectors.map((sector) => sector.guarantee), ...panels.map((panel) => panel.outline ?? [])])
  return overTime({
    figures,
    view,
    panels,
    axisName,
    max,
    isMirrored: false,
    valueForm: (value) => forms.number(value, 1),
  })
}

/** What each sector borrowed (above zero) and lent (below zero) over time. */
export function lendingChart(figures: RunFigures, view: ChartView): Chart {
  const forms = amountForms(view.language, figures.unit)
  const panels = sectorsOf(figures).map((sector, position): Panel => {
    const { borrowed, lent } = seriesOf(figures, sector.id)
    const note = sentence(chartText, view.language, 'panel-lending', {
      borrowed: forms.countOfUnitHours(sector.borrowedUnitSeconds),
      lent: forms.countOfUnitHours(sector.lentUnitSeconds),
    })
    return {
      name: sector.name,
      note,
      colour: sectorColour(view.palette, position),
      areas: [
        { values: borrowed, isStriped: true, stack: 'borrowed' },
        { values: lent.map((units) => -units), isStriped: false, stack: 'lent' },
      ],
      outline: null,
      line: null,
    }
  })
  const axisName = sentence(chartText, view.language, 'axis-borrowed-lent', { units: forms.units })
  const max = largest(panels.flatMap((panel) => panel.areas.map((area) => area.values.map(Math.abs))))
  return overTime({
    figures,
    view,
    panels,
    axisName,
    max,
    isMirrored: true,
    valueForm: (value) => forms.number(value, 1),
  })
}

/** Jobs that waited, over time. */
export function queueChart(figures: RunFigures, view: ChartView): Chart {
  const { queueLength } = figures.series
  const forms = amountForms(view.language, figures.unit)
  const areas = [{ values: queueLength, isStriped: false, stack: 'queue' }]
  const panels = [{ name: '', note: '', colour: view.palette.neutral, areas, outline: queueLength, line: null }]
  const axisName = sentence(chartText, view.language, 'axis-jobs-waiting')
  const max = largest([queueLength])
  return overTime({
    figures,
    view,
    panels,
    axisName,
    max,
    isMirrored: false,
    valueForm: (value) => forms.number(value, 1),
  })
}

/** Share of the pool in use over time, against its average. */
export function utilisationChart(figures: RunFigures, view: ChartView): Chart {
  const { language, palette } = view
  const { summary, series } = figures
  const shares = series.inUse.map((units) => (summary.capacity === 0 ? 0 : units / summary.capacity))
  const average = formatShare(language, summary.utilisation)
  const panel = {
    name: sentence(chartText, language, 'pool'),
    note: sentence(chartText, language, 'label-average', { value: average }),
    colour: palette.neutral,
    areas: [{ values: shares, isStriped: false, stack: 'shares' }],
    outline: shares,
    line: summary.utilisation,
  }
  const forms = amountForms(language, figures.unit)
  const axisName = sentence(chartText, language, 'axis-utilisation', { units: forms.units })
  const valueForm = (share: number) => `${forms.number(share * 100)}%`
  return overTime({ figures, view, panels: [panel], axisName, max: 1, isMirrored: false, valueForm })
}

/** Share of the free units that no job which waited could use where they lay, over time; only when jobs lie on nodes. */
export function fragmentationChart(figures: RunFigures, view: ChartView): Chart {
  const { language, palette } = view
  const { summary, series } = figures
  const shares = series.fragmentation ?? []
  const average = summary.fragmentation ?? 0
  const panel = {
    name: sentence(chartText, language, 'pool'),
    note: sentence(chartText, language, 'label-average', { value: formatShare(language, average) }),
    colour: palette.neutral,
    areas: [{ values: shares, isStriped: true, stack: 'shares' }],
    outline: shares,
    line: average,
  }
  const forms = amountForms(language, figures.unit)
  const axisName = sentence(chartText, language, 'axis-fragmentation', { units: forms.units })
  const valueForm = (share: number) => `${forms.number(share * 100)}%`
  return overTime({ figures, view, panels: [panel], axisName, max: 1, isMirrored: false, valueForm })
}

/** Mean wait, median and ninetieth percentile of each of the nodes: sectors, or projects. */
export function waitChart(figures: RunFigures, nodes: readonly NamedNode[], view: ChartView): Chart {
  const { language, palette } = view
  const scale = waitScale(
    Math.max(0, ...nodes.map((node) => Math.max(node.wait.p90, node.wait.mean, node.wait.median))),
  )
  const groups = nodes.map((node) => ({
    name: node.name,
    colour: sectorColour(palette, sectorPosition(figures.nodes, node.id)),
    bars: (['mean', 'median', 'p90'] as const).map((measure) => ({
      value: node.wait[measure] / scale.seconds,
      label: sentence(chartText, language, `label-${measure}`, { value: formatDuration(language, node.wait[measure]) }),
    })),
  }))
  const forms = amountForms(language, figures.unit)
  const axisName = sentence(chartText, language, `axis-wait-${scale.unit}`)
  const valueForm = (value: number) => forms.number(value, 1)
  return {
    option: groupedBarsOption({ groups, axisName, valueForm }, view),
    height: groupedBarsHeight(groups.length, 3),
  }
}

/** The unit in which the longest of some waits is read best. */
export function waitScale(longest: number): { unit: 'minute' | 'hour' | 'day'; seconds: number } {
  if (longest > 4 * 86_400) return { unit: 'day', seconds: 86_400 }
  return longest > 2 * 3_600 ? { unit: 'hour', seconds: 3_600 } : { unit: 'minute', seconds: 60 }
}

/** What each sector used of the delivered time, beside what it is guaranteed of the pool. */
export function shareChart(figures: RunFigures, view: ChartView): Chart {
  const { language } = view
  const pairs = sectorsOf(figures).map((sector) => {
    const guaranteed = guaranteedShare(sector, figures.summary)
    const delivered = sector.shareOfDelivered
    return {
      name: sector.name,
      bars: [
        {
          value: delivered,
          label: sentence(chartText, language, 'label-delivered', { value: formatShare(language, delivered) }),
        },
        {
          value: guaranteed,
          label: sentence(chartText, language, 'label-guaranteed', { value: formatShare(language, guaranteed) }),
        },
      ],
    }
  })
  return sharePairs(pairs, view)
}

export interface SectorSplit {
  readonly name: string
  readonly shareOfCards: number
  readonly shareOfCompute: number
}

/** A policy's split of cards beside its split of compute. */
export function splitChart(sectors: readonly SectorSplit[], view: ChartView): Chart {
  const { language } = view
  const pairs = sectors.map(({ name, shareOfCards, shareOfCompute }) => ({
    name,
    bars: [
      {
        value: shareOfCards,
        label: sentence(chartText, language, 'label-cards', { value: formatShare(language, shareOfCards) }),
      },
      {
        value: shareOfCompute,
        label: sentence(chartText, language, 'label-compute', { value: formatShare(language, shareOfCompute) }),
      },
    ],
  }))
  return sharePairs(pairs, view)
}

type SharePair = { readonly name: string; readonly bars: readonly { readonly value: number; readonly label: string }[] }

function sharePairs(pairs: readonly SharePair[], view: ChartView): Chart {
  const groups = pairs.map((pair, position) => ({ ...pair, colour: sectorColour(view.palette, position) }))
  const axisName = sentence(chartText, view.language, 'axis-share')
  const valueForm = (share: number) => `${Math.round(share * 100)}%`
  return {
    option: groupedBarsOption({ groups, axisName, valueForm }, view),
    height: groupedBarsHeight(groups.length, 2),
  }
}

export interface OverTime extends Omit<TimePanels, 'startAt' | 'stepSeconds' | 'span'> {
  readonly figures: RunFigures
  readonly view: ChartView
}

export function overTime({ figures, view, ...panels }: OverTime): Chart {
  const { startAt, stepSeconds } = figures.series
  const { firstSubmitAt, lastEndAt, epoch } = figures.summary
  const span = { from: firstSubmitAt, until: lastEndAt, epoch }
  const chart = { ...panels, startAt, stepSeconds, span }
  return { option: timePanelsOption(chart, view), height: timePanelsHeight(chart, view.width) }
}

export function largest(lists: readonly (readonly number[])[]): number {
  let max = 0
  for (const list of lists) for (const value of list) if (value > max) max = value
  return max
}
