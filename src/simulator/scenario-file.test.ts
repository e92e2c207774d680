// The scenario file: what it means, and what can be wrong with it. ▲ marks the place that must be told.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../domain/policy/parse.ts'
import { BACKFILL_MODES } from '../domain/policy/pool-rules.ts'
import { parseScenario } from './scenario-file.ts'
import { backfillOf, type Scenario } from './scenario.ts'
import { USUAL_DETAILS } from './trace/trace-layout.ts'

const GOOD = `apiVersion: weir/v1
kind: Scenario
metadata: {name: small}
spec:
  policy: policy.yaml
  trace: {path: trace.swf, format: swf}
  flavor: h200
  map:
    by: user
    projects:
      6214e9: p-one
      103959: 0777
      0e4a51: 12e5
      "true": p-one
      null: p-one
      constructor: p-one
    default: 6214e9
  estimate: requested
  backfill: easy
`

function scenarioOf(source: string): Scenario {
  const outcome = parseScenario(source)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
  return outcome.value
}

describe('the map', () => {
  const { map } = scenarioOf(GOOD)

  test('keeps names that YAML takes for numbers as they are written, keys and values', () => {
    expect(Object.entries(map.projects)).toEqual(
      expect.arrayContaining([
        ['6214e9', 'p-one'],
        ['103959', '0777'],
        ['0e4a51', '12e5'],
        ['true', 'p-one'],
        ['null', 'p-one'],
      ]),
    )
    expect(map.default).toBe('6214e9')
  })

  test('has no names but its own, also not those of every object', () => {
    expect(map.projects['toString']).toBeUndefined()
    expect(map.projects['constructor']).toBe('p-one')
    expect(scenarioOf(GOOD.replace(/ +constructor.*\n/, '')).map.projects['constructor']).toBeUndefined()
  })
})

describe('what is not written', () => {
  test('no pool of its own, no filter, seed 1, no texts', () => {
    expect(scenarioOf(GOOD)).toMatchObject({
      pool: null,
      filter: 'none',
      seed: 1,
      title: {},
      description: {},
      trace: { path: 'trace.swf', format: 'swf', details: USUAL_DETAILS, notice: {} },
    })
  })
})

describe('the order of jobs', () => {
  const policy = (rules: string) => {
    const parsed = parsePolicy(`apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec: {flavors: [{name: h200, unit: gpu, capacity: 100, price: 1}]${rules}}
---
kind: ShareTree
spec: [{id: all, kind: sector, guarantee: 100%}]
`)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal))
    return parsed.value
  }

  test.each(BACKFILL_MODES)('%s is the scenario’s own', (mode) => {
    const scenario = scenarioOf(GOOD.replace('backfill: easy', `backfill: ${mode}`))
    expect(backfillOf(scenario, policy(', backfill: {mode: fcfs}'))).toBe(mode)
  })

  test('is the policy’s when the scenario has none, and EASY when neither has', () => {
    const scenario = scenarioOf(GOOD.replace('  backfill: easy\n', ''))
    expect(scenario.backfill).toBeNull()
    expect(backfillOf(scenario, policy(', backfill: {mode: shared}'))).toBe('shared')
    expect(backfillOf(scenario, policy(''))).toBe('easy')
  })
})

describe('estimate', () => {
  test.each([
    ['requested', { kind: 'requested' }],
    ['actual', { kind: 'actual' }],
    ['{factor: 1.5}', { kind: 'factor', factor: 1.5 }],
    ['{fixed: 4h}', { kind: 'fixed', seconds: 14_400 }],
  ])('%s', (written, estimate) => {
    expect(scenarioOf(GOOD.replace('estimate: requested', `estimate: ${written}`)).estimate).toEqual(estimate)
  })
})

function told(marked: string, options?: Parameters<typeof parseScenario>[1]) {
  const before = marked.slice(0, marked.indexOf('▲')).split('\n')
  const outcome = parseScenario(marked.replace('▲', ''), options)
  const [first, ...others] = outcome.ok ? [] : outcome.refusal
  expect(others).toEqual([])
  expect(first).toMatchObject({ line: before.length, column: (before.at(-1) ?? '').length + 1 })
  return `${first?.code}: ${first?.found} -> ${first?.expected}`
}

describe('a scenario file with', () => {
  const rows: readonly (readonly [claim: string, from: string, to: string, problem: string])[] = [
    ['no document of its kind', 'kind: Scenario', 'kind: ▲Pool', 'document-kind-unknown: Pool -> Scenario'],
    ['an unknown format', 'format: swf', 'format: ▲swfx', 'value-unknown: swfx -> swf'],
    ['no trace', '  trace: {path: trace.swf, format: swf}\n', '', 'key-missing:  -> trace'],
    ['a misspelt key', '  flavor:', '  ▲flavour:', 'key-unknown: flavour -> flavor'],
    ['an estimate that nobody knows', 'estimate: requested', 'estimate: ▲guess', 'value-type: guess -> estimate'],
    ['an estimate below what was used', 'requested', '{factor: ▲0.5}', 'value-range: 0.5 -> ≥ 1'],
    ['a fixed time without unit', 'requested', '{fixed: ▲7}', 'value-type: 7 -> duration'],
    ['two rules for the estimate', 'requested', '{factor: 2, ▲fixed: 4h}', 'key-unknown: fixed -> factor'],
    ['a negative seed', 'backfill: easy', 'backfill: easy\n  seed: ▲-1', 'value-range: -1 -> ≥ 0'],
    ['a discipline of another name', 'backfill: easy', 'backfill: ▲eazy', 'value-unknown: eazy -> easy'],
    ['a name twice', '103959: 0777', '▲6214e9: p-two', 'key-duplicate: 6214e9 -> '],
    ['a project of no name', 'default: 6214e9', 'default: ▲p one', 'id-form: p one -> id'],
    [
      'a flavor that its pool does not have',
      'flavor: h200',
      'pool: {flavors: [{name: gpu, unit: gpu, capacity: 1, price: 1}]}\n  flavor: ▲h200',
      'flavor-unknown: h200 -> gpu',
    ],
    [
      'a pool with a flavor twice',
      'flavor: h200',
      'pool: {flavors: [{name: h200, unit: gpu, capacity: 1, price: 1}, {name: ▲h200, unit: gpu, capacity: 1, price: 1}]}\n  flavor: h200',
      'flavor-duplicate: h200 -> ',
    ],
  ]
  test.each(rows)('%s', (_, from, to, problem) => {
    const marked = to.includes('▲') ? GOOD.replace(from, to) : GOOD.replace(from, to).replace('  policy:', '  ▲policy:')
    expect(told(marked)).toBe(problem)
  })
})

test('the filter of SWF on another format is a slip, not a filter that does nothing', () => {
  const filtered = GOOD.replace('backfill: easy', 'backfill: easy\n  filter: ▲sc15')
  const onPhilly = filtered.replace('format: swf', 'format: philly-csv').replace('by: user', 'by: cluster')
  expect(told(onPhilly)).toBe('value-unknown: sc15 -> none')
  expect(parseScenario(filtered.replace('▲', '')).ok).toBe(true)
})

describe('against its policy', () => {
  const source = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec: {flavors: [{name: h200, unit: gpu, capacity: 100, price: 1}]}
---
kind: ShareTree
spec:
  - {id: all, kind: sector, guarantee: 100%}
  - {id: p-one, parent: all, kind: project}
`
  const parsed = parsePolicy(source)
  if (!parsed.ok) throw new Error('the policy is in order')
  const options = { policy: parsed.value }
  const scenario = (project: string, flavor = 'h200') =>
    GOOD.replace(/projects:\n(?: {6}.*\n)+/, `projects: {a: ${project}}\n`)
      .replace('default: 6214e9', 'default: p-one')
      .replace('flavor: h200', `flavor: ${flavor}`)

  test('it is in order', () => {
    expect(parseScenario(scenario('p-one'), options).ok).toBe(true)
  })

  test('a project that is not in the tree', () => {
    expect(told(scenario('▲p-on'), options)).toBe('project-unknown: p-on -> p-one')
  })

  test('a group, which runs no jobs', () => {
    expect(told(scenario('▲all'), options)).toBe('node-not-project: sector -> ')
  })

  test('a flavor that the pool does not have', () => {
    expect(told(scenario('p-one', '▲h20'), options)).toBe('flavor-unknown: h20 -> h200')
  })
})

describe('how the history is to be read', () => {
  const CSV = `trace:
    path: x.csv
    format: csv
    columns: {submit: created, run: seconds, units: gpus, user: 6214e9}
    delimiter: semicolon
    time: unix-ms
    zone: +09:00`
  const withTrace = (trace: string, by = 'user') =>
    GOOD.replace('trace: {path: trace.swf, format: swf}', trace).replace('by: user', `by: ${by}`)

  test('a CSV says its columns, as text', () => {
    expect(scenarioOf(withTrace(CSV)).trace.details).toEqual({
      zoneSeconds: 32_400,
      tres: 'gres/gpu',
      unitsPerCard: 1,
      csv: {
        columns: { submit: 'created', run: 'seconds', units: 'gpus', user: '6214e9' },
        delimiter: 'semicolon',
        time: 'unix-ms',
      },
    })
  })

  test('Slurm says the resource that is a unit', () => {
    const { details } = scenarioOf(
      withTrace('trace: {path: x.json, format: sacct-json, tres: "gres/gpu:h200"}', 'account'),
    ).trace
    expect(details.tres).toBe('gres/gpu:h200')
  })

  const rows: readonly (readonly [claim: string, trace: string, by: string, problem: string])[] = [
    [
      'columns of a format that has its own',
      '{path: x, format: swf, ▲columns: {submit: a}}',
      'user',
      'key-unknown: columns -> path, format, notice',
    ],
    [
      'a CSV without its sizes',
      '{path: x, format: csv, columns: ▲{submit: a, run: b, user: c}}',
      'user',
      'key-missing:  -> columns.units',
    ],
    [
      'a column of another name',
      '{path: x, format: csv, columns: {submit: a, run: b, ▲unit: c, user: d}}',
      'user',
      'key-unknown: unit -> units',
    ],
    ['a zone by its name', '{path: x, format: sacct-parsable2, zone: ▲KST}', 'user', 'value-type: KST -> zone'],
    [
      'a column that the format does not have',
      '{path: x, format: swf}',
      '▲account',
      'value-unknown: account -> user, group, queue, partition',
    ],
    [
      'a column that the CSV does not have',
      '{path: x, format: csv, columns: {submit: a, run: b, units: c, qos: d}}',
      '▲user',
      'value-unknown: user -> qos',
    ],
  ]
  test.each(rows)('%s', (_, trace, by, problem) => {
    expect(told(withTrace(`trace: ${trace}`, by))).toBe(problem)
  })
})
