// The rules of a pool as written, with the default of each that is not.
import { ratioOfDecimal } from '../kernel/ratio.ts'
import { secondsOfDuration } from './amount.ts'
import { DEFAULT_POOL_RULES, type PoolRules } from './pool-rules.ts'
import type { PoolDocument } from './schema.ts'

export function poolRules({ spec }: PoolDocument): PoolRules {
  const { onCapacityLoss, history = {}, rebalance = {}, backfill = {}, lending } = spec
  const usual = DEFAULT_POOL_RULES
  return {
    onCapacityLoss: onCapacityLoss ?? usual.onCapacityLoss,
    history: {
      halfLifeSeconds: seconds(history.halfLife) ?? usual.history.halfLifeSeconds,
      influence: ratio(history.influence) ?? usual.history.influence,
      debtInfluence: ratio(history.debtInfluence) ?? usual.history.debtInfluence,
      chargeOnly: history.chargeOnly ?? usual.history.chargeOnly,
    },
    rebalance: {
      scope: rebalance.scope ?? usual.rebalance.scope,
      maxEvictedUnitsPerHour: rebalance.maxEvictedGpuPerHour ?? usual.rebalance.maxEvictedUnitsPerHour,
    },
    backfill: {
      mode: backfill.mode ?? usual.backfill.mode,
      reservedJobsPerFlavor: backfill.reservedJobsPerFlavor ?? usual.backfill.reservedJobsPerFlavor,
      windowSeconds: seconds(backfill.window) ?? usual.backfill.windowSeconds,
      resolutionSeconds: seconds(backfill.resolution) ?? usual.backfill.resolutionSeconds,
    },
    lending: lending ?? usual.lending,
  }
}

function seconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : secondsOfDuration(duration)
}

function ratio(decimal: number | undefined) {
  return decimal === undefined ? undefined : ratioOfDecimal(decimal)
}
