// The charts of a run, each with what it says to those who do not see it and what it answers to the pointer.
import { useCallback } from 'react'
import { amountForms } from '../../src/charts/amounts.ts'
import type { ChartView } from '../../src/charts/chart-option.ts'
import { owedChart, owedOverTime } from '../../src/charts/owed-chart.ts'
import {
  fragmentationChart,
  lendingChart,
  queueChart,
  usageChart,
  utilisationChart,
  waitChart,
} from '../../src/charts/options.ts'
import {
  fragmentationFinding,
  lendingFinding,
  owedFinding,
  queueFinding,
  usageFinding,
  utilisationFinding,
  waitFinding,
} from '../../src/charts/finding.ts'
import { sectorsOf, type RunFigures } from '../../src/charts/run-figures.ts'
import type { Reader } from '../reader.tsx'
import { useReader } from '../reader.tsx'
import { ChartFigure } from './chart-figure.tsx'
import { traceTime } from './trace-time.ts'

interface RunChartProps {
  readonly figures: RunFigures
}

/** What stands in the box at a moment: when it is, and a line for each sector. */
function useReadOut(figures: RunFigures, say: (reader: Reader, figures: RunFigures, step: number) => string[]) {
  const reader = useReader()
  return useCallback(
    (at: number): readonly string[] => {
      const { startAt, stepSeconds, steps } = figures.series
      const step = Math.min(steps - 1, Math.max(0, Math.floor((at - startAt) / stepSeconds)))
      return [traceTime(reader, figures.summary.epoch, at), ...say(reader, figures, step)]
    },
    [figures, reader, say],
  )
}

function sectorLines(figures: RunFigures, say: (node: RunFigures['series']['nodes'][number]) => string): string[] {
  return figures.nodes.flatMap((node) => {
    const series = node.parent === null ? figures.series.nodes.find((known) => known.id === node.id) : undefined
    return series === undefined ? [] : [`${node.name}: ${say(series)}`]
  })
}

const sayUsageAt = ({ number, t }: Reader, figures: RunFigures, step: number): string[] =>
  sectorLines(figures, (series) =>
    t('usageAt', { used: number(series.inUse[step] ?? 0, 1), guarantee: number(series.guarantee) }),
  )

const sayLendingAt = ({ number, t }: Reader, figures: RunFigures, step: number): string[] =>
  sectorLines(figures, (series) =>
    t('lendingAt', { borrowed: number(series.borrowed[step] ?? 0, 1), lent: number(series.lent[step] ?? 0, 1) }),
  )

const sayOwedAt = ({ language, t }: Reader, figures: RunFigures, step: number): string[] => {
  const { countOfUnitHours } = amountForms(language, figures.unit)
  return sectorLines(figures, ({ id }) => {
    const owed = (owedOverTime(figures, id)[step] ?? 0) * 3_600
    return t(owed < 0 ? 'owedToAt' : 'owedAt', { amount: countOfUnitHours(Math.abs(owed)) })
  })
}

const sayQueueAt = ({ number, t }: Reader, { series }: RunFigures, step: number): string[] => [
  `${t('columnQueueLength')}: ${number(series.queueLength[step] ?? 0, 1)}`,
  `${t('columnQueuedUnits')}: ${number(series.queuedUnits[step] ?? 0, 1)}`,
]

const sayUtilisationAt = ({ number, percent }: Reader, { series, summary }: RunFigures, step: number): string[] => {
  const units = series.inUse[step] ?? 0
  return [`${number(units, 1)} / ${number(summary.capacity)} (${percent(units / summary.capacity)})`]
}

const sayFragmentationAt = ({ percent }: Reader, { series }: RunFigures, step: number): string[] => [
  percent(series.fragmentation?.[step] ?? 0),
]

export function UsageChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const readOut = useReadOut(figures, sayUsageAt)
  const draw = useCallback((view: ChartView) => usageChart(figures, view), [figures])
  const finding = usageFinding(figures, language)
  return <ChartFigure label={t('chartOfUsage')} description={finding} draw={draw} readOut={readOut} />
}

export function LendingChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const readOut = useReadOut(figures, sayLendingAt)
  const draw = useCallback((view: ChartView) => lendingChart(figures, view), [figures])
  const finding = lendingFinding(figures, language)
  return <ChartFigure label={t('chartOfLending')} description={finding} draw={draw} readOut={readOut} />
}

export function OwedChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const readOut = useReadOut(figures, sayOwedAt)
  const draw = useCallback((view: ChartView) => owedChart(figures, view), [figures])
  const finding = owedFinding(figures, language)
  return <ChartFigure label={t('chartOfOwed')} description={finding} draw={draw} readOut={readOut} />
}

export function QueueChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const readOut = useReadOut(figures, sayQueueAt)
  const draw = useCallback((view: ChartView) => queueChart(figures, view), [figures])
  const finding = queueFinding(figures, language)
  return <ChartFigure label={t('chartOfQueue')} description={finding} draw={draw} readOut={readOut} />
}

export function UtilisationChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const readOut = useReadOut(figures, sayUtilisationAt)
  const draw = useCallback((view: ChartView) => utilisationChart(figures, view), [figures])
  const finding = utilisationFinding(figures, language)
  return <ChartFigure label={t('chartOfUtilisation')} description={finding} draw={draw} readOut={readOut} />
}

/** Only of a run whose jobs lay on nodes. */
export function FragmentationChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const readOut = useReadOut(figures, sayFragmentationAt)
  const draw = useCallback((view: ChartView) => fragmentationChart(figures, view), [figures])
  const finding = fragmentationFinding(figures, language)
  return <ChartFigure label={t('chartOfFragmentation')} description={finding} draw={draw} readOut={readOut} />
}

/** Waits of the sectors; the table beside it has the whole tree. */
export function WaitChart({ figures }: RunChartProps) {
  const { t, language } = useReader()
  const draw = useCallback((view: ChartView) => waitChart(figures, sectorsOf(figures), view), [figures])
  return <ChartFigure label={t('chartOfWaits')} description={waitFinding(figures, language)} draw={draw} />
}
