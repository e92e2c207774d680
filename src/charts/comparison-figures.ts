// What a comparison is told from: both sides with the names of their nodes, and everything that was compared.
import type { Language } from '../domain/kernel/language.ts'
import type { JobComparison } from '../simulator/compare-jobs.ts'
import type { SeededRow } from '../simulator/compare-seeds.ts'
import { compare, type ComparedOutcome, type ComparedRow, type Comparison } from '../simulator/compare.ts'
import type { JobSize } from '../simulator/outcome.ts'
import { comparisonText, type ComparisonKey } from '../text/comparison/text.ts'
import { formatNumber, sentence, type MessageValues } from '../text/format.ts'
import { amountForms } from './amounts.ts'
import { sizeName } from './class-table.ts'
import type { RunFigures } from './run-figures.ts'
import { comparisonFinding } from './wait-comparison.ts'

export interface ComparedSides {
  readonly first: RunFigures
  readonly second: RunFigures
  readonly comparison: Comparison
  /** null: the starts of the jobs are not known, or the jobs are not the same. */
  readonly jobs: JobComparison | null
  /** null: one history was replayed, as it was recorded. */
  readonly seeded: SeededComparison | null
}

export interface SeededComparison {
  readonly rows: readonly SeededRow[]
  readonly count: number
  readonly block: 'day' | 'week'
}

/** Both sides as they are told; `trace` says whose jobs they are. */
export function comparedSides(
  first: RunFigures & Pick<ComparedOutcome, 'trace'>,
  second: RunFigures & Pick<ComparedOutcome, 'trace'>,
  more: Partial<Pick<ComparedSides, 'jobs' | 'seeded'>> = {},
): ComparedSides {
  const { jobs = null, seeded = null } = more
  return { first, second, comparison: compare(first, second), jobs, seeded }
}

export function comparisonSpeaker(language: Language) {
  return (key: ComparisonKey, values?: MessageValues): string => sentence(comparisonText, language, key, values)
}

/** Name of a row in the reader's language. */
export function rowName(sides: ComparedSides, language: Language, row: Pick<ComparedRow, 'level' | 'id'>): string {
  const say = comparisonSpeaker(language)
  if (row.level === 'pool') return say('level-pool')
  if (row.level === 'size') return sizeName(row.id as JobSize, sides.second.unit, language)
  const named = [...sides.second.nodes, ...sides.first.nodes].find(({ id }) => id === row.id)
  return named?.name ?? row.id
}

/** What the comparison says, in one sentence. */
export function comparisonHeadline(sides: ComparedSides, language: Language): string {
  const say = comparisonSpeaker(language)
  const { seeded, comparison } = sides
  if (!comparison.isSameJobs) return say('finding-other-history')
  if (seeded === null) return comparisonFinding(sides.first, sides.second, language)
  const named = (verdict: 'gains' | 'loses') => {
    const rows = seeded.rows.filter((row) => row.level === 'sector' && row.verdict === verdict)
    const names = rows.map((row) => rowName(sides, language, row)).join(', ')
    return names === '' ? [] : [say('side-of', { side: say(verdict), name: names })]
  }
  const clear = [...named('gains'), ...named('loses')]
  return clear.length === 0 ? say('finding-unclear') : clear.join('; ')
}

/** The sign always, but none at zero, also where only rounding makes it zero. */
export function signedNumber(language: Language, value: number, digits = 2): string {
  return formatNumber(language, value, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** What the two do not share, and what may still be compared. */
export function unlikeSentences({ comparison, first, second }: ComparedSides, language: Language): readonly string[] {
  const say = comparisonSpeaker(language)
  const capacity = ({ summary, unit }: RunFigures) => amountForms(language, unit).countOfUnits(summary.capacity)
  return comparison.unlike.map((unlike) =>
    say(`unlike-${unlike}`, { first: capacity(first), second: capacity(second) }),
  )
}
