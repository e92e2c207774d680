// What an engine's accounting says of one run of a job. Engines repeat themselves, correct themselves and give job numbers
// out again: a run is known by its key, and of several records of one run the latest revision is the truth.

/** A run of a job, fixed when it is first seen. Job numbers are given out again, and a requeued job runs more than once. */
export interface RunKey {
  /** The cluster and its incarnation: a cluster built anew under the same name counts its jobs from one again. */
  readonly cluster: string
  /** The engine's own number of the job, of an array's task its own. */
  readonly job: string
  /** When it was submitted, in whole seconds since 1970. */
  readonly submittedAt: number
  readonly restarts: number
}

export const RUN_STATES = [
  /** Waits or runs: forecasts and holds use it, charges never. */
  'unfinished',
  'completed',
  'failed',
  'timed_out',
  /** By its user, or put back into the queue by its user. */
  'cancelled',
  /** Stopped because another sector took its guarantee back. */
  'preempted',
  'node_failed',
  /** The source took the record back: it was of no run. */
  'withdrawn',
] as const
export type RunState = (typeof RUN_STATES)[number]

/** All times are whole seconds since 1970 in UTC, by the source's clock; intervals are half-open. */
export interface UsageRecord {
  readonly run: RunKey
  /** Above: newer. When the source was read, where the source itself counts no versions. */
  readonly revision: number
  readonly state: RunState
  readonly project: string
  /** The account as the engine names it, for comparison with the engine's own sums. */
  readonly account: string
  readonly flavor: string
  /** Thousandths of a unit of the flavor, over all nodes of the run together: it is never multiplied by the nodes. */
  readonly milliUnits: number
  readonly nodes: number
  readonly isBorrowed: boolean
  /** null: it has not started. */
  readonly startedAt: number | null
  /** null: it has not ended. */
  readonly endedAt: number | null
  /** Seconds that it ran, without those in which it was suspended. */
  readonly elapsedSeconds: number
  /** null: no limit. */
  readonly limitSeconds: number | null
  /** The last instant whose work was kept when it was stopped; null: none was. */
  readonly checkpointAt: number | null
}

/** e.g. `alps#2/4711/1795392000/0`. Two runs have one name only if they are one run. */
export function runName({ cluster, job, submittedAt, restarts }: RunKey): string {
  return `${cluster}/${job}/${submittedAt}/${restarts}`
}

/** The instant whose price a run has: it keeps the one that it started with. */
export function ratedAt({ run, startedAt }: UsageRecord): number {
  return startedAt ?? run.submittedAt
}

/** The whole record as one line, for comparison: two records are the same only if these are. */
export function recordLine(record: UsageRecord): string {
  return JSON.stringify([
    runName(record.run),
    record.revision,
    record.state,
    record.project,
    record.account,
    record.flavor,
    record.milliUnits,
    record.nodes,
    record.isBorrowed,
    record.startedAt,
    record.endedAt,
    record.elapsedSeconds,
    record.limitSeconds,
    record.checkpointAt,
  ])
}

/**
 * The record that counts, of two of one run: the newer revision; of two with one revision the one whose line is greater, so
 * that the order in which they came does not matter.
 */
export function laterOf(one: UsageRecord, other: UsageRecord): UsageRecord {
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other
  return recordLine(one) >= recordLine(other) ? one : other
}
