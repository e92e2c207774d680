import { describe, expect, test } from 'vitest'
import type { ShareNode } from '../domain/policy/policy.ts'
import type { Outcome } from './outcome.ts'
import { replay } from './replay.ts'
import { workloadOf, type TraceJob } from './workload.ts'

const HOUR = 3_600

const node = (id: string, guarantee: number, parent: string | null = null): ShareNode => ({
  id,
  parent,
  kind: parent === null ? 'sector' : 'project',
  title: {},
  guarantee: { gpu: guarantee },
  weight: 1,
  tier: 0,
  limit: {},
  borrowingLimit: {},
  lendingLimit: {},
})

const job = (id: number, submit: number, run: number, units: number, project: string): TraceJob => ({
  id,
  submit,
  run,
  requested: run,
  units,
  project,
})

function outcomeOn(jobs: readonly TraceJob[], nodes: readonly ShareNode[], boundaries: readonly number[]): Replay {
  const workload = workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, (each) => each.run)
  const period = { kind: 'list', boundaries } as const
  const result = replay(workload, { capacity: 10, discipline: 'fcfs', tree: { nodes, flavor: 'gpu' }, period })
  if (!result.ok) throw new Error(result.refusal)
  const { accounts, classes } = result.value
  if (accounts === undefined || classes === undefined) throw new Error('nothing was recorded')
  return { ...result.value, accounts, classes }
}

type Replay = Omit<Outcome, 'trace'> & Required<Pick<Outcome, 'accounts' | 'classes'>>

describe('what is earned, delivered, borrowed, lent and owed', () => {
  const outcome = outcomeOn(
    [job(1, 0, 100, 8, 'a'), job(2, 100, 50, 10, 'b'), job(3, 150, 50, 1, 'a')],
    [node('a', 6), node('b', 4)],
    [100, 150],
  )
  const accountOf = (id: string) => outcome.accounts.nodes.find((each) => each.id === id)

  test('by period, whole unit-seconds', () => {
    expect(outcome.accounts.ends).toEqual([100, 150, 200])
    expect(outcome.accounts.pool).toEqual({ capacity: [1000, 500, 500], delivered: [800, 500, 50] })
    expect(accountOf('a')).toMatchObject({ earned: [600, 300, 300], delivered: [800, 0, 50] })
    expect(accountOf('b')).toMatchObject({ earned: [400, 200, 200], delivered: [0, 500, 0] })
  })

  test('a debt is carried over and paid back by lending', () => {
    expect(accountOf('a')).toMatchObject({ borrowed: [200, 0, 0], lent: [0, 300, 0], owed: [200, -100, -100] })
    expect(accountOf('b')).toMatchObject({ borrowed: [0, 300, 0], lent: [200, 0, 0], owed: [-200, 100, 100] })
  })

  test('the row of a node has the sums, and how much of its guarantee it used itself', () => {
    expect(outcome.nodes[0]).toMatchObject({
      earnedUnitSeconds: 1200,
      lentUnitSeconds: 300,
      borrowedUnitSeconds: 200,
      guaranteeUsed: 0.5417,
    })
  })
})

describe('figures of jobs', () => {
  const outcome = outcomeOn(
    [
      job(1, 0, HOUR, 1, 'p'),
      job(2, 0, HOUR - 1, 8, 'p'),
      job(3, 0, 10 * HOUR, 10, 'q'),
      job(4, 0, 60, 9, 'q'),
      job(5, 0, 60, 11, 'q'),
    ],
    [node('a', 5), node('b', 5), node('p', 5, 'a'), node('q', 5, 'b')],
    [],
  )

  test('a class is a size and a length; shorter than an hour is short', () => {
    const classes = outcome.classes.filter((each) => each.node === null)
    expect(classes.map((each) => [each.size, each.length, each.jobs, each.deliveredUnitSeconds])).toEqual([
      ['1', 'long', 1, HOUR],
      ['2-8', 'short', 1, 8 * (HOUR - 1)],
      ['9-64', 'short', 1, 540],
      ['9-64', 'long', 1, 100 * HOUR],
    ])
  })

  test('the classes of the sectors add up to those of the pool', () => {
    const jobsOf = (isPool: boolean) =>
      outcome.classes.filter((each) => (each.node === null) === isPool).reduce((sum, each) => sum + each.jobs, 0)
    expect([jobsOf(true), jobsOf(false)]).toEqual([4, 4])
  })

  test('turnaround is wait plus run while nobody is stopped, on every node', () => {
    const [a, , p] = outcome.nodes
    expect(p?.turnaround?.max).toBe(HOUR)
    expect(a?.turnaround).toEqual(p?.turnaround)
    expect(outcome.summary.turnaround?.max).toBe(11 * HOUR + 60)
  })
})

describe('fairness', () => {
  const nodes = [node('a', 4), node('b', 6)]

  test('a project that waits longer here than alone has more than 1', () => {
    // Alone on 4 units a runs both jobs one after the other: 100 + 200. Here b holds all for the first 400 s.
    const jobs = [job(1, 0, 400, 10, 'b'), job(2, 1, 100, 4, 'a'), job(3, 1, 100, 4, 'a')]
    const { nodes: rows, summary } = outcomeOn(jobs, nodes, [])
    expect(rows[0]?.finishTimeFairness).toBe(roundTo4((499 + 499) / 300))
    // b's only job does not fit into what it owns: it cannot be compared.
    expect(rows[1]?.finishTimeFairness).toBeNull()
    expect(summary.fairness?.finishTime).toEqual({ mean: 3.3267, max: 3.3267, atMostOne: 0, projects: 1 })
  })

  test("Jain's index is 1 when all waited alike, and falls when one waits for the other", () => {
    const alike = outcomeOn([job(1, 0, 100, 4, 'a'), job(2, 0, 100, 6, 'b')], nodes, [])
    expect(alike.summary.fairness?.jainIndex).toBe(1)
    const unlike = outcomeOn([job(1, 0, 100, 10, 'b'), job(2, 0, 100, 10, 'a')], nodes, [])
    // Parts 1/2 and 1: (3/2)^2 / (2 x 5/4).
    expect(unlike.summary.fairness?.jainIndex).toBe(0.9)
  })
})

function roundTo4(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
