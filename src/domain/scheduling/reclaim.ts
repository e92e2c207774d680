// Whom to stop so that a job may start: to restore a guarantee (reclaim), for a higher priority in the same project (preempt),
// or, where the policy allows it, to move towards the entitlements (rebalance). A plan is whole or nothing.
import { compareProducts } from '../kernel/exact-product.ts'
import { copyUse, emptyUse, obstacle, release, type ShareTreeShape, type TreeUse } from './share-tree.ts'

export const VICTIM_KINDS = ['reclaim', 'preempt', 'rebalance'] as const
export type VictimKind = (typeof VICTIM_KINDS)[number]

export interface Victim {
  readonly job: number
  readonly kind: VictimKind
}

/** The running jobs, as far as they may be stopped. */
export interface RunningView {
  runningIn(leaf: number): readonly number[]
  readonly unitsOf: Float64Array
  readonly leafOf: Int32Array
  priorityOf(job: number): number
  startedAt(job: number): number
  /** Seconds of work that would be lost: since the last checkpoint. */
  lostSeconds(job: number): number
  /** Preemptible, and past its protected time. */
  isStoppable(job: number): boolean
  /** Told to stop already. */
  isLeaving(job: number): boolean
  /** false: `isLeaving` is false of every job. */
  readonly countsLeaving?: boolean
  /** The first of a project in the order of victims, kept from plan to plan; -1: nobody. Absent or null: found anew. */
  readonly firstVictimIn?: ((leaf: number) => number) | null
  /** Order of the ids, for ties; absent: by job number. */
  compareIds?(a: number, b: number): number
}

export interface Claimant {
  readonly leaf: number
  readonly units: number
  readonly priority: number
  /** Where it may rebalance: nowhere, below a group, or everywhere. A job that was evicted in this epoch may nowhere. */
  readonly rebalance: 'off' | 'withinGroup' | 'acrossGroups'
  /** Units that may still be evicted for rebalancing. */
  readonly rebalanceUnits: number
  /** Units of the pool that are kept from it. */
  readonly kept: number
  /** The same in that state of the tree, where it depends on who is gone. Absent or null: it does not. */
  readonly keptWhen?: ((use: TreeUse) => number) | null
}

export interface ReclaimState {
  readonly shape: ShareTreeShape
  readonly use: TreeUse
  readonly entitlement: Float64Array
  readonly running: RunningView
  /** Whether the claimant lies on nodes when these jobs are gone; absent: counting is enough. */
  readonly lies?: (victims: readonly Victim[]) => boolean
}

/** The victims in the order in which they were chosen; null when no legal plan lets the claimant start. */
export function planReclaim(state: ReclaimState, claimant: Claimant): readonly Victim[] | null {
  const planner = new Planner(state, claimant)
  const first = planner.plan(null)
  const decisive = first?.chosen.at(-1)
  if (first === null || decisive === undefined) return first === null ? null : []
  // Taking the decisive one first may make others needless.
  const second = first.chosen.length > 1 ? planner.plan(decisive) : null
  const best = second !== null && planner.lost(second.kept) < planner.lost(first.kept) ? second : first
  return best.kept
}

interface Plan {
  /** In order of choice, before any was put back. */
  readonly chosen: readonly Victim[]
  readonly kept: readonly Victim[]
}

const UNKNOWN = -2
const NOBODY = -1

/** What one leaf could lose. */
interface LeafCandidates {
  readonly leaf: number
  readonly jobs: readonly number[]
  /** The first of them in the order of victims that is not taken; found when it is asked for. */
  best: number
  taken: number
  /** Depth of the lowest common ancestor, and the nodes just below it on both sides. */
  readonly ancestor: number
  readonly sideA: number
  readonly sideB: number
  /** Steps from the claimant's leaf up to the ancestor. */
  readonly steps: number
}

class Planner {
  private readonly state: ReclaimState
  private readonly claimant: Claimant
  private readonly use: TreeUse
  private readonly isOnPath: Uint8Array
  private candidates: LeafCandidates[] = []
  /** Steps up the claimant's path to the first node that stays within its guarantee with the job. */
  private stepWithin = 0
  /** Index into `candidates` by leaf, or -1. */
  private readonly placeOfLeaf: Int32Array

  constructor(state: ReclaimState, claimant: Claimant) {
    this.state = state
    this.claimant = claimant
    this.use = emptyUse(state.shape)
    this.isOnPath = new Uint8Array(state.shape.ids.length)
    this.placeOfLeaf = new Int32Array(state.shape.ids.length)
    for (let node = claimant.leaf; node !== -1; node = state.shape.parent[node]!) this.isOnPath[node] = 1
  }

  /** `firstVictim` is taken before all others when it is legal at that point. */
  plan(firstVictim: Victim | null): Plan | null {
    copyUse(this.state.use, this.use)
    this.stepWithin = this.stepsToWithin()
    this.gather()
    const chosen: Victim[] = []
    const taken = new Set<number>()
    if (firstVictim !== null) {
      const kind = this.kindOf(firstVictim.job)
      if (kind === null) return null
      this.take({ job: firstVictim.job, kind }, chosen, taken)
    }
    while (!this.fits(chosen)) {
      const victim = this.pick(taken, chosen)
      if (victim === null) return null
      this.take(victim, chosen, taken)
    }
    return { chosen, kept: this.putBack(chosen) }
  }

  /** Unit-seconds of work that are lost. */
  lost(victims: readonly Victim[]): number {
    const { running } = this.state
    let total = 0
    for (const { job } of victims) total += running.unitsOf[job]! * running.lostSeconds(job)
    return total
  }

  private fits(victims: readonly Victim[]): boolean {
    const { leaf, units, keptWhen } = this.claimant
    const kept = keptWhen ? keptWhen(this.use) : this.claimant.kept
    if (obstacle(this.state.shape, this.use, leaf, units, kept) !== null) return false
    return this.state.lies?.(victims) ?? true
  }

  private take(victim: Victim, chosen: Victim[], taken: Set<number>): void {
    const { running, shape } = this.state
    release(shape, this.use, running.leafOf[victim.job]!, running.unitsOf[victim.job]!)
    this.stepWithin = this.stepsToWithin()
    chosen.push(victim)
    taken.add(victim.job)
    const place = this.placeOfLeaf[running.leafOf[victim.job]!]!
    if (place === NOBODY) return
    this.candidates[place]!.taken += 1
    this.candidates[place]!.best = UNKNOWN
  }

  /** Leaves that could lose something at all: in others' trees only those above their guarantees all the way. */
  private gather(): void {
    const { shape, running } = this.state
    this.candidates = []
    this.placeOfLeaf.fill(NOBODY)
    for (let leaf = 1; leaf < shape.ids.length; leaf += 1) {
      if (shape.children[leaf]!.length > 0 || this.use.allocated[leaf] === 0) continue
      if (leaf !== this.claimant.leaf && this.claimant.rebalance === 'off' && !this.isAboveGuarantees(leaf)) continue
      const jobs = running.runningIn(leaf)
      if (jobs.length === 0) continue
      this.placeOfLeaf[leaf] = this.candidates.push({ leaf, jobs, best: UNKNOWN, taken: 0, ...this.placeOf(leaf) }) - 1
    }
  }

  private placeOf(leaf: number): Pick<LeafCandidates, 'ancestor' | 'sideA' | 'sideB' | 'steps'> {
    const { parent } = this.state.shape
    let sideB = leaf
    while (sideB !== -1 && this.isOnPath[sideB] === 0 && this.isOnPath[parent[sideB]!] === 0) sideB = parent[sideB]!
    const ancestor = this.isOnPath[leaf] === 1 ? leaf : parent[sideB]!
    let sideA = this.claimant.leaf
    let steps = sideA === ancestor ? 0 : 1
    for (; sideA !== ancestor && parent[sideA] !== ancestor; steps += 1) sideA = parent[sideA]!
    return { ancestor, sideA, sideB, steps }
  }

  private isAboveGuarantees(leaf: number): boolean {
    const { shape } = this.state
    for (let node = leaf; node > 0 && this.isOnPath[node] === 0; node = shape.parent[node]!) {
      if (this.use.allocated[node]! <= shape.guarantee[node]!) return false
    }
    return true
  }

  /** Below an ancestor that is higher than this, some node of the claimant's path stays within its guarantee with the job. */
  private stepsToWithin(): number {
    const { shape } = this.state
    let steps = 0
    for (let node = this.claimant.leaf; node !== -1; node = shape.parent[node]!) {
      if (this.use.allocated[node]! + this.claimant.units <= shape.guarantee[node]!) return steps
      steps += 1
    }
    return Infinity
  }

  private kindOf(job: number): VictimKind | null {
    const leaf = this.state.running.leafOf[job]!
    const place = this.placeOfLeaf[leaf]!
    return place === NOBODY ? null : this.kindIn(this.candidates[place]!, job)
  }

  private kindIn(at: LeafCandidates, job: number): VictimKind | null {
    const { running, entitlement, shape } = this.state
    const { claimant, use } = this
    if (at.leaf === claimant.leaf) return running.priorityOf(job) < claimant.priority ? 'preempt' : null
    if (this.stepWithin < at.steps && this.isAboveGuarantees(at.leaf)) return 'reclaim'
    if (claimant.rebalance === 'off' || (claimant.rebalance === 'withinGroup' && at.ancestor === 0)) return null
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

  private pick(taken: ReadonlySet<number>, chosen: readonly Victim[]): Victim | null {
    const { running } = this.state
    let best: (Victim & { at: LeafCandidates }) | null = null
    let left = this.claimant.rebalanceUnits
    for (const victim of chosen) if (victim.kind === 'rebalance') left -= running.unitsOf[victim.job]!
    for (const at of this.candidates) {
      if (this.isBehind(at, best)) continue
      const job = this.bestIn(at, taken, left)
      if (job === NOBODY) continue
      const kind = this.kindIn(at, job)
      if (kind === null) continue
      if (best === null || this.compare({ job, kind, at }, best) < 0) best = { job, kind, at }
    }
    return best === null ? null : { job: best.job, kind: best.kind }
  }

  /** Whatever job the leaf would lose, it does not come before `best`: known without a look at its jobs. */
  private isBehind(at: LeafCandidates, best: (Victim & { at: LeafCandidates }) | null): boolean {
    if (this.claimant.rebalance !== 'off') return false
    const isOwn = at.leaf === this.claimant.leaf
    if (!isOwn && this.stepWithin >= at.steps) return true
    if (best !== null && this.state.running.countsLeaving === false) {
      const isBestOwn = best.kind === 'preempt'
      if (isOwn !== isBestOwn) return isOwn
      if (this.bySaturation(at, best.at) > 0) return true
    }
    return !isOwn && !this.isAboveGuarantees(at.leaf)
  }

  /** The fuller side first: allocated / entitlement, without division. */
  private bySaturation(a: LeafCandidates, b: LeafCandidates): number {
    const { entitlement } = this.state
    const { allocated } = this.use
    if (a.sideB === b.sideB) return 0
    return compareProducts(allocated[b.sideB]!, entitlement[a.sideB]!, allocated[a.sideB]!, entitlement[b.sideB]!)
  }

  /**
   * The best victim of a leaf. For reclaim and preempt it stays the same until it is taken; rebalancing looks at sizes and
   * shares, so there it is found anew each time.
   */
  private bestIn(at: LeafCandidates, taken: ReadonlySet<number>, rebalanceUnitsLeft: number): number {
    const isRebalancing = this.claimant.rebalance !== 'off' && at.leaf !== this.claimant.leaf
    if (at.best !== UNKNOWN && !isRebalancing) return at.best
    const { running } = this.state
    const isKept = at.leaf !== this.claimant.leaf && !isRebalancing && at.taken === 0
    const kept = isKept ? running.firstVictimIn?.(at.leaf) : undefined
    if (kept !== undefined) {
      at.best = kept
      return kept
    }
    let best = NOBODY
    for (const job of at.jobs) {
      if (!running.isStoppable(job) && !running.isLeaving(job)) continue
      if (at.taken > 0 && taken.has(job)) continue
      if (at.leaf === this.claimant.leaf && running.priorityOf(job) >= this.claimant.priority) continue
      if (isRebalancing) {
        const kind = this.kindIn(at, job)
        if (kind === null || (kind === 'rebalance' && running.unitsOf[job]! > rebalanceUnitsLeft)) continue
      }
      if (best === NOBODY || this.compareInLeaf(job, best) < 0) best = job
    }
    at.best = best
    return best
  }

  private compare(a: Victim & { at: LeafCandidates }, b: Victim & { at: LeafCandidates }): number {
    const { running } = this.state
    const byLeaving = Number(running.isLeaving(b.job)) - Number(running.isLeaving(a.job))
    if (byLeaving !== 0) return byLeaving
    const byKind = VICTIM_KINDS.indexOf(a.kind) - VICTIM_KINDS.indexOf(b.kind)
    if (byKind !== 0) return byKind
    const bySaturation = this.bySaturation(a.at, b.at)
    return bySaturation !== 0 ? bySaturation : this.compareInLeaf(a.job, b.job)
  }

  private compareInLeaf(a: number, b: number): number {
    const { running } = this.state
    const byLeaving = Number(running.isLeaving(b)) - Number(running.isLeaving(a))
    if (byLeaving !== 0) return byLeaving
    const byPriority = running.priorityOf(a) - running.priorityOf(b)
    if (byPriority !== 0) return byPriority
    const byLoss = running.unitsOf[a]! * running.lostSeconds(a) - running.unitsOf[b]! * running.lostSeconds(b)
    if (byLoss !== 0) return byLoss
    return running.startedAt(b) - running.startedAt(a) || (running.compareIds?.(a, b) ?? a - b)
  }

  /** In reverse order: whoever need not go stays, as long as all others are still legal victims at their turn. */
  private putBack(chosen: readonly Victim[]): readonly Victim[] {
    let kept = chosen
    for (let place = chosen.length - 1; place >= 0; place -= 1) {
      const without = kept.filter((victim) => victim !== chosen[place])
      if (this.isLegal(without)) kept = without
    }
    return kept
  }

  private isLegal(victims: readonly Victim[]): boolean {
    const { running, shape, use } = this.state
    copyUse(use, this.use)
    this.stepWithin = this.stepsToWithin()
    for (const { job, kind } of victims) {
      if (this.kindOf(job) !== kind) return false
      release(shape, this.use, running.leafOf[job]!, running.unitsOf[job]!)
      this.stepWithin = this.stepsToWithin()
    }
    return this.fits(victims)
  }
}
