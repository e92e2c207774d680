// Lying bars in groups with the name over each group and every bar's value beside it: nothing has to be looked up in a
// legend, long Vietnamese and Korean names have the whole width, and it reads the same on a telephone.
import type { BarSeriesOption } from 'echarts/charts'
import {
  roundScale,
  stillOption,
  stripes,
  textWidth,
  type ChartOption,
  type ChartView,
  type Scale,
} from './chart-option.ts'

export interface GroupedBar {
  readonly value: number
  readonly label: string
}

export interface BarGroup {
  readonly name: string
  readonly colour: string
  /** Every group has the same bars in the same order. */
  readonly bars: readonly GroupedBar[]
}

export interface GroupedBars {
  readonly groups: readonly BarGroup[]
  readonly axisName: string
  readonly valueForm: (value: number) => string
}

const ROW = 19
const GROUP_GAP = 10
const AXIS = 44
const LABEL_GAP = 14

/** Solid, striped, pale: three ways that need no colour. */
const LOOKS = ['solid', 'striped', 'pale'] as const

export function groupedBarsHeight(groups: number, barsInGroup: number): number {
  return groups * (ROW * (barsInGroup + 1) + GROUP_GAP) + AXIS
}

export function groupedBarsOption(chart: GroupedBars, view: ChartView): ChartOption {
  const { palette } = view
  const { scale, plotWidth } = fittedScale(chart, view.width)
  const right = view.width - 1 - plotWidth
  const count = Math.max(0, ...chart.groups.map((group) => group.bars.length))
  return {
    ...stillOption(view),
    grid: { left: 1, right, top: 2, bottom: AXIS - 2 },
    xAxis: {
      type: 'value',
      min: 0,
      max: scale.max,
      interval: scale.interval,
      name: chart.axisName,
      nameLocation: 'start',
      nameGap: 0,
      nameTextStyle: {
        align: 'left',
        verticalAlign: 'top',
        padding: [26, 0, 0, 0],
        color: palette.mutedText,
        fontSize: 11,
      },
      axisLabel: {
        color: palette.mutedText,
        formatter: chart.valueForm,
        alignMinLabel: 'left',
        alignMaxLabel: 'right',
      },
      splitLine: { lineStyle: { color: palette.gridLine } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.groups.map((group) => group.name),
      axisLine: { show: true, lineStyle: { color: palette.axisLine } },
      axisTick: { show: false },
      axisLabel: { show: false },
    },
    series: [nameRow(chart, view), ...Array.from({ length: count }, (_, bar) => barSeries(chart, view, bar))],
  }
}

/** As wide as the labels leave it: each stands at the end of its own bar, so only long bars with long labels take room. */
function fittedScale(chart: GroupedBars, width: number): { scale: Scale; plotWidth: number } {
  const bars = chart.groups.flatMap((group) => group.bars)
  const longest = Math.max(0, ...bars.map((bar) => bar.value))
  const scale = roundScale(longest, Math.max(2, Math.floor(width / 150)))
  const room = bars.map((bar) => {
    const free = width - LABEL_GAP - textWidth(bar.label)
    return bar.value === 0 ? free : (free * scale.max) / bar.value
  })
  return { scale, plotWidth: Math.max(60, Math.floor(Math.min(width - LABEL_GAP, ...room))) }
}

/** A bar without length whose label is the name of the group. */
function nameRow(chart: GroupedBars, view: ChartView): BarSeriesOption {
  return {
    ...row('name'),
    itemStyle: { color: 'transparent' },
    data: chart.groups.map((group) => ({ value: 0, label: { formatter: () => group.name } })),
    label: { show: true, position: 'right', distance: 6, fontWeight: 'bold', fontSize: 13, color: view.palette.text },
  }
}

function barSeries(chart: GroupedBars, view: ChartView, bar: number): BarSeriesOption {
  const look = LOOKS[bar % LOOKS.length] ?? 'solid'
  return {
    ...row(`bar-${bar}`),
    data: chart.groups.map((group) => ({
      value: group.bars[bar]?.value ?? 0,
      label: { formatter: () => group.bars[bar]?.label ?? '' },
      itemStyle: barStyle(look, group.colour, view),
    })),
    label: { show: true, position: 'right', distance: 6, color: view.palette.text },
  }
}

function barStyle(look: (typeof LOOKS)[number], colour: string, view: ChartView) {
  if (look === 'solid') return { color: colour }
  const outlined = { color: view.palette.surface, borderColor: colour, borderWidth: 1.4 }
  return look === 'pale' ? outlined : { ...outlined, decal: stripes(colour) }
}

function row(id: string) {
  return { type: 'bar' as const, id, silent: true, barWidth: ROW - 6, barGap: '45%', barMinHeight: 0 }
}
