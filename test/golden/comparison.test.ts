// What an officer sees of a comparison: the tables of the terminal, the report and the CSV, in three languages. Changed on
// purpose: `vitest run -u test/golden/comparison.test.ts`, then look at the difference.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { comparedSides, type SeededComparison } from '../../src/charts/comparison-figures.ts'
import { runFigures } from '../../src/charts/run-figures.ts'
import { comparisonText } from '../../src/cli/comparison-tables.ts'
import { LANGUAGES, type Language } from '../../src/domain/kernel/language.ts'
import type { Policy } from '../../src/domain/policy/policy.ts'
import { comparisonCsv } from '../../src/report/comparison-csv.ts'
import { renderComparisonReport, type ReportedSide } from '../../src/report/comparison-report.ts'
import { compareJobs } from '../../src/simulator/compare-jobs.ts'
import { compareOverSeeds } from '../../src/simulator/compare-seeds.ts'
import { compare } from '../../src/simulator/compare.ts'
import { policyExample, replayedUnder, scenarioExample } from '../kit/outcome.ts'

const GOLDEN = join(import.meta.dirname, 'comparison')

/** Ten cards of the enterprises for the universities, and nobody may borrow more than ten. */
function otherPolicy(): Policy {
  const policy = policyExample({ name: 'other', title: { en: 'Draft 50/20/30', vi: 'Dự thảo 50/20/30', ko: '50/20/30 초안' } })
  const guarantees: Readonly<Record<string, number>> = { enterprise: 20, startups: 15, industry: 5, academia: 30, universities: 30 }
  const tree = policy.tree.map((node) => ({
    ...node,
    guarantee: { h200: guarantees[node.id] ?? node.guarantee['h200'] ?? 0 },
    borrowingLimit: { h200: 10 },
  }))
  return { ...policy, tree }
}

const policies = [policyExample(), otherPolicy()] as const
const replayed = [replayedUnder(policies[0]), replayedUnder(policies[1])] as const
const jobs = compareJobs(replayed[0], replayed[1], replayed[1].outcome.nodes)

function comparedIn(language: Language, seeded: SeededComparison | null = null) {
  const figures = (at: 0 | 1) => ({
    ...runFigures(replayed[at].outcome, policies[at], language),
    trace: replayed[at].outcome.trace,
  })
  return comparedSides(figures(0), figures(1), { jobs, seeded })
}

const side = (at: 0 | 1, language: Language): ReportedSide => ({
  name: policies[at].title[language] ?? '',
  scenario: scenarioExample(),
  policy: policies[at],
  policySha256: String(at).repeat(64),
  historySha256: replayed[at].outcome.trace.sha256,
})

/** Three pairs: as it is, under the order of arrival, and both again. */
function seededExample(): SeededComparison {
  const [first, second] = [replayedUnder(policies[0], 'fcfs'), replayedUnder(policies[1], 'fcfs')]
  const pairs = [
    compare(replayed[0].outcome, replayed[1].outcome),
    compare(first.outcome, second.outcome),
    compare(first.outcome, replayed[1].outcome),
  ]
  return { rows: compareOverSeeds(pairs), count: 3, block: 'day' }
}

describe.each(LANGUAGES)('in %s', (language) => {
  const sides = [side(0, language), side(1, language)] as const
  const terminal = { width: 120, isStyled: false }

  test('the terminal', async () => {
    const text = comparisonText({ sides, compared: comparedIn(language), language }, terminal)
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `tables.${language}.txt`))
  })

  test('the terminal, over several histories', async () => {
    const compared = comparedIn(language, seededExample())
    const text = comparisonText({ sides, compared, language }, terminal)
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `seeds.${language}.txt`))
  })

  test('two histories that are not the same', async () => {
    const figures = comparedIn(language)
    const other = { ...figures.second, trace: { sha256: 'b2'.repeat(32), jobs: 1 } }
    const summary = { ...other.summary, capacity: 80 }
    const compared = comparedSides({ ...figures.first, trace: replayed[0].outcome.trace }, { ...other, summary })
    const text = comparisonText({ sides, compared, language }, terminal)
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `other-history.${language}.txt`))
    expect(text).not.toMatch(/undefined|NaN/)
  })

  test('the report', async () => {
    const html = renderComparisonReport({ sides, compared: comparedIn(language), language })
    const withoutDrawings = html.replaceAll(/<svg [^]*?<\/svg>/g, '<svg></svg>')
    await expect(withoutDrawings).toMatchFileSnapshot(join(GOLDEN, `report.${language}.html`))
    expect(html).not.toMatch(/undefined|NaN|(?:src|href)="http/)
  })

  test('no line of the terminal is wider than it', () => {
    for (const width of [80, 120]) {
      const text = comparisonText({ sides, compared: comparedIn(language), language }, { width, isStyled: false })
      expect(text.split('\n').filter((line) => [...line].length > width)).toEqual([])
    }
  })
})

test('the figures as CSV', async () => {
  const { comparison } = comparedIn('en')
  await expect(comparisonCsv(comparison, jobs, 'gpu')).toMatchFileSnapshot(join(GOLDEN, 'comparison.csv'))
})
