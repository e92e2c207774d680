// Who may be stopped, for whom, and in which order.
import type { TreeUse } from './share-tree.ts'

export const VICTIM_KINDS = ['reclaim', 'preempt', 'rebalance'] as const
export type VictimKind = (typeof VICTIM_KINDS)[number]

export interface Victim {
  readonly job: number
  readonly kind: VictimKind
}

export interface KnownFirstVictims {
  /** The first of a project in the order of victims; -1: nobody may be stopped. */
  of(leaf: number): number
  /** False when it is certainly behind a job of this priority that loses so many unit-seconds. */
  mayPrecede(leaf: number, priority: number, lost: number): boolean
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
  /** What is known of projects without a look at their jobs; absent or null: nothing. */
  readonly firstVictims?: KnownFirstVictims | null
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

/** Order of victims within a project: priority, lost work, the newest, the smaller id. */
export function compareVictims(running: RunningView, a: number, b: number): number {
  const byPriority = running.priorityOf(a) - running.priorityOf(b)
  if (byPriority !== 0) return byPriority
  const byLoss = lostWork(running, a) - lostWork(running, b)
  if (byLoss !== 0) return byLoss
  return running.startedAt(b) - running.startedAt(a) || (running.compareIds?.(a, b) ?? a - b)
}

/** Unit-seconds that are lost when the job is stopped. */
export function lostWork(running: RunningView, job: number): number {
  return running.unitsOf[job]! * running.lostSeconds(job)
}
