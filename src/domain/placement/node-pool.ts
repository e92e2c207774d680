// The nodes of one flavor: what is free where, best fit of whole gangs, release, and steps that can be taken back.
// Best fit: the smallest cell that holds the gang whole (on one level the one that could hold the fewest such pods), in it
// each pod on the node with the least free cards that fits; ties by number. What lies where follows from the calls alone.
// What this decides and what not: docs/decisions, "best fit decides each gang, not the order of gangs".
import { assert } from '../kernel/assert.ts'
import { CellCounts } from './cell-counts.ts'
import { unitsInNode, type CellLayout } from './cell-layout.ts'
import { KeyedIndex } from './index-set.ts'
import { OpenCards } from './open-cards.ts'
import { PlacementLedger, type UndoSteps } from './placement-ledger.ts'
import type { PlacementRequest } from './placement-request.ts'

export const NOT_PLACED = -1

/** Why a request does not lie now: there is not enough, or there is and it does not lie together. */
export interface PlacementObstacle {
  readonly reason: 'too-little-free' | 'fragmented'
  /** Grains (of cards, `grainsPerUnit` each) asked, and free on nodes that are not out. */
  readonly askedGrains: number
  readonly freeGrains: number
  /** Pods of the asked size that would lie now, in the best cell if a level is required. */
  readonly podsThatFit: number
}

export class NodePool {
  readonly layout: CellLayout
  readonly grainsPerUnit: number
  private readonly ledger = new PlacementLedger()
  /** Cards that nobody has a part of, by node, also of nodes that are out. */
  private readonly freeUnits: Int32Array
  private readonly isOut: Uint8Array
  /** Nodes by free cards; a node that is out stands under 0. */
  private readonly byFree: KeyedIndex
  /** Levels above the node, then the whole pool as one cell. */
  private readonly counts: readonly CellCounts[]
  private readonly pool: CellCounts
  private readonly cards: OpenCards | null
  private readonly steps: UndoSteps = {
    lift: (placement) => this.change(placement, -1),
    lay: (placement) => this.change(placement, 1),
    shut: (node) => this.turn(node, true),
    open: (node) => this.turn(node, false),
  }
  private openGrains = 0
  private outUnits = 0
  private foundLevel = 0
  private foundCell = 0

  /** @param grainsPerUnit parts of a card that can be given out: 1 whole cards only, 7 MIG slices, 1000 milli-GPU. */
  constructor(layout: CellLayout, grainsPerUnit: number) {
    const { nodes, unitsPerNode, levels } = layout
    this.layout = layout
    this.grainsPerUnit = grainsPerUnit
    this.freeUnits = new Int32Array(nodes)
    this.isOut = new Uint8Array(nodes)
    this.byFree = new KeyedIndex(nodes, unitsPerNode + 1)
    this.pool = new CellCounts(1, nodes, unitsPerNode)
    const above = levels.slice(1).map(({ cells, nodesPerCell }) => new CellCounts(cells, nodesPerCell, unitsPerNode))
    this.counts = [...above, this.pool]
    this.cards = grainsPerUnit > 1 ? new OpenCards(nodes, unitsPerNode, grainsPerUnit) : null
    for (let node = 0; node < nodes; node += 1) {
      const units = unitsInNode(layout, node)
      this.freeUnits[node] = units
      this.byFree.add(node, units)
      for (const level of this.counts) level.add(node, units)
    }
  }

  /** Cards of nodes that are not out. */
  get installedUnits(): number {
    return this.layout.capacity - this.outUnits
  }

  /** Cards of nodes that are not out and that nobody has a part of. */
  get freeWholeUnits(): number {
    return this.pool.freeUnits[0] ?? 0
  }

  /** Grains that nobody has, on nodes that are not out. */
  get freeGrains(): number {
    return this.freeWholeUnits * this.grainsPerUnit + this.openGrains
  }

  get hasOpenCards(): boolean {
    return this.cards !== null && this.cards.openCards > 0
  }

  /** The largest number of free cards on one node. */
  get mostFreeUnits(): number {
    for (let free = this.layout.unitsPerNode; free > 0; free -= 1) if (this.byFree.countOf(free) > 0) return free
    return 0
  }

  /** The largest part of that kind that ONE card has free. */
  mostFreeGrains(kind: number): number {
    return this.freeWholeUnits > 0 ? this.grainsPerUnit : (this.cards?.mostFreeGrains(kind) ?? 0)
  }

  /** Free grains of one cell of a level (0: the node). A cell that is out has none. */
  freeIn(level: number, cell: number): number {
    const [low, high] = this.nodesOf(level, cell)
    let grains = 0
    for (let node = low; node < high; node += 1) {
      if (this.isOut[node] === 1) continue
      grains += (this.freeUnits[node] ?? 0) * this.grainsPerUnit + (this.cards?.freeGrains[node] ?? 0)
    }
    return grains
  }

  /** Whether the whole gang would lie now. */
  fits(request: PlacementRequest): boolean {
    return this.find(request)
  }

  /** Whether the whole gang would lie in this cell now. */
  fitsIn(request: PlacementRequest, level: number, cell: number): boolean {
    return this.cellHolds(request, level, cell)
  }

  /** Places the whole gang or nothing. Gives the placement, or NOT_PLACED. */
  place(request: PlacementRequest): number {
    return this.find(request) ? this.placeWhere(request, this.foundLevel, this.foundCell) : NOT_PLACED
  }

  /** As `place`, in this cell of a level (0: the node) and nowhere else. */
  placeIn(request: PlacementRequest, level: number, cell: number): number {
    return this.cellHolds(request, level, cell) ? this.placeWhere(request, level, cell) : NOT_PLACED
  }

  /** Gives back all that `place` took. On a node that is out it becomes free when the node is put back. */
  release(placement: number): void {
    assert(this.ledger.isPlaced(placement), 'a placement is released once')
    this.change(placement, -1)
    this.ledger.released(placement)
  }

  /** The node gives nothing out any more (maintenance, loss); what lies on it stays until it is released. */
  takeOut(node: number): void {
    assert(this.isOut[node] === 0, 'the node is in')
    this.turn(node, true)
    this.ledger.turned(node, true)
  }

  putBack(node: number): void {
    assert(this.isOut[node] === 1, 'the node is out')
    this.turn(node, false)
    this.ledger.turned(node, false)
  }

  isNodeOut(node: number): boolean {
    return this.isOut[node] === 1
  }

  /** Everything from here on can be taken back, as often as asked; each mark is closed by `rollback` or by `keep`. */
  mark(): number {
    return this.ledger.mark()
  }

  /** The pool, and the numbers of placements, are as they were at the mark. */
  rollback(mark: number): void {
    this.ledger.rollback(mark, this.steps)
  }

  keep(mark: number): void {
    this.ledger.keep(mark)
  }

  /** The last part of a placement is the placement itself; -1: no more parts. */
  partBefore(part: number): number {
    return this.ledger.before[part] ?? -1
  }

  nodeOfPart(part: number): number {
    const where = this.ledger.where[part] ?? 0
    return (this.ledger.amount[part] ?? 0) > 0 ? where : Math.floor(where / this.layout.unitsPerNode)
  }

  /** The card that a part of one is on; -1 for whole cards, which are only counted. */
  cardOfPart(part: number): number {
    return (this.ledger.amount[part] ?? 0) > 0 ? -1 : (this.ledger.where[part] ?? 0)
  }

  grainsOfPart(part: number): number {
    const amount = this.ledger.amount[part] ?? 0
    return amount > 0 ? amount * this.grainsPerUnit : -amount
  }

  /** Why the request does not lie now; null: it does. Counts afresh; for explanations, not for each pass. */
  obstacle(request: PlacementRequest): PlacementObstacle | null {
    if (this.find(request)) return null
    const podGrains = request.units * this.grainsPerUnit + request.grains
    const askedGrains = request.pods * podGrains + request.restUnits * this.grainsPerUnit
    const level = Math.min(request.highestLevel, this.counts.length)
    let podsThatFit = 0
    for (let cell = 0; cell < this.cellsOf(level); cell += 1) {
      podsThatFit = Math.max(podsThatFit, this.slotsIn(request, level, cell))
    }
    const freeGrains = this.freeGrains
    return { reason: freeGrains < askedGrains ? 'too-little-free' : 'fragmented', askedGrains, freeGrains, podsThatFit }
  }

  /** Pods of the request's size that the cell could hold now (the smaller pod of a rest is not counted). */
  slotsIn(request: PlacementRequest, level: number, cell: number): number {
    if (request.grains > 0) return this.partSlots(request, level, cell)
    if (level > 0) return this.counts[level - 1]?.slots(cell, request.units) ?? 0
    return Math.floor(this.visible(cell) / request.units)
  }

  /** Free grains that lie where a pod of `units` whole cards, or of `grains` of that kind on one card, could use them. */
  usableGrains(units: number, grains: number, kind = 0): number {
    if (grains > 0) return this.freeWholeUnits * this.grainsPerUnit + this.usableOpenGrains(grains, kind)
    let usable = 0
    for (let free = units; free <= this.layout.unitsPerNode; free += 1) usable += this.byFree.countOf(free) * free
    return usable * this.grainsPerUnit
  }

  /** Of them those on open cards. */
  usableOpenGrains(grains: number, kind: number): number {
    return this.cards?.freeGrainsFrom(grains, kind) ?? 0
  }

  /** Cells of a level; the level above the last is the pool, one cell. */
  cellsOf(level: number): number {
    return this.layout.levels[level]?.cells ?? 1
  }

  /** Nodes [first, after the last) of a cell. */
  nodesOf(level: number, cell: number): readonly [number, number] {
    const each = this.layout.levels[level]?.nodesPerCell ?? this.layout.nodes
    return [cell * each, Math.min((cell + 1) * each, this.layout.nodes)]
  }

  /** Finds the smallest cell that holds the request whole, into foundLevel and foundCell. */
  private find(request: PlacementRequest): boolean {
    const highest = Math.min(request.highestLevel, this.counts.length)
    const isWholeCards = request.grains === 0
    if (isWholeCards && request.restUnits === 0) {
      const units = request.pods * request.units
      const node = units > this.layout.unitsPerNode ? -1 : this.byFree.first(units)
      if (node !== -1) return this.foundAt(0, node)
    }
    if (!isWholeCards) return this.findParts(request, highest)
    if (request.pods === 1 && request.restUnits === 0) return false
    const { pods, units, restUnits } = request
    // What the pool does not hold no cell of it holds.
    if (!this.pool.holds(0, pods, units, restUnits)) return false
    for (let level = 1; level <= highest; level += 1) {
      const counts = this.counts[level - 1] as CellCounts
      const cell = counts === this.pool ? 0 : counts.tightest(pods, units, restUnits)
      if (cell !== -1) return this.foundAt(level, cell)
    }
    return false
  }

  private findParts(request: PlacementRequest, highest: number): boolean {
    const { pods } = request
    if (this.partSlots(request, this.counts.length, 0) < pods) return false
    if (pods === 1) return this.foundAt(this.counts.length, 0)
    for (let level = 0; level <= highest; level += 1) {
      let tightest = -1
      let fewest = Infinity
      for (let cell = 0; cell < this.cellsOf(level); cell += 1) {
        const slots = this.partSlots(request, level, cell)
        if (slots < pods || slots >= fewest) continue
        fewest = slots
        tightest = cell
        if (slots === pods) break // none holds fewer, and the lower number is first
      }
      if (tightest !== -1) return this.foundAt(level, tightest)
    }
    return false
  }

  private foundAt(level: number, cell: number): true {
    this.foundLevel = level
    this.foundCell = cell
    return true
  }

  private cellHolds(request: PlacementRequest, level: number, cell: number): boolean {
    const { pods, units, restUnits, grains } = request
    if (grains > 0) return this.partSlots(request, level, cell) >= pods
    if (level > 0) return this.counts[level - 1]?.holds(cell, pods, units, restUnits) ?? false
    return this.visible(cell) >= pods * units + restUnits
  }

  private partSlots({ grains, kind }: PlacementRequest, level: number, cell: number): number {
    const cards = this.cards
    if (cards === null) return 0
    const each = Math.floor(this.grainsPerUnit / grains)
    if (level === this.counts.length) return this.freeWholeUnits * each + cards.slotsOfAll(grains, kind)
    const size = this.layout.levels[level]?.nodesPerCell ?? this.layout.nodes
    const high = Math.min((cell + 1) * size, this.layout.nodes)
    let slots = 0
    for (let node = cell * size; node < high; node += 1) {
      if (this.isOut[node] === 0) slots += (this.freeUnits[node] ?? 0) * each + cards.slots(node, grains, kind)
    }
    return slots
  }

  private placeWhere(request: PlacementRequest, level: number, cell: number): number {
    const each = this.layout.levels[level]?.nodesPerCell ?? this.layout.nodes
    const low = cell * each
    const high = Math.min(low + each, this.layout.nodes)
    let last = -1
    for (let pod = 0; pod < request.pods; pod += 1) {
      last = request.grains > 0 ? this.layPart(last, request, low, high) : this.layPod(last, request.units, low, high)
    }
    if (request.restUnits > 0) last = this.layPod(last, request.restUnits, low, high)
    this.ledger.placed(last)
    return last
  }

  private layPod(last: number, units: number, low: number, high: number): number {
    const node = this.byFree.firstWithin(units, low, high)
    assert(node !== -1, 'the cell holds the pod')
    this.setFree(node, (this.freeUnits[node] ?? 0) - units)
    return this.ledger.append(last, node, units)
  }

  private layPart(last: number, { grains, kind }: PlacementRequest, low: number, high: number): number {
    let card = this.cards?.tightest(grains, kind, low, high) ?? -1
    if (card === -1) {
      const node = this.byFree.firstWithin(1, low, high)
      assert(node !== -1, 'the cell holds the part')
      card = this.cards?.closedCard(node) ?? 0
    }
    this.changeCard(card, grains, kind)
    return this.ledger.append(last, card, -grains, kind)
  }

  /** All parts of a placement enter (1) or leave (-1) the counts. */
  private change(placement: number, direction: 1 | -1): void {
    const { where, amount, before, kind } = this.ledger
    for (let part = placement; part !== -1; part = before[part] ?? -1) {
      const place = where[part] ?? 0
      const much = amount[part] ?? 0
      if (much < 0) this.changeCard(place, -much * direction, kind[part]!)
      else this.setFree(place, (this.freeUnits[place] ?? 0) - much * direction)
    }
  }

  private changeCard(card: number, grains: number, kind: number): void {
    const cards = this.cards as OpenCards
    const node = Math.floor(card / this.layout.unitsPerNode)
    const isOut = this.isOut[node] === 1
    const wasOpen = cards.usedOf(card) > 0
    const before = cards.freeGrains[node] ?? 0
    cards.change(card, grains, kind, isOut)
    const isOpen = cards.usedOf(card) > 0
    if (wasOpen !== isOpen) this.setFree(node, (this.freeUnits[node] ?? 0) + (isOpen ? -1 : 1))
    if (!isOut) this.openGrains += (cards.freeGrains[node] ?? 0) - before
  }

  private setFree(node: number, free: number): void {
    const from = this.freeUnits[node] ?? 0
    this.freeUnits[node] = free
    if (this.isOut[node] === 0) this.moveNode(node, from, free)
  }

  private turn(node: number, isOut: boolean): void {
    const free = this.freeUnits[node] ?? 0
    const direction = isOut ? 1 : -1
    this.isOut[node] = isOut ? 1 : 0
    this.outUnits += unitsInNode(this.layout, node) * direction
    if (free > 0) this.moveNode(node, isOut ? free : 0, isOut ? 0 : free)
    if (this.cards === null) return
    this.cards.turn(node, isOut)
    this.openGrains -= (this.cards.freeGrains[node] ?? 0) * direction
  }

  private moveNode(node: number, from: number, to: number): void {
    this.byFree.delete(node, from)
    this.byFree.add(node, to)
    for (const level of this.counts) level.move(node, from, to)
  }

  private visible(node: number): number {
    return this.isOut[node] === 1 ? 0 : (this.freeUnits[node] ?? 0)
  }
}
