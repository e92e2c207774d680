// The share tree in the course of a plan for stopping others: what is left in it once the victims chosen so far are gone, seen
// from whoever wants to start.
import { compareProducts } from '../kernel/exact-product.ts'
import { copyUse, emptyUse, obstacle, release, type ShareTreeShape, type TreeUse } from './share-tree.ts'

export class PlannedTree {
  readonly shape: ShareTreeShape
  readonly use: TreeUse
  /** The claimant's project and what is above it. */
  readonly isOnPath: Uint8Array
  /** Project of the claimant, and its units. */
  leaf = 0
  private units = 0
  private before: TreeUse
  /**
   * Steps up the claimant's path to the first node that stays within its guarantee with the job: only whom it shares a higher
   * node with may lose anything to it.
   */
  stepWithin = 0

  constructor(shape: ShareTreeShape) {
    this.shape = shape
    this.use = emptyUse(shape)
    this.before = this.use
    this.isOnPath = new Uint8Array(shape.ids.length)
  }

  /** A plan for this claimant, in a tree that holds so much. */
  begin(leaf: number, units: number, before: TreeUse): void {
    const { parent } = this.shape
    for (let node = this.leaf; node !== -1; node = parent[node]!) this.isOnPath[node] = 0
    this.leaf = leaf
    this.units = units
    this.before = before
    for (let node = leaf; node !== -1; node = parent[node]!) this.isOnPath[node] = 1
    this.restart()
  }

  /** All are there again. */
  restart(): void {
    copyUse(this.before, this.use)
    this.stepWithin = this.stepsToWithin()
  }

  /** A victim is gone. */
  release(leaf: number, units: number): void {
    release(this.shape, this.use, leaf, units)
    this.stepWithin = this.stepsToWithin()
  }

  /** `kept`: units of the pool that are kept from the claimant. */
  hasRoom(kept: number): boolean {
    return obstacle(this.shape, this.use, this.leaf, this.units, kept) === null
  }

  /** From the leaf up to the claimant's path everybody uses more than its own. */
  isAboveGuarantees(leaf: number): boolean {
    const { parent, guarantee } = this.shape
    const { allocated } = this.use
    for (let node = leaf; node > 0 && this.isOnPath[node] === 0; node = parent[node]!) {
      if (allocated[node]! <= guarantee[node]!) return false
    }
    return true
  }

  /** Negative when side `a` is the fuller: allocated / entitlement, without division. */
  bySaturation(a: number, b: number, entitlement: Float64Array): number {
    if (a === b) return 0
    const { allocated } = this.use
    return compareProducts(allocated[b]!, entitlement[a]!, allocated[a]!, entitlement[b]!)
  }

  private stepsToWithin(): number {
    const { parent, guarantee } = this.shape
    let steps = 0
    for (let node = this.leaf; node !== -1; node = parent[node]!) {
      if (this.use.allocated[node]! + this.units <= guarantee[node]!) return steps
      steps += 1
    }
    return Infinity
  }
}
