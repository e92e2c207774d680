// What the ledger has of one run: charges are the difference between this and what the run's latest record comes to.

/** What the ledger has of one run. */
export interface BookedRun {
  /** Holds that are open, oldest first; all of them are of one project. */
  readonly holds: readonly BookedHold[]
  readonly parts: readonly BookedPart[]
}

export interface BookedHold {
  readonly id: string
  readonly project: string
  readonly amount: bigint
}

/** What is booked of one month of a run to one project, in milli-reference-unit-seconds. */
export interface BookedPart {
  readonly project: string
  /** The month of the use; where that was closed for good the entries are in a later one. */
  readonly period: string
  readonly used: bigint
  readonly refunded: bigint
  /** The first entry of it: corrections refer to it. */
  readonly firstId: string
}

export const NOTHING_BOOKED: BookedRun = { holds: [], parts: [] }
