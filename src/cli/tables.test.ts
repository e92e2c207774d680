import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample } from '../../test/kit/outcome.ts'
import { LANGUAGES } from '../domain/kernel/language.ts'
import { outcomeTables, summaryTable } from './tables.ts'
import { textTable } from './text-table.ts'
import { textWidth } from './text-width.ts'

const plain = { width: 120, isStyled: false }
const tables = (language: 'en' | 'vi' | 'ko', terminal = plain) =>
  outcomeTables(outcomeExample(), policyExample(), language, terminal)

describe.each(LANGUAGES)('the tables in %s', (language) => {
  test.each([60, 80, 120, 240])('are never wider than a terminal of %d', (width) => {
    for (const line of tables(language, { width, isStyled: false }).split('\n')) {
      expect(textWidth(line)).toBeLessThanOrEqual(width)
    }
  })

  test('stand under each other at the right, also in Hangul', () => {
    const lines = tables(language).split('\n')
    const rule = lines.findIndex((line) => line.startsWith('─'))
    const widths = lines.slice(rule, rule + 4).map(textWidth)
    expect(new Set(widths).size).toBe(1)
  })

  test('have no styles where nobody sees them', () => {
    expect(tables(language)).not.toContain('\u001b')
  })
})

test('a terminal gets a bold title', () => {
  expect(tables('en', { width: 120, isStyled: true })).toContain('\u001b[1mSectors: share and use\u001b[22m')
})

test('a sector that asked for nothing has no waits', () => {
  const outcome = outcomeExample()
  const nodes = outcome.nodes.map((node) => (node.id === 'academia' ? { ...node, jobs: 0 } : node))
  expect(outcomeTables({ ...outcome, nodes }, policyExample(), 'en', plain)).toMatch(
    /Universities and institutes +0 +– +– /,
  )
})

test('a policy of sectors alone has one pair of tables', () => {
  const isSector = ({ parent }: { parent: string | null }) => parent === null
  const outcome = outcomeExample()
  const text = outcomeTables(
    { ...outcome, nodes: outcome.nodes.filter(isSector) },
    policyExample({ tree: policyExample().tree.filter(isSector) }),
    'en',
    plain,
  )
  expect(text).not.toContain('Programmes')
})

test('the summary stands alone for a bare trace', () => {
  expect(summaryTable(outcomeExample().summary, 'en')).toMatch(
    /^ *3,000 {2}jobs replayed\n *100 cores {2}in the pool\n/,
  )
})

test('a title cannot steer the terminal', () => {
  const table = { title: 'T', nameTitle: 'N', names: ['red\u001b[31m \u009b2J\u202eback'], columns: [] }
  expect(textTable({ ...table, columns: [{ title: 'x', unit: '', cells: ['1'] }] }, plain)).not.toMatch(
    /[\u001b\u009b\u202e]/,
  )
})

test('a long name ends in an ellipsis and leaves room for figures', () => {
  const columns = [{ title: 'Jobs', unit: '', cells: ['12'] }]
  const text = textTable(
    { title: 'T', nameTitle: 'N', names: ['가'.repeat(60)], columns },
    { width: 60, isStyled: false },
  )
  expect(text).toMatch(/가…  +12/)
})

test('the mean bounded slowdown has the four decimals of the published tables, also where the last is 0', () => {
  const summary = { ...outcomeExample().summary, averageBoundedSlowdown: 214.491 }
  expect(summaryTable(summary, 'en')).toContain(' 214.4910  average bounded slowdown\n')
})
