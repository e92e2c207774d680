import { describe, expect, test } from 'vitest'
import type { ShareNode } from '../policy/policy.ts'
import { computeEntitlement, entitlementTable } from './entitlement.ts'
import { treeShape } from './share-tree.ts'
import { waterFill } from './water-fill.ts'

interface NodeUnderTest {
  readonly id: string
  readonly parent?: string
  readonly g: number
  readonly w?: number
  readonly demand?: number
  readonly limit?: number
  readonly borrowing?: number
  readonly lending?: number
  readonly tier?: number
}

const bound = (units: number | undefined) => (units === undefined ? {} : { gpu: units })

function nodeOf(node: NodeUnderTest): ShareNode {
  return {
    id: node.id,
    parent: node.parent ?? null,
    kind: 'project',
    title: {},
    guarantee: { gpu: node.g },
    weight: node.w ?? 1,
    tier: node.tier ?? 0,
    limit: bound(node.limit),
    borrowingLimit: bound(node.borrowing),
    lendingLimit: bound(node.lending),
  }
}

function entitlementOf(capacity: number, nodes: readonly NodeUnderTest[]): Record<string, number> {
  const shape = treeShape(nodes.map(nodeOf), 'gpu', capacity)
  const table = entitlementTable(shape)
  computeEntitlement(shape, Float64Array.from([0, ...nodes.map((node) => node.demand ?? 0)]), table)
  return Object.fromEntries(nodes.map((node, position) => [node.id, table.entitlement[position + 1]!]))
}

// The worked numbers of the policy model: guarantees 500/300/200 of 1,000 cards, demand 700/100/600.
const THREE: readonly NodeUnderTest[] = [
  { id: 'academia', g: 500, w: 5, demand: 700 },
  { id: 'industry', g: 300, w: 3, demand: 100 },
  { id: 'startups', g: 200, w: 2, demand: 600 },
]

const ROWS: readonly [string, number, readonly NodeUnderTest[], Record<string, number>][] = [
  ['idle guarantee is lent by weight', 1000, THREE, { academia: 643, industry: 100, startups: 257 }],
  [
    'a lending limit keeps idle guarantee back',
    1000,
    THREE.map((node) => (node.id === 'industry' ? { ...node, lending: 100 } : node)),
    { academia: 571, industry: 100, startups: 229 },
  ],
  ['capacity below the guarantees scales them', 600, THREE, { academia: 357, industry: 100, startups: 143 }],
  [
    'a limit below the guarantee caps the entitlement',
    100,
    [
      { id: 'a', g: 60, demand: 100, limit: 20 },
      { id: 'b', g: 40, demand: 100 },
    ],
    { a: 20, b: 80 },
  ],
  [
    'a borrowing limit bounds what is taken above the guarantee',
    100,
    [
      { id: 'a', g: 40, demand: 100, borrowing: 5 },
      { id: 'b', g: 40, demand: 10 },
    ],
    { a: 45, b: 10 },
  ],
  [
    'a higher tier is served first with what is left over',
    100,
    [
      { id: 'a', g: 10, demand: 100, tier: 1 },
      { id: 'b', g: 10, demand: 100 },
    ],
    { a: 90, b: 10 },
  ],
  [
    'weight 0 gets only what weighted ones leave',
    100,
    [
      { id: 'a', g: 0, w: 0, demand: 100 },
      { id: 'b', g: 0, w: 1, demand: 70 },
    ],
    { a: 30, b: 70 },
  ],
  [
    'a tie of remainders goes to the smaller id',
    3,
    [
      { id: 'b', g: 0, demand: 3 },
      { id: 'a', g: 0, demand: 3 },
    ],
    { a: 2, b: 1 },
  ],
  [
    'a group shares its entitlement among its children',
    90,
    [
      { id: 'g', g: 60 },
      { id: 'p', parent: 'g', g: 20, demand: 90 },
      { id: 'q', parent: 'g', g: 20, demand: 90 },
      { id: 'h', g: 30, demand: 30 },
    ],
    { g: 60, p: 30, q: 30, h: 30 },
  ],
]

describe('entitlement', () => {
  test.each(ROWS)('%s', (_, capacity, nodes, expected) => {
    expect(entitlementOf(capacity, nodes)).toEqual(expected)
  })
})

describe('water-fill', () => {
  test('gives whole quanta and leaves what is less than one', () => {
    const claims = ['a', 'b', 'c'].map((id) => ({ id, residual: 100, weight: 1, tier: 0 }))
    expect([...waterFill(100, claims, 8)]).toEqual([32, 32, 32])
  })

  test('is indifferent to the order in which claimants are named', () => {
    const claims = [
      { id: 'a', residual: 7, weight: 2, tier: 0 },
      { id: 'b', residual: 50, weight: 3, tier: 0 },
      { id: 'c', residual: 50, weight: 1, tier: 0 },
    ]
    expect([...waterFill(31, claims.toReversed())].toReversed()).toEqual([...waterFill(31, claims)])
  })
})
