import { expect, test } from 'vitest'
import { Budgets } from './budgets.ts'
import type { Award } from './demand.ts'
import { singleProjectShape } from './share-tree.ts'

const award: Award = {
  project: 'pool',
  milliUnitSeconds: 1000,
  validFrom: 0,
  validTo: 500,
  tranche: null,
  onExhaustion: 'finishRunning',
  overdraft: 0,
}
const leaf = 1

test('a job that ran longer than its hold is charged all it used, and the project stands below zero', () => {
  const budgets = new Budgets(singleProjectShape(4), [award])
  budgets.hold(7, leaf, 0, 900)
  budgets.settle(7, 1300, 120)
  expect(budgets.standing(leaf, 120)).toEqual({ granted: 1000, charged: 1300, held: 0, remaining: -300 })
  expect(budgets.obstacle(leaf, 120, 10, 1)).toEqual({ code: 'budget-spent', cost: 1, remaining: -300 })
})

test('a job that ended early gives the rest of its hold back', () => {
  const budgets = new Budgets(singleProjectShape(4), [award])
  budgets.hold(7, leaf, 0, 900)
  expect(budgets.obstacle(leaf, 10, 10, 200)).toEqual({ code: 'budget-held', cost: 200, remaining: 100, held: 900 })
  budgets.settle(7, 300, 40)
  expect(budgets.standing(leaf, 40)).toEqual({ granted: 1000, charged: 300, held: 0, remaining: 700 })
  expect(budgets.obstacle(leaf, 40, 10, 200)).toBeNull()
})
