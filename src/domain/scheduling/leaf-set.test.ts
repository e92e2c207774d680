import { expect, test } from 'vitest'
import { LeafSet } from './leaf-set.ts'

function members(set: LeafSet): readonly number[] {
  const found: number[] = []
  for (let node = set.firstFrom(0); node !== -1; node = set.firstFrom(node + 1)) found.push(node)
  return found
}

test.each([
  { nodes: [] },
  { nodes: [0] },
  { nodes: [31] },
  { nodes: [0, 31, 32, 63, 64, 99] },
  { nodes: [64] },
  { nodes: [95, 96, 97] },
])('$nodes are walked in order', ({ nodes }) => {
  const set = new LeafSet(100)
  for (const node of nodes.toReversed()) set.add(node)
  expect(members(set)).toEqual(nodes)
})

test('whoever is taken out is not in it, and is nobody twice', () => {
  const set = new LeafSet(96)
  for (const node of [3, 31, 32, 95, 32]) set.add(node)
  set.remove(32)
  set.remove(50)
  expect(members(set)).toEqual([3, 31, 95])
  expect(set.firstFrom(96)).toBe(-1)
})
