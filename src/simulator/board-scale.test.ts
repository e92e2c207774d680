import { expect, test } from 'vitest'
import type { Pool } from '../domain/policy/policy.ts'
import type { JobTerms } from '../domain/scheduling/demand.ts'
import { boardScale } from './board-scale.ts'
import { workloadInGrains } from './in-grains.ts'
import { workloadOf, type TraceJob } from './workload.ts'

const one = { numerator: 1, denominator: 1 }
const pool: Pool = {
  flavors: [{ name: 'gpu', unit: 'gpu', quantum: 1, capacity: 16, price: one, cells: { node: 8 } }],
  slices: [{ name: 'mig', backedBy: 'gpu', perGpu: 7, price: { numerator: 3, denominator: 20 } }],
}

const asking = (flavor: string, unitsPerPod = 0): JobTerms => ({
  class: 'standard',
  priority: 0,
  flavors: [flavor],
  gang: unitsPerPod === 0 ? null : { pods: 2, unitsPerPod, topology: null },
  checkpointEverySeconds: null,
  deadline: null,
  coAllocations: [],
})

const job = (id: number, milli: number, terms: JobTerms): TraceJob => ({
  id,
  submit: 0,
  run: 10,
  requested: 10,
  units: Math.ceil(milli / 1000),
  ...(milli % 1000 === 0 ? {} : { milliUnits: milli }),
  project: 'p',
  terms,
})

test('cards, parts of cards and slices are all whole on one board', () => {
  const jobs = [job(1, 3000, asking('mig')), job(2, 460, asking('gpu')), job(3, 4000, asking('gpu', 2))]
  const history = workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, () => 10)
  expect([history.grainsPerUnit, [...history.units]]).toEqual([50, [150, 23, 200]])
  const scale = boardScale(pool, history.grainsPerUnit ?? 1, history.terms)
  const board = workloadInGrains(history, scale.unitGrains, scale.grains)
  // A card has 350 grains: 50 of them are a slice, 161 are 0.46.
  expect([scale.grains, [...board.units], board.grainsPerUnit]).toEqual([350, [150, 161, 1400], 350])
  expect(board.terms?.table[2]?.gang?.unitsPerPod).toBe(700)
  expect([...scale.boards]).toEqual(['mig', 'gpu'])
  // 0.15 of the reference for a slice of 50 grains; the others cost what the board says.
  expect(scale.prices).toEqual([{ numerator: 3, denominator: 1000 }, null, null])
})

test('without slices and parts a board counts cards', () => {
  const history = workloadOf([job(1, 3000, asking('gpu'))], { zero: 0, epoch: null, capacity: null }, () => 10)
  const scale = boardScale(pool, 1, history.terms)
  expect([scale.grains, scale.prices]).toEqual([1, undefined])
  expect(workloadInGrains(history, scale.unitGrains, 1)).toBe(history)
})
