// Rules that a policy file may already state, that are checked and kept, but that this version of Weir does not act on.
// `weir policy check` says so for each of them (notice 'rule-not-acted-on'); none is ignored in silence.

/** Units by kind of cell, e.g. {node: 8, rack: 64}. */
export type UnitsByCell = Readonly<Record<string, number>>

export interface DeclaredRules {
  readonly onCapacityLoss?: 'scale' | 'order(tier)'
  readonly history?: DeclaredHistory
  readonly rebalance?: DeclaredRebalance
  readonly backfill?: DeclaredBackfill
  /** By flavor name. */
  readonly flavors?: Readonly<Record<string, DeclaredFlavor>>
  /** By node id. */
  readonly nodes?: Readonly<Record<string, DeclaredNode>>
}

export interface DeclaredHistory {
  readonly halfLifeSeconds?: number
  readonly influence?: number
  readonly debtInfluence?: number
  readonly chargeOnly?: 'aboveGuarantee' | 'everything'
}

export interface DeclaredRebalance {
  readonly scope?: 'off' | 'withinGroup' | 'acrossGroups'
  readonly rule?: 'strict'
  readonly maxEvictedGpuPerHour?: number
}

export interface DeclaredBackfill {
  readonly mode?: 'fcfs' | 'easy' | 'easy-sjbf' | 'conservative' | 'shared'
  readonly reservedJobsPerFlavor?: number
  readonly windowSeconds?: number
  readonly resolutionSeconds?: number
}

export interface DeclaredFlavor {
  readonly cells?: UnitsByCell
  readonly calendar?: boolean
  /** Slices cut from the cards of another flavor: not part of the pool, or the same cards would count twice. */
  readonly slices?: { readonly backedBy: string; readonly perGpu: number }
}

export interface DeclaredNode {
  readonly guaranteedCells?: UnitsByCell
  readonly preemption?: { readonly protectedRuntimeSeconds?: number; readonly graceSeconds?: number }
}
