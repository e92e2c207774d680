// What the entitlement promises, over random trees: the property names are those of the policy model (docs/decisions).
import { expect, test } from 'vitest'
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import { computeEntitlement, entitlementTable } from '../../src/domain/scheduling/entitlement.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { waterFill } from '../../src/domain/scheduling/water-fill.ts'
import { randomTree, seededRandom, wholeNumber, type RandomTree } from '../kit/share-trees.ts'

const SEEDS = Number(process.env['WEIR_SEEDS'] ?? 1000)

interface Case {
  readonly tree: RandomTree
  readonly demand: ReadonlyMap<string, number>
  readonly random: () => number
}

function eachCase(check: (at: Case, seed: number) => void): void {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const tree = randomTree(random)
    const demand = new Map(tree.projects.map((id) => [id, wholeNumber(random, 0, tree.capacity + 5)]))
    check({ tree, demand, random }, seed)
  }
}

interface Table {
  readonly entitlement: ReadonlyMap<string, number>
  readonly want: ReadonlyMap<string, number>
  readonly keep: ReadonlyMap<string, number>
}

function tableOf(nodes: readonly ShareNode[], capacity: number, demand: ReadonlyMap<string, number>): Table {
  const shape = treeShape(nodes, 'gpu', capacity)
  const table = entitlementTable(shape)
  computeEntitlement(
    shape,
    Float64Array.from(shape.ids, (id) => demand.get(id) ?? 0),
    table,
  )
  const named = (column: Float64Array) => new Map(shape.ids.map((id, index) => [id, column[index]!]))
  return { entitlement: named(table.entitlement), want: named(table.want), keep: named(table.keep) }
}

test('I3: every node gets at least what it wants of its guarantee', () => {
  eachCase(({ tree, demand }, seed) => {
    const { entitlement, want } = tableOf(tree.nodes, tree.capacity, demand)
    for (const node of tree.nodes) {
      // A limit on a group may be below what its children are guaranteed: then it scales them.
      const isCapped = tree.nodes.some((other) => (other.limit['gpu'] ?? Infinity) < (other.guarantee['gpu'] ?? 0))
      const owed = Math.min(want.get(node.id)!, node.guarantee['gpu']!)
      if (!isCapped) expect(entitlement.get(node.id)!, `seed ${seed} ${node.id}`).toBeGreaterThanOrEqual(owed)
    }
  })
})

test('I4: children together get no more than their parent, and all of it up to what they can use', () => {
  eachCase(({ tree, demand }, seed) => {
    const { entitlement, keep } = tableOf(tree.nodes, tree.capacity, demand)
    for (const parent of [null, ...tree.nodes]) {
      const children = tree.nodes.filter((node) => node.parent === (parent?.id ?? null))
      if (children.length === 0) continue
      const isLeafLevel = children.every((child) => !tree.nodes.some((node) => node.parent === child.id))
      const supply = parent === null ? tree.capacity : entitlement.get(parent.id)!
      const given = children.reduce((sum, child) => sum + entitlement.get(child.id)!, 0)
      expect(given, `seed ${seed} under ${parent?.id ?? 'pool'}`).toBeLessThanOrEqual(supply)
      const usable = children.reduce((sum, child) => sum + keep.get(child.id)!, 0)
      // Leaves give back what they keep without wanting it; groups hold it for their children.
      if (!isLeafLevel || children.some((child) => child.lendingLimit['gpu'] !== undefined)) continue
      expect(given, `seed ${seed} under ${parent?.id ?? 'pool'}`).toBe(Math.min(supply, usable))
    }
  })
})

test('I6: the order in which siblings are named changes nothing', () => {
  eachCase(({ tree, demand }, seed) => {
    const reordered = tree.nodes.toReversed().toSorted((a, b) => depthOf(tree, a) - depthOf(tree, b))
    const one = tableOf(tree.nodes, tree.capacity, demand).entitlement
    const other = tableOf(reordered, tree.capacity, demand).entitlement
    for (const { id } of tree.nodes) expect(other.get(id), `seed ${seed} ${id}`).toBe(one.get(id))
  })
})

test("I7: more capacity never lowers anybody's entitlement", () => {
  let raised = 0
  eachCase(({ tree, demand, random }, seed) => {
    const before = tableOf(tree.nodes, tree.capacity, demand).entitlement
    const after = tableOf(tree.nodes, tree.capacity + wholeNumber(random, 1, 20), demand).entitlement
    for (const node of tree.nodes) {
      // One unit of slack a level: whole cards are rounded at each level of the tree.
      const least = before.get(node.id)! - 1 - depthOf(tree, node)
      expect(after.get(node.id)!, `seed ${seed} ${node.id}`).toBeGreaterThanOrEqual(least)
      if (after.get(node.id)! > before.get(node.id)!) raised += 1
    }
  })
  expect(raised).toBeGreaterThan(SEEDS / 4)
})

test('I8: asking for more than one can use brings nothing that one can use', () => {
  eachCase(({ tree, demand, random }, seed) => {
    const liar = tree.projects[Math.floor(random() * tree.projects.length)]!
    const honest = tableOf(tree.nodes, tree.capacity, demand).entitlement.get(liar)!
    const inflated = new Map([...demand, [liar, demand.get(liar)! + wholeNumber(random, 1, 50)]])
    const useful = Math.min(tableOf(tree.nodes, tree.capacity, inflated).entitlement.get(liar)!, demand.get(liar)!)
    // One unit of slack a level: whole cards are rounded at each level of the tree.
    expect(useful, `seed ${seed} ${liar}`).toBeLessThanOrEqual(honest + 3)
  })
})

test('I9: flat water-fill is max-min: nobody can be raised without lowering one who has no more', () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const claims = ['a', 'b', 'c', 'd'].slice(0, wholeNumber(random, 1, 4)).map((id) => ({
      id,
      residual: wholeNumber(random, 0, 12),
      weight: wholeNumber(random, 1, 3),
      tier: 0,
    }))
    const supply = wholeNumber(random, 0, 30)
    const given = waterFill(supply, claims)
    const total = given.reduce((sum, units) => sum + units, 0)
    const needed = claims.reduce((sum, claim) => sum + claim.residual, 0)
    expect(total, `seed ${seed}`).toBe(Math.min(supply, needed))
    for (const [p, poor] of claims.entries()) {
      if (given[p]! >= poor.residual) continue
      for (const [r, rich] of claims.entries()) {
        const excess = (given[r]! - 1) / rich.weight - (given[p]! + 1) / poor.weight
        expect(excess, `seed ${seed}: ${rich.id} could give a unit to ${poor.id}`).toBeLessThanOrEqual(1e-9)
      }
    }
  }
})

test('I20: raising the own guarantee never lowers the own entitlement', () => {
  eachCase(({ tree, demand, random }, seed) => {
    const roots = tree.nodes.filter((node) => node.parent === null)
    const guaranteed = roots.reduce((sum, node) => sum + node.guarantee['gpu']!, 0)
    const chosen = roots[Math.floor(random() * roots.length)]!
    const raised = { gpu: chosen.guarantee['gpu']! + wholeNumber(random, 0, tree.capacity - guaranteed) }
    const nodes = tree.nodes.map((node) => (node === chosen ? { ...node, guarantee: raised } : node))
    const before = tableOf(tree.nodes, tree.capacity, demand).entitlement.get(chosen.id)!
    const after = tableOf(nodes, tree.capacity, demand).entitlement.get(chosen.id)!
    expect(after, `seed ${seed} ${chosen.id}`).toBeGreaterThanOrEqual(before - 1)
  })
})

function depthOf(tree: RandomTree, node: ShareNode): number {
  const parent = tree.nodes.find((other) => other.id === node.parent)
  return parent === undefined ? 0 : 1 + depthOf(tree, parent)
}
