// Intervals over histories that chance made, and the histories.
import { describe, expect, test } from 'vitest'
import { randomTree, randomWorkload, seededRandom } from '../../test/kit/share-trees.ts'
import { outcomeExample } from '../../test/kit/outcome.ts'
import { compare } from './compare.ts'
import { compareOverSeeds, pairedInterval, studentT975 } from './compare-seeds.ts'
import { redrawn } from './redraw.ts'
import type { Workload } from './workload.ts'

describe('the interval of a mean difference', () => {
  test('is that of the paired t test', () => {
    // Mean 3, standard deviation sqrt(2.5), 5 pairs: half width 2.776 x sqrt(2.5 / 5) = 1.96293.
    expect(pairedInterval([1, 2, 3, 4, 5])).toEqual({ mean: 3, low: 1.0371, high: 4.9629, pairs: 5 })
  })

  test('of one pair says nothing of chance', () => {
    expect(pairedInterval([7])).toEqual({ mean: 7, low: null, high: null, pairs: 1 })
  })

  test.each([
    [30, 2.042],
    [31, 2.0395],
    [40, 2.021],
    [60, 2],
    [120, 1.98],
    [1_000_000, 1.96],
  ])('t of %d degrees of freedom is %d', (freedom, t) => {
    expect(studentT975(freedom)).toBeCloseTo(t, 3)
  })
})

/** The mean wait of the start-ups by `seconds` longer. */
function pairOf(seconds: number) {
  const outcome = outcomeExample()
  const nodes = outcome.nodes.map((node) =>
    node.id === 'startups' ? { ...node, wait: { ...node.wait, mean: node.wait.mean + seconds } } : node,
  )
  return compare(outcome, { ...outcome, nodes })
}

describe('over seeds', () => {
  const VERDICTS: readonly [string, readonly number[], string][] = [
    ['all longer: loses', [10, 12, 11], 'loses'],
    ['all shorter: gains', [-10, -12, -11], 'gains'],
    ['now longer, now shorter: unclear', [10, -12, 3], 'unclear'],
    ['nothing differs: same', [0, 0, 0], 'same'],
    ['one pair: unclear', [10], 'unclear'],
  ]
  test.each(VERDICTS)('%s', (_, seconds, verdict) => {
    const rows = compareOverSeeds(seconds.map(pairOf))
    expect(rows.find(({ id }) => id === 'startups')?.verdict).toBe(verdict)
    expect(rows.find(({ id }) => id === 'industry')?.verdict).toBe('same')
  })
})

/** `days` of one job an hour, numbered in order. */
function hourly(days: number): Workload {
  const random = seededRandom(3)
  const workload = randomWorkload(random, randomTree(random), days * 24)
  return { ...workload, submit: workload.submit.map((_, row) => 500 + row * 3_600) }
}

test('over seeds one measure decides: where the wait may be chance, the slowdown is not asked', () => {
  const outcome = outcomeExample()
  const pairs = [10, -12, 3].map((seconds, at) => {
    const nodes = outcome.nodes.map((node) => ({
      ...node,
      wait: { ...node.wait, mean: node.wait.mean + seconds },
      averageBoundedSlowdown: node.averageBoundedSlowdown + 5 + at,
    }))
    return compare(outcome, { ...outcome, nodes })
  })
  const row = compareOverSeeds(pairs).find(({ id }) => id === 'startups')
  expect(row?.intervals.boundedSlowdown.low).toBeGreaterThan(0)
  expect([row?.measure, row?.verdict]).toEqual(['meanWait', 'unclear'])
})

describe('a history drawn anew', () => {
  const drawn = (workload: Workload, seed: number) => {
    const got = redrawn(workload, seed)
    if (!got.ok) throw new Error(got.refusal)
    return got.value
  }

  test('has whole weeks of the recorded one, in order of submission, over the same time', () => {
    const workload = hourly(70)
    const { submit, units, run } = drawn(workload, 1)
    expect(submit.length).toBe(workload.submit.length)
    const weeks = Array.from({ length: 10 }, (_, week) => week * 168)
    for (const week of weeks) {
      const hours = units.slice(week, week + 168)
      expect(weeks.some((from) => hours.every((value, at) => value === workload.units[from + at]))).toBe(true)
    }
    expect([...submit]).toEqual([...workload.submit])
    expect(run.length).toBe(submit.length)
  })

  test('is the same for the same seed and another for another', () => {
    const workload = hourly(70)
    expect(drawn(workload, 5)).toEqual(drawn(workload, 5))
    expect(drawn(workload, 6).units).not.toEqual(drawn(workload, 5).units)
  })

  test('of fewer than eight weeks is drawn by days', () => {
    const workload = hourly(12)
    const { units } = drawn(workload, 2)
    const days = Array.from({ length: 12 }, (_, day) => day * 24)
    for (const day of days) {
      const hours = units.slice(day, day + 24)
      expect(days.some((from) => hours.every((value, at) => value === workload.units[from + at]))).toBe(true)
    }
  })

  test('moves deadlines with their jobs', () => {
    const plain = hourly(12)
    const usual = {
      class: 'standard',
      priority: 0,
      flavors: ['gpu'],
      gang: null,
      checkpointEverySeconds: null,
    } as const
    const table = Array.from(plain.submit, (at) => ({ ...usual, deadline: at + 77, coAllocations: [] }))
    const { submit, terms } = drawn({ ...plain, terms: { table, of: Int32Array.from(table, (_, row) => row) } }, 4)
    expect(Array.from(submit, (at, row) => terms!.table[terms!.of[row]!]!.deadline! - at)).toEqual(table.map(() => 77))
  })

  test('of fewer than five days is refused', () => {
    expect(redrawn(hourly(4), 1)).toEqual({ ok: false, refusal: 'history-too-short' })
  })
})
