// The rules of a pool one by one, each with a name and a plain value: what is listed for people, and compared.
import type { Ratio } from '../kernel/ratio.ts'
import type { PoolRules } from './pool-rules.ts'

export const RULE_NAMES = [
  'capacity-loss',
  'lending',
  'half-life',
  'influence',
  'debt-influence',
  'charged-use',
  'rebalance',
  'evicted-per-hour',
  'backfill',
  'reserved-jobs',
  'reserved-ahead',
  'reserved-steps',
] as const
export type RuleName = (typeof RULE_NAMES)[number]

type Word =
  | PoolRules['onCapacityLoss']
  | PoolRules['lending']
  | PoolRules['history']['chargeOnly']
  | PoolRules['rebalance']['scope']
  | PoolRules['backfill']['mode']

export type RuleValue =
  | { readonly kind: 'word'; readonly word: Word }
  /** null: no bound. */
  | { readonly kind: 'seconds'; readonly seconds: number | null }
  | { readonly kind: 'count'; readonly count: number | null }
  | { readonly kind: 'factor'; readonly factor: Ratio }

/** In the order of RULE_NAMES. */
export function ruleParts(rules: PoolRules): readonly { readonly rule: RuleName; readonly value: RuleValue }[] {
  return RULE_NAMES.map((rule) => ({ rule, value: ruleValue(rules, rule) }))
}

function ruleValue({ onCapacityLoss, lending, history, rebalance, backfill }: PoolRules, rule: RuleName): RuleValue {
  switch (rule) {
    case 'capacity-loss':
      return { kind: 'word', word: onCapacityLoss }
    case 'lending':
      return { kind: 'word', word: lending }
    case 'half-life':
      return { kind: 'seconds', seconds: history.halfLifeSeconds }
    case 'influence':
      return { kind: 'factor', factor: history.influence }
    case 'debt-influence':
      return { kind: 'factor', factor: history.debtInfluence }
    case 'charged-use':
      return { kind: 'word', word: history.chargeOnly }
    case 'rebalance':
      return { kind: 'word', word: rebalance.scope }
    case 'evicted-per-hour':
      return { kind: 'count', count: rebalance.maxEvictedUnitsPerHour }
    case 'backfill':
      return { kind: 'word', word: backfill.mode }
    case 'reserved-jobs':
      return { kind: 'count', count: backfill.reservedJobsPerFlavor }
    case 'reserved-ahead':
      return { kind: 'seconds', seconds: backfill.windowSeconds }
    case 'reserved-steps':
      return { kind: 'seconds', seconds: backfill.resolutionSeconds }
  }
}
