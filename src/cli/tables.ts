// What a replay gave, in the terminal: a summary, then sectors, then programmes and projects.
import { amountForms, formatShare } from '../charts/amounts.ts'
import { runFigures, sectorsOf, type NamedNode, type RunFigures } from '../charts/run-figures.ts'
import type { Language } from '../domain/kernel/language.ts'
import type { FlavorUnit, Policy } from '../domain/policy/policy.ts'
import { depthOf, inTreeOrder, nodeColumns, type NodeColumn } from '../report/node-columns.ts'
import type { Outcome, RunSummary } from '../simulator/outcome.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { reportText } from '../text/report/text.ts'
import { terminalOf, textTable, type Terminal } from './text-table.ts'
import { alignedRows } from './text-width.ts'

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
    summaryLines(figures.summary, figures.unit, language),
    nodeTables(figures, sectors, 'sectors', language, terminal),
  ]
  if (deeper.length > sectors.length) parts.push(nodeTables(figures, deeper, 'projects', language, terminal))
  return `${parts.join('\n').trimEnd()}\n`
}

/** The summary alone, for a replay without a policy. */
export function summaryTable(summary: RunSummary, language: Language): string {
  return `${summaryLines(summary, 'cpu', language)}\n`
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

function summaryLines(summary: RunSummary, unit: FlavorUnit, language: Language): string {
  const forms = amountForms(language, unit)
  const say = (key: keyof typeof reportText.en) => sentence(reportText, language, key, { unitHours: forms.unitHours })
  const slowdown = formatNumber(language, summary.averageBoundedSlowdown, {
    minimumFractionDigits: 2,
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
  ]
  return alignedRows(figures, ['right', 'left'])
    .map((line) => `${line}\n`)
    .join('')
}
