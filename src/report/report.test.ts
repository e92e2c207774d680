import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample, scenarioExample } from '../../test/kit/outcome.ts'
import { LANGUAGES } from '../domain/kernel/language.ts'
import type { ReportInput } from './report-contents.ts'
import { renderReport } from './report.ts'
import { USUAL_DETAILS } from '../simulator/trace/trace-layout.ts'

const report = (changes: Partial<ReportInput> = {}) =>
  renderReport({
    scenario: scenarioExample(),
    policy: policyExample(),
    outcome: outcomeExample(),
    language: 'en',
    ...changes,
  })

describe('a report', () => {
  test('has the same bytes each time', () => {
    expect(report() === report()).toBe(true)
  })

  test('needs no script and asks nothing of the network', () => {
    const html = report().replaceAll('http://www.w3.org/2000/svg', '')
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|https?:|\bsrc=|\bhref=/)
  })

  test('has every id once', () => {
    const ids = [...report().matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test('names what was replayed: checksum, lines, notice', () => {
    const html = report({ policySha256: 'b2'.repeat(32) })
    expect(html).toContain('a1'.repeat(32))
    expect(html).toContain('b2'.repeat(32))
    expect(html).toContain('Invented for tests.')
    expect(html).toContain('3,003')
  })

  test('names the unusable lines and how many it does not name', () => {
    const { trace } = outcomeExample()
    const html = report({ outcome: outcomeExample({ trace: { ...trace, badLines: 1_200 } }) })
    expect(html).toContain('2017-08-07 09:00:00,many,8,1,6214e9')
    expect(html).toContain('not a number')
    expect(html).toContain('1,198 more lines are not listed here.')
  })

  test('shows what lay free and could not be used, when jobs lay on nodes', () => {
    const { summary, series } = outcomeExample()
    const placed = outcomeExample({
      summary: { ...summary, fragmentation: 0.123 },
      series: { ...series, fragmentation: series.inUse.map(() => 0.123) },
    })
    expect(report({ outcome: placed })).toContain('On average 12.3% of the free GPUs could not be used where they lay')
    expect(report()).not.toContain('could not be used where they lay')
  })

  test('says when jobs can never start', () => {
    const { summary } = outcomeExample()
    const html = report({ outcome: outcomeExample({ summary: { ...summary, impossibleJobs: 7 } }) })
    expect(html).toContain('7 (larger than the pool or than a limit')
  })

  test('shows the split of compute only where cards differ', () => {
    expect(report()).not.toContain('split-wide')
    const { pool, tree } = policyExample()
    const b200 = {
      name: 'b200',
      unit: 'gpu',
      quantum: 1,
      capacity: 80,
      price: { numerator: 9, denominator: 4 },
    } as const
    const [national, ...others] = tree
    if (national === undefined) throw new Error('the example has no tree')
    const policy = policyExample({
      pool: { flavors: [...pool.flavors, b200] },
      tree: [{ ...national, guarantee: { h200: 50, b200: 60 } }, ...others],
    })
    expect(report({ policy })).toContain('Enterprises: 16.7% of the cards, 10.7% of the compute')
  })

  test('shows a limit where there is one', () => {
    expect(report()).not.toContain('May borrow')
    const tree = policyExample().tree.map((node) =>
      node.id === 'startups' ? { ...node, borrowingLimit: { h200: 17 } } : node,
    )
    expect(report({ policy: policyExample({ tree }) })).toMatch(/May borrow[^]*Start-ups[^]*<td>17<\/td>/)
  })

  test('a history without a date says how long it was', () => {
    const { summary } = outcomeExample()
    const html = report({ outcome: outcomeExample({ summary: { ...summary, epoch: null } }) })
    expect(html).toContain('days from the first submission to the last end</p>')
    expect(html).not.toContain('August')
  })
})

describe('an outcome without jobs', () => {
  test.each(LANGUAGES)('is a report too, in %s', (language) => {
    const { summary, series, nodes, trace } = outcomeExample()
    const quiet = { mean: 0, median: 0, p90: 0, p99: 0, max: 0 }
    const idle = { jobs: 0, deliveredUnitSeconds: 0, borrowedUnitSeconds: 0, wait: quiet, averageBoundedSlowdown: 0 }
    const outcome = {
      summary: { ...summary, ...idle, utilisation: 0, lastEndAt: summary.firstSubmitAt, queueLengthMax: 0 },
      series: { ...series, steps: 0, inUse: [], queueLength: [], queuedUnits: [], nodes: [] },
      nodes: nodes.map((node) => ({ ...node, ...idle, askedUnitSeconds: 0, lentUnitSeconds: 0, shareOfDelivered: 0 })),
      trace: { ...trace, badLines: 0, badLineSamples: [] },
    }
    expect(report({ outcome, language })).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe('what people wrote', () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> {{x}} \u202e'
  const everywhere = { en: hostile, vi: hostile, ko: hostile }

  test.each(LANGUAGES)('is text in %s, wherever it stands', (language) => {
    const scenario = scenarioExample({
      name: hostile,
      title: everywhere,
      description: everywhere,
      trace: { path: hostile, format: 'swf', details: USUAL_DETAILS, notice: everywhere },
      flavor: 'h200',
      map: { by: 'user', projects: { [hostile]: 'foundation' }, default: 'universities' },
    })
    const tree = policyExample().tree.map((node) => ({ ...node, title: everywhere }))
    const policy = policyExample({ title: everywhere, description: everywhere, tree, name: hostile, agency: hostile })
    const { trace } = outcomeExample()
    const badLineSamples = [{ line: 1, reason: 'no-size', text: hostile }] as const
    const html = report({
      scenario,
      policy,
      language,
      outcome: outcomeExample({ trace: { ...trace, badLineSamples } }),
    })
    expect(html).not.toMatch(/<script|<img|\u202e/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })
})

test.each(LANGUAGES)('every word of the report is in %s', (language) => {
  const html = report({ language })
  expect(html).toContain(`<html lang="${language}">`)
  expect(html).not.toMatch(/\{[a-zA-Z]+\}|undefined|NaN/)
  if (language !== 'en') expect(html).not.toMatch(/Bounded|guarantee|Sectors|waiting|GPU-hours/)
})
