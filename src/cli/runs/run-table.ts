// Runs as rows of a table for the terminal.
import type { RunRowBody } from '../../contract/runs.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { cliText } from '../../text/cli/text.ts'
import { formatNumber, LOCALES, sentence } from '../../text/format.ts'
import { textWidth } from '../text-width.ts'

type Column = readonly [title: keyof typeof cliText.en, cell: (run: RunRowBody) => string]

export function runTable(runs: readonly RunRowBody[], language: Language): string {
  const say = (key: keyof typeof cliText.en): string => sentence(cliText, language, key)
  const percent = { style: 'percent', maximumFractionDigits: 1 } as const
  const columns: readonly Column[] = [
    ['column-id', (run) => run.id],
    ['column-agency', (run) => run.agency],
    ['column-scenario', (run) => run.scenario],
    ['column-policy', (run) => `${run.policy} (${run.policyVersion})`],
    ['column-state', (run) => say(`state-${run.progress.state}`)],
    ['column-created', (run) => created(run, language)],
    ['column-jobs', (run) => (run.summary === null ? '' : formatNumber(language, run.summary.jobs))],
    [
      'column-utilisation',
      (run) => (run.summary === null ? '' : formatNumber(language, run.summary.utilisation, percent)),
    ],
  ]
  const rows = [columns.map(([title]) => say(title)), ...runs.map((run) => columns.map(([, cell]) => cell(run)))]
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function created(run: RunRowBody, language: Language): string {
  return new Date(run.createdAt).toLocaleString(LOCALES[language], { dateStyle: 'short', timeStyle: 'short' })
}
