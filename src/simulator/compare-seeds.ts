// Two policies over several histories that chance made, each history replayed under both: the mean difference, and the
// interval in which it lies. Pairing takes out what the histories differ by among themselves.
import { assert } from '../domain/kernel/assert.ts'
import {
  COMPARED_MEASURES,
  isMoreBetter,
  signedRoundTo4,
  type ComparedLevel,
  type ComparedMeasure,
  type Comparison,
  type Verdict,
} from './compare.ts'

/** Of the differences second - first: their mean, and the two-sided 95 % interval of the mean; 4 decimals. */
export interface PairedInterval {
  readonly mean: number
  /** null with fewer than two pairs: nothing can be said of chance. */
  readonly low: number | null
  readonly high: number | null
  readonly pairs: number
}

export interface SeededRow {
  readonly level: ComparedLevel
  readonly id: string
  readonly parent: string | null
  readonly intervals: Readonly<Record<ComparedMeasure, PairedInterval>>
  /** The first, in their order, that differs in any pair; null: nothing does. */
  readonly measure: ComparedMeasure | null
  /** By that measure's interval, when 0 is not in it. 'unclear': the differences may be chance. 'same': nothing differs. */
  readonly verdict: Verdict | 'unclear'
}

/**
 * Rows that both sides have in every comparison, in the order of the first. The interval is that of Student's paired t
 * test: mean +- t(0.975, n - 1) x s / sqrt(n).
 */
export function compareOverSeeds(comparisons: readonly Comparison[]): readonly SeededRow[] {
  const [head] = comparisons
  assert(head !== undefined, 'there is at least one comparison')
  const byKey = comparisons.map(({ rows }) => new Map(rows.map((row) => [`${row.level} ${row.id}`, row])))
  return head.rows.flatMap(({ level, id, parent }) => {
    const found = byKey.flatMap((rows) => rows.get(`${level} ${id}`)?.differences ?? [])
    if (found.length < comparisons.length) return []
    const of = (measure: ComparedMeasure) => pairedInterval(found.map((each) => each[measure].absolute))
    const intervals = {
      jobs: of('jobs'),
      meanWait: of('meanWait'),
      boundedSlowdown: of('boundedSlowdown'),
      deliveredUnitSeconds: of('deliveredUnitSeconds'),
    }
    const measure = COMPARED_MEASURES.find((each) => found.some((pair) => pair[each].absolute !== 0)) ?? null
    const verdict = measure === null ? 'same' : verdictOver(intervals, measure)
    return [{ level, id, parent, intervals, measure, verdict }]
  })
}

export function pairedInterval(differences: readonly number[]): PairedInterval {
  const pairs = differences.length
  const mean = differences.reduce((sum, value) => sum + value, 0) / pairs
  if (pairs < 2) return { mean: signedRoundTo4(mean), low: null, high: null, pairs }
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs - 1)
  const half = studentT975(pairs - 1) * Math.sqrt(variance / pairs)
  return { mean: signedRoundTo4(mean), low: signedRoundTo4(mean - half), high: signedRoundTo4(mean + half), pairs }
}

/** One measure decides, so that no second one is asked when chance may have decided the first. */
function verdictOver(intervals: SeededRow['intervals'], measure: ComparedMeasure): Verdict | 'unclear' {
  const { low, high } = intervals[measure]
  if (low === null || high === null || (low <= 0 && high >= 0)) return 'unclear'
  return low > 0 === isMoreBetter(measure) ? 'gains' : 'loses'
}

/** t of the 97.5 % point for 1 to 30 degrees of freedom, as every table of Student's distribution has it. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const

/** Beyond the table by the expansion of Cornish and Fisher, exact there to three decimals. */
export function studentT975(freedom: number): number {
  const listed = T_975[freedom - 1]
  if (listed !== undefined) return listed
  const z = 1.959964
  const [z3, z5] = [z ** 3, z ** 5]
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2)
}
