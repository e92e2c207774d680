// Who gains and who loses, level by level, each in a few words: what stands first in terminal, report and page.
import type { Language } from '../domain/kernel/language.ts'
import { winnersAndLosersAt, type ComparedLevel, type ComparedMeasure, type ComparedRow } from '../simulator/compare.ts'
import type { SeededRow } from '../simulator/compare-seeds.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber } from '../text/format.ts'
import { amountForms } from './amounts.ts'
import { comparisonSpeaker, rowName, signedNumber, type ComparedSides } from './comparison-figures.ts'
import type { ComparisonKey } from '../text/comparison/text.ts'

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

const SECONDS_OF_HOUR = 3_600

const LEVELS = ['pool', 'sector', 'programme', 'consortium', 'project', 'size'] as const satisfies ComparedLevel[]

/** Levels that have rows; none when the jobs are not the same. Over several histories only what can hardly be chance is a gain or a loss. */
export function gainGroups(sides: ComparedSides, language: Language): readonly GainGroup[] {
  if (!sides.comparison.isSameJobs) return []
  const say = comparisonSpeaker(language)
  const seeded = sides.seeded === null ? null : new Map(sides.seeded.rows.map((row) => [keyOf(row), row]))
  const rows = sides.comparison.rows.map((row) => (seeded === null ? row : overSeeds(row, seeded.get(keyOf(row)))))
  const line = (row: ComparedRow): GainLine => {
    const found = seeded?.get(keyOf(row))
    return {
      id: row.id,
      name: rowName(sides, language, row),
      text: found === undefined ? shiftText(sides, language, row) : seededText(sides, language, found),
    }
  }
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

function keyOf({ level, id }: Pick<ComparedRow, 'level' | 'id'>): string {
  return `${level} ${id}`
}

/** The row as the drawn histories judge it, with their mean difference of the wait. */
function overSeeds(row: ComparedRow, seeded: SeededRow | undefined): ComparedRow {
  if (seeded === undefined || row.differences === null) return { ...row, verdict: null }
  const meanWait = { absolute: seeded.intervals.meanWait.mean, relative: null }
  const verdict = seeded.verdict === 'unclear' ? null : seeded.verdict
  return { ...row, differences: { ...row.differences, meanWait }, verdict }
}

function seededText(sides: ComparedSides, language: Language, { intervals, measure }: SeededRow): string {
  const say = comparisonSpeaker(language)
  const { unitHours } = amountForms(language, sides.second.unit)
  const told = measure ?? 'meanWait'
  const [divisor, unit] =
    told === 'meanWait'
      ? [SECONDS_OF_HOUR, say('unit-hours')]
      : told === 'deliveredUnitSeconds'
        ? [SECONDS_OF_HOUR, unitHours]
        : [1, say(told === 'jobs' ? 'unit-count' : 'unit-mean')]
  const form = (value: number | null) => signedNumber(language, (value ?? 0) / divisor)
  const { mean, low, high } = intervals[told]
  return say('shift-seeded', { what: say(WHAT[told]), unit, mean: form(mean), low: form(low), high: form(high) })
}

const WHAT = {
  jobs: 'column-jobs-difference',
  meanWait: 'column-wait-difference',
  boundedSlowdown: 'column-slowdown-difference',
  deliveredUnitSeconds: 'column-delivered-difference',
} as const satisfies Record<ComparedMeasure, ComparisonKey>

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
  const hours = (unitSeconds: number) => number(unitSeconds / SECONDS_OF_HOUR, 1)
  return say('shift-delivered', {
    unitHours,
    before: hours(first.deliveredUnitSeconds),
    after: hours(second.deliveredUnitSeconds),
  })
}
