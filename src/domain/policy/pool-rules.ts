// The rules of a pool beside its shares: lost capacity, history, rebalancing, backfill. What a file does not say has a default.
import type { Ratio } from '../kernel/ratio.ts'

export const BACKFILL_MODES = ['fcfs', 'easy', 'easy-sjbf', 'conservative', 'shared'] as const
/**
 * fcfs: nobody overtakes. easy: one reservation, for the first that waits for capacity; others go ahead when they do not
 * delay it. easy-sjbf: the same, shortest requested time first among those that go ahead. conservative: everybody who waits
 * has a reservation. shared: up to `reservedJobsPerFlavor` reservations, those within their entitlement first.
 */
export type BackfillMode = (typeof BACKFILL_MODES)[number]

export const CAPACITY_LOSS_RULES = ['scale', 'order(tier)'] as const
export const LENDING_RULES = ['always', 'whenOwnerIdle'] as const
export const HISTORY_CHARGES = ['aboveGuarantee', 'everything'] as const
export const REBALANCE_SCOPES = ['off', 'withinGroup', 'acrossGroups'] as const

export interface PoolRules {
  /** What gives way when less exists than is guaranteed: everybody in proportion, or lower tiers first. */
  readonly onCapacityLoss: (typeof CAPACITY_LOSS_RULES)[number]
  readonly history: HistoryRule
  readonly rebalance: RebalanceRule
  readonly backfill: BackfillRule
  /** whenOwnerIdle: nobody borrows from a node that has jobs waiting itself. */
  readonly lending: (typeof LENDING_RULES)[number]
}

/** Past use lowers the weight in what is left over: weight x 2^(-influence x usage above guarantee / siblings'). */
export interface HistoryRule {
  readonly halfLifeSeconds: number
  /** 0: history does not matter. */
  readonly influence: Ratio
  /** As `influence`, for the share-hours that a node owes by its lending account. */
  readonly debtInfluence: Ratio
  readonly chargeOnly: (typeof HISTORY_CHARGES)[number]
}

/** Moving towards entitlements beyond the guarantees. withinGroup: only among nodes that have a group above them. */
export interface RebalanceRule {
  readonly scope: (typeof REBALANCE_SCOPES)[number]
  /** Units evicted for rebalancing in any hour; null: no bound. */
  readonly maxEvictedUnitsPerHour: number | null
}

export interface BackfillRule {
  readonly mode: BackfillMode
  readonly reservedJobsPerFlavor: number
  /** Nothing is reserved further ahead; null: no bound. */
  readonly windowSeconds: number | null
  /** Reserved starts are rounded up to whole multiples of this; 1: exact. */
  readonly resolutionSeconds: number
}

export const DEFAULT_POOL_RULES: PoolRules = {
  onCapacityLoss: 'scale',
  history: {
    halfLifeSeconds: 7 * 86_400,
    influence: { numerator: 0, denominator: 1 },
    debtInfluence: { numerator: 0, denominator: 1 },
    chargeOnly: 'aboveGuarantee',
  },
  rebalance: { scope: 'off', maxEvictedUnitsPerHour: null },
  backfill: { mode: 'easy', reservedJobsPerFlavor: 8, windowSeconds: null, resolutionSeconds: 1 },
  lending: 'always',
}
