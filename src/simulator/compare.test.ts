// Who gains and who loses: the rule at its borders, and what is said when the two replays are not of the same jobs.
import { describe, expect, test } from 'vitest'
import { outcomeExample } from '../../test/kit/outcome.ts'
import { compare, differenceOf, verdictOf, winnersAndLosersAt, type ComparedFigures, type Verdict } from './compare.ts'
import type { Outcome } from './outcome.ts'

const SIDE: ComparedFigures = { jobs: 10, meanWait: 60, boundedSlowdown: 2, deliveredUnitSeconds: 1_000 }

describe('who gains', () => {
  const RULE: readonly [string, Partial<ComparedFigures>, Verdict][] = [
    ['nothing differs', {}, 'same'],
    ['the wait is a ten-thousandth of a second shorter', { meanWait: 59.9999 }, 'gains'],
    ['the wait is longer', { meanWait: 60.0001 }, 'loses'],
    ['more jobs ran, although they wait longer', { jobs: 11, meanWait: 90 }, 'gains'],
    ['a job can no longer run, and the others wait less', { jobs: 9, meanWait: 1 }, 'loses'],
    ['waits are alike, short jobs are slowed down less', { boundedSlowdown: 1.9 }, 'gains'],
    ['waits and slowdown are alike, less was delivered', { deliveredUnitSeconds: 999 }, 'loses'],
    ['the wait is shorter, less was delivered', { meanWait: 50, deliveredUnitSeconds: 10 }, 'gains'],
    ['figures differ by less than they are written with', { meanWait: 60.000_04 }, 'same'],
  ]
  test.each(RULE)('%s', (_, change, verdict) => {
    expect(verdictOf(SIDE, { ...SIDE, ...change })).toBe(verdict)
  })
})

describe('a difference', () => {
  test.each([
    [60, 45, { absolute: -15, relative: -0.25 }],
    [0, 45, { absolute: 45, relative: null }],
    [0, 0, { absolute: 0, relative: null }],
    [0.1, 0.3, { absolute: 0.2, relative: 2 }],
    [3, 3, { absolute: 0, relative: 0 }],
  ])('from %d to %d', (first, second, expected) => {
    expect(differenceOf(first, second)).toEqual(expected)
  })
})

/** The example, its waits multiplied in one project, and in all that is above it. */
function slower(node: string, factor: number, change: Partial<Outcome> = {}): Outcome {
  const outcome = outcomeExample(change)
  const parent = outcome.nodes.find(({ id }) => id === node)?.parent ?? ''
  const nodes = outcome.nodes.map((each) =>
    [node, parent].includes(each.id) ? { ...each, wait: { ...each.wait, mean: each.wait.mean * factor } } : each,
  )
  return { ...outcome, nodes }
}

describe('two outcomes', () => {
  test('rows are the pool, every node, and the sizes of jobs that there are', () => {
    const { rows } = compare(outcomeExample(), outcomeExample())
    expect(rows.map(({ level, id }) => `${level} ${id}`)).toEqual([
      'pool ',
      ...outcomeExample().nodes.map(({ id, kind }) => `${kind} ${id}`),
      'size 1',
      'size 2-8',
      'size 9-64',
    ])
  })

  test('the sizes together are the jobs of the pool, and their waits are its wait', () => {
    const { rows } = compare(outcomeExample(), outcomeExample())
    const sizes = rows.filter(({ level }) => level === 'size').map(({ first }) => first!)
    const jobs = sizes.reduce((sum, size) => sum + size.jobs, 0)
    const wait = sizes.reduce((sum, size) => sum + size.jobs * size.meanWait, 0) / jobs
    expect(jobs).toBe(outcomeExample().summary.jobs)
    expect(wait).toBeCloseTo(outcomeExample().summary.wait.mean, 3)
  })

  test('the greatest change stands first among winners and losers', () => {
    const [startups, industry] = [slower('startups', 2), slower('industry', 3)]
    const changed = {
      ...startups,
      nodes: startups.nodes.map((node) =>
        node.id === 'industry' ? industry.nodes.find(({ id }) => id === node.id)! : node,
      ),
    }
    const { rows } = compare(outcomeExample(), changed)
    const { winners, losers, unchanged } = winnersAndLosersAt(rows, 'project')
    const waits = losers.map(({ differences }) => differences!.meanWait.absolute)
    expect([winners, losers.map(({ id }) => id).toSorted()]).toEqual([[], ['industry', 'startups']])
    expect(waits[0]).toBeGreaterThan(waits[1]!)
    expect(unchanged.map(({ id }) => id)).toEqual(['foundation', 'ministries', 'universities'])
  })

  test('another history: figures stand beside each other, and nobody gains or loses', () => {
    const other = slower('startups', 2, { trace: { ...outcomeExample().trace, sha256: 'b2'.repeat(32) } })
    const { isSameJobs, unlike, rows } = compare(outcomeExample(), other)
    expect([isSameJobs, unlike]).toEqual([false, ['history']])
    expect(rows.filter(({ verdict }) => verdict !== null)).toEqual([])
    expect(rows.every(({ differences }) => differences !== null)).toBe(true)
  })

  test('a node that got other jobs is not judged, the others are', () => {
    const outcome = outcomeExample()
    const nodes = outcome.nodes.map((node) => (node.id === 'industry' ? { ...node, jobs: node.jobs + 1 } : node))
    const { unlike, rows } = compare(outcome, { ...outcome, nodes })
    expect(unlike).toEqual(['job-map'])
    expect(rows.filter(({ verdict }) => verdict === null).map(({ id }) => id)).toEqual(['industry'])
  })

  test('a job that has become impossible is a loss, not another history', () => {
    const outcome = outcomeExample()
    const nodes = outcome.nodes.map((node) =>
      node.id === 'industry' ? { ...node, jobs: node.jobs - 1, wait: { ...node.wait, mean: 0 } } : node,
    )
    const summary = { ...outcome.summary, impossibleJobs: 1 }
    const { unlike, rows } = compare(outcome, { ...outcome, nodes, summary })
    expect([unlike, rows.find(({ id }) => id === 'industry')?.verdict]).toEqual([[], 'loses'])
  })

  test('a node that only one side has stands there without a verdict', () => {
    const outcome = outcomeExample()
    const second = { ...outcome, nodes: outcome.nodes.filter(({ id }) => id !== 'industry') }
    const { unlike, rows } = compare(outcome, second)
    expect(unlike).toEqual(['nodes'])
    expect(rows.find(({ id }) => id === 'industry')).toMatchObject({ second: null, differences: null, verdict: null })
  })

  test('a run from before classes were recorded has no rows of sizes', () => {
    const { unlike, rows } = compare({ ...outcomeExample(), classes: null }, outcomeExample())
    expect([unlike, rows.some(({ level }) => level === 'size')]).toEqual([['classes-missing'], false])
  })
})
