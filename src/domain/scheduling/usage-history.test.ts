import { describe, expect, test } from 'vitest'
import type { ShareNode } from '../policy/policy.ts'
import { DEFAULT_POOL_RULES, type HistoryRule } from '../policy/pool-rules.ts'
import { halvedExactly, halvedInSteps } from './halving.ts'
import { ShareAccount } from './share-account.ts'
import { treeShape } from './share-tree.ts'
import { UsageHistory } from './usage-history.ts'
import { waterFill } from './water-fill.ts'

const HALF_LIFE = 1000

const node = (id: string, guarantee: number, weight: number, parent: string | null = null): ShareNode => ({
  id,
  parent,
  kind: 'project',
  title: {},
  guarantee: { gpu: guarantee },
  weight,
  tier: 0,
  limit: {},
  borrowingLimit: {},
  lendingLimit: {},
})

const SHAPE = treeShape([node('a', 40, 2), node('b', 40, 1), node('c', 0, 0)], 'gpu', 100)
const [A, B, C] = [1, 2, 3]

const rule = (changes: Partial<HistoryRule> = {}): HistoryRule => ({
  ...DEFAULT_POOL_RULES.history,
  halfLifeSeconds: HALF_LIFE,
  influence: { numerator: 1, denominator: 1 },
  chargeOnly: 'everything',
  ...changes,
})

describe('decay (I19)', () => {
  test('after one half-life half is left, after two a quarter, exactly', () => {
    const history = new UsageHistory(SHAPE, rule())
    history.changed(0, A, 7)
    history.changed(333, A, -7)
    const then = history.usage(A, 333)
    expect(history.usage(A, 333 + HALF_LIFE)).toBe(then / 2)
    expect(history.usage(A, 333 + 2 * HALF_LIFE)).toBe(then / 4)
    expect(then).toBeCloseTo((7 * HALF_LIFE * (1 - 0.5 ** 0.333)) / Math.log(2), 6)
  })

  test('splitting a stretch of time at any moment gives the same', () => {
    for (let split = 1; split < 5000; split += 97) {
      const [whole, parts] = [new UsageHistory(SHAPE, rule()), new UsageHistory(SHAPE, rule())]
      whole.changed(0, A, 5)
      parts.changed(0, A, 5)
      parts.usage(A, split)
      parts.changed(split, A, 0)
      const [one, two] = [whole.usage(A, 5000), parts.usage(A, 5000)]
      expect(Math.abs(one - two) / one).toBeLessThan(1e-13)
    }
  })

  test('a thousand half-lives later it still counts as it should', () => {
    const history = new UsageHistory(SHAPE, rule())
    history.changed(0, A, 10)
    history.changed(100 * HALF_LIFE, A, -10)
    history.changed(1000 * HALF_LIFE, B, 10)
    history.changed(1600 * HALF_LIFE, B, -10)
    expect(history.usage(A, 1600 * HALF_LIFE)).toBeLessThan(1e-300)
    expect(history.usage(B, 1600 * HALF_LIFE)).toBeCloseTo((10 * HALF_LIFE) / Math.log(2), 6)
  })

  test('only what lies above the guarantee is charged when the policy says so', () => {
    const history = new UsageHistory(SHAPE, rule({ chargeOnly: 'aboveGuarantee' }))
    history.changed(0, A, 40)
    history.changed(0, B, 50)
    expect(history.usage(A, HALF_LIFE)).toBe(0)
    expect(history.usage(B, HALF_LIFE)).toBeCloseTo((10 * HALF_LIFE * 0.5) / Math.log(2), 6)
  })
})

describe('weights', () => {
  const fill = (weights: Float64Array, supply: number) => {
    const claims = [A, B].map((at) => ({ id: SHAPE.ids[at]!, residual: 1e9, weight: weights[at]!, tier: 0 }))
    return [...waterFill(supply, claims)]
  }

  test('without use they divide as the weights of the policy do', () => {
    const weights = new UsageHistory(SHAPE, rule()).weights(0)
    for (let supply = 0; supply < 300; supply += 1) expect(fill(weights, supply)).toEqual(fill(SHAPE.weight, supply))
  })

  test('without influence they are those of the policy, whatever was used', () => {
    const history = new UsageHistory(SHAPE, rule({ influence: { numerator: 0, denominator: 1 } }))
    history.changed(0, A, 60)
    expect([...history.weights(500)]).toEqual([...SHAPE.weight])
  })

  test('who used everything has half its weight at influence 1, a quarter at 2', () => {
    for (const [influence, factor] of [
      [1, 2],
      [2, 4],
    ] as const) {
      const history = new UsageHistory(SHAPE, rule({ influence: { numerator: influence, denominator: 1 } }))
      history.changed(0, A, 60)
      const weights = history.weights(500)
      expect((weights[B]! * 2) / weights[A]!).toBe(factor)
      expect(weights[C]).toBe(0)
    }
  })

  test('the influence of use fades against newer use of another', () => {
    const history = new UsageHistory(SHAPE, rule())
    history.changed(0, A, 60)
    history.changed(HALF_LIFE, A, -60)
    history.changed(HALF_LIFE, B, 60)
    const early = history.weights(HALF_LIFE + 1).slice()
    const late = history.weights(6 * HALF_LIFE)
    expect(early[A]! / early[B]!).toBeLessThan(1.01)
    expect(late[A]! / late[B]!).toBeGreaterThan(3.8)
  })

  test('who owes time is lowered by the influence of debt', () => {
    const account = new ShareAccount(SHAPE, 0)
    account.changed(0, A, 60)
    const debts = { influence: { numerator: 0, denominator: 1 }, debtInfluence: { numerator: 1, denominator: 1 } }
    const weights = new UsageHistory(SHAPE, rule(debts), 0, account).weights(100)
    expect((weights[B]! * 2) / weights[A]!).toBe(2)
  })

  test('supply times their sum stays exact on the largest pools, and a weight above 0 stays above 0', () => {
    const nodes = Array.from({ length: 2000 }, (_, at) => node(`p${at}`, 100, 1 + (at % 7)))
    const shape = treeShape(nodes, 'gpu', 260_000_000)
    const history = new UsageHistory(shape, rule({ influence: { numerator: 100, denominator: 1 } }))
    history.changed(0, 1, 260_000_000)
    const weights = history.weights(HALF_LIFE).slice(1)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    expect(sum * shape.capacity).toBeLessThan(2 ** 53)
    expect(weights[0]).toBe(1)
    expect(weights.every((weight) => Number.isInteger(weight))).toBe(true)
  })
})

describe('powers of one half', () => {
  test('are those of arithmetic, near the last bit', () => {
    for (let at = 0; at < 1000; at += 1) {
      const x = at / 1000
      expect(Math.abs(halvedExactly(x) / 0.5 ** x - 1)).toBeLessThan(1e-14)
      expect(Math.abs(halvedInSteps(7 + x) / 0.5 ** (7 + x) - 1)).toBeLessThan(1.1e-5)
    }
    expect([0, 1, 10, 2000].map(halvedInSteps)).toEqual([1, 0.5, 2 ** -10, 0])
  })

  test('never rise', () => {
    let [last, rises] = [1, 0]
    for (let x = 0; x < 3; x += 0.00001) {
      const next = halvedInSteps(x)
      if (next > last) rises += 1
      last = next
    }
    expect(rises).toBe(0)
  })
})
