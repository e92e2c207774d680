// Who is next: at each group the children's best candidates are compared, up to the pool.
// Within guarantee comes before within entitlement before above it; then the less saturated; then the earlier.
// The winner of each group is kept, and found anew only where something changed.
import { compareProducts } from '../kernel/exact-product.ts'
import type { ShareTreeShape, TreeUse } from './share-tree.ts'

export const NOBODY = -1

export interface TournamentState {
  readonly shape: ShareTreeShape
  readonly use: TreeUse
  readonly entitlement: Float64Array
  /** Units of a job. */
  readonly unitsOf: Float64Array
  /** Higher goes first whatever the shares are: 0 for jobs that run only on what nobody else asks for, else 1. null: all 1. */
  readonly standing: Uint8Array | null
  /** By node: priorities are compared across its children before saturation. null: nowhere. */
  readonly comparesPriority: Uint8Array | null
  readonly priority: Float64Array | null
}

export class Tournament {
  private readonly state: TournamentState
  /** Best candidate by node: a leaf's own, a group's winner, the pool's at index 0. */
  private readonly best: Int32Array
  private readonly isStale: Uint8Array
  private readonly groups: readonly number[]

  constructor(state: TournamentState) {
    const { shape } = state
    this.state = state
    this.best = new Int32Array(shape.ids.length).fill(NOBODY)
    this.isStale = new Uint8Array(shape.ids.length).fill(1)
    this.groups = shape.ids
      .map((_, node) => node)
      .filter((node) => shape.children[node]!.length > 0)
      .toReversed()
  }

  /** Nobody is a candidate. */
  clear(): void {
    this.best.fill(NOBODY)
    this.isStale.fill(1)
  }

  candidateOf(leaf: number): number {
    return this.best[leaf]!
  }

  /** The leaf's candidate is this one, or nobody. */
  enter(leaf: number, job: number): void {
    if (this.best[leaf] === job) return
    this.best[leaf] = job
    this.changed(leaf)
  }

  /** What the node holds or is entitled to changed: the groups above it compare anew. */
  changed(node: number): void {
    const { parent } = this.state.shape
    for (let group = parent[node]!; group !== -1 && this.isStale[group] === 0; group = parent[group]!) {
      this.isStale[group] = 1
    }
  }

  /** The job that comes first in the whole tree, or NOBODY. */
  first(): number {
    if (this.isStale[0] === 0) return this.best[0]!
    for (const group of this.groups) {
      if (this.isStale[group] === 0) continue
      this.isStale[group] = 0
      this.best[group] = this.winner(group)
    }
    return this.best[0]!
  }

  private winner(group: number): number {
    let best = NOBODY
    let bestChild = NOBODY
    for (const child of this.state.shape.children[group]!) {
      const candidate = this.best[child]!
      if (candidate === NOBODY) continue
      if (best === NOBODY || this.comesBefore(group, child, candidate, bestChild, best)) {
        best = candidate
        bestChild = child
      }
    }
    return best
  }

  private comesBefore(group: number, childA: number, jobA: number, childB: number, jobB: number): boolean {
    const { use, unitsOf, shape, entitlement, standing, priority, comparesPriority } = this.state
    if (standing !== null && standing[jobA] !== standing[jobB]) return standing[jobA]! > standing[jobB]!
    const usedByA = use.allocated[childA]! + unitsOf[jobA]!
    const usedByB = use.allocated[childB]! + unitsOf[jobB]!
    const isWithinA = usedByA <= shape.guarantee[childA]!
    const isWithinB = usedByB <= shape.guarantee[childB]!
    if (isWithinA !== isWithinB) return isWithinA
    if (priority !== null && comparesPriority !== null && comparesPriority[group] === 1) {
      if (priority[jobA] !== priority[jobB]) return priority[jobA]! > priority[jobB]!
    }
    // Saturation used / entitlement, compared without division. It also puts "within entitlement" (at most 1) before "above
    // it" (more than 1), so that class needs no comparison of its own; nothing entitled is the fullest of all.
    const bySaturation = compareProducts(usedByA, entitlement[childB]!, usedByB, entitlement[childA]!)
    if (bySaturation !== 0) return bySaturation < 0
    return jobA < jobB
  }
}
