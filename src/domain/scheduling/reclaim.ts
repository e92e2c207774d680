// Whom to stop so that a job may start: to restore a guarantee (reclaim), for a higher priority in the same project (preempt),
// or, where the policy allows it, to move towards the entitlements (rebalance). A plan is whole or nothing.
import { PlannedTree } from './planned-tree.ts'
import type { ShareTreeShape, TreeUse } from './share-tree.ts'
import { lostWork, type Claimant, type RunningView, type Victim } from './victims.ts'
import { VictimsAnywhere } from './victims-anywhere.ts'
import { VictimsBySide } from './victims-by-side.ts'

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
  return new ReclaimPlanner(state.shape, state.running, state.entitlement).plan(claimant, state.use, state.lies)
}

interface Plan {
  /** In order of choice, before any was put back. */
  readonly chosen: readonly Victim[]
  readonly kept: readonly Victim[]
}

/** Plans one after the other for one pool; `entitlement` and the running jobs are read as they are then. */
export class ReclaimPlanner {
  private readonly tree: PlannedTree
  private readonly running: RunningView
  private readonly bySide: VictimsBySide
  private readonly anywhere: VictimsAnywhere
  private choice: VictimsBySide | VictimsAnywhere
  private claimant!: Claimant
  private lies: ((victims: readonly Victim[]) => boolean) | undefined

  constructor(shape: ShareTreeShape, running: RunningView, entitlement: Float64Array) {
    this.tree = new PlannedTree(shape)
    this.running = running
    this.bySide = new VictimsBySide(this.tree, running, entitlement)
    this.anywhere = new VictimsAnywhere(this.tree, running, entitlement)
    this.choice = this.bySide
  }

  /** As `planReclaim`. `lies`: whether the claimant lies on nodes when these jobs are gone; absent: counting is enough. */
  plan(claimant: Claimant, use: TreeUse, lies?: (victims: readonly Victim[]) => boolean): readonly Victim[] | null {
    this.lies = lies
    this.claimant = claimant
    this.choice = claimant.rebalance === 'off' ? this.bySide : this.anywhere
    this.tree.begin(claimant.leaf, claimant.units, use)
    this.choice.begin(claimant)
    const first = this.planFrom(null)
    const decisive = first?.chosen.at(-1)
    if (first === null || decisive === undefined) return first === null ? null : []
    // Taking the decisive one first may make others needless.
    const second = first.chosen.length > 1 ? this.planAgain(decisive) : null
    const best = second !== null && this.lost(second.kept) < this.lost(first.kept) ? second : first
    return best.kept
  }

  private planAgain(decisive: Victim): Plan | null {
    this.tree.restart()
    this.choice.restart()
    return this.planFrom(decisive)
  }

  /** `firstVictim` is taken before all others when it is legal at that point. */
  private planFrom(firstVictim: Victim | null): Plan | null {
    const chosen: Victim[] = []
    if (firstVictim !== null) {
      const kind = this.choice.kindOf(firstVictim.job)
      if (kind === null) return null
      this.take({ job: firstVictim.job, kind }, chosen)
    }
    while (!this.fits(chosen)) {
      const victim = this.choice.pick()
      if (victim === null) return null
      this.take(victim, chosen)
    }
    return { chosen, kept: this.putBack(chosen) }
  }

  /** Unit-seconds of work that are lost. */
  private lost(victims: readonly Victim[]): number {
    let total = 0
    for (const { job } of victims) total += lostWork(this.running, job)
    return total
  }

  private fits(victims: readonly Victim[]): boolean {
    const { kept, keptWhen } = this.claimant
    return this.tree.hasRoom(keptWhen ? keptWhen(this.tree.use) : kept) && (this.lies?.(victims) ?? true)
  }

  private take(victim: Victim, chosen: Victim[]): void {
    this.release(victim.job)
    this.choice.took(victim.job, victim.kind)
    chosen.push(victim)
  }

  private release(job: number): void {
    this.tree.release(this.running.leafOf[job]!, this.running.unitsOf[job]!)
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
    this.tree.restart()
    for (const { job, kind } of victims) {
      if (this.choice.kindOf(job) !== kind) return false
      this.release(job)
    }
    return this.fits(victims)
  }
}
