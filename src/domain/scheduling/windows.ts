// Reservations and maintenance: units of the pool that are kept for one part of the tree, or for nobody, in a time window.
import type { Reservation } from './demand.ts'
import type { ShareTreeShape, TreeUse } from './share-tree.ts'

export class Windows {
  /** By start. */
  private readonly windows: readonly Reservation[]
  private readonly owner: Int32Array
  private readonly shape: ShareTreeShape
  /** Windows before this one are over. */
  private first = 0

  constructor(shape: ShareTreeShape, reservations: readonly Reservation[]) {
    this.shape = shape
    this.windows = reservations.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1))
    this.owner = Int32Array.from(this.windows, ({ owner }) => (owner === null ? -1 : (shape.indexOf.get(owner) ?? -1)))
  }

  get isEmpty(): boolean {
    return this.first >= this.windows.length
  }

  /** The next time, after `now`, at which a window begins or ends. */
  nextAt(now: number): number {
    let next = Infinity
    for (let place = this.first; place < this.windows.length; place += 1) {
      const { start, end } = this.windows[place]!
      if (start > now) return Math.min(next, start)
      if (end > now) next = Math.min(next, end)
    }
    return next
  }

  /** Forgets the windows that are over. */
  advance(now: number): void {
    while (this.first < this.windows.length && this.windows[this.first]!.end <= now) this.first += 1
  }

  /** Windows that begin after `now`. */
  upcoming(now: number): readonly Reservation[] {
    return this.windows.slice(this.first).filter(({ start }) => start > now)
  }

  /** The window that keeps units from the leaf at that time, if any: the first of them. */
  keeping(leaf: number, at: number): Reservation | null {
    for (let place = this.first; place < this.windows.length; place += 1) {
      const window = this.windows[place]!
      if (window.start > at) return null
      if (window.end > at && !this.isUnder(leaf, this.owner[place]!)) return window
    }
    return null
  }

  /** Units that nobody may use at that time: maintenance. */
  outAt(at: number): number {
    let units = 0
    for (let place = this.first; place < this.windows.length && this.windows[place]!.start <= at; place += 1) {
      if (this.owner[place] === -1 && this.windows[place]!.end > at) units += this.windows[place]!.units
    }
    return units
  }

  /** Units of the pool that the leaf may not use at that time: what a window's owner has not taken of it yet. */
  keptFrom(leaf: number, at: number, use: TreeUse): number {
    let units = 0
    for (let place = this.first; place < this.windows.length && this.windows[place]!.start <= at; place += 1) {
      const owner = this.owner[place]!
      if (this.windows[place]!.end <= at || this.isUnder(leaf, owner)) continue
      const taken = owner === -1 ? 0 : use.allocated[owner]!
      units += Math.max(0, this.windows[place]!.units - taken)
    }
    return units
  }

  private isUnder(leaf: number, owner: number): boolean {
    if (owner === -1) return false
    for (let node = leaf; node > 0; node = this.shape.parent[node]!) if (node === owner) return true
    return false
  }
}
