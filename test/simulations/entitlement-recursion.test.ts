// The keeper of entitlements gives what the recursion of the policy model gives, after any sequence of changes of demand and
// capacity, with tiers, quanta, and less capacity than is guaranteed.
import { expect, test } from 'vitest'
import { EntitlementKeeper } from '../../src/domain/scheduling/entitlement.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { randomTree, seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { slowEntitlement } from './slow-entitlement.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 500) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const CHANGES = 12

test('entitlement is what the recursion of the model gives, after any changes', () => {
  const reached = { scarce: 0, tiered: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const tree = randomTree(random)
    const nodes = tree.nodes.map((node) => ({ ...node, tier: random() < 0.3 ? wholeNumber(random, 1, 2) : 0 }))
    const shape = treeShape(nodes, 'gpu', tree.capacity)
    const rules = {
      quantum: random() < 0.3 ? wholeNumber(random, 2, 4) : 1,
      onCapacityLoss: random() < 0.5 ? ('scale' as const) : ('order(tier)' as const),
    }
    const keeper = new EntitlementKeeper(shape, rules)
    const demand = new Map<string, number>()
    let { capacity } = tree
    for (let change = 0; change < CHANGES; change += 1) {
      if (random() < 0.2) {
        capacity = wholeNumber(random, 0, tree.capacity)
        keeper.capacityChanged(capacity)
      } else {
        const id = tree.projects[Math.floor(random() * tree.projects.length)]!
        const units = wholeNumber(random, 0, tree.capacity + 5)
        demand.set(id, units)
        keeper.demandChanged(shape.indexOf.get(id)!, units)
      }
      // Sometimes several changes come together.
      if (random() < 0.3) continue
      keeper.refresh()
      const slow = slowEntitlement(nodes, capacity, demand, rules)
      for (const { id } of nodes) {
        const fast = keeper.table.entitlement[shape.indexOf.get(id)!]
        expect(fast, `seed ${seed}, change ${change}: ${id}`).toBe(slow.get(id))
      }
      if (capacity < tree.capacity) reached.scarce += 1
      if (nodes.some(({ tier }) => tier > 0)) reached.tiered += 1
    }
  }
  if (ONE === undefined) expect(Math.min(reached.scarce, reached.tiered)).toBeGreaterThan(SEEDS)
})
