// Who gains and who loses, level by level, each in a few words: what stands first in terminal, report and page.
import type { Language } from '../domain/kernel/language.ts'
import { winnersAndLosersAt, type ComparedLevel, type ComparedRow, type Verdict } from '../simulator/compare.ts'
import type { SeededRow } from '../simulator/compare-seeds.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber } from '../text/format.ts'
import { amountForms } from './amounts.ts'
import { comparisonSpeaker, rowName, type ComparedSides } from './comparison-figures.ts'

export interface GainGroup {
  readonly level: ComparedLevel
  readonly title: string
  readonly gains: readonly GainLine[]
  readonly losses: readonly GainLine[]
  readonly unchanged: number
  /** Of other jobs, on one side only, or by chance perhaps. */
  readonly unjudged: number
}

export interface GainLine {
  readonly id: string
  readonly name: string
  /** What changes, by the measure that decided. */
  readonly text: string
}

const LEVELS = ['pool', 'sector', 'programme', 'consortium', 'project', 'size'] as const satisfies ComparedLevel[]

/** Levels that have rows. Over several histories only what can hardly be chance is a gain or a loss. */
export function gainGroups(sides: ComparedSides, language: Language): readonly GainGroup[] {
  const say = comparisonSpeaker(language)
  const rows = sides.comparison.rows.map((row) => ({ ...row, verdict: verdictIn(sides.seeded?.rows ?? null, row) }))
  const line = (row: ComparedRow): GainLine => ({
    id: row.id,
    name: rowName(sides, language, row),
    text: shiftText(sides, language, row),
  })
  return LEVELS.flatMap((level) => {
    const all = rows.filter((row) => row.level === level)
    if (all.length === 0) return []
    const { winners, losers, unchanged } = winnersAndLosersAt(rows, level)
    return [
      {
        level,
        title: say(`level-${level}`),
        gains: winners.map(line),
        losses: losers.map(line),
        unchanged: unchanged.length,
        unjudged: all.filter(({ verdict }) => verdict === null).length,
      },
    ]
  })
}

function verdictIn(seeded: readonly SeededRow[] | null, row: ComparedRow): Verdict | null {
  if (seeded === null) return row.verdict
  const found = seeded.find(({ level, id }) => level === row.level && id === row.id)
  return found === undefined || found.verdict === 'unclear' ? null : found.verdict
}

function shiftText(sides: ComparedSides, language: Language, row: ComparedRow): string {
  const say = comparisonSpeaker(language)
  const { first, second, differences } = row
  if (first === null || second === null || differences === null) return ''
  const { number, unitHours } = amountForms(language, sides.second.unit)
  const { jobs, meanWait, boundedSlowdown } = differences
  if (jobs.absolute !== 0) {
    const values = { count: Math.abs(jobs.absolute), before: number(first.jobs), after: number(second.jobs) }
    return say(jobs.absolute > 0 ? 'shift-jobs-more' : 'shift-jobs-less', values)
  }
  if (meanWait.absolute !== 0) {
    const seconds = Math.abs(meanWait.absolute)
    return say(meanWait.absolute < 0 ? 'shift-wait-less' : 'shift-wait-more', {
      amount: seconds < 1 ? say('shift-moment') : formatDuration(language, seconds),
      before: formatDuration(language, first.meanWait),
      after: formatDuration(language, second.meanWait),
    })
  }
  if (boundedSlowdown.absolute !== 0) {
    const four = (value: number) => formatNumber(language, value, { maximumFractionDigits: 4 })
    return say('shift-slowdown', { before: four(first.boundedSlowdown), after: four(second.boundedSlowdown) })
  }
  const hours = (unitSeconds: number) => number(unitSeconds / 3_600, 1)
  return say('shift-delivered', {
    unitHours,
    before: hours(first.deliveredUnitSeconds),
    after: hours(second.deliveredUnitSeconds),
  })
}
