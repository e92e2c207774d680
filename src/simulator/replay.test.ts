import { describe, expect, test } from 'vitest'
import type { ShareNode } from '../domain/policy/policy.ts'
import { EventHeap } from './event-heap.ts'
import { replay } from './replay.ts'
import { TimeSteps } from './time-steps.ts'
import { waitSummary } from './wait-summary.ts'
import { workloadOf, type TraceJob } from './workload.ts'

const job = (id: number, submit: number, run: number, units: number, project = '', requested = run): TraceJob => ({
  id,
  submit,
  run,
  units,
  project,
  requested,
})

function startsOf(
  capacity: number,
  discipline: 'fcfs' | 'easy',
  jobs: readonly TraceJob[],
  nodes?: readonly ShareNode[],
) {
  const workload = workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, (each) => each.requested ?? each.run)
  const tree = nodes === undefined ? null : { nodes, flavor: 'gpu' }
  const result = replay(workload, { capacity, discipline, tree })
  if (!result.ok) throw new Error(result.refusal)
  return { ...result.value, starts: [...result.value.starts] }
}

const project = (id: string, guarantee: number, more: Partial<ShareNode> = {}): ShareNode => ({
  id,
  parent: null,
  kind: 'project',
  title: {},
  guarantee: { gpu: guarantee },
  weight: 1,
  tier: 0,
  limit: {},
  borrowingLimit: {},
  lendingLimit: {},
  ...more,
})

describe('replay', () => {
  test('FCFS: a small job waits behind a large one', () => {
    expect(startsOf(10, 'fcfs', [job(1, 0, 100, 6), job(2, 1, 100, 6), job(3, 2, 10, 2)]).starts).toEqual([0, 100, 100])
  })

  test('EASY: a small job overtakes when it ends before the reserved start', () => {
    expect(startsOf(10, 'easy', [job(1, 0, 100, 6), job(2, 1, 100, 6), job(3, 2, 10, 2)]).starts).toEqual([0, 100, 2])
  })

  test('EASY: a long job overtakes when it fits beside the reserved one', () => {
    expect(startsOf(10, 'easy', [job(1, 0, 100, 6), job(2, 1, 100, 6), job(3, 2, 999, 4)]).starts).toEqual([0, 100, 2])
  })

  test('EASY: a long job that would delay the reserved one waits', () => {
    const jobs = [job(1, 0, 100, 6), job(2, 1, 100, 8), job(3, 2, 999, 4)]
    expect(startsOf(10, 'easy', jobs).starts).toEqual([0, 100, 200])
  })

  test('a job larger than the pool is counted, and nobody waits for it', () => {
    const { starts, summary } = startsOf(10, 'fcfs', [job(1, 0, 5, 11), job(2, 0, 5, 10)])
    expect(starts).toEqual([Number.NaN, 0])
    expect([summary.jobs, summary.impossibleJobs]).toEqual([1, 1])
  })

  test('who is within guarantee goes before who borrows', () => {
    const nodes = [project('a', 6), project('b', 4)]
    const jobs = [job(1, 0, 100, 10, 'a'), job(2, 1, 50, 4, 'a'), job(3, 2, 50, 4, 'a'), job(4, 3, 50, 4, 'b')]
    expect(startsOf(10, 'fcfs', jobs, nodes).starts).toEqual([0, 100, 150, 100])
  })

  test('what is not lent stays free for its owner', () => {
    const nodes = [project('a', 6), project('b', 4, { lendingLimit: { gpu: 1 } })]
    const jobs = [job(1, 0, 100, 7, 'a'), job(2, 0, 100, 1, 'a'), job(3, 5, 10, 3, 'b')]
    expect(startsOf(10, 'fcfs', jobs, nodes).starts).toEqual([0, 100, 5])
  })

  test('a project at its limit stands, the others go on', () => {
    const nodes = [project('a', 6, { limit: { gpu: 6 } }), project('b', 4)]
    const jobs = [job(1, 0, 100, 5, 'a'), job(2, 1, 100, 5, 'a'), job(3, 2, 10, 1, 'a'), job(4, 3, 10, 5, 'b')]
    expect(startsOf(10, 'easy', jobs, nodes).starts).toEqual([0, 100, 100, 3])
  })

  test('what is borrowed and lent is on the record', () => {
    const nodes = [project('a', 6), project('b', 4)]
    const { nodes: rows } = startsOf(10, 'fcfs', [job(1, 0, 100, 8, 'a')], nodes)
    expect(rows.map((row) => [row.id, row.deliveredUnitSeconds, row.borrowedUnitSeconds, row.lentUnitSeconds])).toEqual(
      [
        ['a', 800, 200, 0],
        ['b', 0, 0, 200],
      ],
    )
  })

  test('it can be stopped', () => {
    const workload = workloadOf([job(1, 0, 1, 1)], { zero: 0, epoch: null, capacity: null }, (each) => each.run)
    const result = replay(workload, { capacity: 1, discipline: 'fcfs', tree: null, onProgress: () => 'stop' })
    expect(result).toEqual({ ok: false, refusal: 'replay-stopped' })
  })

  test('a job of a project that the tree does not have is refused', () => {
    const workload = workloadOf([job(1, 0, 1, 1, 'x')], { zero: 0, epoch: null, capacity: null }, (each) => each.run)
    const tree = { nodes: [project('a', 1)], flavor: 'gpu' }
    expect(replay(workload, { capacity: 1, discipline: 'fcfs', tree })).toEqual({
      ok: false,
      refusal: 'project-not-in-tree',
    })
  })
})

describe('event heap', () => {
  test('gives ends by time, and those of one instant in the order they were pushed', () => {
    const heap = new EventHeap(2)
    const times = [5, 3, 5, 1, 3, 9, 1, 5]
    times.forEach((time, at) => heap.push(time, at))
    const order: number[] = []
    while (!heap.isEmpty) order.push(heap.pop())
    expect(order).toEqual([3, 6, 1, 4, 0, 2, 7, 5])
  })
})

describe('time steps', () => {
  test('the step doubles when the history outgrows the steps, and the means stay', () => {
    const steps = new TimeSteps(0, 1, 1)
    for (let at = 0; at < 5000; at += 1) {
      steps.cover(at + 1)
      const end = steps.nextEnd
      if (end <= at + 1) steps.note(() => 3 * end)
    }
    expect(steps.stepSeconds).toBe(16)
    expect(steps.means(0, 5000, 15_000)).toEqual(Array.from({ length: 313 }, () => 3))
  })
})

describe('wait summary', () => {
  test('percentiles are waits that some job had', () => {
    const waits = Float64Array.from({ length: 10 }, (_, at) => at * 10)
    expect(waitSummary(waits)).toEqual({ mean: 45, median: 40, p90: 80, p99: 90, max: 90 })
  })
})
