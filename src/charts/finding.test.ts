import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample } from '../../test/kit/outcome.ts'
import { LANGUAGES, type Language } from '../domain/kernel/language.ts'
import type { NodeOutcome, Outcome } from '../simulator/outcome.ts'
import * as findings from './finding.ts'
import { runFigures } from './run-figures.ts'

type Change = (node: NodeOutcome) => Partial<NodeOutcome>

const figures = (language: Language, change: Change = () => ({}), summary: Partial<Outcome['summary']> = {}) => {
  const outcome = outcomeExample()
  const nodes = outcome.nodes.map((node) => ({ ...node, ...change(node) }))
  return runFigures({ ...outcome, nodes, summary: { ...outcome.summary, ...summary } }, policyExample(), language)
}

test.each(LANGUAGES)('every finding is a sentence in %s, whatever the figures are', (language) => {
  const none = { deliveredUnitSeconds: 0, borrowedUnitSeconds: 0, lentUnitSeconds: 0, shareOfDelivered: 0, jobs: 0 }
  const quiet = { mean: 0, median: 0, p90: 0, p99: 0, max: 0 }
  const cases = [
    figures(language),
    figures(language, () => ({ ...none, wait: quiet }), { deliveredUnitSeconds: 0, queueLengthMax: 0 }),
    figures(language, () => ({ borrowedUnitSeconds: 0 })),
    figures(language, () => ({ lentUnitSeconds: 0 })),
    figures(language, (node) => ({ jobs: node.id === 'academia' ? 3 : 0 })),
    figures(language, () => ({ wait: { ...quiet, mean: 60, max: 90 } })),
    figures(language, () => ({ guarantee: 100 })),
    figures(language, (node) => (node.id === 'enterprise' ? { shareOfDelivered: 0.99 } : {})),
  ]
  const split = { name: 'A', shareOfCards: 0.5, shareOfCompute: 0.57 }
  const said = [
    ...cases.flatMap((run) => [
      findings.usageFinding(run, language),
      findings.lendingFinding(run, language),
      findings.waitFinding(run, language),
      findings.queueFinding(run, language),
      findings.utilisationFinding(run, language),
      findings.shareFinding(run, language),
    ]),
    findings.splitFinding([split], language),
    findings.splitFinding([{ ...split, shareOfCompute: 0.5 }], language),
  ]
  for (const text of said) {
    expect(text).not.toMatch(/[{}]|undefined|NaN/)
    expect(text.length).toBeGreaterThan(8)
  }
})

describe('what the figures say', () => {
  test('the share tells the sector that is furthest from its guarantee, and the greatest borrower', () => {
    expect(findings.shareFinding(figures('en'), 'en')).toBe(
      'Universities and institutes used 10.5% of the delivered time with a guarantee of 20.0%; Enterprises borrowed 11,596 GPU-hours',
    )
  })

  test('a sector that is both is named once', () => {
    const enterprises = figures('en', (node) => (node.id === 'enterprise' ? { shareOfDelivered: 0.45 } : {}))
    expect(findings.shareFinding(enterprises, 'en')).toBe(
      'Enterprises used 45.0% of the delivered time with a guarantee of 30.0%, and borrowed 11,596 GPU-hours',
    )
  })

  test('Korean names carry the particle that their sound asks for', () => {
    expect(findings.lendingFinding(figures('ko'), 'ko')).toBe(
      '산업계가 11,596 GPU시간으로 가장 많이 빌렸고, 학계·연구계가 12,284 GPU시간으로 가장 많이 빌려주었습니다',
    )
    const renamed = figures('ko')
    const nodes = renamed.nodes.map((node) => (node.id === 'enterprise' ? { ...node, name: '기업' } : node))
    expect(findings.lendingFinding({ ...renamed, nodes }, 'ko')).toMatch(/^기업이 /)
  })

  test('nobody who asked for nothing has waited least', () => {
    const idle = figures('vi', (node) =>
      node.id === 'academia' ? { jobs: 0, wait: { mean: 0, median: 0, p90: 0, p99: 0, max: 0 } } : {},
    )
    expect(findings.waitFinding(idle, 'vi')).toBe(
      'Doanh nghiệp chờ lâu nhất, trung bình 5 ngày 3 giờ; Dự án quốc gia chờ ít nhất, 3 ngày 6 giờ',
    )
  })

  test('the queue is told by its mean over time and its true height', () => {
    expect(findings.queueFinding(figures('en', undefined, { queueLengthMax: 12_345 }), 'en')).toMatch(
      /^On average \d+ jobs waited, at most 12,345 at once$/,
    )
  })

  test('a split of cards that is not the split of compute is said', () => {
    const national = { name: 'National', shareOfCards: 0.5004, shareOfCompute: 0.57 }
    expect(findings.splitFinding([national], 'en')).toBe('National: 50.0% of the cards, 57.0% of the compute')
    expect(findings.splitFinding([{ ...national, shareOfCompute: 0.5003 }], 'en')).toMatch(
      /^The split of cards is also the split of compute/,
    )
  })
})
