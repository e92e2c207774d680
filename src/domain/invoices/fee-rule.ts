// Which part of the market value a payer pays: share of its class, less the discount of the young, times how open its results
// are. All numbers are the programme's own.
import { accept, refuse, type Result } from '../kernel/result.ts'
import type { ExactRatio } from './invoice.ts'

export interface FeeRule {
  readonly version: string
  /** By class of payer, e.g. academia 0/1, small 1/20, medium 1/10, large 1/1. */
  readonly shares: Readonly<Record<string, ExactRatio>>
  /** Of firms of young founders, e.g. 1/2. */
  readonly youthDiscount: ExactRatio
  /** By how results are published, e.g. open weights 4/5, closed 2/1. */
  readonly openness: Readonly<Record<string, ExactRatio>>
}

export interface Payer {
  readonly feeClass: string
  readonly isYouth: boolean
  readonly openness: string
}

export const FEE_REFUSALS = ['fee-class-unknown', 'openness-unknown', 'youth-discount-above-one'] as const
export type FeeRefusal = (typeof FEE_REFUSALS)[number]

/** Exact and in lowest terms: it is rounded once, where it meets money. */
export function payerShareOf(rule: FeeRule, payer: Payer): Result<ExactRatio, FeeRefusal> {
  const share = own(rule.shares, payer.feeClass)
  if (share === undefined) return refuse('fee-class-unknown')
  const factor = own(rule.openness, payer.openness)
  if (factor === undefined) return refuse('openness-unknown')
  const { numerator: off, denominator: of } = rule.youthDiscount
  if (off > of) return refuse('youth-discount-above-one')
  const [paid, whole] = payer.isYouth ? [of - off, of] : [1n, 1n]
  const numerator = share.numerator * factor.numerator * paid
  const denominator = share.denominator * factor.denominator * whole
  const divisor = greatestCommonDivisor(numerator, denominator)
  return accept({ numerator: numerator / divisor, denominator: denominator / divisor })
}

function own(table: Readonly<Record<string, ExactRatio>>, key: string): ExactRatio | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}
