// Tranches of an award: which part is released when, and what lapses of a part that was left. The words and the rounding
// are those of the scheduler's budgets (src/domain/scheduling/budgets.ts), so that a replay and the ledger agree.
import { assert } from '../kernel/assert.ts'
import type { Tranche } from '../scheduling/demand.ts'

const MILLION = 1_000_000n

export interface AwardTerms {
  readonly granted: bigint
  /** Whole seconds since 1970. */
  readonly validFrom: number
  /** Excluded. */
  readonly validTo: number
  readonly tranche: Tranche | null
}

export interface TrancheRelease {
  readonly at: number
  readonly amount: bigint
  /** When what is left of it lapses in part: with the next release, at last with the award. */
  readonly expiresAt: number
}

/** All releases of an award, ascending; an award without tranches is released at once. Their amounts never pass the grant. */
export function trancheReleases({ granted, validFrom, validTo, tranche }: AwardTerms): TrancheRelease[] {
  assert(validFrom < validTo, 'an award begins before it ends')
  if (tranche === null) return [{ at: validFrom, amount: granted, expiresAt: validTo }]
  const releases: TrancheRelease[] = []
  let released = 0n
  for (let index = 0; released < granted; index += 1) {
    const at = validFrom + index * tranche.everySeconds
    if (at >= validTo) break
    const millionths = min(MILLION, BigInt(index + 1) * BigInt(tranche.shareMillionths))
    const total = (granted * millionths) / MILLION
    if (total === released && millionths === MILLION) break
    releases.push({ at, amount: total - released, expiresAt: Math.min(at + tranche.everySeconds, validTo) })
    released = total
  }
  return releases
}

/** What had been released by this moment, nothing taken off. */
export function releasedBy(award: AwardTerms, now: number): bigint {
  let released = 0n
  for (const { at, amount } of trancheReleases(award)) if (at <= now) released += amount
  return released
}

/** What lapses of `left` when the next tranche is released; the rest is carried over. `left` below zero: nothing. */
export function lapsing(left: bigint, tranche: Pick<Tranche, 'carryOverMillionths'>): bigint {
  if (left <= 0n) return 0n
  return left - (left * BigInt(tranche.carryOverMillionths)) / MILLION
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
