// How a pool is run: the rules of its policy as the scheduler takes them, and what there is besides jobs.
import type { Ratio } from '../kernel/ratio.ts'
import type { BoardCells } from '../placement/job-requests.ts'
import type { BackfillMode, HistoryRule, RebalanceRule } from '../policy/pool-rules.ts'
import type { Budgets } from './budgets.ts'
import type { Calendars } from './calendar.ts'
import type { Award, CapacityChange, Reservation } from './demand.ts'
import type { ShareAccount } from './share-account.ts'

export interface PreemptionTimes {
  /** Seconds by node index. */
  readonly protectedRuntime: Float64Array
  readonly grace: Float64Array
}

export interface SchedulerRules {
  readonly mode: Exclude<BackfillMode, 'conservative'>
  /** Reservations at one time in mode `shared`. */
  readonly reservedJobs: number
  /** Nothing is reserved further ahead, in seconds. */
  readonly windowSeconds: number
  /** Jobs of class standard and opportunistic may be stopped. Absent: nobody is ever stopped. */
  readonly preemption?: PreemptionTimes
  readonly rebalance?: RebalanceRule
  readonly onCapacityLoss?: 'scale' | 'order(tier)'
  readonly quantum?: number
  /** Past use lowers weights. Absent: it does not. */
  readonly history?: HistoryRule
  /** whenOwnerIdle: nobody borrows from a node that has jobs waiting itself. */
  readonly lending?: 'always' | 'whenOwnerIdle'
  /** By node index: 1 where priorities are compared across the projects below, before saturation. */
  readonly comparesPriority?: Uint8Array
}

/** What else there is besides jobs. */
export interface Surroundings {
  readonly awards?: readonly Award[]
  /** Of one unit-second, against the price basis of the awards. */
  readonly price?: Ratio
  /** The same by entry of the jobs' terms, where it is another one (slices of cards); null: it is not. Absent: nowhere. */
  readonly prices?: readonly (Ratio | null)[] | undefined
  /** Those of the awards, when several flavors draw on them; absent: made of `awards`. */
  readonly budgets?: Budgets
  readonly reservations?: readonly Reservation[]
  readonly capacityChanges?: readonly CapacityChange[]
  /** Who owes share-hours, when the policy looks at debts; kept by whoever carries out the decisions. */
  readonly account?: ShareAccount | null
  /** Nodes and cards on which jobs must lie. Absent or null: units are only counted. */
  readonly cells?: BoardCells | null
  /** Of the resources that are given by appointment, when jobs ask for any. */
  readonly calendars?: Calendars | null
}
