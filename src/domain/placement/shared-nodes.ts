// Nodes of many kinds with processors, memory and cards of which parts can be given out: what the placement policies of
// "Beware of Fragmentation" (Weng et al., USENIX ATC 2023) choose among. One card holds 1000 milli.
import { assert } from '../kernel/assert.ts'

export const CARD_MILLI = 1000

export interface NodeKind {
  /** Thousandths of a processor. */
  readonly cpuMilli: number
  readonly memoryMib: number
  readonly cards: number
  /** Model of its cards, as pods name it; '' when it has none. */
  readonly model: string
}

export interface PodSize {
  readonly cpuMilli: number
  readonly memoryMib: number
  /** Cards, each with `milliPerCard` for this pod. More than one: whole cards. */
  readonly cards: number
  readonly milliPerCard: number
  /** Models of which one would do; none: any. */
  readonly models: readonly string[]
}

export class SharedNodes {
  readonly kinds: readonly NodeKind[]
  readonly count: number
  /** Cards of the largest node: the stride of `cardFree`. */
  readonly stride: number
  readonly cpuFree: Float64Array
  readonly memoryFree: Float64Array
  /** Free milli of card k of node n at n x stride + k. */
  readonly cardFree: Int32Array
  /** Sum of cardFree by node. */
  readonly milliFree: Int32Array
  /** Pods by node and tag: 0 for a part of a card, else the number of cards. */
  private readonly podsByTag: Int32Array
  /** Different tags on a node. */
  readonly tags: Int32Array
  /** Changes of a node so far; who keeps a score of it knows by this whether the score still holds. */
  readonly version: Int32Array

  constructor(kinds: readonly NodeKind[]) {
    this.kinds = kinds
    this.count = kinds.length
    this.stride = Math.max(1, ...kinds.map(({ cards }) => cards))
    this.cpuFree = Float64Array.from(kinds, ({ cpuMilli }) => cpuMilli)
    this.memoryFree = Float64Array.from(kinds, ({ memoryMib }) => memoryMib)
    this.milliFree = Int32Array.from(kinds, ({ cards }) => cards * CARD_MILLI)
    this.cardFree = new Int32Array(this.count * this.stride)
    kinds.forEach(({ cards }, node) => {
      this.cardFree.fill(CARD_MILLI, node * this.stride, node * this.stride + cards)
    })
    this.podsByTag = new Int32Array(this.count * (this.stride + 1))
    this.tags = new Int32Array(this.count)
    this.version = new Int32Array(this.count)
  }

  cardsOf(node: number): number {
    return this.kinds[node]?.cards ?? 0
  }

  isModelGood(node: number, pod: PodSize): boolean {
    return pod.models.length === 0 || pod.models.includes(this.kinds[node]?.model ?? '')
  }

  /** Cards of the node that have `milli` free. */
  cardsWith(node: number, milli: number): number {
    const from = node * this.stride
    let count = 0
    for (let at = from; at < from + this.cardsOf(node); at += 1) if ((this.cardFree[at] ?? 0) >= milli) count += 1
    return count
  }

  fits(node: number, pod: PodSize): boolean {
    if ((this.cpuFree[node] ?? 0) < pod.cpuMilli || (this.memoryFree[node] ?? 0) < pod.memoryMib) return false
    if (pod.cards === 0) return true
    return this.isModelGood(node, pod) && this.cardsWith(node, pod.milliPerCard) >= pod.cards
  }

  podsWithTag(node: number, tag: number): number {
    return this.podsByTag[node * (this.stride + 1) + tag] ?? 0
  }

  /**
   * Gives the pod its place.
   * @param card for a part of a card: which; whole cards are the first free ones.
   */
  lay(node: number, pod: PodSize, card: number): void {
    this.cpuFree[node] = (this.cpuFree[node] ?? 0) - pod.cpuMilli
    this.memoryFree[node] = (this.memoryFree[node] ?? 0) - pod.memoryMib
    this.version[node] = (this.version[node] ?? 0) + 1
    if (pod.cards === 0) return
    const from = node * this.stride
    const tag = tagOf(pod)
    if (this.podsWithTag(node, tag) === 0) this.tags[node] = (this.tags[node] ?? 0) + 1
    this.podsByTag[node * (this.stride + 1) + tag] = this.podsWithTag(node, tag) + 1
    this.milliFree[node] = (this.milliFree[node] ?? 0) - pod.cards * pod.milliPerCard
    if (tag === 0) return this.take(from + card, pod.milliPerCard)
    let left = pod.cards
    for (let at = from; left > 0; at += 1) {
      assert(at < from + this.cardsOf(node), 'the node has the cards')
      if (this.cardFree[at] !== CARD_MILLI) continue
      this.take(at, CARD_MILLI)
      left -= 1
    }
  }

  private take(at: number, milli: number): void {
    const free = (this.cardFree[at] ?? 0) - milli
    assert(free >= 0, 'the card has the part')
    this.cardFree[at] = free
  }
}

/** Pods of one tag are of one kind for clustering: parts of a card (0), or so many whole cards. */
export function tagOf(pod: PodSize): number {
  return pod.cards === 1 && pod.milliPerCard < CARD_MILLI ? 0 : pod.cards
}
