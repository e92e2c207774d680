// Entitlement: what each node should have now, given who wants what. Guarantees first, then what idle nodes lend, by weight.
// Design: bottom-up what each node wants and keeps, top-down what each gets; integers only.
// The keeper works out anew only what a change of demand can reach; `computeEntitlement` does it from nothing.
import { compareIds } from '../kernel/apportion.ts'
import type { ShareTreeShape } from './share-tree.ts'
import { WaterFill } from './water-fill.ts'

/** Working arrays by node index, kept between calls so that a scheduling cycle makes no garbage. */
export interface EntitlementTable {
  /** Units that a node may and can use now. */
  readonly want: Float64Array
  /** want, plus idle guarantee that it does not lend. */
  readonly keep: Float64Array
  /** The result. A leaf's is at most what it wants. */
  readonly entitlement: Float64Array
}

export function entitlementTable(shape: ShareTreeShape): EntitlementTable {
  const size = shape.ids.length
  return { want: new Float64Array(size), keep: new Float64Array(size), entitlement: new Float64Array(size) }
}

/** `demand` by node index: running + pending units of each leaf; entries of groups are not read. */
export function computeEntitlement(
  shape: ShareTreeShape,
  demand: Float64Array,
  table: EntitlementTable,
  quantum = 1,
): void {
  const keeper = new EntitlementKeeper(shape, { quantum, table })
  shape.ids.forEach((_, node) => {
    if (node > 0 && shape.children[node]!.length === 0) keeper.demandChanged(node, demand[node]!)
  })
  keeper.refresh()
}

export interface EntitlementOptions {
  readonly quantum?: number
  readonly onCapacityLoss?: 'scale' | 'order(tier)'
  readonly table?: EntitlementTable
}

export class EntitlementKeeper {
  readonly table: EntitlementTable
  /** Running + pending units by node index (leaves). */
  readonly demand: Float64Array
  /** Weights in what is left over; the policy's, or those that history makes of them. */
  readonly weight: Float64Array
  private readonly shape: ShareTreeShape
  /** By node: what it uses of its guarantee, and what of it nobody else gets. */
  private readonly used: Float64Array
  private readonly floor: Float64Array
  private readonly quantum: number
  private readonly isTieredLoss: boolean
  /** Units that there are to be shared. */
  capacity: number
  /** By group, for its children; null: a leaf. */
  private readonly fills: readonly (WaterFill | null)[]
  /** By group: whether weights and tiers of its fill are those of a lack (2) or not (1); 0: to be filled anew. */
  private readonly filledFor: Uint8Array
  private readonly isWantNew: Uint8Array
  /** Nodes with `isWantNew`, in no order. */
  private readonly toWant: number[]
  private readonly groups: readonly number[]
  private readonly isDivisionNew: Uint8Array
  private isNew = true
  private readonly changed: number[] = []

  constructor(shape: ShareTreeShape, options: EntitlementOptions = {}) {
    this.shape = shape
    this.table = options.table ?? entitlementTable(shape)
    this.demand = new Float64Array(shape.ids.length)
    this.weight = Float64Array.from(shape.weight)
    this.used = new Float64Array(shape.ids.length)
    this.floor = new Float64Array(shape.ids.length)
    this.quantum = options.quantum ?? 1
    this.isTieredLoss = options.onCapacityLoss === 'order(tier)'
    this.capacity = shape.capacity
    this.fills = shape.children.map(({ length }) => (length === 0 ? null : new WaterFill(length)))
    this.filledFor = new Uint8Array(shape.ids.length)
    const rankOf = new Int32Array(shape.ids.length)
    const sorted = shape.ids.map((_, node) => node).toSorted((a, b) => compareIds(shape.ids[a]!, shape.ids[b]!))
    sorted.forEach((node, rank) => (rankOf[node] = rank))
    shape.children.forEach((children, group) => this.fills[group]?.rank.set(children.map((child) => rankOf[child]!)))
    this.isWantNew = new Uint8Array(shape.ids.length).fill(1)
    this.toWant = shape.ids.map((_, node) => node)
    this.groups = shape.ids.map((_, node) => node).filter((node) => shape.children[node]!.length > 0)
    this.isDivisionNew = new Uint8Array(shape.ids.length).fill(1)
  }

  demandChanged(leaf: number, units: number): void {
    this.demand[leaf] = units
    this.isNew = true
    for (let node = leaf; node !== -1 && this.isWantNew[node] === 0; node = this.shape.parent[node]!) {
      this.isWantNew[node] = 1
      this.toWant.push(node)
    }
  }

  /** Units that exist now; more or less than the shape's. */
  capacityChanged(units: number): void {
    if (units === this.capacity) return
    this.capacity = units
    this.isNew = true
    this.isDivisionNew[0] = 1
  }

  weightChanged(node: number, weight: number): void {
    if (this.weight[node] === weight) return
    const parent = this.shape.parent[node]!
    this.weight[node] = weight
    this.isNew = true
    this.isDivisionNew[parent] = 1
    this.filledFor[parent] = 0
  }

  /** Brings the table up to date. Returns the nodes whose entitlement changed, good until the next call. */
  refresh(): readonly number[] {
    this.changed.length = 0
    if (!this.isNew) return this.changed
    this.isNew = false
    const { table, isWantNew, isDivisionNew } = this
    // Children stand after their parents, and are looked at before them.
    this.toWant.sort(descending)
    for (const node of this.toWant) {
      if (node > 0) this.wantAndKeep(node)
      isWantNew[node] = 0
    }
    this.toWant.length = 0
    if (table.entitlement[0] !== Math.max(0, this.capacity)) {
      table.entitlement[0] = Math.max(0, this.capacity)
      isDivisionNew[0] = 1
    }
    for (const group of this.groups) {
      if (isDivisionNew[group] === 0) continue
      isDivisionNew[group] = 0
      this.divide(group)
    }
    return this.changed
  }

  private wantAndKeep(node: number): void {
    const { shape, table } = this
    this.isWantNew[node] = 0
    const children = shape.children[node]!
    let raw = 0
    if (children.length === 0) raw = this.demand[node]!
    for (const child of children) raw += table.keep[child]!
    const guarantee = shape.guarantee[node]!
    const limit = shape.limit[node]!
    const want = Math.min(limit, guarantee + shape.borrowingLimit[node]!, raw)
    const keep = Math.min(limit, Math.max(want, guarantee - shape.lendingLimit[node]!))
    if (want === table.want[node] && keep === table.keep[node]) return
    const parent = shape.parent[node]!
    if (!this.isBeyondReach(node, want, keep)) this.isDivisionNew[parent] = 1
    table.want[node] = want
    table.keep[node] = keep
    const used = Math.min(want, guarantee)
    this.used[node] = used
    this.floor[node] = Math.min(keep, Math.max(used, guarantee - shape.lendingLimit[node]!))
  }

  /**
   * A node that got less than it could use, before and after, under the same floor, stands at the water level either way:
   * its parent's division stays as it is.
   */
  private isBeyondReach(node: number, want: number, keep: number): boolean {
    const { shape, table } = this
    const guarantee = shape.guarantee[node]!
    if (this.quantum !== 1 || want < guarantee || table.want[node]! < guarantee) return false
    const entitled = table.entitlement[node]!
    return entitled > guarantee && entitled < keep && entitled < table.keep[node]!
  }

  private divide(group: number): void {
    const { shape, table, quantum } = this
    const fill = this.fills[group]!
    const children = shape.children[group]!
    const supply = table.entitlement[group]!
    const { used, floor } = this
    let floorSum = 0
    let usedSum = 0
    for (const child of children) {
      floorSum += floor[child]!
      usedSum += used[child]!
    }
    const case1 = floorSum <= supply
    const case2 = !case1 && usedSum <= supply
    this.fillWeights(group, fill, case1)
    for (let place = 0; place < children.length; place += 1) {
      const child = children[place]!
      fill.residual[place] = case1
        ? table.keep[child]! - floor[child]!
        : case2
          ? floor[child]! - used[child]!
          : used[child]!
    }
    // Case 2: less than what the nodes hold back, so idle reserves go first. Case 3: below what guarantees use, so scale.
    fill.run(case1 ? supply - floorSum : case2 ? supply - usedSum : supply, children.length, quantum)
    for (let place = 0; place < children.length; place += 1) {
      const child = children[place]!
      const entitled = (case1 ? floor[child]! : case2 ? used[child]! : 0) + fill.given[place]!
      const isLeaf = shape.children[child]!.length === 0
      this.entitle(child, isLeaf ? Math.min(entitled, table.want[child]!) : entitled)
    }
  }

  /** What the division of a group goes by, as long as its weights and its case stay. */
  private fillWeights(group: number, fill: WaterFill, case1: boolean): void {
    const filled = case1 ? 1 : 2
    if (this.filledFor[group] === filled) return
    this.filledFor[group] = filled
    for (const [place, child] of this.shape.children[group]!.entries()) {
      fill.tier[place] = case1 || this.isTieredLoss ? this.shape.tier[child]! : 0
      fill.weight[place] = case1 ? this.weight[child]! : this.shape.guarantee[child]!
    }
  }

  private entitle(node: number, units: number): void {
    if (this.table.entitlement[node] === units) return
    this.table.entitlement[node] = units
    this.isDivisionNew[node] = 1
    this.changed.push(node)
  }
}

const descending = (a: number, b: number) => b - a
