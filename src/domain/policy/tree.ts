// Walks over a policy's share tree. The list of a policy has parents before children, siblings in the file's order.
import type { Policy, ShareNode } from './policy.ts'

export function rootNodes(policy: Policy): readonly ShareNode[] {
  return policy.tree.filter((node) => node.parent === null)
}

export function findNode(policy: Policy, id: string): ShareNode | null {
  return policy.tree.find((node) => node.id === id) ?? null
}

/** The children of every node by its id; the roots under null. */
export function childrenByParent(policy: Policy): ReadonlyMap<string | null, readonly ShareNode[]> {
  const children = new Map<string | null, ShareNode[]>()
  for (const node of policy.tree) {
    const siblings = children.get(node.parent)
    if (siblings === undefined) children.set(node.parent, [node])
    else siblings.push(node)
  }
  return children
}

export interface DrawnNode {
  readonly node: ShareNode
  /** 0 for a root. */
  readonly depth: number
  /** For each level from the root down: has that ancestor (last: the node itself) a younger sibling? */
  readonly hasNext: readonly boolean[]
}

/** Depth first, each node under its parent: the order in which a tree is drawn. */
export function drawnTree(policy: Policy): readonly DrawnNode[] {
  const children = childrenByParent(policy)
  const drawn: DrawnNode[] = []
  const open: DrawnNode[] = []
  const push = (siblings: readonly ShareNode[], above: readonly boolean[]) => {
    const last = siblings.length - 1
    const entries = siblings.map((node, position) => ({
      node,
      depth: above.length,
      hasNext: [...above, position < last],
    }))
    open.push(...entries.toReversed())
  }
  push(children.get(null) ?? [], [])
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    drawn.push(entry)
    push(children.get(entry.node.id) ?? [], entry.hasNext)
  }
  return drawn
}

/** The root above a node: its sector. The node itself when it is a root. */
export function rootOf(policy: Policy, id: string): ShareNode | null {
  let node = findNode(policy, id)
  while (node !== null && node.parent !== null) node = findNode(policy, node.parent)
  return node
}
