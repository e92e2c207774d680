// What a run costs: seconds times units times price, each month's part by itself. Parts are differences of a running sum that
// is rounded once at each month's end, so that they add up to the whole run whatever the price.
import { assert } from '../kernel/assert.ts'
import { multiplyHalfEven } from '../ledger/exchange.ts'
import { nextPeriod, periodOf, periodStart } from '../ledger/period.ts'
import type { UsageRecord } from './usage-record.ts'

interface ExactRatio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** How runs of one flavor are charged against a project's budget. */
export interface Rate {
  readonly version: string
  /** Milli-reference-unit-seconds for one milli-unit-second of the flavor. */
  readonly price: ExactRatio
  /** The policy's `borrowedPrice`: what borrowed time costs against its own. */
  readonly borrowedPrice: ExactRatio
}

/** What one month of a run comes to, in milli-reference-unit-seconds. */
export interface RatedPart {
  readonly period: string
  readonly milliUnitSeconds: bigint
  /** Of them, those that were free. */
  readonly refundedMilliUnitSeconds: bigint
  readonly used: bigint
  /** At most `used`: what is given back, each as a line of its own. */
  readonly refunded: bigint
}

/** Hold for a run that may use its whole limit, at the full price: borrowed time may become its own again. */
export function holdAmount({ milliUnits }: UsageRecord, limitSeconds: number, { price }: Rate): bigint {
  return multiplyHalfEven(BigInt(milliUnits) * BigInt(limitSeconds), price)
}

/** The parts of a run that ended, months ascending; none for one that did not run, did not end or was withdrawn. */
export function rateRun(record: UsageRecord, rate: Rate, timeZone: string): RatedPart[] {
  const { state, startedAt, endedAt, elapsedSeconds, milliUnits } = record
  if (state === 'unfinished' || state === 'withdrawn' || startedAt === null || elapsedSeconds === 0) return []
  assert(endedAt !== null && endedAt > startedAt, 'a checked run that ran ended after it started')
  const span = { startedAt, endedAt, elapsedSeconds }
  const free = freeFrom(record)
  const price = priceOf(record, rate)
  const cost = (seconds: number) => multiplyHalfEven(BigInt(milliUnits) * BigInt(seconds), price)
  const parts: RatedPart[] = []
  let from = startedAt
  while (from < endedAt) {
    const period = periodOf(from, timeZone)
    const until = Math.min(endedAt, periodStart(nextPeriod(period), timeZone))
    const [first, last] = [ranUntil(span, from), ranUntil(span, until)]
    const kept = Math.max(first, Math.min(last, ranUntil(span, free)))
    parts.push({
      period,
      milliUnitSeconds: BigInt(milliUnits) * BigInt(last - first),
      refundedMilliUnitSeconds: BigInt(milliUnits) * BigInt(last - kept),
      used: cost(last) - cost(first),
      refunded: cost(last) - cost(kept),
    })
    from = until
  }
  return parts
}

/** The instant from which a run is free: what was lost through no fault of its user. Infinity: nothing is. */
function freeFrom({ state, startedAt, checkpointAt }: UsageRecord): number {
  if (state === 'node_failed') return startedAt ?? 0
  if (state === 'preempted') return checkpointAt ?? startedAt ?? 0
  return Infinity
}

function priceOf({ isBorrowed }: UsageRecord, { price, borrowedPrice }: Rate): ExactRatio {
  if (!isBorrowed) return price
  return {
    numerator: price.numerator * borrowedPrice.numerator,
    denominator: price.denominator * borrowedPrice.denominator,
  }
}

/**
 * Seconds that the run had run at an instant. Where it was suspended nobody says when: its seconds lie evenly over the time
 * from start to end, rounded down, so that without suspension they are those of the clock.
 */
function ranUntil(
  span: { readonly startedAt: number; readonly endedAt: number; readonly elapsedSeconds: number },
  at: number,
): number {
  const whole = BigInt(span.endedAt - span.startedAt)
  const passed = BigInt(Math.max(0, Math.min(at, span.endedAt) - span.startedAt))
  return Number((BigInt(span.elapsedSeconds) * passed) / whole)
}
