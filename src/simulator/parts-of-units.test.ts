// Jobs that ask for parts of a card: counted in grains, placed on one card, and told in units again.
import { describe, expect, test } from 'vitest'
import { cellLayout } from '../domain/placement/cell-layout.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import { grainsForMilli } from './grains.ts'
import { priceOfGrain, treeInGrains, workloadInGrains } from './in-grains.ts'
import { outcomeInUnits } from './outcome-in-units.ts'
import { queueAt } from './queue-moment.ts'
import { replay, type ReplayOptions } from './replay.ts'
import { scheduleCsv } from './schedule.ts'
import { workloadOf, type TraceJob } from './workload.ts'

const part = (id: number, submit: number, run: number, milli: number): TraceJob => ({
  id,
  submit,
  run,
  requested: run,
  units: Math.ceil(milli / 1000),
  ...(milli % 1000 === 0 ? {} : { milliUnits: milli }),
  project: 'p',
})

const history = (jobs: readonly TraceJob[]) =>
  workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, (job) => job.requested ?? job.run)

const project: ShareNode = {
  id: 'p',
  parent: null,
  kind: 'project',
  title: {},
  guarantee: { gpu: 2 },
  weight: 1,
  tier: 0,
  limit: {},
  borrowingLimit: {},
  lendingLimit: {},
}

/** One project on so many cards in nodes of two. */
function onCards(cards: number, grains: number, nodes: readonly ShareNode[] = [project]): ReplayOptions {
  const layout = cellLayout(cards, { node: 2 })
  if (!layout.ok) throw new Error(layout.refusal)
  return {
    capacity: cards * grains,
    cells: { layout: layout.value, grainsPerCard: grains },
    discipline: 'easy',
    tree: { nodes: treeInGrains(nodes, grains), flavor: 'gpu' },
  }
}

test.each([
  [[500, 250], 4],
  [[460], 50],
  [[1], 1000],
  [[700, 300], 10],
])('%j thousandths are whole in grains of which %d are a unit', (milli, grains) => {
  expect(grainsForMilli(milli)).toBe(grains)
})

describe('a history with parts', () => {
  // 0.5 and 0.7 lie on a card each; 0.6 has no card though 0.8 are free; then 0.3 goes beside the 0.7.
  const workload = history([part(1, 0, 100, 500), part(2, 0, 40, 700), part(3, 0, 100, 600), part(4, 10, 30, 300)])

  test('is counted in the fewest grains', () => {
    expect([workload.grainsPerUnit, [...workload.units]]).toEqual([10, [5, 7, 6, 3]])
  })

  test('lies on cards, and is told in units', () => {
    const replayed = replay(workload, onCards(2, 10))
    if (!replayed.ok) throw new Error(replayed.refusal)
    const { starts, summary, nodes, series, accounts } = replayed.value
    expect([...starts]).toEqual([0, 0, 40, 10])
    expect(summary.capacity).toBe(2)
    expect(summary.deliveredUnitSeconds).toBe(50 + 28 + 60 + 9)
    expect(nodes[0]).toMatchObject({ guarantee: 2, deliveredUnitSeconds: 147, askedUnitSeconds: 147 })
    expect(accounts?.pool.delivered).toEqual([147])
    // 0.8 cards for 10 s and 0.5 for 30 s, of which nobody who waited could use any; later nobody waited.
    const [stranded, free] = [8 + 15, 8 + 15 + 60 * 0.9 + 40 * 1.4]
    expect(summary.fragmentation).toBeCloseTo(stranded / free, 4)
    // The first minute, with 20 s in which nobody waited; then nobody waits any more.
    expect(series.fragmentation?.[0]).toBeCloseTo(stranded / (stranded + 20 * 0.9), 2)
    expect(series.fragmentation?.slice(1)).toEqual([0, 0])
  })

  test('is written in units', () => {
    expect(scheduleCsv(workload, Float64Array.of(0, 0, 40, 10)).split('\n')[1]).toBe('1,0,0,100,0.5,100,p')
  })

  test('says why it waits in units', () => {
    const moment = queueAt(workload, onCards(2, 10), { time: 5, explainMax: 10 })
    if (!moment.ok) throw new Error(moment.refusal)
    const { capacity, running, waiting } = moment.value
    expect([capacity, running.map(({ units }) => units), waiting.map(({ units }) => units)]).toEqual([
      2,
      [0.5, 0.7],
      [0.6],
    ])
    expect(waiting[0]?.reason).toMatchObject({
      code: 'fragmented',
      askedUnits: 0.6,
      fragments: { level: 'node', freeUnits: 0.8, unitsPerPod: 0.6, podsThatFit: 0, largestPod: 0.5 },
      counterfactual: { change: 'apart' },
      start: 40,
    })
  })
})

test('whole cards counted in grains have the same outcome as counted whole', () => {
  const nodes = ['p', 'q'].map((id): ShareNode => ({ ...project, id, guarantee: { gpu: 2 }, limit: { gpu: 3 } }))
  const jobs = Array.from({ length: 60 }, (_, id): TraceJob => {
    const run = 5 + ((id * 37) % 50)
    return {
      id,
      submit: id * 7,
      run,
      requested: run + (id % 4),
      units: 1 + (id % 3),
      project: id % 2 === 0 ? 'p' : 'q',
    }
  })
  const whole = history(jobs)
  const plain = replay(whole, onCards(4, 1, nodes))
  const grained = replay(
    workloadInGrains(whole, () => 4, 4),
    onCards(4, 4, nodes),
  )
  if (!plain.ok || !grained.ok) throw new Error('a history that cannot be replayed')
  const { series, nodes: rows, ...exact } = plain.value
  expect(grained.value).toMatchObject(exact)
  // Means over time were rounded when they were counted.
  expect(grained.value.nodes).toEqual(rows.map((row) => ({ ...row, meanInUse: expect.closeTo(row.meanInUse, 3) })))
  expect(grained.value.series.inUse).toEqual(series.inUse.map((mean) => expect.closeTo(mean, 1)))
})

test('an outcome of one grain a unit is left as it is', () => {
  const replayed = replay(history([part(1, 0, 10, 1000)]), onCards(2, 1))
  if (!replayed.ok) throw new Error(replayed.refusal)
  expect(outcomeInUnits(replayed.value, 1)).toBe(replayed.value)
})

test('a grain costs exactly its part of a unit', () => {
  expect(priceOfGrain({ numerator: 9, denominator: 4 }, 7)).toEqual({ numerator: 9, denominator: 28 })
})
