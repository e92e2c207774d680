// The first victim of each project, kept while nobody in it starts or goes and no time passes: plans of one instant look at the
// running jobs of a project once. For later instants what it loses is kept as a bound: lost work only grows, until a job comes
// to its next checkpoint or out of its protection.
import { savedSeconds } from './checkpoints.ts'
import type { Roster } from './roster.ts'

const NOBODY = -1

/** Whom a plan may stop, of the running jobs. */
export interface Stoppable {
  /** Seconds; Infinity: never. Nobody is stopped in the instant of its start. */
  stoppableFrom(job: number): number
  /** Told to leave already. */
  isLeaving(job: number): boolean
}

export class FirstVictims {
  private readonly roster: Roster
  private readonly runningIn: readonly (readonly number[])[]
  private readonly job: Int32Array
  /** Instant of what is known, by leaf. */
  private readonly at: Float64Array
  /** Unit-seconds of work that it lost at that instant, and until when nobody of the leaf loses less. */
  private readonly lostThen: Float64Array
  private readonly goodUntil: Float64Array

  constructor(roster: Roster, runningIn: readonly (readonly number[])[]) {
    this.roster = roster
    this.runningIn = runningIn
    this.job = new Int32Array(runningIn.length).fill(NOBODY)
    this.at = new Float64Array(runningIn.length).fill(-Infinity)
    this.lostThen = new Float64Array(runningIn.length)
    this.goodUntil = new Float64Array(runningIn.length).fill(-Infinity)
  }

  /** Somebody of the leaf started, runs no more, or was told to leave. */
  changed(leaf: number): void {
    this.at[leaf] = -Infinity
    this.goodUntil[leaf] = -Infinity
  }

  /** False when whoever comes first in the leaf is certainly behind a job of this priority that loses so much. */
  mayPrecede(leaf: number, now: number, priority: number, lost: number): boolean {
    if (now >= this.goodUntil[leaf]!) return true
    const first = this.job[leaf]!
    if (first === NOBODY) return false
    const own = this.roster.priority?.[first] ?? 0
    return own < priority || (own === priority && this.lostThen[leaf]! <= lost)
  }

  /** The first in the order of victims of those that may be stopped now; -1: nobody may. */
  of(leaf: number, now: number, who: Stoppable): number {
    if (this.at[leaf] === now) return this.job[leaf]!
    const { startedAt } = this.roster
    let best = NOBODY
    let least = Infinity
    let goodUntil = Infinity
    for (const job of this.runningIn[leaf]!) {
      const from = who.stoppableFrom(job)
      if (from > now || startedAt[job]! >= now) {
        goodUntil = Math.min(goodUntil, from)
        continue
      }
      if (who.isLeaving(job)) continue
      goodUntil = Math.min(goodUntil, this.nextCheckpoint(job, now))
      const lost = this.lost(job, now)
      if (best !== NOBODY && !this.isBefore(job, lost, best, least)) continue
      best = job
      least = lost
    }
    this.at[leaf] = now
    this.job[leaf] = best
    this.lostThen[leaf] = least
    this.goodUntil[leaf] = goodUntil
    return best
  }

  /** Unit-seconds of work. */
  private lost(job: number, now: number): number {
    const { startedAt, checkpointEvery, units } = this.roster
    const ran = now - startedAt[job]!
    return units[job]! * (ran - (checkpointEvery === null ? 0 : savedSeconds(checkpointEvery[job]!, ran)))
  }

  private nextCheckpoint(job: number, now: number): number {
    const { startedAt, checkpointEvery } = this.roster
    const every = checkpointEvery?.[job] ?? 0
    if (every <= 0) return Infinity
    return startedAt[job]! + savedSeconds(every, now - startedAt[job]!) + every
  }

  /** As the planner compares two of one project (`compareVictims`): priority, lost work, the newest, the smaller number. */
  private isBefore(job: number, lost: number, other: number, otherLost: number): boolean {
    const { priority, startedAt } = this.roster
    if (priority !== null && priority[job] !== priority[other]) return priority[job]! < priority[other]!
    if (lost !== otherLost) return lost < otherLost
    const byStart = startedAt[other]! - startedAt[job]!
    return byStart !== 0 ? byStart < 0 : job < other
  }
}
