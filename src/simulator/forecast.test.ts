// A scenario's `workload`: what it means, what can be wrong with it, and what it draws. ▲ marks the place that must be told.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../domain/policy/parse.ts'
import { forecastWorkload } from './forecast.ts'
import { parseScenario } from './scenario-file.ts'
import type { ScenarioForecast } from './scenario.ts'
import { workloadOf, type TraceJob } from './workload.ts'

const POLICY = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec: {flavors: [{name: h200, unit: gpu, capacity: 100, price: 1}]}
---
kind: ShareTree
spec:
  - {id: academia, kind: sector, guarantee: 40%}
  - {id: enterprise, kind: sector, guarantee: 60%}
  - {id: p-one, parent: academia, kind: project}
  - {id: q-two, parent: enterprise, kind: project}
`
const parsed = parsePolicy(POLICY)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal))
const policy = parsed.value

const scenarioText = (workload: string) => `apiVersion: weir/v1
kind: Scenario
metadata: {name: small}
spec:
  policy: policy.yaml
  trace: {path: trace.swf, format: swf}
  workload: ${workload}
  flavor: h200
  map: {by: user, projects: {}, default: p-one}
  estimate: requested
  seed: 9
`

function forecastIn(workload: string): ScenarioForecast | undefined {
  const scenario = parseScenario(scenarioText(workload), { policy })
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.refusal))
  return scenario.value.forecast
}

const PLAIN: ScenarioForecast = { seed: 9, days: null, growthPercent: 0, afterYears: 0, mixPercent: {} }

describe('what is written', () => {
  test.each([
    ['nothing', '{}', PLAIN],
    ['growth', '{growth: 12.5%}', { ...PLAIN, growthPercent: 12.5 }],
    ['less each year', '{growth: -5%, after: 1.5}', { ...PLAIN, growthPercent: -5, afterYears: 1.5 }],
    [
      'all',
      '{growth: 20%, after: 2, days: 28, mix: {academia: 30%}, seed: 0}',
      { seed: 0, days: 28, growthPercent: 20, afterYears: 2, mixPercent: { academia: 30 } },
    ],
  ])('%s', (_name, written, forecast) => {
    expect(forecastIn(written)).toEqual(forecast)
  })

  test('without a workload the history itself is replayed', () => {
    const scenario = parseScenario(scenarioText('{}').replace(/ {2}workload.*\n/, ''), { policy })
    expect(scenario.ok && 'forecast' in scenario.value).toBe(false)
  })
})

describe('what can be wrong', () => {
  test.each([
    ['a growth that is no percentage', '{growth: ▲20}', 'value-type: 20 -> percent'],
    ['everything gone each year', '{growth: ▲-100%}', 'value-type: -100% -> percent'],
    ['before the history', '{after: ▲-1}', 'value-range: -1 -> ≥ 0'],
    ['no day', '{days: ▲0}', 'value-range: 0 -> ≥ 1'],
    ['half a day', '{days: ▲0.5}', 'value-type: 0.5 -> whole-number'],
    ['a key that nobody knows', '{▲grwth: 20%}', 'key-unknown: grwth -> growth'],
    ['a sector that is not there', '{mix: {▲acedemia: 30%}}', 'node-unknown: acedemia -> academia'],
    ['a project in the mix', '{mix: {▲p-one: 30%}}', 'node-unknown: p-one -> academia, enterprise'],
    ['more than everything', '{▲mix: {academia: 60%, enterprise: 40.5%}}', 'share-over-hundred: 60% + 40.5% -> 100%'],
  ])('%s', (_name, marked, told) => {
    const text = scenarioText(marked)
    const before = text.slice(0, text.indexOf('▲')).split('\n')
    const scenario = parseScenario(text.replace('▲', ''), { policy })
    const problems = scenario.ok ? [] : scenario.refusal
    expect(problems.map(({ code, found, expected }) => `${code}: ${found} -> ${expected}`)).toEqual([told])
    expect(problems[0]).toMatchObject({ line: before.length, column: before.at(-1)!.length + 1 })
  })
})

describe('what is drawn', () => {
  const DAYS = 28
  const jobs = Array.from({ length: 2_800 }, (_, index): TraceJob => ({
    id: index + 1,
    submit: index * 864,
    run: 100 + (index % 7) * 50,
    requested: 1_000,
    units: 1 + (index % 3),
    project: index % 4 === 0 ? 'p-one' : 'q-two',
  }))
  const history = workloadOf(jobs, { zero: 0, epoch: 0, capacity: 100 }, (job) => job.requested!)
  const drawn = (asked: Partial<ScenarioForecast>) =>
    forecastWorkload({ ...PLAIN, ...asked }, history, policy.tree, { name: 'small', sha256: '' })

  test('as long as the history, with as many jobs, unless it says otherwise', () => {
    const plain = drawn({})
    expect(Math.abs(plain.ids.length - jobs.length)).toBeLessThanOrEqual(2)
    expect(plain.submit.at(-1)).toBeGreaterThan((DAYS - 1) * 86_400)
    expect(drawn({ days: DAYS / 2 }).ids.length / jobs.length).toBeCloseTo(0.5, 2)
    expect(plain.capacity).toBe(100)
  })

  test('twice as many a year, one year later: twice as many, and more by the end of the days', () => {
    const ratio = drawn({ growthPercent: 100, afterYears: 1 }).ids.length / jobs.length
    expect(ratio).toBeGreaterThan(2)
    expect(ratio).toBeLessThan(2.12)
  })

  test('a sector has the part of the unit-seconds that it is given', () => {
    const { units, run, project, projects } = drawn({ mixPercent: { academia: 80 } })
    let [all, academia] = [0, 0]
    for (const [row, each] of project.entries()) {
      const work = units[row]! * run[row]!
      all += work
      if (projects[each] === 'p-one') academia += work
    }
    expect(academia / all).toBeCloseTo(0.8, 1)
  })

  test('the same seed the same jobs, another seed others', () => {
    expect(drawn({ seed: 4 })).toEqual(drawn({ seed: 4 }))
    expect(drawn({ seed: 5 }).submit).not.toEqual(drawn({ seed: 4 }).submit)
  })

  test('parts of units stay parts', () => {
    const source = { name: 'small', sha256: '' }
    expect(forecastWorkload(PLAIN, { ...history, grainsPerUnit: 7 }, policy.tree, source).grainsPerUnit).toBe(7)
  })
})
