// Would whole cards lie if these jobs were gone? Counted by node and cell of one level: a job more or less costs its own parts,
// so that hundreds of sets of victims can be tried. For pools in which nobody has a part of a card.
import type { NodePool } from './node-pool.ts'
import type { PlacementRequest } from './placement-request.ts'

export class FreedNodes {
  readonly level: number
  private readonly pool: NodePool
  private readonly request: PlacementRequest
  /** Free cards by node as the job sees it; nothing on a node that is kept from it. */
  private readonly free: Int32Array
  /** By cell: pods that it could hold, and nodes that could hold the rest and no pod. */
  private readonly slots: Int32Array
  private readonly restNodes: Int32Array
  private readonly nodesPerCell: number
  private holding = 0
  private readonly gone = new Set<number>()
  private readonly placementOf: (job: number) => number

  /** The pool is turned to the sight of the job; a level above the last is the whole pool. */
  constructor(pool: NodePool, request: PlacementRequest, level: number, placementOf: (job: number) => number) {
    const { layout } = pool
    this.pool = pool
    this.request = request
    this.level = level
    this.placementOf = placementOf
    this.nodesPerCell = layout.levels[level]?.nodesPerCell ?? layout.nodes
    this.slots = new Int32Array(pool.cellsOf(level))
    this.restNodes = new Int32Array(pool.cellsOf(level))
    this.free = Int32Array.from({ length: layout.nodes }, (_, node) =>
      Math.floor(pool.freeIn(0, node) / pool.grainsPerUnit),
    )
    for (let node = 0; node < layout.nodes; node += 1) this.count(node, 1)
    for (let cell = 0; cell < this.slots.length; cell += 1) if (this.holds(cell)) this.holding += 1
  }

  /** Would the job lie in this cell, or in any, if exactly these were gone? */
  lieWithout(jobs: readonly { readonly job: number }[], cell?: number): boolean {
    const wanted = new Set(jobs.map(({ job }) => job))
    for (const job of this.gone) if (!wanted.has(job)) this.move(job, -1)
    for (const job of wanted) if (!this.gone.has(job)) this.move(job, 1)
    return cell === undefined ? this.holding > 0 : this.holds(cell)
  }

  /** Asked before anybody is tried: cells that could hold the job if all of these were gone, those with most room now first, then by number. */
  cellsWithout(jobs: Iterable<number>, most: number): readonly number[] {
    const [free, slots, restNodes] = [this.free.slice(), this.slots.slice(), this.restNodes.slice()]
    for (const job of jobs) {
      for (let part = this.placementOf(job); part !== -1; part = this.pool.partBefore(part)) {
        const node = this.pool.nodeOfPart(part)
        if (!this.pool.isNodeOut(node)) this.free[node]! += this.cardsOf(part)
      }
    }
    this.slots.fill(0)
    this.restNodes.fill(0)
    for (let node = 0; node < this.free.length; node += 1) this.count(node, 1)
    const cells = [...this.slots.keys()].filter((cell) => this.holds(cell))
    this.free.set(free)
    this.slots.set(slots)
    this.restNodes.set(restNodes)
    return cells.toSorted((a, b) => slots[b]! - slots[a]! || a - b).slice(0, most)
  }

  private move(job: number, direction: 1 | -1): void {
    if (direction === 1) this.gone.add(job)
    else this.gone.delete(job)
    for (let part = this.placementOf(job); part !== -1; part = this.pool.partBefore(part)) {
      const node = this.pool.nodeOfPart(part)
      if (this.pool.isNodeOut(node)) continue
      const cell = Math.floor(node / this.nodesPerCell)
      const held = this.holds(cell)
      this.count(node, -1)
      this.free[node]! += direction * this.cardsOf(part)
      this.count(node, 1)
      this.holding += Number(this.holds(cell)) - Number(held)
    }
  }

  private cardsOf(part: number): number {
    return this.pool.grainsOfPart(part) / this.pool.grainsPerUnit
  }

  private count(node: number, direction: 1 | -1): void {
    const cell = Math.floor(node / this.nodesPerCell)
    const { units, restUnits } = this.request
    const free = this.free[node]!
    this.slots[cell]! += direction * Math.floor(free / units)
    if (restUnits > 0 && free >= restUnits && free < units) this.restNodes[cell]! += direction
  }

  private holds(cell: number): boolean {
    const { pods, restUnits } = this.request
    const slots = this.slots[cell]!
    if (slots < pods || restUnits === 0) return slots >= pods
    // On one node a rest would be part of the pod. Elsewhere any slot that is over takes it, or a node with less.
    return this.level > 0 && (slots > pods || this.restNodes[cell]! > 0)
  }
}
