// The charts of a run, each with what it says to those who do not see it and what it answers to the pointer.
import { useCallback, useMemo } from 'react'
import type { ChartView } from '../../src/charts/chart-option.ts'
import { lendingChart, queueChart, usageChart, utilisationChart, waitChart } from '../../src/charts/options.ts'
import type { NamedNode, RunFigures } from '../../src/charts/run-figures.ts'
import type { NodeOutcomeBody, RunBody } from '../../src/contract/runs.ts'
import { sayLending, sayUsage, sayWaits } from '../findings/say-findings.ts'
import type { Reader } from '../reader.tsx'
import { useReader } from '../reader.tsx'
import { ChartFigure } from './chart-figure.tsx'
import { traceTime } from './trace-time.ts'

/** null: the run has no outcome to draw. */
function useRunFigures(run: RunBody): RunFigures | null {
  const { own } = useReader()
  return useMemo(() => {
    const { summary, series } = run
    if (summary === null || series === null) return null
    const named = (node: NodeOutcomeBody): NamedNode => ({ ...node, name: own(node.title) || node.id })
    return { summary, series, nodes: run.nodes.map(named), unit: 'gpu' as const }
  }, [run, own])
}

/** What stands in the box at a moment: when it is, and a line for each sector. */
function useReadOut(figures: RunFigures | null, say: (reader: Reader, figures: RunFigures, step: number) => string[]) {
  const reader = useReader()
  return useCallback(
    (at: number): readonly string[] => {
      if (figures === null) return []
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

const sayUsageAt = ({ number }: Reader, figures: RunFigures, step: number): string[] =>
  sectorLines(figures, (series) => `${number(series.inUse[step] ?? 0, 1)} / ${number(series.guarantee)}`)

const sayLendingAt = ({ number, t }: Reader, figures: RunFigures, step: number): string[] =>
  sectorLines(figures, (series) =>
    t('lendingAt', { borrowed: number(series.borrowed[step] ?? 0, 1), lent: number(series.lent[step] ?? 0, 1) }),
  )

const sayQueueAt = ({ number, t }: Reader, { series }: RunFigures, step: number): string[] => [
  `${t('columnQueueLength')}: ${number(series.queueLength[step] ?? 0, 1)}`,
  `${t('columnQueuedUnits')}: ${number(series.queuedUnits[step] ?? 0, 1)}`,
]

const sayUtilisationAt = ({ number, percent }: Reader, { series, summary }: RunFigures, step: number): string[] => {
  const units = series.inUse[step] ?? 0
  return [`${number(units, 1)} / ${number(summary.capacity)} (${percent(units / summary.capacity)})`]
}

export function UsageChart({ run }: { run: RunBody }) {
  const reader = useReader()
  const figures = useRunFigures(run)
  const readOut = useReadOut(figures, sayUsageAt)
  const draw = useCallback((view: ChartView) => usageChart(needed(figures), view), [figures])
  if (figures === null) return null
  return (
    <ChartFigure label={reader.t('chartOfUsage')} description={sayUsage(reader, run)} draw={draw} readOut={readOut} />
  )
}

export function LendingChart({ run }: { run: RunBody }) {
  const reader = useReader()
  const figures = useRunFigures(run)
  const readOut = useReadOut(figures, sayLendingAt)
  const draw = useCallback((view: ChartView) => lendingChart(needed(figures), view), [figures])
  if (figures === null) return null
  return (
    <ChartFigure
      label={reader.t('chartOfLending')}
      description={sayLending(reader, run)}
      draw={draw}
      readOut={readOut}
    />
  )
}

export function QueueChart({ run }: { run: RunBody }) {
  const { t } = useReader()
  const figures = useRunFigures(run)
  const readOut = useReadOut(figures, sayQueueAt)
  const draw = useCallback((view: ChartView) => queueChart(needed(figures), view), [figures])
  if (figures === null) return null
  return <ChartFigure label={t('chartOfQueue')} description={t('queueLead')} draw={draw} readOut={readOut} />
}

export function UtilisationChart({ run }: { run: RunBody }) {
  const { t } = useReader()
  const figures = useRunFigures(run)
  const readOut = useReadOut(figures, sayUtilisationAt)
  const draw = useCallback((view: ChartView) => utilisationChart(needed(figures), view), [figures])
  if (figures === null) return null
  return (
    <ChartFigure label={t('chartOfUtilisation')} description={t('utilisationLead')} draw={draw} readOut={readOut} />
  )
}

export function WaitChart({ run, nodes }: { run: RunBody; nodes: readonly NodeOutcomeBody[] }) {
  const reader = useReader()
  const figures = useRunFigures(run)
  const draw = useCallback(
    (view: ChartView) => {
      const drawn = needed(figures)
      const shown = new Set(nodes.map((node) => node.id))
      return waitChart(
        drawn,
        drawn.nodes.filter((node) => shown.has(node.id)),
        view,
      )
    },
    [figures, nodes],
  )
  if (figures === null) return null
  return <ChartFigure label={reader.t('chartOfWaits')} description={sayWaits(reader, run)} draw={draw} />
}

function needed(figures: RunFigures | null): RunFigures {
  if (figures === null) throw new Error('a chart of a run without an outcome')
  return figures
}
