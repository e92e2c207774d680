// What asks for capacity, and what takes it away for a time: jobs, awards, reservations, maintenance, changes of capacity.
// All times are whole seconds on the clock of whoever drives the scheduler (a trace's zero, or Unix time).

export const JOB_CLASSES = ['guaranteed', 'standard', 'opportunistic'] as const
/**
 * guaranteed: is never stopped, and may only use what its tree owns. standard: may borrow, and is stopped when the owner comes.
 * opportunistic: runs only on what nobody else asks for, and is stopped first.
 */
export type JobClass = (typeof JOB_CLASSES)[number]

export interface Gang {
  /** Pods that start together; each lies on one node. */
  readonly pods: number
  readonly unitsPerPod: number
  /** Level of the topology that must, or should, hold all pods. null: anywhere. */
  readonly topology: { readonly level: string; readonly isRequired: boolean } | null
}

/** Time on a calendar resource (a QPU) in the same start: its window begins `afterSeconds` into the job. */
export interface CoAllocation {
  readonly flavor: string
  readonly units: number
  readonly afterSeconds: number
  readonly forSeconds: number
}

/** What a job may ask beyond units and time. Absent: the default of each. */
export interface JobTerms {
  readonly class: JobClass
  /** Within the project; higher first. */
  readonly priority: number
  /** Flavors that would do, the preferred first; at least one. */
  readonly flavors: readonly string[]
  readonly gang: Gang | null
  /** null: work since the start is lost when it is stopped. */
  readonly checkpointEverySeconds: number | null
  readonly deadline: number | null
  readonly coAllocations: readonly CoAllocation[]
}

export const EXHAUSTION_RULES = ['finishRunning', 'preemptible', 'stop'] as const

/** A project's budget. Milli-reference-unit-seconds: 1000 x units x seconds x price of the flavor against `priceBasis`. */
export interface Award {
  readonly project: string
  readonly milliUnitSeconds: number
  readonly validFrom: number
  /** Excluded. */
  readonly validTo: number
  readonly tranche: Tranche | null
  readonly onExhaustion: (typeof EXHAUSTION_RULES)[number]
  /** Milli-reference-unit-seconds beyond the grant. */
  readonly overdraft: number
}

/** The grant is released in equal steps of time; what is left of one is carried over in part. */
export interface Tranche {
  readonly everySeconds: number
  /** Of the whole grant, in millionths. */
  readonly shareMillionths: number
  readonly carryOverMillionths: number
}

/** Units kept for one node of the tree, or for nobody (maintenance) in a time window. */
export interface Reservation {
  readonly id: string
  /** Node of the share tree whose jobs may use it; null: maintenance, which nobody uses and which always wins. */
  readonly owner: string | null
  readonly flavor: string
  readonly units: number
  readonly start: number
  /** Excluded. */
  readonly end: number
  /** Before the window: lend to jobs that can be stopped, or to none that would reach into it. */
  readonly beforeStart: 'lendUntilPreemptible' | 'keepFree'
}

/** From this moment on the flavor has this many units. */
export interface CapacityChange {
  readonly flavor: string
  readonly at: number
  readonly units: number
}
