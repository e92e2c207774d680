// A split of cards is not a split of compute: both, for trees small enough to check by hand.
import { describe, expect, test } from 'vitest'
import { computeShares, guaranteedShare, poolShare, unequalSplits } from './compute-share.ts'
import { DEFAULT_POOL_RULES } from './pool-rules.ts'
import type { Flavor, Policy, ShareNode } from './policy.ts'

const flavor = (name: string, capacity: number, change: Partial<Flavor> = {}): Flavor => ({
  name,
  unit: 'gpu',
  quantum: 1,
  capacity,
  price: { numerator: 1, denominator: 1 },
  ...change,
})

const node = (id: string, guarantee: Record<string, number>, parent: string | null = null): ShareNode => ({
  id,
  parent,
  kind: 'sector',
  title: {},
  guarantee,
  weight: 1,
  tier: 0,
  limit: {},
  borrowingLimit: {},
  lendingLimit: {},
})

const policy = (flavors: readonly Flavor[], tree: readonly ShareNode[]): Policy => ({
  agency: 'hannuri',
  name: 'small',
  title: {},
  description: {},
  pool: { flavors },
  tree,
  rules: DEFAULT_POOL_RULES,
})

const B200 = { price: { numerator: 9, denominator: 4 } }

describe('shares', () => {
  // 10,456 cards: a real purchase, handed over by partition.
  const flavors = [flavor('h200', 2296), flavor('b200', 8160, B200)]
  const real = policy(flavors, [
    node('national', { h200: 0, b200: 5232 }),
    node('enterprise', { h200: 256, b200: 2880 }),
    node('academia', { h200: 2040, b200: 48 }),
  ])

  test('50.04, 29.99 and 19.97 % of the cards are 56.99, 32.61 and 10.40 % of the compute', () => {
    const rows = computeShares(real).map((s) => [s.cards, s.referenceCards, s.shareOfCards, s.shareOfCompute])
    expect(rows).toEqual([
      [5232, 11_772, 0.5004, 0.5699],
      [3136, 6736, 0.2999, 0.3261],
      [2088, 2148, 0.1997, 0.104],
    ])
  })

  test('the pool is 10,456 cards and 20,656 reference GPU-hours per hour, all of it guaranteed', () => {
    expect(poolShare(real)).toMatchObject({ cards: 10_456, referenceCards: 20_656, shareOfCards: 1, shareOfCompute: 1 })
    expect(guaranteedShare(real)).toMatchObject({ cards: 10_456, referenceCards: 20_656, shareOfCompute: 1 })
  })

  test('all three splits differ by more than a point', () => {
    expect(unequalSplits(real).map((share) => share.id)).toEqual(['national', 'enterprise', 'academia'])
  })

  test('only roots are compared, and a point is not more than a point', () => {
    const threefold = flavor('b', 100, { price: { numerator: 3, denominator: 1 } })
    const tree = [node('top', { a: 52, b: 48 }), node('sub', { a: 52, b: 0 }, 'top'), node('other', { a: 48, b: 52 })]
    const near = policy([flavor('a', 100), threefold], tree)
    expect(computeShares(near)[0]).toMatchObject({ shareOfCards: 0.5, shareOfCompute: 0.49 })
    expect(unequalSplits(near)).toEqual([])
    const over = policy([flavor('a', 100), threefold], [node('top', { a: 53, b: 47 })])
    expect(unequalSplits(over).map((share) => share.id)).toEqual(['top'])
  })

  test('by flavor, in exact prices', () => {
    const third = flavor('x', 9, { price: { numerator: 1, denominator: 3 } })
    expect(computeShares(policy([third], [node('a', { x: 5 })]))[0]).toMatchObject({
      units: { x: 5 },
      referenceByFlavor: { x: 1.666667 },
      shareOfCompute: 0.5556,
    })
  })

  test('seats and slices are no cards but compute; shots are neither', () => {
    const mixed = [
      flavor('g', 8),
      flavor('seat', 1, { unit: 'seat', price: { numerator: 40, denominator: 1 } }),
      flavor('shot', 1000, { unit: 'shot' }),
    ]
    expect(poolShare(policy(mixed, []))).toMatchObject({ cards: 8, referenceCards: 48 })
  })

  test('an empty pool has shares of nothing, which are 0', () => {
    expect(computeShares(policy([flavor('a', 0)], [node('a', { a: 0 })]))[0]).toMatchObject({
      shareOfCards: 0,
      shareOfCompute: 0,
    })
  })

  test('what is not guaranteed is nobody’s share', () => {
    const half = policy([flavor('a', 100)], [node('a', { a: 50 })])
    expect(guaranteedShare(half)).toMatchObject({ cards: 50, shareOfCards: 0.5 })
  })
})
