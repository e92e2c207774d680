// Best fit in its plainest form: from the list of what lies, everything is counted afresh at each question. The oracle of the
// fast pool: slow, without an index, written from the rule's words and not from the fast one.
import type { CellLayout } from '../../src/domain/placement/cell-layout.ts'
import type { PlacementRequest } from '../../src/domain/placement/placement-request.ts'

/** Whole cards: {node, units}. A part of a card: {card, grains}, and what the card is cut for. */
export type SlowPart =
  | { readonly node: number; readonly units: number }
  | { readonly card: number; readonly grains: number; readonly kind: number }

interface NodeState {
  readonly node: number
  /** Cards that nobody has a part of. */
  free: number
  /** Grains given out, by card. */
  readonly used: number[]
  /** By card that is cut: for what. */
  readonly kinds: number[]
}

export class SlowNodePool {
  lying = new Map<number, readonly SlowPart[]>()
  out = new Set<number>()
  private readonly layout: CellLayout
  private readonly grainsPerUnit: number

  constructor(layout: CellLayout, grainsPerUnit: number) {
    this.layout = layout
    this.grainsPerUnit = grainsPerUnit
  }

  place(name: number, request: PlacementRequest): boolean {
    const parts = this.find(request)
    if (parts !== null) this.lying.set(name, parts)
    return parts !== null
  }

  /** Every node, as what lies on it leaves it; also those that are out. */
  nodes(): NodeState[] {
    const each = this.layout.unitsPerNode
    const nodes = Array.from({ length: this.layout.nodes }, (_, node) => ({
      node,
      free: Math.min(each, this.layout.capacity - node * each),
      used: Array.from<number>({ length: each }).fill(0),
      kinds: Array.from<number>({ length: each }).fill(0),
    }))
    for (const part of [...this.lying.values()].flat()) {
      if ('node' in part) nodes[part.node]!.free -= part.units
      else {
        const state = nodes[Math.floor(part.card / each)]!
        if (state.used[part.card % each] === 0) state.free -= 1
        state.used[part.card % each]! += part.grains
        state.kinds[part.card % each] = part.kind
      }
    }
    return nodes
  }

  freeGrains(): number {
    return this.nodes()
      .filter(({ node }) => !this.out.has(node))
      .reduce((sum, state) => sum + this.grainsOf(state), 0)
  }

  grainsOf({ free, used }: NodeState): number {
    return used.reduce((sum, taken) => sum + (taken > 0 ? this.grainsPerUnit - taken : 0), free * this.grainsPerUnit)
  }

  private find(request: PlacementRequest): readonly SlowPart[] | null {
    const sizes = [...this.layout.levels.map(({ nodesPerCell }) => nodesPerCell), this.layout.nodes]
    const isOnePart = request.grains > 0 && request.pods === 1
    // One part of a card is searched for in the whole pool: its smallest cell is the card.
    const levels = isOnePart ? [this.layout.nodes] : sizes.slice(0, request.highestLevel + 1)
    for (const nodesPerCell of levels) {
      const cells = Array.from({ length: Math.ceil(this.layout.nodes / nodesPerCell) }, (_, cell) => cell)
      const held = cells
        .map((cell) => ({ cell, ...this.fill(request, cell * nodesPerCell, (cell + 1) * nodesPerCell) }))
        .filter(({ parts }) => parts !== null)
        .toSorted((a, b) => a.slots - b.slots || a.cell - b.cell)
      if (held.length > 0) return held[0]!.parts
    }
    return null
  }

  /** Best fit pod by pod in a range of nodes; null when one does not fit. Slots: pods of the size that it could hold. */
  private fill(request: PlacementRequest, low: number, high: number): { slots: number; parts: SlowPart[] | null } {
    const states = this.nodes().filter(({ node }) => node >= low && node < high && !this.out.has(node))
    const pods = Array.from<number>({ length: request.pods }).fill(request.units)
    if (request.restUnits > 0) pods.push(request.restUnits)
    const slots = states.reduce((sum, state) => sum + this.slotsOf(state, request, high - low), 0)
    const parts: SlowPart[] = []
    for (const units of pods) {
      const part = request.grains > 0 ? this.takePart(states, request) : takeCards(states, units)
      if (part === null) return { slots, parts: null }
      parts.push(part)
    }
    return { slots, parts }
  }

  private slotsOf(state: NodeState, { grains, kind, units }: PlacementRequest, nodes: number): number {
    // On one node the whole gang is one piece: the tightest node is that with the least free cards.
    if (grains === 0) return nodes === 1 ? state.free : Math.floor(state.free / units)
    const perCard = (taken: number, at: number) =>
      taken > 0 && state.kinds[at] === kind ? Math.floor((this.grainsPerUnit - taken) / grains) : 0
    return state.used.reduce(
      (sum, taken, at) => sum + perCard(taken, at),
      state.free * Math.floor(this.grainsPerUnit / grains),
    )
  }

  private takePart(states: readonly NodeState[], { grains, kind }: PlacementRequest): SlowPart | null {
    const each = this.layout.unitsPerNode
    const open = states
      .flatMap((state) => state.used.map((taken, at) => ({ state, at, taken, left: this.grainsPerUnit - taken })))
      .filter(({ state, at, taken, left }) => taken > 0 && state.kinds[at] === kind && left >= grains)
      .toSorted((a, b) => a.left - b.left || a.state.node - b.state.node || a.at - b.at)
    const card = open[0]
    if (card !== undefined) {
      card.state.used[card.at]! += grains
      return { card: card.state.node * each + card.at, grains, kind }
    }
    const state = leastFree(states, 1)
    if (state === undefined) return null
    const at = state.used.indexOf(0)
    state.used[at] = grains
    state.kinds[at] = kind
    state.free -= 1
    return { card: state.node * each + at, grains, kind }
  }
}

function takeCards(states: readonly NodeState[], units: number): SlowPart | null {
  const state = leastFree(states, units)
  if (state === undefined) return null
  state.free -= units
  return { node: state.node, units }
}

function leastFree(states: readonly NodeState[], units: number): NodeState | undefined {
  return states.filter(({ free }) => free >= units).toSorted((a, b) => a.free - b.free || a.node - b.node)[0]
}
