// Where reclaim should look: cells that could hold a gang if everything on them were gone, those that lack least first.
import { unitsInNode } from './cell-layout.ts'
import type { NodePool } from './node-pool.ts'
import type { PlacementRequest } from './placement-request.ts'

/**
 * Cells of a level whose nodes that are not out could hold the gang when empty, with the most room for its pods now first, ties
 * by number; at most `most` of them. A level above the last is the whole pool.
 */
export function cellsThatCouldHold(pool: NodePool, request: PlacementRequest, level: number, most: number): number[] {
  const found: { cell: number; slots: number }[] = []
  for (let cell = 0; cell < pool.cellsOf(level); cell += 1) {
    if (couldHold(pool, request, level, cell)) found.push({ cell, slots: pool.slotsIn(request, level, cell) })
  }
  found.sort((a, b) => b.slots - a.slots || a.cell - b.cell)
  return found.slice(0, most).map(({ cell }) => cell)
}

function couldHold(pool: NodePool, request: PlacementRequest, level: number, cell: number): boolean {
  const [low, high] = pool.nodesOf(level, cell)
  const { pods, units, restUnits, grains } = request
  const isOneNode = level === 0
  let slots = 0
  let isRestHeld = restUnits === 0
  for (let node = low; node < high; node += 1) {
    if (pool.isNodeOut(node)) continue
    const installed = unitsInNode(pool.layout, node)
    if (grains > 0) slots += installed * Math.floor(pool.grainsPerUnit / grains)
    else slots += Math.floor(installed / units)
    // The rest is smaller than a pod before it: any slot beyond those of the pods holds it, or a last node with fewer cards.
    if (installed >= restUnits && installed < units) isRestHeld = true
  }
  if (isOneNode && restUnits > 0) return false
  return slots >= pods && (isRestHeld || slots > pods)
}
