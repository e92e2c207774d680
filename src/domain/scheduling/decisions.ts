// What one call of the scheduler decided, in order: jobs that start and jobs that are stopped. Made once, used again.

/**
 * reclaim: its owner came. preempt: a higher priority of the same project. rebalance: towards the entitlements. capacity:
 * the pool lost units. window: a reservation or maintenance began.
 */
export type StopKind = 'reclaim' | 'preempt' | 'rebalance' | 'capacity' | 'window'

export interface StopCause {
  readonly kind: StopKind
  /** The job for which it was stopped; null: for none. */
  readonly claimant: number | null
}

export class Decisions {
  /** A job that starts is its number; a job that is stopped is ~number. */
  readonly entries: number[] = []
  /** Of the jobs that are stopped, in their order. */
  readonly causes: StopCause[] = []

  start(job: number): void {
    this.entries.push(job)
  }

  /** The job ends now and goes back into its queue, with what its last checkpoint saved. */
  stop(job: number, cause: StopCause): void {
    this.entries.push(~job)
    this.causes.push(cause)
  }

  clear(): void {
    // Setting the length of an array costs even when nothing changes, and most events decide nothing.
    if (this.entries.length > 0) this.entries.length = 0
    if (this.causes.length > 0) this.causes.length = 0
  }
}
