// How the cards of one flavor stand: cards in nodes, nodes in larger cells (racks, halls), as a policy's `cells` says.
import { compareIds } from '../kernel/apportion.ts'
import type { UnitsByCell } from '../policy/policy.ts'
import { accept, refuse, type Result } from '../kernel/result.ts'

export interface CellLevel {
  readonly name: string
  /** Nodes in one full cell of this level; the last cell of the pool may have fewer. */
  readonly nodesPerCell: number
  readonly cells: number
}

/** Levels from the node upwards. Nodes are 0 .. nodes-1; cell c of a level has the nodes from c x nodesPerCell on. */
export interface CellLayout {
  readonly capacity: number
  readonly unitsPerNode: number
  readonly nodes: number
  readonly levels: readonly CellLevel[]
}

export type CellLayoutRefusal = 'no-cells' | 'not-whole-units' | 'not-whole-multiples'

/**
 * @param capacity whole cards; when they do not fill the last node, that node has the rest.
 * @param cells cards in one cell of each level, e.g. {node: 8, rack: 64}; the smallest level is the node, whatever its name.
 */
export function cellLayout(capacity: number, cells: UnitsByCell): Result<CellLayout, CellLayoutRefusal> {
  const sizes = Object.entries(cells).toSorted(([a, x], [b, y]) => x - y || compareIds(a, b))
  const smallest = sizes[0]
  if (smallest === undefined) return refuse('no-cells')
  const unitsPerNode = smallest[1]
  const whole = [capacity, ...sizes.map(([, size]) => size)].every((size) => Number.isSafeInteger(size) && size > 0)
  if (!whole) return refuse('not-whole-units')
  if (sizes.some(([, size], at) => at > 0 && size % (sizes[at - 1]?.[1] ?? 1) !== 0))
    return refuse('not-whole-multiples')
  const nodes = Math.ceil(capacity / unitsPerNode)
  const levels = sizes.map(([name, size]) => {
    const nodesPerCell = size / unitsPerNode
    return { name, nodesPerCell, cells: Math.ceil(nodes / nodesPerCell) }
  })
  return accept({ capacity, unitsPerNode, nodes, levels })
}

/** Cards that stand in a node. */
export function unitsInNode(layout: CellLayout, node: number): number {
  return Math.min(layout.unitsPerNode, layout.capacity - node * layout.unitsPerNode)
}
