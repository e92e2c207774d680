// Cards of which parts are given out. A card is open while somebody has a part of it; the other cards of its node are only
// counted (which of them a pod of whole cards gets makes no difference to anybody). An open card is of one kind: who asks for
// parts of another kind has no room on it until all of its parts have ended.
import { KeyedIndex } from './index-set.ts'

export class OpenCards {
  readonly grainsPerUnit: number
  private readonly unitsPerNode: number
  /** Grains given out, by card; 0: not open. Card c stands in node floor(c / unitsPerNode). */
  private readonly used: Int32Array
  /** By kind: open cards of nodes that are not out, by free grains (those without free grains under none). */
  private readonly byFree: KeyedIndex[] = []
  /** Kind of an open card. */
  private readonly kinds: Uint8Array
  /** Cards of which somebody has a part, also on nodes that are out. */
  openCards = 0
  /** Free grains on open cards, by node, also of nodes that are out. */
  readonly freeGrains: Int32Array

  constructor(nodes: number, unitsPerNode: number, grainsPerUnit: number) {
    this.unitsPerNode = unitsPerNode
    this.grainsPerUnit = grainsPerUnit
    this.used = new Int32Array(nodes * unitsPerNode)
    this.kinds = new Uint8Array(nodes * unitsPerNode)
    this.freeGrains = new Int32Array(nodes)
  }

  /** Of an open card. */
  kindOf(card: number): number {
    return this.kinds[card]!
  }

  usedOf(card: number): number {
    return this.used[card] ?? 0
  }

  /** The open card with the least free grains that has `grains`, in the nodes `low` .. `high`-1; ties by number; -1: none. */
  tightest(grains: number, kind: number, low: number, high: number): number {
    return this.freeOf(kind).firstWithin(grains, low * this.unitsPerNode, high * this.unitsPerNode)
  }

  /** A card of the node that is not open, by number; the caller knows that there is one. */
  closedCard(node: number): number {
    let card = node * this.unitsPerNode
    while (this.used[card] !== 0) card += 1
    return card
  }

  /** Gives out (`grains` > 0) or takes back. The card opens with its first part and closes with its last. */
  change(card: number, grains: number, kind: number, isOut: boolean): void {
    const node = Math.floor(card / this.unitsPerNode)
    const before = this.used[card] ?? 0
    const after = before + grains
    this.used[card] = after
    this.openCards += Number(after > 0) - Number(before > 0)
    this.kinds[card] = kind
    const freeBefore = before === 0 ? 0 : this.grainsPerUnit - before
    const freeAfter = after === 0 ? 0 : this.grainsPerUnit - after
    this.freeGrains[node] = (this.freeGrains[node] ?? 0) + freeAfter - freeBefore
    if (isOut) return
    const byFree = this.freeOf(kind)
    if (freeBefore > 0) byFree.delete(card, freeBefore)
    if (freeAfter > 0) byFree.add(card, freeAfter)
  }

  /** The node's open cards leave the index, or come back. */
  turn(node: number, isOut: boolean): void {
    const from = node * this.unitsPerNode
    for (let card = from; card < from + this.unitsPerNode; card += 1) {
      const used = this.used[card] ?? 0
      if (used === 0 || used === this.grainsPerUnit) continue
      const byFree = this.freeOf(this.kinds[card]!)
      if (isOut) byFree.delete(card, this.grainsPerUnit - used)
      else byFree.add(card, this.grainsPerUnit - used)
    }
  }

  /** Pods of `grains` that the open cards of one node hold. */
  slots(node: number, grains: number, kind: number): number {
    if ((this.freeGrains[node] ?? 0) < grains) return 0
    let slots = 0
    const from = node * this.unitsPerNode
    for (let card = from; card < from + this.unitsPerNode; card += 1) {
      const used = this.used[card] ?? 0
      if (used !== 0 && this.kinds[card] === kind) slots += Math.floor((this.grainsPerUnit - used) / grains)
    }
    return slots
  }

  /** Pods of `grains` that all open cards of nodes that are not out hold. */
  slotsOfAll(grains: number, kind: number): number {
    const byFree = this.freeOf(kind)
    let slots = 0
    for (let free = byFree.nextKey(grains); free !== -1; free = byFree.nextKey(free + 1)) {
      slots += byFree.countOf(free) * Math.floor(free / grains)
    }
    return slots
  }

  /** The most free grains of one open card of a node that is not out. */
  mostFreeGrains(kind: number): number {
    const byFree = this.freeOf(kind)
    for (let free = this.grainsPerUnit - 1; free > 0; free -= 1) if (byFree.countOf(free) > 0) return free
    return 0
  }

  /** Free grains on open cards of nodes that are not out that have at least `grains` free. */
  freeGrainsFrom(grains: number, kind: number): number {
    const byFree = this.freeOf(kind)
    let sum = 0
    for (let free = byFree.nextKey(grains); free !== -1; free = byFree.nextKey(free + 1)) {
      sum += byFree.countOf(free) * free
    }
    return sum
  }

  private freeOf(kind: number): KeyedIndex {
    return (this.byFree[kind] ??= new KeyedIndex(this.used.length, this.grainsPerUnit))
  }
}
