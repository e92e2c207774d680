// What the scheduler knows of each job, in columns by job number: what it asks, where it stands, when it started.
import type { JobTerms } from './demand.ts'
import type { WaitsBefore } from './waiting-queue.ts'

/** Jobs by number, in order of arrival: whole units, whole seconds, leaf index of the tree. */
export interface JobColumns {
  readonly units: Float64Array
  readonly requested: Float64Array
  readonly leaf: Int32Array
  /** What jobs ask beyond: job `j` has `table[of[j]]`. Absent or null: every job has the default terms. */
  readonly terms?: { readonly table: readonly JobTerms[]; readonly of: Int32Array } | null
}

export const UNSEEN = 0
export const WAITING = 1
export const RUNNING = 2
/** Runs past its requested end: it holds nothing any more, for the scheduler. */
export const OVERDUE = 3
export const GONE = 4

export class Roster {
  readonly units: Float64Array
  /** Requested seconds; of a job that was stopped, those that are left after its last checkpoint. */
  readonly requested: Float64Array
  readonly leaf: Int32Array
  readonly state: Uint8Array
  readonly startedAt: Float64Array
  readonly requestedEnd: Float64Array
  readonly terms: JobColumns['terms']
  /** null: every job has priority 0. */
  readonly priority: Float64Array | null
  /** Deadline - requested time, Infinity without a deadline; null: no job has one. */
  readonly latestStart: Float64Array | null
  /** 0: opportunistic. null: none is. */
  readonly standing: Uint8Array | null
  /** Seconds between checkpoints, 0: none. null: no job has any. */
  readonly checkpointEvery: Float64Array | null
  /** 1: guaranteed, is never stopped. null: none is. */
  readonly isFirm: Uint8Array | null

  constructor({ units, requested, leaf, terms }: JobColumns) {
    const count = units.length
    this.units = units
    this.leaf = leaf
    this.terms = terms ?? null
    this.requested = terms ? Float64Array.from(requested) : requested
    this.state = new Uint8Array(count)
    this.startedAt = new Float64Array(count)
    this.requestedEnd = new Float64Array(count)
    const of = (job: number) => terms!.table[terms!.of[job]!]!
    const has = (test: (terms: JobTerms) => boolean) => terms?.table.some(test) ?? false
    this.priority = has(({ priority }) => priority !== 0)
      ? Float64Array.from(units, (_, job) => of(job).priority)
      : null
    this.latestStart = has(({ deadline }) => deadline !== null)
      ? Float64Array.from(units, (_, job) => (of(job).deadline ?? Infinity) - requested[job]!)
      : null
    this.standing = has((some) => some.class === 'opportunistic')
      ? Uint8Array.from(units, (_, job) => (of(job).class === 'opportunistic' ? 0 : 1))
      : null
    this.checkpointEvery = has(({ checkpointEverySeconds }) => checkpointEverySeconds !== null)
      ? Float64Array.from(units, (_, job) => of(job).checkpointEverySeconds ?? 0)
      : null
    this.isFirm = has((some) => some.class === 'guaranteed')
      ? Uint8Array.from(units, (_, job) => (of(job).class === 'guaranteed' ? 1 : 0))
      : null
  }

  termsOf(job: number): JobTerms | null {
    return this.terms ? this.terms.table[this.terms.of[job]!]! : null
  }

  /** Order within a project: priority, then who must start soonest to meet its deadline, then who came first. */
  get order(): WaitsBefore {
    const { priority, latestStart } = this
    if (priority === null && latestStart === null) return (a, b) => a < b
    return (a, b) => {
      if (priority !== null && priority[a] !== priority[b]) return priority[a]! > priority[b]!
      if (latestStart !== null && latestStart[a] !== latestStart[b]) return latestStart[a]! < latestStart[b]!
      return a < b
    }
  }

  /** Shortest requested time first, then who came first. */
  get shortestFirst(): WaitsBefore {
    const { requested } = this
    return (a, b) => requested[a]! < requested[b]! || (requested[a] === requested[b] && a < b)
  }
}
