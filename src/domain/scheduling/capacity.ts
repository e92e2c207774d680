// How much there is: capacity comes and goes, windows begin and end. Whoever is over when it shrinks is stopped.
import type { StopCause } from './decisions.ts'
import type { CapacityChange } from './demand.ts'
import { matchLostNodes } from './lost-nodes.ts'
import type { PoolState } from './pool-state.ts'

const LOST: StopCause = { kind: 'capacity', claimant: null }
const BEGUN: StopCause = { kind: 'window', claimant: null }

export class Capacity {
  private readonly pool: PoolState
  private readonly changes: readonly CapacityChange[]
  private done = 0

  constructor(pool: PoolState, changes: readonly CapacityChange[]) {
    this.pool = pool
    this.changes = changes.toSorted((a, b) => a.at - b.at)
  }

  /** When the next change is due. */
  get nextAt(): number {
    return this.changes[this.done]?.at ?? Infinity
  }

  /** Takes note of what changed until now. True when what is there to be shared changed. */
  advance(now: number): boolean {
    const { pool } = this
    const before = pool.shares.capacity
    for (; this.nextAt <= now; this.done += 1) pool.lose(pool.shape.capacity - this.changes[this.done]!.units)
    pool.windows.advance(now)
    pool.shares.capacityChanged(pool.capacityNow - pool.windows.outAt(now))
    return pool.shares.capacity !== before
  }

  /**
   * Stops jobs until what runs fits what is there. Units that do not exist any more take everybody with them; a window
   * takes only those that may be stopped: the others were not let in when they would have reached into it.
   */
  makeRoom(now: number, stop: (job: number, cause: StopCause) => void): void {
    const { pool } = this
    matchLostNodes(pool, now, (job) => stop(job, LOST))
    let missing = pool.use.allocated[0]! - pool.shape.capacity
    if (missing > 0) {
      for (const job of this.inOrderOfLoss(now, true)) {
        if (missing <= 0) break
        missing -= pool.roster.units[job]!
        stop(job, LOST)
      }
    }
    if (pool.windows.isEmpty || pool.rules.preemption === undefined) return
    for (const job of this.inOrderOfLoss(now, false)) {
      const leaf = pool.roster.leaf[job]!
      const kept = pool.windows.keptFrom(leaf, now, pool.use)
      if (kept > 0 && pool.use.allocated[0]! + kept > pool.shape.capacity) stop(job, BEGUN)
    }
  }

  /** Running jobs, those whose stop costs least first. */
  private inOrderOfLoss(now: number, also: boolean): readonly number[] {
    const { roster, running } = this.pool
    const jobs = running.byEnd.flat().filter((job) => also || this.pool.mayBeStopped(job))
    const standing = (job: number) => roster.standing?.[job] ?? 1
    const firm = (job: number) => roster.isFirm?.[job] ?? 0
    const priority = (job: number) => roster.priority?.[job] ?? 0
    const work = (job: number) => roster.units[job]! * (now - roster.startedAt[job]!)
    return jobs.toSorted(
      (a, b) =>
        firm(a) - firm(b) ||
        standing(a) - standing(b) ||
        priority(a) - priority(b) ||
        work(a) - work(b) ||
        roster.startedAt[b]! - roster.startedAt[a]! ||
        a - b,
    )
  }
}
