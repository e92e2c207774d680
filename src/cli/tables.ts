// What a replay gave, in the terminal: a summary, then sectors, then programmes and projects.
import { accountTable } from '../charts/account-table.ts'
import { amountForms, formatShare } from '../charts/amounts.ts'
import { classTable } from '../charts/class-table.ts'
import { fairnessFigures } from '../charts/fairness-figures.ts'
import type { FigureTable } from '../charts/figure-table.ts'
import { flavorTable } from '../charts/flavor-table.ts'
import { runFigures, sectorsOf, type NamedNode, type RunFigures } from '../charts/run-figures.ts'
import type { Language } from '../domain/kernel/language.ts'
import type { Policy } from '../domain/policy/policy.ts'
import { depthOf, inTreeOrder, nodeColumns, type NodeColumn } from '../report/node-columns.ts'
import type { Outcome, RunSummary } from '../simulator/outcome.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { reportText } from '../text/report/text.ts'
import { wrapTo } from './shorten-text.ts'
import { terminalOf, textTable, type Terminal } from './text-table.ts'
import { alignedRows, textWidth } from './text-width.ts'

export function outcomeTables(
  outcome: Outcome,
  policy: Policy,
  language: Language,
  terminal: Terminal = terminalOf(process.stdout),
): string {
  const figures = runFigures(outcome, policy, language)
  const sectors = sectorsOf(figures)
  const deeper = inTreeOrder(figures.nodes)
  const parts = [
    summaryLines(figures, language, terminal.width),
    nodeTables(figures, sectors, 'sectors', language, terminal),
  ]
  if (deeper.length > sectors.length) parts.push(nodeTables(figures, deeper, 'projects', language, terminal))
  for (const table of [
    flavorTable(figures, language),
    accountTable(figures, language, PERIODS_MAX),
    classTable(figures, language),
  ]) {
    if (table !== null) parts.push(figureTableText(table, terminal))
  }
  return `${parts.join('\n').trimEnd()}\n`
}

/** Columns between a figure and its name. */
const SUMMARY_GAP = 2

/** More lines by period than this are for a spreadsheet; the terminal then has the whole run. */
const PERIODS_MAX = 12

export function figureTableText({ title, nameTitle, columns, rows }: FigureTable, terminal: Terminal): string {
  const names = rows.map((row) => '  '.repeat(row.depth) + row.name)
  const filled = columns.map((column, at) => ({ ...column, cells: rows.map((row) => row.cells[at] ?? '') }))
  return textTable({ title, nameTitle, names, columns: filled }, terminal)
}

/** The summary alone, for a replay without a policy. */
export function summaryTable(
  summary: RunSummary,
  language: Language,
  terminal: Terminal = terminalOf(process.stdout),
): string {
  return `${summaryLines({ summary, unit: 'cpu' }, language, terminal.width)}\n`
}

function nodeTables(
  figures: RunFigures,
  nodes: readonly NamedNode[],
  level: 'sectors' | 'projects',
  language: Language,
  terminal: Terminal,
): string {
  const say = (key: keyof typeof reportText.en) => sentence(reportText, language, key)
  const columns = nodeColumns(figures, language)
  const names = nodes.map((node) => '  '.repeat(depthOf(figures.nodes, node.id)) + node.name)
  const nameTitle = say(level === 'sectors' ? 'column-sector' : 'column-node')
  const written = (column: NodeColumn) => ({ title: column.title, unit: column.unit, cells: nodes.map(column.text) })
  return (['use', 'wait'] as const)
    .map((group) =>
      textTable(
        { title: say(`table-${level}-${group}`), nameTitle, names, columns: columns[group].map(written) },
        terminal,
      ),
    )
    .join('\n')
}

function summaryLines(
  { summary, unit }: Pick<RunFigures, 'summary' | 'unit'>,
  language: Language,
  width: number,
): string {
  const forms = amountForms(language, unit)
  const say = (key: keyof typeof reportText.en) => sentence(reportText, language, key, { unitHours: forms.unitHours })
  const slowdown = formatNumber(language, summary.averageBoundedSlowdown, {
    minimumFractionDigits: 4,
    maximumFractionDigits: 4,
  })
  const figures: readonly (readonly [string, string])[] = [
    [forms.number(summary.jobs), say('figure-jobs')],
    [forms.countOfUnits(summary.capacity), say('figure-capacity')],
    [formatShare(language, summary.utilisation), say('figure-utilisation')],
    [forms.number(summary.deliveredUnitSeconds / 3_600), say('figure-delivered')],
    [forms.number(summary.borrowedUnitSeconds / 3_600), say('figure-borrowed')],
    [formatDuration(language, summary.wait.mean), say('figure-wait-mean')],
    [formatDuration(language, summary.wait.median), say('figure-wait-median')],
    [slowdown, say('figure-slowdown')],
    ...fairnessFigures({ summary, unit }, language).map(({ value, name }) => [value, name] as const),
  ]
  const room = width - SUMMARY_GAP - Math.max(...figures.map(([value]) => textWidth(value)))
  const rows = figures.flatMap(([value, name]) =>
    wrapTo(room, name).map((line, at) => [at === 0 ? value : '', line] as const),
  )
  return alignedRows(rows, ['right', 'left'])
    .map((line) => `${line}\n`)
    .join('')
}
