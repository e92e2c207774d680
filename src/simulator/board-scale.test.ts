import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../domain/policy/parse.ts'
import type { Policy, Pool } from '../domain/policy/policy.ts'
import type { JobTerms } from '../domain/scheduling/demand.ts'
import { boardScale } from './board-scale.ts'
import { resolveTimes } from './resolve-times.ts'
import { parseScenario } from './scenario-file.ts'
import { scenarioReplay } from './scenario-replay.ts'
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

const POLICY = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec:
  flavors:
    - {name: h200, unit: gpu, capacity: 128, price: 1, cells: {node: 8, rack: 64}}
    - {name: mig, unit: slice, perGpu: 7, backedBy: h200, price: 0.1}
---
kind: ShareTree
spec:
  - {id: all, kind: sector, guarantee: 100%}
  - {id: p-one, parent: all, kind: project}
`

const SCENARIO = `apiVersion: weir/v1
kind: Scenario
metadata: {name: small}
spec:
  policy: policy.yaml
  trace: {path: trace.swf, format: swf}
  flavor: h200
  map: {by: user, projects: {}, default: p-one}
  estimate: requested
  jobs: {flavors: [mig]}
`

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal))
  return parsed.value
}

describe('jobs that ask for slices', () => {
  const policy = policyOf(POLICY)
  const parsed = parseScenario(SCENARIO, { policy })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal))
  const scenario = parsed.value
  const jobs = [8, 12, 8].map((units, id): TraceJob => {
    return { id, submit: 100 * id, run: 10, requested: 10, units, project: 'p-one' }
  })
  const history = workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, () => 10)

  test('lie on the cards of the flavor that backs them, counted in grains', () => {
    const asked = scenarioReplay(scenario, policy, history)
    if (!asked.ok) throw new Error(JSON.stringify(asked.refusal))
    const { options, workload } = asked.value
    // 128 cards of 7 grains; 8, 12 and 8 slices of one.
    expect([options.capacity, options.tree?.flavor, [...workload.units], workload.grainsPerUnit]).toEqual([
      896,
      'h200',
      [8, 12, 8],
      7,
    ])
    expect(options.cells).toMatchObject({ grainsPerCard: 7, slices: [{ flavor: 'mig', grains: 1 }] })
    expect(options.around?.prices).toEqual([{ numerator: 1, denominator: 10 }])
    expect(options.tree?.nodes[0]?.guarantee).toMatchObject({ h200: 896 })
  })

  test('need cards that lie on nodes', () => {
    const counted = policyOf(POLICY.replace(', cells: {node: 8, rack: 64}', ''))
    const demand = resolveTimes(scenario, counted, history)
    expect(demand.ok ? null : demand.refusal).toMatchObject({ code: 'flavor-not-in-pool', flavor: 'mig' })
  })
})
