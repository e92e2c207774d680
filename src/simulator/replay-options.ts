// What a replay is asked for.
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import type { Ratio } from '../domain/kernel/ratio.ts'
import type { BoardCells } from '../domain/placement/job-requests.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import type { BackfillMode, PoolRules } from '../domain/policy/pool-rules.ts'
import type { Explanation } from '../domain/scheduling/explanation.ts'
import type { Surroundings } from '../domain/scheduling/scheduler-rules.ts'
import type { Decider, RunEvent } from './course.ts'

export interface ReplayOptions {
  readonly capacity: number
  readonly discipline: BackfillMode
  /** The share tree whose projects the workload names; null: one project that owns the pool. */
  readonly tree: { readonly nodes: readonly ShareNode[]; readonly flavor: string } | null
  /** Absent: by the length of the history. */
  readonly period?: AccountingPeriod
  /** The policy's rules beside its shares; absent: the defaults. */
  readonly rules?: PoolRules
  /** Jobs of class standard are stopped when the owner of what they borrow comes. Absent: nobody is ever stopped. */
  readonly mayStop?: boolean
  /** Awards, reservations, maintenance, changes of capacity, on the clock of the workload. */
  readonly around?: Surroundings
  /** How the units of the tree's flavor lie on nodes. Absent or null: they are only counted. */
  readonly cells?: BoardCells | null
  /** Other flavors of the pool that jobs name in their terms. Absent: every job takes the tree's flavor. */
  readonly others?: readonly OtherFlavor[]
  /** Flavors by appointment that jobs name in their terms. Absent: nobody asks for one. */
  readonly byAppointment?: readonly OtherFlavor[]
  readonly onProgress?: ProgressListener
  readonly onRun?: RunListener
  /** Stands between the replay and its scheduler, and sees each decision; it must pass everything on. */
  readonly watch?: (scheduler: Explaining) => Decider
}

export interface OtherFlavor {
  readonly flavor: string
  readonly capacity: number
  /** Of one unit-second, against the price basis of the awards. */
  readonly price: Ratio
  readonly around: Pick<Surroundings, 'reservations' | 'capacityChanges' | 'prices'>
  readonly cells?: BoardCells | null
}

/** One who decides, and can say why a job waits. */
export interface Explaining extends Decider {
  explain(now: number, job: number): Explanation
}

export type ProgressListener = (progress: { jobsDone: number; jobsTotal: number }) => 'continue' | 'stop'

/** An appointment that was kept. */
export interface Appointment {
  readonly kind: 'appointment'
  /** Row of the workload. */
  readonly job: number
  readonly flavor: string
  readonly units: number
  /** Seconds on the clock of the history; `to` is excluded. */
  readonly from: number
  readonly to: number
}

/** Is told of every start, stop and end in their order, with the flavor's name; at the end of all appointments. */
export type RunListener = (event: (Omit<RunEvent, 'flavor'> & { readonly flavor: string }) | Appointment) => void
