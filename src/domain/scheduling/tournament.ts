// Who is next: at each group the children's best candidates are compared, up to the pool.
// Within guarantee comes before within entitlement before above it; then the less saturated; then the earlier.
// The rounds of each group are kept, and played anew only where something changed.
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
  /** By node: what it holds, its entitlement or its candidate changed since its group compared. Then its group's did too. */
  private readonly isStale: Uint8Array
  /** Stale children by group. */
  private readonly stale: readonly number[][]
  /** Groups, the deepest first. */
  private readonly groups: readonly number[]
  /**
   * Each group's children play pairwise: a binary tree whose positions 1 to 2 x width - 1 stand behind `base`, the children from
   * width on. A child that changed plays anew only on its way up.
   */
  private readonly rounds: Int32Array
  private readonly base: Int32Array
  private readonly width: Int32Array
  /** By node: its place among the children of its group. */
  private readonly place: Int32Array

  constructor(state: TournamentState) {
    const { shape } = state
    const size = shape.ids.length
    this.state = state
    this.best = new Int32Array(size).fill(NOBODY)
    this.isStale = new Uint8Array(size)
    this.stale = shape.ids.map(() => [])
    this.groups = shape.ids
      .map((_, node) => node)
      .filter((node) => shape.children[node]!.length > 0)
      .toReversed()
    this.base = new Int32Array(size)
    this.width = new Int32Array(size)
    this.place = new Int32Array(size)
    let total = 0
    for (const group of this.groups) {
      const children = shape.children[group]!
      this.base[group] = total
      this.width[group] = 2 ** Math.ceil(Math.log2(children.length))
      total += 2 * this.width[group]
      for (const [place, child] of children.entries()) this.place[child] = place
    }
    this.rounds = new Int32Array(total).fill(NOBODY)
  }

  /** Nobody is a candidate. */
  clear(): void {
    this.best.fill(NOBODY)
    this.rounds.fill(NOBODY)
    for (const group of this.groups) {
      for (const child of this.stale[group]!) this.isStale[child] = 0
      this.stale[group]!.length = 0
    }
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
    for (let child = node; parent[child]! !== -1 && this.isStale[child] === 0; child = parent[child]!) {
      this.isStale[child] = 1
      this.stale[parent[child]!]!.push(child)
    }
  }

  /** The job that comes first in the whole tree, or NOBODY. */
  first(): number {
    if (this.stale[0]!.length === 0) return this.best[0]!
    for (const group of this.groups) if (this.stale[group]!.length > 0) this.settle(group)
    return this.best[0]!
  }

  private settle(group: number): void {
    const stale = this.stale[group]!
    const base = this.base[group]!
    const width = this.width[group]!
    for (const child of stale) {
      this.isStale[child] = 0
      this.rounds[base + width + this.place[child]!] = this.best[child] === NOBODY ? NOBODY : child
    }
    // Beyond that many, all play again: it is no more than one round for each pair.
    if (stale.length > width / 4) {
      for (let round = width - 1; round > 0; round -= 1) this.play(group, round)
    } else {
      for (const child of stale) {
        for (let round = (width + this.place[child]!) >> 1; round > 0; round >>= 1) this.play(group, round)
      }
    }
    stale.length = 0
    const winner = this.rounds[base + 1]!
    this.best[group] = winner === NOBODY ? NOBODY : this.best[winner]!
  }

  private play(group: number, round: number): void {
    const { rounds, best } = this
    const base = this.base[group]!
    const a = rounds[base + 2 * round]!
    const b = rounds[base + 2 * round + 1]!
    // Whoever is no candidate any more, but still stands for a round of its own, plays that one later.
    const isThereA = a !== NOBODY && best[a] !== NOBODY
    const isThereB = b !== NOBODY && best[b] !== NOBODY
    if (!isThereA || !isThereB) rounds[base + round] = isThereA ? a : isThereB ? b : NOBODY
    else rounds[base + round] = this.comesBefore(group, b, best[b]!, a, best[a]!) ? b : a
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
