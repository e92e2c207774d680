// Properties of the policy file over random trees and random damage; a failure prints its seed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HUNDRED_PERCENT, percentText } from './amount.ts'
import { parsePolicy } from './parse.ts'
import type { Policy } from './policy.ts'
import { FILE_PROBLEM_CODES } from './problem.ts'

interface Draft {
  readonly capacity: number
  readonly quantum: number
  /** For each node: which earlier node is its parent (or none), and the millionths of a percent that it would like. */
  readonly nodes: readonly { readonly parent: number; readonly wish: number; readonly name: string }[]
}

const draft: fc.Arbitrary<Draft> = fc.record({
  capacity: fc.integer({ min: 0, max: 100_000 }),
  quantum: fc.constantFrom(1, 1, 2, 8),
  nodes: fc.array(
    fc.record({
      parent: fc.integer({ min: -1, max: 20 }),
      wish: fc.integer({ min: 0, max: HUNDRED_PERCENT }),
      name: fc.stringMatching(/^[a-z0-9]{1,6}$/),
    }),
    { minLength: 1, maxLength: 25 },
  ),
})

/** Siblings whose wishes come to more than 100 % are scaled down to exactly 100 %. */
function written({ capacity, quantum, nodes }: Draft): { source: string; shares: readonly number[] } {
  const parents = nodes.map((node, position) => (node.parent < position ? node.parent : -1))
  const shares = nodes.map((node, position) => {
    const wishes = nodes.filter((_, other) => parents[other] === parents[position]).map((sibling) => sibling.wish)
    const sum = wishes.reduce((total, wish) => total + wish, 0)
    return sum <= HUNDRED_PERCENT ? node.wish : Math.floor((node.wish / sum) * HUNDRED_PERCENT)
  })
  const id = (position: number) => `${nodes[position]?.name}-${position}`
  const lines = nodes.map((_, position) => {
    const parent = parents[position] ?? -1
    const above = parent === -1 ? '' : `parent: ${id(parent)}, `
    return `  - {id: ${id(position)}, ${above}kind: programme, guarantee: ${percentText(shares[position] ?? 0)}}`
  })
  const total = capacity * quantum
  return {
    shares,
    source: `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: random}
spec: {flavors: [{name: x, unit: gpu, quantum: ${quantum}, capacity: ${total}, price: 1}]}
---
kind: ShareTree
spec:
${lines.join('\n')}
`,
  }
}

function parsed(source: string): Policy {
  const outcome = parsePolicy(source)
  if (!outcome.ok) throw new Error(`${JSON.stringify(outcome.refusal)}\n${source}`)
  return outcome.value
}

describe('any tree of shares that are at most 100 % together', () => {
  test('children together never have more than their parent; everything is a multiple of the quantum', () => {
    fc.assert(
      fc.property(draft, (random) => {
        const policy = parsed(written(random).source)
        const pool = random.capacity * random.quantum
        const units = (id: string | null) =>
          id === null ? pool : (policy.tree.find((node) => node.id === id)?.guarantee['x'] ?? 0)
        for (const parent of new Set(policy.tree.map((node) => node.parent))) {
          const children = policy.tree.filter((node) => node.parent === parent)
          const sum = children.reduce((total, child) => total + units(child.id), 0)
          expect(sum).toBeLessThanOrEqual(units(parent))
          expect(children.every((child) => units(child.id) % random.quantum === 0)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('each share is within one quantum of what it says, and shares of exactly 100 % leave nothing', () => {
    fc.assert(
      fc.property(draft, (random) => {
        const { source, shares } = written(random)
        const policy = parsed(source)
        const exact = new Map<string | null, number>([[null, random.capacity * random.quantum]])
        for (const node of policy.tree) exact.set(node.id, node.guarantee['x'] ?? 0)
        const share = (id: string) => shares[Number(id.split('-')[1])] ?? 0
        for (const node of policy.tree) {
          const quota = ((exact.get(node.parent) ?? 0) * share(node.id)) / HUNDRED_PERCENT
          expect(Math.abs((exact.get(node.id) ?? 0) - quota)).toBeLessThan(random.quantum + 1e-6)
        }
        for (const parent of new Set(policy.tree.map((node) => node.parent))) {
          const children = policy.tree.filter((node) => node.parent === parent)
          if (children.reduce((sum, child) => sum + share(child.id), 0) !== HUNDRED_PERCENT) continue
          const given = children.reduce((sum, child) => sum + (exact.get(child.id) ?? 0), 0)
          expect(given).toBe(exact.get(parent))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the order of the lines changes nobody’s units', () => {
    fc.assert(
      fc.property(draft, (random) => {
        const { source } = written(random)
        const [head = '', tail = ''] = source.split('\nspec:\n')
        const turned = `${head}\nspec:\n${tail.trimEnd().split('\n').toReversed().join('\n')}\n`
        const units = (policy: Policy) => new Map(policy.tree.map((node) => [node.id, node.guarantee['x']]))
        expect(units(parsed(turned))).toEqual(units(parsed(source)))
      }),
      { numRuns: 200 },
    )
  })
})

const SEED_FILE = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: seed, title: {en: Seed, ko: 씨앗}}
spec:
  flavors: [{name: h200, unit: gpu, capacity: 100, price: 2.25, cells: {node: 8}}]
  history: {halfLife: 7d}
---
kind: ShareTree
spec:
  - {id: a, kind: sector, guarantee: 50%, limit: {h200: 80%}}
  - id: b
    parent: a
    kind: project
    guarantee: {h200: 10}
`

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '\n',
  '\n  ',
  '"',
  "'",
  '&a ',
  '*a',
  '!!str ',
  '%',
  '|\n',
  '---\n',
  '? ',
  '\t',
  '#',
  ',',
  '\u0000',
  '\uFEFF',
  '.inf',
  '1e999',
  '__proto__: 1\n',
  'a',
  '<<: ',
  '\r',
  '💥',
  '\uD800',
  '~',
]
const damage = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: SEED_FILE.length }),
    cut: fc.integer({ min: 0, max: 30 }),
    put: fc.constantFrom('', ...PIECES),
  }),
  { minLength: 1, maxLength: 12 },
)

describe('any text at all', () => {
  const isTold = (source: string) => {
    const outcome = parsePolicy(source)
    if (outcome.ok) return
    expect(outcome.refusal.length).toBeGreaterThan(0)
    const lines = source.split('\n').length
    for (const { code, line, column } of outcome.refusal) {
      expect(FILE_PROBLEM_CODES).toContain(code)
      expect(line).toBeGreaterThanOrEqual(1)
      expect(line).toBeLessThanOrEqual(lines)
      expect(column).toBeGreaterThanOrEqual(1)
    }
  }

  test('gives a policy or at least one problem with a place in the file, and never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), isTold), { numRuns: 500 })
  })

  test('also when it is a damaged policy', () => {
    fc.assert(
      fc.property(damage, (cuts) => {
        let source = SEED_FILE
        for (const { at, cut, put } of cuts) source = source.slice(0, at) + put + source.slice(at + cut)
        isTold(source)
      }),
      { numRuns: 2000 },
    )
  })

  // Each ended or blocked a process that reads YAML without bounds.
  test.each([
    ['half a million open brackets', '['.repeat(500_000)],
    ['half a million open braces', '{a: '.repeat(250_000)],
    ['lists in lists', '- '.repeat(500_000)],
    ['keys of keys', '? '.repeat(500_000)],
    ['stairs', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['100,000 keys', Array.from({ length: 100_000 }, (_, key) => `k${key}: 1`).join('\n')],
    ['100,000 equal keys', 'k: 1\n'.repeat(100_000)],
    ['200,000 documents', '---\n'.repeat(200_000)],
    ['300,000 quotation marks', '"'.repeat(300_000)],
    ['200,000 anchors', '&a '.repeat(200_000)],
    [
      'a bomb of aliases',
      `kind: Pool\na: &a [x]\n${Array.from({ length: 25 }, (_, level) => `b${level}: &b${level} [${`*${level === 0 ? 'a' : `b${level - 1}`}, `.repeat(20)}]`).join('\n')}`,
    ],
    [
      '10,000 nodes with unknown parents',
      `kind: ShareTree\nspec:\n${Array.from({ length: 10_000 }, (_, node) => `- {id: node-${node}, parent: nodes-${node}, kind: sector}`).join('\n')}`,
    ],
  ])('%s: ends, and is told', (_, source) => {
    expect(parsePolicy(source).ok).toBe(false)
  })
})
