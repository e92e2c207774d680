// Comparisons of replays under random trees and disciplines: a replay against itself is all zero, a comparison the other
// way round is its opposite, and the counts of jobs add up from projects to the pool.
import { describe, expect, test } from 'vitest'
import { compareJobs, type JobShifts } from '../../src/simulator/compare-jobs.ts'
import { compareOverSeeds } from '../../src/simulator/compare-seeds.ts'
import { compare, COMPARED_MEASURES, type ComparedOutcome, type ComparedRow } from '../../src/simulator/compare.ts'
import { replay } from '../../src/simulator/replay.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { randomTree, randomWorkload, seededRandom, type RandomTree } from '../kit/share-trees.ts'

const FIRST = Number(process.env['WEIR_SEED'] ?? 1)
const COUNT = process.env['WEIR_SEED'] === undefined ? Number(process.env['WEIR_SEEDS'] ?? 150) : 1
const SEEDS = Array.from({ length: COUNT }, (_, index) => FIRST + index)

interface Side extends ComparedOutcome {
  readonly workload: Workload
  readonly starts: Float64Array
}

function replayed(workload: Workload, tree: RandomTree, discipline: 'fcfs' | 'easy'): Side {
  const got = replay(workload, { capacity: tree.capacity, discipline, tree: { nodes: tree.nodes, flavor: 'gpu' } })
  if (!got.ok) throw new Error(got.refusal)
  return { ...got.value, workload, trace: { sha256: '', jobs: workload.ids.length } }
}

/** One history, under one tree in the order of arrival and under another with backfilling. */
function sidesOf(seed: number): readonly [Side, Side] {
  const random = seededRandom(seed)
  const tree = randomTree(random)
  const workload = randomWorkload(random, tree, 60)
  const changed = tree.nodes.map((node) => ({ ...node, limit: {}, borrowingLimit: random() < 0.5 ? {} : { gpu: 1 } }))
  return [replayed(workload, tree, 'fcfs'), replayed(workload, { ...tree, nodes: changed }, 'easy')]
}

const opposite = { gains: 'loses', loses: 'gains', same: 'same' } as const

describe('over seeds', () => {
  test('a replay against itself: nothing differs', () => {
    for (const seed of SEEDS) {
      const [side] = sidesOf(seed)
      const { rows, unlike } = compare(side, side)
      expect({ seed, unlike }).toEqual({ seed, unlike: [] })
      for (const { verdict, differences } of rows) {
        expect({ seed, verdict }).toEqual({ seed, verdict: 'same' })
        expect(COMPARED_MEASURES.map((measure) => differences![measure].absolute)).toEqual([0, 0, 0, 0])
      }
      const jobs = compareJobs(side, side, side.nodes)!
      expect({ seed, moved: jobs.pool.earlier + jobs.pool.later }).toEqual({ seed, moved: 0 })
      if (jobs.quantiles !== null) expect(new Set(Object.values(jobs.quantiles))).toEqual(new Set([0]))
    }
  })

  test('the other way round everything is its opposite', () => {
    for (const seed of SEEDS) {
      const [first, second] = sidesOf(seed)
      const back = new Map(compare(second, first).rows.map((row) => [keyOf(row), row]))
      const { rows } = compare(first, second)
      expect({ seed, rows: back.size }).toEqual({ seed, rows: rows.length })
      for (const row of rows) {
        const other = back.get(keyOf(row))!
        expect({ seed, row: keyOf(row), verdict: row.verdict }).toEqual({
          seed,
          row: keyOf(row),
          verdict: other.verdict === null ? null : opposite[other.verdict],
        })
        for (const measure of COMPARED_MEASURES) {
          expect(row.differences![measure].absolute + other.differences![measure].absolute).toBe(0)
        }
      }
    }
  })

  test('jobs that start earlier one way start later the other, and add up', () => {
    for (const seed of SEEDS) {
      const [first, second] = sidesOf(seed)
      const there = compareJobs(first, second, second.nodes)!
      const back = compareJobs(second, first, first.nodes)!
      expect({ seed, pool: turned(back.pool) }).toEqual({ seed, pool: there.pool })
      const [to, from] = [there.quantiles, back.quantiles]
      if (to !== null && from !== null) {
        expect({ seed, ...to }).toEqual({
          seed,
          min: -from.max + 0,
          p5: -from.p95 + 0,
          p25: -from.p75 + 0,
          median: -from.median + 0,
          p75: -from.p25 + 0,
          p95: -from.p5 + 0,
          max: -from.min + 0,
        })
      }
      const sectors = second.nodes.filter(({ parent }) => parent === null).map(({ id }) => there.nodes[id]!)
      for (const parts of [sectors, Object.values(there.sizes)]) {
        expect({ seed, sum: sumOf(parts) }).toEqual({ seed, sum: there.pool })
      }
      const mean = compare(first, second).rows[0]!.differences!.meanWait.absolute
      if (to?.min === 0 && to.max === 0 && there.pool.onlyFirst + there.pool.onlySecond === 0) expect(mean).toBe(0)
    }
  })

  test('the mean over histories lies in its interval, and both turn around with the sides', () => {
    const random = seededRandom(FIRST)
    const tree = randomTree(random)
    const pairs = SEEDS.slice(0, 12).map(() => {
      const workload = randomWorkload(random, tree, 60)
      return [replayed(workload, tree, 'fcfs'), replayed(workload, tree, 'easy')] as const
    })
    const there = compareOverSeeds(pairs.map(([first, second]) => compare(first, second)))
    const back = compareOverSeeds(pairs.map(([first, second]) => compare(second, first)))
    expect(there.length).toBeGreaterThan(1)
    for (const [at, { intervals }] of there.entries()) {
      for (const measure of COMPARED_MEASURES) {
        const { mean, low, high } = intervals[measure]
        const other = back[at]!.intervals[measure]
        if (low === null || high === null || other.low === null || other.high === null) continue
        expect(low <= mean && mean <= high).toBe(true)
        expect([other.mean + mean, other.low + high, other.high + low]).toEqual([0, 0, 0])
      }
    }
  })
})

function keyOf({ level, id }: ComparedRow): string {
  return `${level} ${id}`
}

function turned({ earlier, later, same, onlyFirst, onlySecond }: JobShifts): JobShifts {
  return { earlier: later, later: earlier, same, onlyFirst: onlySecond, onlySecond: onlyFirst }
}

function sumOf(parts: readonly JobShifts[]): JobShifts {
  const sum = (kind: keyof JobShifts) => parts.reduce((total, part) => total + part[kind], 0)
  return {
    earlier: sum('earlier'),
    later: sum('later'),
    same: sum('same'),
    onlyFirst: sum('onlyFirst'),
    onlySecond: sum('onlySecond'),
  }
}
