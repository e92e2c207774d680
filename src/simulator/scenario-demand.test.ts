// What a scenario adds to its history: what it means for one history under one policy, and what can be wrong with it.
// ▲ marks the place that must be told.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../domain/policy/parse.ts'
import type { Policy } from '../domain/policy/policy.ts'
import { gangOf, resolveTimes, type ResolvedDemand } from './resolve-times.ts'
import { parseScenario } from './scenario-file.ts'
import { scenarioTime } from './scenario-time.ts'

const POLICY = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec:
  flavors:
    - {name: h200, unit: gpu, capacity: 128, price: 1, cells: {node: 8, rack: 64}}
    - {name: b200, unit: gpu, quantum: 4, capacity: 40, price: 2.25, cells: {node: 8, rack: 40}}
    - {name: mig, unit: slice, perGpu: 7, backedBy: h200, price: 0.1}
    - {name: qpu, unit: seat, capacity: 1, price: 40, calendar: true}
---
kind: ShareTree
spec:
  - {id: all, kind: sector, guarantee: 100%}
  - {id: p-one, parent: all, kind: project}
  - {id: q-two, parent: all, kind: project}
`

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal))
  return parsed.value
}

const policy = policyOf(POLICY)

const scenarioText = (added: string) => `apiVersion: weir/v1
kind: Scenario
metadata: {name: small}
spec:
  policy: policy.yaml
  trace: {path: trace.swf, format: swf}
  flavor: h200
  map: {by: user, projects: {}, default: p-one}
  estimate: requested
${added.replaceAll(/^/gm, '  ')}
`

function scenarioOf(added: string) {
  const scenario = parseScenario(scenarioText(added), { policy })
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.refusal))
  return scenario.value
}

const EPOCH = Date.UTC(2026, 10, 30, 15) / 1000
const workload = {
  submit: Float64Array.of(100, 200, 300),
  units: Float64Array.of(8, 12, 8),
  project: Int32Array.of(0, 1, 0),
  projects: ['p-one', 'q-two'],
  epoch: EPOCH,
  terms: null,
}

function resolved(added: string): ResolvedDemand {
  const demand = resolveTimes(scenarioOf(added), policy, workload)
  if (!demand.ok) throw new Error(JSON.stringify(demand.refusal))
  return demand.value
}

describe('times', () => {
  test.each([
    ['0d', 'start', { kind: 'after-first-job', seconds: 0 }],
    ['36h', 'end', { kind: 'after-first-job', seconds: 129_600 }],
    ['2026-12-01', 'start', { kind: 'on-calendar', unixSeconds: 1_796_083_200 }],
    ['2026-12-01', 'end', { kind: 'on-calendar', unixSeconds: 1_796_169_600 }],
    ['2026-12-01T09:00+09:00', 'start', { kind: 'on-calendar', unixSeconds: 1_796_083_200 }],
    ['2026-11-30T19:30:30-04:30', 'end', { kind: 'on-calendar', unixSeconds: 1_796_083_230 }],
    ['2028-02-29T00:00Z', 'start', { kind: 'on-calendar', unixSeconds: 1_835_395_200 }],
    ['2026-02-29', 'start', null],
    ['2026-13-01', 'start', null],
    ['2026-12-01T24:00Z', 'start', null],
    ['2026-12-01T09:00', 'start', null],
    ['2026-12-01T09:00+15:00', 'start', null],
    ['tomorrow', 'start', null],
  ] as const)('%s as a %s', (written, edge, time) => {
    expect(scenarioTime(written, edge)).toEqual(time)
  })

  test('after the first job and on the calendar are both seconds from the zero of the history', () => {
    const { capacityChanges } = resolved(
      'capacityChanges: [{at: 1h, units: 64}, {flavor: b200, at: 2026-12-01, units: 51%}]',
    )
    expect(capacityChanges).toEqual([
      { flavor: 'h200', at: 3700, units: 64 },
      // 51 % of 40 in steps of 4; nine hours after the epoch.
      { flavor: 'b200', at: 32_400, units: 20 },
    ])
  })

  test('a calendar time needs a history that says when it was', () => {
    const scenario = scenarioOf('capacityChanges: [{at: 2026-12-01, units: 64}]')
    const refusal = { code: 'history-without-date' }
    expect(resolveTimes(scenario, policy, { ...workload, epoch: null })).toEqual({ ok: false, refusal })
  })
})

describe('awards', () => {
  const entry = 'project: p-one, gpuHours: 120000, validFrom: 0d, validTo: 365d'

  test('hours become milli-reference-unit-seconds by the price of their basis', () => {
    const { awards, price } = resolved(`awards: [{${entry}}, {${entry}, priceBasis: b200, overdraft: 7}]`)
    expect(price).toEqual({ numerator: 1, denominator: 1 })
    const usual = {
      project: 'p-one',
      validFrom: 100,
      validTo: 100 + 365 * 86_400,
      tranche: null,
      onExhaustion: 'finishRunning',
    }
    expect(awards).toEqual([
      { ...usual, milliUnitSeconds: 432_000_000_000, overdraft: 0 },
      { ...usual, milliUnitSeconds: 972_000_000_000, overdraft: 56_700_000 },
    ])
  })

  test('a price of six decimals rounds down to a whole milli-unit-second', () => {
    const fine = policyOf(POLICY.replace('price: 1,', 'price: 0.333333,'))
    const demand = resolveTimes(scenarioOf(`awards: [{${entry.replace('120000', '1')}}]`), fine, workload)
    expect(demand.ok && demand.value.awards[0]?.milliUnitSeconds).toBe(1_199_998)
  })

  test('tranches: parts in millionths', () => {
    const { awards } = resolved(
      `awards: [{${entry}, tranche: {every: 90d, share: 12.3456%, carryOver: 0.5}, onExhaustion: stop}]`,
    )
    expect(awards[0]).toMatchObject({
      tranche: { everySeconds: 7_776_000, shareMillionths: 123_456, carryOverMillionths: 500_000 },
      onExhaustion: 'stop',
    })
  })

  test('what is too large to be counted exactly is refused', () => {
    const scenario = scenarioOf(`awards: [{${entry.replace('120000', '1000000000')}, priceBasis: qpu}]`)
    const refusal = { code: 'award-too-large', project: 'p-one' }
    expect(resolveTimes(scenario, policy, workload)).toEqual({ ok: false, refusal })
  })
})

describe('windows', () => {
  test('units, shares and cells are units of the flavor; maintenance has no owner', () => {
    const { reservations } = resolved(
      `reservations:
  - {for: all, cells: {node: 3, rack: 1}, start: 1d, end: 2d, beforeStart: lendUntilPreemptible}
  - {id: exam, for: p-one, flavor: b200, units: 30%, start: 2026-12-01, end: 2026-12-01}
maintenance: [{units: 100%, start: 0d, end: 1h}]`,
    )
    expect(reservations).toEqual([
      {
        id: 'reservation-1',
        owner: 'all',
        flavor: 'h200',
        units: 88,
        start: 86_500,
        end: 172_900,
        beforeStart: 'lendUntilPreemptible',
      },
      { id: 'exam', owner: 'p-one', flavor: 'b200', units: 12, start: 32_400, end: 118_800, beforeStart: 'keepFree' },
      { id: 'maintenance-1', owner: null, flavor: 'h200', units: 128, start: 100, end: 3700, beforeStart: 'keepFree' },
    ])
  })

  test('a window that ends before it starts, told once the history is known', () => {
    const scenario = scenarioOf('maintenance: [{units: 1, start: 30d, end: 2026-12-01}]')
    const refusal = { code: 'time-ends-early', id: 'maintenance-1' }
    expect(resolveTimes(scenario, policy, workload)).toEqual({ ok: false, refusal })
  })
})

describe('under another policy', () => {
  const added = `jobs: {flavors: [h200, b200]}
awards: [{project: p-one, gpuHours: 1, validFrom: 0d, validTo: 1d}]
reservations: [{for: all, cells: {rack: 1}, start: 0d, end: 1d}]`

  test.each([
    ['the project is gone', 'id: p-one', 'id: p-three', { code: 'project-not-in-tree', projects: ['p-one'] }],
    [
      'it has less',
      'capacity: 128',
      'capacity: 40',
      { code: 'window-over-capacity', id: 'reservation-1', units: 64, capacity: 40 },
    ],
    ['it has no racks', 'node: 8, rack: 64', 'node: 8', { code: 'level-not-in-flavor', level: 'rack', flavor: 'h200' }],
    [
      'a flavor is gone',
      'name: b200',
      'name: b300',
      { code: 'flavor-not-in-pool', flavor: 'b200', known: ['h200', 'b300', 'qpu'] },
    ],
    ['the owner is gone', 'all', 'everybody', { code: 'node-not-in-tree', node: 'all' }],
  ] as const)('%s', (_, from, to, refusal) => {
    const other = policyOf(POLICY.replaceAll(from, to))
    expect(resolveTimes(scenarioOf(added), other, workload)).toEqual({ ok: false, refusal })
  })
})

describe('terms of the jobs', () => {
  test('none are written: none', () => {
    expect(resolved('seed: 1').terms).toBeNull()
  })

  test('defaults for all; jobs of one size share an entry', () => {
    const { terms } = resolved(
      'jobs: {class: guaranteed, priority: 5, checkpointEvery: 30m, flavors: [h200, b200], gang: {perNode: 8, topology: {required: rack}}}',
    )
    const usual = {
      class: 'guaranteed',
      priority: 5,
      checkpointEverySeconds: 1800,
      flavors: ['h200', 'b200'],
      deadline: null,
      coAllocations: [],
    }
    const topology = { level: 'rack', isRequired: true }
    expect(terms?.table).toEqual([
      { ...usual, gang: { pods: 1, unitsPerPod: 8, topology } },
      { ...usual, gang: { pods: 2, unitsPerPod: 6, topology } },
    ])
    expect([...(terms?.of ?? [])]).toEqual([0, 1, 0])
  })

  test('appointments: of each flavor the first that is for the project', () => {
    const visit = 'flavor: qpu, seats: 1'
    const { terms } = resolved(
      `jobs: {coAllocate: [{${visit}, window: {after: 6h, for: 2h}, projects: [q-two]}, {${visit}, window: {after: 0s, for: 1m}}]}`,
    )
    const shared = { flavor: 'qpu', units: 1, afterSeconds: 0, forSeconds: 60 }
    expect([...terms!.of].map((entry) => terms!.table[entry]?.coAllocations)).toEqual([
      [shared],
      [{ flavor: 'qpu', units: 1, afterSeconds: 21_600, forSeconds: 7_200 }],
      [shared],
    ])
    expect(terms!.table).toHaveLength(2)
  })

  test('what the history says itself stands', () => {
    const own = resolved('jobs: {class: guaranteed}').terms
    const demand = resolveTimes(scenarioOf('jobs: {class: opportunistic}'), policy, { ...workload, terms: own })
    expect(demand.ok && demand.value.terms).toBe(own)
  })

  test('any size is equal pods that fit a node, the fewest', () => {
    for (let units = 1; units <= 200; units += 1) {
      const { pods, unitsPerPod } = gangOf({ perNode: 8, topology: null }, units)
      expect(pods * unitsPerPod).toBe(units)
      expect(unitsPerPod).toBeLessThanOrEqual(8)
      const fewer = Array.from({ length: pods - 1 }, (_, index) => index + 1)
      expect(fewer.filter((count) => units % count === 0 && units / count <= 8)).toEqual([])
    }
  })
})

describe('a scenario with', () => {
  const award = (change: string, rest = 'project: p-one, gpuHours: 5, validFrom: 0d, validTo: 1d') =>
    `awards: [{${rest}${change === '' ? '' : ', '}${change}}]`
  const kept = (change: string) => `reservations: [{for: all, start: 0d, end: 1d, ${change}}]`
  const rows: readonly (readonly [claim: string, added: string, problem: string])[] = [
    ['a class that nobody knows', 'jobs: {class: ▲standrd}', 'value-unknown: standrd -> standard'],
    ['a checkpoint every moment', 'jobs: {checkpointEvery: ▲0s}', 'value-range: 0s -> > 0s'],
    ['another flavor first', 'jobs: {flavors: [▲b200, h200]}', 'value-unknown: b200 -> h200'],
    ['a flavor twice', 'jobs: {flavors: [h200, ▲h200]}', 'flavor-duplicate: h200 -> '],
    ['an alternative that is not there', 'jobs: {flavors: [h200, ▲b20]}', 'flavor-unknown: b20 -> b200'],
    ['jobs that take cards or else slices', 'jobs: {flavors: [h200, ▲mig]}', 'flavor-derived: mig -> '],
    ['jobs that ask for appointments', 'jobs: {flavors: [h200, ▲qpu]}', 'flavor-calendar: qpu -> '],
    [
      'an appointment without a calendar',
      'jobs: {coAllocate: [{flavor: ▲b200, seats: 1, window: {after: 0s, for: 1h}}]}',
      'flavor-not-calendar: b200 -> ',
    ],
    [
      'more seats than there are',
      'jobs: {coAllocate: [{flavor: qpu, seats: ▲2, window: {after: 0s, for: 1h}}]}',
      'value-range: 2 -> ≤ 1',
    ],
    [
      'appointments of a group',
      'jobs: {coAllocate: [{flavor: qpu, seats: 1, window: {after: 0s, for: 1h}, projects: [▲all]}]}',
      'node-not-project: sector -> ',
    ],
    ['pods that are larger than a node', 'jobs: {gang: {perNode: ▲16}}', 'value-range: 16 -> ≤ 8'],
    [
      'a level that is not there',
      'jobs: {gang: {perNode: 8, topology: {required: ▲rak}}}',
      'cell-level-unknown: rak -> rack',
    ],
    ['a topology in words', 'jobs: {gang: {perNode: 8, topology: ▲rack}}', 'value-type: rack -> topology'],
    [
      'a project that is not there',
      award('', 'project: ▲p-on, gpuHours: 5, validFrom: 0d, validTo: 1d'),
      'project-unknown: p-on -> p-one',
    ],
    [
      'a group with an award',
      award('', 'project: ▲all, gpuHours: 5, validFrom: 0d, validTo: 1d'),
      'node-not-project: sector -> ',
    ],
    [
      'half an hour',
      award('', 'project: p-one, gpuHours: ▲0.5, validFrom: 0d, validTo: 1d'),
      'value-type: 0.5 -> whole-number',
    ],
    ['hours of nothing that exists', award('priceBasis: ▲h20'), 'flavor-unknown: h20 -> h200'],
    [
      'a validity that ends early',
      award('', 'project: p-one, gpuHours: 5, validFrom: 2026-12-02, validTo: ▲2026-12-01'),
      'time-ends-early: 2026-12-01 -> 2026-12-02',
    ],
    [
      'an instant without a zone',
      award('', 'project: p-one, gpuHours: 5, validFrom: ▲2026-12-01T09:00, validTo: 1d'),
      'value-type: 2026-12-01T09:00 -> scenario-time',
    ],
    [
      'a day that does not exist',
      award('', 'project: p-one, gpuHours: 5, validFrom: ▲2026-02-30, validTo: 1d'),
      'value-type: 2026-02-30 -> scenario-time',
    ],
    [
      'a tranche of too much',
      award('tranche: {every: 90d, share: ▲101%, carryOver: 1}'),
      'share-over-hundred: 101% -> 100%',
    ],
    [
      'a tranche of five decimals',
      award('tranche: {every: 90d, share: ▲0.12345%, carryOver: 1}'),
      'value-type: 0.12345% -> percent',
    ],
    ['a tranche every moment', award('tranche: {every: ▲0d, share: 5%, carryOver: 1}'), 'value-range: 0d -> > 0s'],
    [
      'more carried over than is left',
      award('tranche: {every: 9d, share: 5%, carryOver: ▲1.5}'),
      'value-range: 1.5 -> ≤ 1',
    ],
    [
      'an end that nobody knows',
      award('onExhaustion: ▲finish'),
      'value-unknown: finish -> finishRunning, preemptible, stop',
    ],
    ['a reservation for nobody', 'reservations: [{for: ▲al, units: 8, start: 0d, end: 1d}]', 'node-unknown: al -> all'],
    ['a reservation of nothing', `reservations: [▲{for: all, start: 0d, end: 1d}]`, 'units-or-cells:  -> '],
    ['units and cells at once', kept('units: 8, ▲cells: {node: 1}'), 'units-or-cells:  -> '],
    ['cells that are not there', kept('cells: {▲rak: 1}'), 'cell-level-unknown: rak -> rack'],
    ['more units than there are', kept('units: ▲129'), 'value-range: 129 -> ≤ 128'],
    ['more cells than there are', kept('cells: ▲{rack: 3}'), 'value-range: 192 h200 -> ≤ 128'],
    ['a share of more than all', kept('units: ▲120%'), 'share-over-hundred: 120% -> 100%'],
    [
      'a window that ends as it starts',
      'maintenance: [{units: 8, start: 1d, end: ▲24h}]',
      'time-ends-early: 24h -> 1d',
    ],
    [
      'a window with an owner',
      'maintenance: [{▲for: all, units: 8, start: 0d, end: 1d}]',
      'key-unknown: for -> id, flavor, units, cells, start, end, beforeStart',
    ],
    [
      'an id twice',
      `${kept('id: x, units: 8')}\nmaintenance: [{id: ▲x, units: 8, start: 0d, end: 1d}]`,
      'id-duplicate: x -> 10',
    ],
    [
      'a way before that nobody knows',
      kept('units: 8, beforeStart: ▲lend'),
      'value-unknown: lend -> lendUntilPreemptible, keepFree',
    ],
    [
      'a change of what is not there',
      'capacityChanges: [{flavor: ▲x200, at: 1d, units: 5}]',
      'flavor-unknown: x200 -> h200',
    ],
    ['a change to less than nothing', 'capacityChanges: [{at: 1d, units: ▲-5}]', 'value-range: -5 -> ≥ 0'],
  ]
  test.each(rows)('%s', (_, added, problem) => {
    const marked = scenarioText(added)
    const before = marked.slice(0, marked.indexOf('▲')).split('\n')
    const outcome = parseScenario(marked.replace('▲', ''), { policy })
    const [first, ...others] = outcome.ok ? [] : outcome.refusal
    expect(others).toEqual([])
    expect(`${first?.code}: ${first?.found} -> ${first?.expected}`).toBe(problem)
    expect(first).toMatchObject({ line: before.length, column: (before.at(-1) ?? '').length + 1 })
  })
})
