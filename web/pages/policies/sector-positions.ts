// Each node's sector as its position among the sectors: it decides the colour of the node wherever it is drawn.
interface TreeNode {
  readonly id: string
  readonly parent: string | null
}

/** Parents stand before their children. */
export function sectorPositions(nodes: readonly TreeNode[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>()
  let sectors = 0
  for (const node of nodes) {
    const position = node.parent === null ? sectors++ : (positions.get(node.parent) ?? 0)
    positions.set(node.id, position)
  }
  return positions
}
