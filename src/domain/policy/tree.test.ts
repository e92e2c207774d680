// Walks over the tree, on one that has every shape: roots, depth, an only child.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from './parse.ts'
import { childrenByParent, drawnTree, findNode, rootNodes, rootOf } from './tree.ts'

const parsed = parsePolicy(`apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec: {flavors: [{name: h200, unit: gpu, capacity: 1, price: 1}]}
---
kind: ShareTree
spec:
  - {id: a, kind: sector}
  - {id: a1, parent: a, kind: programme}
  - {id: a1x, parent: a1, kind: project}
  - {id: a2, parent: a, kind: project}
  - {id: b, kind: sector}
`)
if (!parsed.ok) throw new Error('the policy is in order')
const policy = parsed.value

describe('the share tree', () => {
  test('is drawn depth first, and knows where a line goes on below', () => {
    expect(drawnTree(policy).map(({ node, depth, hasNext }) => [node.id, depth, ...hasNext])).toEqual([
      ['a', 0, true],
      ['a1', 1, true, true],
      ['a1x', 2, true, true, false],
      ['a2', 1, true, false],
      ['b', 0, false],
    ])
  })

  test('has roots and children in the order of the file', () => {
    expect(rootNodes(policy).map((node) => node.id)).toEqual(['a', 'b'])
    expect(
      childrenByParent(policy)
        .get('a')
        ?.map((node) => node.id),
    ).toEqual(['a1', 'a2'])
    expect(childrenByParent(policy).get('b')).toBeUndefined()
  })

  test('finds a node and the sector above it', () => {
    expect(findNode(policy, 'a1x')?.parent).toBe('a1')
    expect(findNode(policy, 'nobody')).toBeNull()
    expect(rootOf(policy, 'a1x')?.id).toBe('a')
    expect(rootOf(policy, 'b')?.id).toBe('b')
    expect(rootOf(policy, 'nobody')).toBeNull()
  })
})
