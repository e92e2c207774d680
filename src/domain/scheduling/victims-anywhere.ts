// Victims where the policy allows rebalancing: besides whoever borrows, whoever stays nearer to its entitlement without the job
// than the claimant comes with it. Sizes and shares matter, so each choice looks at the jobs anew.
import { compareProducts } from '../kernel/exact-product.ts'
import {
  compareVictims,
  VICTIM_KINDS,
  type Claimant,
  type RunningView,
  type Victim,
  type VictimKind,
} from './victims.ts'
import type { PlannedTree } from './planned-tree.ts'

const UNKNOWN = -2
const NOBODY = -1

/** What one leaf could lose. */
interface LeafCandidates {
  readonly leaf: number
  readonly jobs: readonly number[]
  /** Of the claimant's own project: the first in the order of victims that is not taken; found when it is asked for. */
  best: number
  /** The lowest common ancestor, and the nodes just below it on both sides. */
  readonly ancestor: number
  readonly sideA: number
  readonly sideB: number
  /** Steps from the claimant's leaf up to the ancestor. */
  readonly steps: number
}

type Candidate = Victim & { at: LeafCandidates }

export class VictimsAnywhere {
  private readonly tree: PlannedTree
  private readonly running: RunningView
  private readonly entitlement: Float64Array
  private claimant!: Claimant
  private readonly candidates: LeafCandidates[] = []
  /** Index into `candidates` by leaf, or -1. */
  private readonly placeOfLeaf: Int32Array
  private readonly taken = new Set<number>()
  private unitsLeft = 0

  constructor(tree: PlannedTree, running: RunningView, entitlement: Float64Array) {
    this.tree = tree
    this.running = running
    this.entitlement = entitlement
    this.placeOfLeaf = new Int32Array(tree.shape.ids.length)
  }

  /** The tree is where a plan begins. */
  begin(claimant: Claimant): void {
    const { shape, use } = this.tree
    this.claimant = claimant
    this.candidates.length = 0
    this.placeOfLeaf.fill(NOBODY)
    for (let leaf = 1; leaf < shape.ids.length; leaf += 1) {
      if (shape.children[leaf]!.length > 0 || use.allocated[leaf] === 0) continue
      const jobs = this.running.runningIn(leaf)
      if (jobs.length === 0) continue
      this.placeOfLeaf[leaf] = this.candidates.push({ leaf, jobs, best: UNKNOWN, ...this.sidesOf(leaf) }) - 1
    }
    this.restart()
  }

  /** The same claimant once more, from the beginning. */
  restart(): void {
    this.taken.clear()
    this.unitsLeft = this.claimant.rebalanceUnits
    const own = this.placeOfLeaf[this.claimant.leaf]!
    if (own !== NOBODY) this.candidates[own]!.best = UNKNOWN
  }

  /** The next victim; null: there is none. */
  pick(): Victim | null {
    let best: Candidate | null = null
    for (const at of this.candidates) {
      const job = this.bestIn(at)
      if (job === NOBODY) continue
      const kind = this.kindIn(at, job)
      if (kind === null) continue
      if (best === null || this.compare({ job, kind, at }, best) < 0) best = { job, kind, at }
    }
    return best === null ? null : { job: best.job, kind: best.kind }
  }

  /** What the job would be a victim of now; null: it may not be stopped. */
  kindOf(job: number): VictimKind | null {
    const place = this.placeOfLeaf[this.running.leafOf[job]!]!
    return place === NOBODY ? null : this.kindIn(this.candidates[place]!, job)
  }

  /** The victim is gone from the tree. */
  took(job: number, kind: VictimKind): void {
    this.taken.add(job)
    if (kind === 'rebalance') this.unitsLeft -= this.running.unitsOf[job]!
    const place = this.placeOfLeaf[this.running.leafOf[job]!]!
    if (place !== NOBODY) this.candidates[place]!.best = UNKNOWN
  }

  private sidesOf(leaf: number): Pick<LeafCandidates, 'ancestor' | 'sideA' | 'sideB' | 'steps'> {
    const { shape, isOnPath } = this.tree
    const { parent } = shape
    let sideB = leaf
    while (sideB !== -1 && isOnPath[sideB] === 0 && isOnPath[parent[sideB]!] === 0) sideB = parent[sideB]!
    const ancestor = isOnPath[leaf] === 1 ? leaf : parent[sideB]!
    let sideA = this.claimant.leaf
    let steps = sideA === ancestor ? 0 : 1
    for (; sideA !== ancestor && parent[sideA] !== ancestor; steps += 1) sideA = parent[sideA]!
    return { ancestor, sideA, sideB, steps }
  }

  private kindIn(at: LeafCandidates, job: number): VictimKind | null {
    const { running, entitlement, claimant } = this
    const { shape, use, stepWithin } = this.tree
    if (at.leaf === claimant.leaf) return running.priorityOf(job) < claimant.priority ? 'preempt' : null
    if (stepWithin < at.steps && this.tree.isAboveGuarantees(at.leaf)) return 'reclaim'
    if (claimant.rebalance === 'withinGroup' && at.ancestor === 0) return null
    // Who is entitled to nothing is never nearer to it: two such sides would take turns.
    if (shape.children[at.ancestor]!.length === 0 || entitlement[at.sideA] === 0) return null
    const units = running.unitsOf[job]!
    const after = compareProducts(
      use.allocated[at.sideA]! + claimant.units,
      entitlement[at.sideB]!,
      use.allocated[at.sideB]! - units,
      entitlement[at.sideA]!,
    )
    return after <= 0 ? 'rebalance' : null
  }

  private bestIn(at: LeafCandidates): number {
    const { running, taken, claimant } = this
    const isOwn = at.leaf === claimant.leaf
    if (isOwn && at.best !== UNKNOWN) return at.best
    let best = NOBODY
    for (const job of at.jobs) {
      if (!running.isStoppable(job) || taken.has(job)) continue
      if (isOwn && running.priorityOf(job) >= claimant.priority) continue
      const kind = this.kindIn(at, job)
      if (kind === null || (kind === 'rebalance' && running.unitsOf[job]! > this.unitsLeft)) continue
      if (best === NOBODY || compareVictims(running, job, best) < 0) best = job
    }
    at.best = best
    return best
  }

  private compare(a: Candidate, b: Candidate): number {
    const byKind = VICTIM_KINDS.indexOf(a.kind) - VICTIM_KINDS.indexOf(b.kind)
    if (byKind !== 0) return byKind
    const bySaturation = this.tree.bySaturation(a.at.sideB, b.at.sideB, this.entitlement)
    return bySaturation !== 0 ? bySaturation : compareVictims(this.running, a.job, b.job)
  }
}
