// The first victim of each project, kept while nobody in it starts or goes and no time passes: plans of one instant look at the
// running jobs of a project once, instead of once for each plan.
import type { Roster } from './roster.ts'
import { savedSeconds } from './checkpoints.ts'

const NOBODY = -1

export class FirstVictims {
  private readonly roster: Roster
  private readonly runningIn: readonly (readonly number[])[]
  private readonly job: Int32Array
  /** Instant of what is known, by leaf. */
  private readonly at: Float64Array

  constructor(roster: Roster, runningIn: readonly (readonly number[])[]) {
    this.roster = roster
    this.runningIn = runningIn
    this.job = new Int32Array(runningIn.length).fill(NOBODY)
    this.at = new Float64Array(runningIn.length).fill(-Infinity)
  }

  /** Somebody of the leaf started, or runs no more. */
  changed(leaf: number): void {
    this.at[leaf] = -Infinity
  }

  forgetAll(): void {
    this.at.fill(-Infinity)
  }

  /** The first in the order of victims of those that may be stopped now; -1: nobody may. */
  of(leaf: number, now: number, isStoppable: (job: number) => boolean): number {
    if (this.at[leaf] === now) return this.job[leaf]!
    let best = NOBODY
    let least = Infinity
    for (const job of this.runningIn[leaf]!) {
      if (!isStoppable(job)) continue
      const lost = this.lost(job, now)
      if (best !== NOBODY && !this.isBefore({ job, lost }, { job: best, lost: least })) continue
      best = job
      least = lost
    }
    this.at[leaf] = now
    this.job[leaf] = best
    return best
  }

  /** Unit-seconds of work. */
  private lost(job: number, now: number): number {
    const { startedAt, checkpointEvery, units } = this.roster
    const ran = now - startedAt[job]!
    return units[job]! * (ran - (checkpointEvery === null ? 0 : savedSeconds(checkpointEvery[job]!, ran)))
  }

  /** As the planner compares two of one project (`compareInLeaf`): priority, lost work, the newest, the smaller number. */
  private isBefore(
    a: { readonly job: number; readonly lost: number },
    b: { readonly job: number; readonly lost: number },
  ): boolean {
    const { priority, startedAt } = this.roster
    if (priority !== null && priority[a.job] !== priority[b.job]) return priority[a.job]! < priority[b.job]!
    if (a.lost !== b.lost) return a.lost < b.lost
    const byStart = startedAt[b.job]! - startedAt[a.job]!
    return byStart !== 0 ? byStart < 0 : a.job < b.job
  }
}
