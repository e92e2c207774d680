// A comparison in the terminal: who gains and who loses first, then the figures beside each other.
import {
  comparisonHeadline,
  comparisonSpeaker,
  unlikeSentences,
  type ComparedSides,
} from '../charts/comparison-figures.ts'
import { gainGroups, type GainGroup, type GainLine } from '../charts/comparison-gains.ts'
import { comparisonTables, jobTables, seedTable } from '../charts/comparison-tables.ts'
import { amountForms } from '../charts/amounts.ts'
import type { Language } from '../domain/kernel/language.ts'
import { shortenTo, wrapTo } from './shorten-text.ts'
import { figureTableText } from './tables.ts'
import { terminalOf, type Terminal } from './text-table.ts'
import { alignedRows } from './text-width.ts'

export interface ToldComparison {
  /** A and B. */
  readonly sides: readonly [{ readonly name: string }, { readonly name: string }]
  readonly compared: ComparedSides
  readonly language: Language
}

/** More of them than this are for a spreadsheet. */
const LINES_MAX = 8
const NAME_WIDTH_MAX = 34

export function comparisonText(told: ToldComparison, terminal: Terminal = terminalOf(process.stdout)): string {
  const { sides, compared, language } = told
  const say = comparisonSpeaker(language)
  const { unitHours } = amountForms(language, compared.second.unit)
  const wrapped = (text: string) => `${wrapTo(terminal.width, text).join('\n')}\n`
  const head = [
    ...sides.map(({ name }, at) => `${say('side-of', { side: at === 0 ? 'A' : 'B', name })}\n`),
    '\n',
    wrapped(comparisonHeadline(compared, language)),
    ...unlikeSentences(compared, language).map(wrapped),
  ]
  const { seeded } = compared
  const rules = [
    wrapped(say('lead')),
    ...(compared.comparison.isSameJobs ? [wrapped(say('rule', { unitHours }))] : []),
    ...(seeded === null ? [] : [wrapped(say('rule-seeds', { count: seeded.count, block: seeded.block }))]),
  ]
  const seeds = seedTable(compared, language)
  const tables = [
    ...(seeds === null ? [] : [seeds]),
    ...comparisonTables(compared, language),
    ...jobTables(compared, language),
  ]
  const parts = [
    head.join(''),
    ...gainGroups(compared, language).map((group) => groupText(group, language, terminal)),
    rules.join(''),
    ...tables.map((table) => figureTableText(table, terminal)),
  ]
  return `${parts.join('\n').trimEnd()}\n`
}

function groupText(group: GainGroup, language: Language, terminal: Terminal): string {
  const say = comparisonSpeaker(language)
  const rows = (word: string, lines: readonly GainLine[]): string[][] => {
    const shown = lines
      .slice(0, LINES_MAX)
      .map(({ name, text }, at) => [at === 0 ? word : '', shortenTo(NAME_WIDTH_MAX, name), text])
    const more = lines.length - shown.length
    return more > 0 ? [...shown, ['', say('and-more', { count: more }), '']] : shown
  }
  const told = [...rows(say('gains'), group.gains), ...rows(say('loses'), group.losses)]
  const lines = alignedRows(told, ['left', 'left', 'left']).map((line) => shortenTo(terminal.width - 2, line.trimEnd()))
  if (group.unchanged > 0) lines.push(say('no-change', { count: group.unchanged }))
  if (group.unjudged > 0) lines.push(say('not-judged', { count: group.unjudged }))
  return [group.title, ...lines.map((line) => `  ${line}`), ''].join('\n')
}
