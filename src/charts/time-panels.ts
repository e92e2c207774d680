// Small panels over one time axis, one under the other with one scale: a reader compares heights and sees who did what
// when. Stacked areas were refused: only the lowest of them can be read against its guarantee.
import type { LineSeriesOption } from 'echarts/charts'
import {
  NARROW,
  roundScale,
  stillOption,
  stripes,
  textWidth,
  type ChartOption,
  type ChartView,
} from './chart-option.ts'
import { timeTicks, type TimeSpan } from './time-ticks.ts'

export interface PanelArea {
  /** One value for each step of time; negative values hang below zero. */
  readonly values: readonly number[]
  readonly isStriped: boolean
  /** Areas of one stack stand on each other. */
  readonly stack: string
}

export interface Panel {
  readonly name: string
  readonly note: string
  readonly colour: string
  readonly areas: readonly PanelArea[]
  /** The outline over the areas; none when the areas have their own. */
  readonly outline: readonly number[] | null
  /** A dashed line across the panel. */
  readonly line: number | null
}

export interface TimePanels {
  readonly panels: readonly Panel[]
  readonly startAt: number
  readonly stepSeconds: number
  readonly span: TimeSpan
  readonly axisName: string
  /** Largest value that the scale has to hold; the scale reaches as far below zero when `isMirrored`. */
  readonly max: number
  readonly isMirrored: boolean
  readonly valueForm: (value: number) => string
}

const PLOT_HEIGHT = 92
const MIRRORED_HEIGHT = 116
const TOP = 20
const TIME_LABELS = 26
const GAP = 12
const RIGHT = 10
const PIXELS_FOR_TIME_LABEL = 72

export function timePanelsHeight(chart: TimePanels, width: number): number {
  return TOP + chart.panels.length * panelHeight(chart, width) + TIME_LABELS - GAP
}

function headHeight(chart: TimePanels, width: number): number {
  if (chart.panels.every((panel) => panel.name === '')) return 4
  return width < NARROW ? 38 : 22
}

function plotHeight(isMirrored: boolean): number {
  return isMirrored ? MIRRORED_HEIGHT : PLOT_HEIGHT
}

function panelHeight(chart: TimePanels, width: number): number {
  return headHeight(chart, width) + plotHeight(chart.isMirrored) + GAP
}

export function timePanelsOption(chart: TimePanels, view: ChartView): ChartOption {
  const scale = roundScale(chart.max, chart.isMirrored ? 1 : 2)
  const labels = [0, scale.interval, scale.max].map((value) => chart.valueForm(value))
  const left = Math.max(24, ...labels.map(textWidth)) + 10
  return {
    ...stillOption(view),
    grid: chart.panels.map((_, position) => ({
      left,
      right: RIGHT,
      top: TOP + position * panelHeight(chart, view.width) + headHeight(chart, view.width),
      height: plotHeight(chart.isMirrored),
    })),
    xAxis: chart.panels.map((_, position) => timeAxis(chart, view, position, view.width - left - RIGHT)),
    yAxis: chart.panels.map((panel, position) => ({
      type: 'value' as const,
      gridIndex: position,
      min: chart.isMirrored ? -scale.max : 0,
      max: scale.max,
      interval: scale.interval,
      name: heading(panel, chart, view, position),
      nameLocation: 'end' as const,
      nameGap: 8,
      nameTextStyle: headingStyle(panel, view, left),
      axisLine: { show: true, lineStyle: { color: view.palette.axisLine } },
      axisTick: { show: true, lineStyle: { color: view.palette.axisLine } },
      axisLabel: { color: view.palette.mutedText, formatter: (value: number) => chart.valueForm(Math.abs(value)) },
      splitLine: { lineStyle: { color: view.palette.gridLine } },
    })),
    series: chart.panels.flatMap((panel, position) => panelSeries(panel, chart, view, position)),
  }
}

function timeAxis(chart: TimePanels, view: ChartView, position: number, width: number) {
  const isLast = position === chart.panels.length - 1
  const { span } = chart
  const ticks = timeTicks(span, Math.max(2, Math.floor(width / PIXELS_FOR_TIME_LABEL)), view.language)
  const labels = new Map(ticks.map((tick) => [tick.at, tick.label]))
  const customValues = ticks.map((tick) => tick.at)
  return {
    type: 'value' as const,
    gridIndex: position,
    min: span.from,
    max: Math.max(span.until, span.from + 1),
    axisLine: { onZero: false, show: !chart.isMirrored, lineStyle: { color: view.palette.axisLine } },
    axisTick: { show: isLast, customValues, lineStyle: { color: view.palette.axisLine } },
    axisLabel: {
      show: isLast,
      customValues,
      color: view.palette.mutedText,
      hideOverlap: true,
      formatter: (value: number) => labels.get(value) ?? '',
    },
    splitLine: { show: false },
  }
}

/** The axis name stands once, over the first panel; each panel has its own name with its colour beside it. */
function heading(panel: Panel, chart: TimePanels, view: ChartView, position: number): string {
  const axis = position === 0 ? `{axis|${plain(chart.axisName)}}\n` : ''
  if (panel.name === '') return axis.trimEnd()
  const separator = view.width < NARROW ? '\n' : '{gap|}{gap|}'
  const dash = panel.line === null ? '' : '{dash|}{gap|}{dash|}{gap|}'
  return `${axis}{mark|} {name|${plain(panel.name)}}${separator}${dash}{note|${plain(panel.note)}}`
}

/** Braces and bars are markup of rich text. */
function plain(text: string): string {
  return text.replaceAll(/[{}|]/g, ' ')
}

function headingStyle(panel: Panel, view: ChartView, left: number) {
  const { palette } = view
  return {
    align: 'left' as const,
    verticalAlign: 'bottom' as const,
    padding: [0, 0, 0, -left] as [number, number, number, number],
    lineHeight: 17,
    rich: {
      axis: { color: palette.mutedText, fontSize: 11 },
      mark: { width: 10, height: 10, backgroundColor: panel.colour, borderRadius: 2 },
      // Bold is measured as if it were not where there is no browser: the width is said.
      name: {
        color: palette.text,
        fontWeight: 'bold' as const,
        fontSize: 13,
        width: Math.ceil(textWidth(panel.name) * 1.1),
      },
      dash: { width: 7, height: 2, backgroundColor: palette.text },
      gap: { width: 4, height: 2 },
      note: { color: palette.mutedText, fontSize: 12 },
    },
  }
}

function panelSeries(panel: Panel, chart: TimePanels, view: ChartView, position: number): LineSeriesOption[] {
  const still = { type: 'line', silent: true, showSymbol: false, xAxisIndex: position, yAxisIndex: position } as const
  const areas = panel.areas.map((area, index): LineSeriesOption => ({
    ...still,
    id: `${position}-area-${index}`,
    data: points(area.values, chart),
    stack: `${position}-${area.stack}`,
    stackStrategy: 'samesign',
    color: panel.colour,
    lineStyle: { width: panel.outline === null ? 1.3 : 0, color: panel.colour },
    areaStyle: { color: panel.colour, opacity: area.isStriped ? 0.55 : 0.3 },
    itemStyle: area.isStriped ? { decal: stripes(panel.colour) } : {},
  }))
  const lines: LineSeriesOption[] = []
  if (panel.outline !== null) {
    const data = points(panel.outline, chart)
    lines.push({ ...still, id: `${position}-outline`, data, lineStyle: { width: 1.3, color: panel.colour } })
  }
  const level = (height: number) => [chart.span.from, chart.span.until].map((at) => [at, height])
  if (chart.isMirrored) {
    const lineStyle = { width: 1, color: view.palette.axisLine }
    lines.push({ ...still, id: `${position}-zero`, data: level(0), lineStyle })
  }
  if (panel.line !== null) {
    const lineStyle = { width: 1.6, type: [6, 4] as [number, number], color: view.palette.text }
    lines.push({ ...still, id: `${position}-line`, data: level(panel.line), lineStyle })
  }
  return [...areas, ...lines]
}

/** A mean stands in the middle of its step; the first and last reach to the ends of the axis. */
function points(values: readonly number[], chart: TimePanels): number[][] {
  const middles = values.map((value, step) => [chart.startAt + (step + 0.5) * chart.stepSeconds, value])
  const inside = middles.filter(([at]) => at !== undefined && at > chart.span.from && at < chart.span.until)
  const first = values[0]
  const last = values.at(-1)
  if (first === undefined || last === undefined) return []
  return [[chart.span.from, first], ...inside, [chart.span.until, last]]
}
