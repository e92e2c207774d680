// For each cell of one level above the node: how many of its nodes have how many free cards, hence how many pods it could hold.
import { KeyedIndex } from './index-set.ts'

export class CellCounts {
  readonly cells: number
  readonly nodesPerCell: number
  /** Free whole cards by cell. */
  readonly freeUnits: Int32Array
  private readonly nodesByFree: Int32Array
  private readonly stride: number
  /** By units of a pod: cells by the pods of that size that they could hold. Made when the first such pod asks. */
  private readonly bySlots: (KeyedIndex | undefined)[]

  constructor(cells: number, nodesPerCell: number, unitsPerNode: number) {
    this.cells = cells
    this.nodesPerCell = nodesPerCell
    this.stride = unitsPerNode + 1
    this.freeUnits = new Int32Array(cells)
    this.nodesByFree = new Int32Array(cells * this.stride)
    this.bySlots = Array.from<undefined>({ length: this.stride })
  }

  /** A node enters the count; only while the pool is built, before anybody asks. */
  add(node: number, free: number): void {
    const cell = Math.floor(node / this.nodesPerCell)
    this.shift(cell, free, 1)
    this.freeUnits[cell] = (this.freeUnits[cell] ?? 0) + free
  }

  /** A node now has `to` free cards instead of `from`. */
  move(node: number, from: number, to: number): void {
    const cell = Math.floor(node / this.nodesPerCell)
    this.shift(cell, from, -1)
    this.shift(cell, to, 1)
    this.freeUnits[cell] = (this.freeUnits[cell] ?? 0) + to - from
    for (let units = 1; units < this.stride; units += 1) {
      const index = this.bySlots[units]
      if (index === undefined) continue
      const change = Math.floor(to / units) - Math.floor(from / units)
      if (change === 0) continue
      const slots = this.slots(cell, units)
      index.delete(cell, slots - change)
      index.add(cell, slots)
    }
  }

  /** Pods of `units` cards, each on one node, that the cell could hold now. */
  slots(cell: number, units: number): number {
    let slots = 0
    for (let free = units; free < this.stride; free += 1) {
      slots += (this.nodesByFree[cell * this.stride + free] ?? 0) * Math.floor(free / units)
    }
    return slots
  }

  /** Whether the cell could hold `pods` pods of `units` cards and one more of `restUnits` (0: none). */
  holds(cell: number, pods: number, units: number, restUnits: number): boolean {
    const slots = this.slots(cell, units)
    if (slots < pods || restUnits === 0) return slots >= pods
    if (slots > pods) return true // a rest is smaller than the pods before it
    // Pods of whole nodes take every full node; the rest needs another.
    for (let free = restUnits; free < units; free += 1) {
      if (this.nodesByFree[cell * this.stride + free] !== 0) return true
    }
    return false
  }

  /** The cell that could hold the fewest pods of this size among those that hold the gang whole; ties by number; -1: none. */
  tightest(pods: number, units: number, restUnits: number): number {
    const index = this.slotIndex(units)
    for (let slots = index.nextKey(pods); slots !== -1; slots = index.nextKey(slots + 1)) {
      for (let cell = index.nextItem(slots, 0); cell !== -1; cell = index.nextItem(slots, cell + 1)) {
        if (this.holds(cell, pods, units, restUnits)) return cell
      }
    }
    return -1
  }

  private slotIndex(units: number): KeyedIndex {
    const known = this.bySlots[units]
    if (known !== undefined) return known
    const most = this.nodesPerCell * Math.floor((this.stride - 1) / units)
    const index = new KeyedIndex(this.cells, most + 1)
    for (let cell = 0; cell < this.cells; cell += 1) index.add(cell, this.slots(cell, units))
    this.bySlots[units] = index
    return index
  }

  private shift(cell: number, free: number, by: number): void {
    const at = cell * this.stride + free
    this.nodesByFree[at] = (this.nodesByFree[at] ?? 0) + by
  }
}
