import { describe, expect, test } from 'vitest'
import type { ShareNode } from '../policy/policy.ts'
import { treeShape } from './share-tree.ts'
import { wholeLending } from './whole-account.ts'

const node = (id: string, parent: string | null, guarantee: number): ShareNode => ({
  id,
  parent,
  kind: 'project',
  title: {},
  guarantee: { gpu: guarantee },
  weight: 1,
  tier: 0,
  limit: {},
  borrowingLimit: {},
  lendingLimit: {},
})

describe('lent time in whole unit-seconds', () => {
  const shape = treeShape(
    [node('a', null, 40), node('b', null, 20), node('c', null, 20), node('d', null, 20)],
    'gpu',
    100,
  )
  const sums = (lent: readonly number[], unused: readonly number[] = [0, 0, 100, 100, 100]) => ({
    earned: Float64Array.from(unused),
    delivered: new Float64Array(5),
    borrowed: Float64Array.from([0, 10, 0, 0, 0]),
    lent: Float64Array.from([0, ...lent]),
    pot: new Float64Array(5),
  })
  const ROWS = [
    ['thirds go by largest remainder, ties by position', [0, 10 / 3, 10 / 3, 10 / 3], [0, 4, 3, 3]],
    ['the largest remainder is rounded up', [0, 3.2, 3.1, 3.7], [0, 3, 3, 4]],
    ['a sum that is whole but for noise is that number', [0, 2.9999999999999, 3.0000000000001, 4], [0, 3, 3, 4]],
  ] as const
  test.each(ROWS)('%s', (_, lent, expected) => {
    const whole = wholeLending(shape, sums(lent))
    expect(Array.from(whole.lent).slice(1)).toEqual(expected)
    expect(whole.pot[0]).toBe(0)
  })

  test('nobody lends more than it left unused', () => {
    const whole = wholeLending(shape, sums([0, 3.4, 3.3, 3.3], [0, 0, 3, 100, 100]))
    expect(Array.from(whole.lent).slice(1)).toEqual([0, 3, 4, 3])
  })
})
