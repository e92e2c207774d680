// What an account has: what is posted, and what open holds will or will not take.
import type { AccountCode } from './account.ts'
import type { Unit } from './unit.ts'

/** Sums of all entries of one account; each of the four only ever holds amounts of the account's unit, never negative. */
export interface Balance {
  readonly creditsPosted: bigint
  readonly debitsPosted: bigint
  readonly creditsPending: bigint
  readonly debitsPending: bigint
}

export const EMPTY_BALANCE: Balance = { creditsPosted: 0n, debitsPosted: 0n, creditsPending: 0n, debitsPending: 0n }

/** No sum of an account may pass it: PostgreSQL's bigint with a factor of two to spare. */
export const SUM_MAX = 2n ** 62n

export interface AccountBalance extends Balance {
  readonly account: AccountCode
  readonly unit: Unit
}

/** What the account has, open holds left aside. */
export function posted(balance: Balance): bigint {
  return balance.creditsPosted - balance.debitsPosted
}

/** What can still be taken from it: open holds are taken off, promised credits are not yet there. */
export function available(balance: Balance): bigint {
  return balance.creditsPosted - balance.debitsPosted - balance.debitsPending
}

export function isEmpty({ creditsPosted, debitsPosted, creditsPending, debitsPending }: Balance): boolean {
  return creditsPosted === 0n && debitsPosted === 0n && creditsPending === 0n && debitsPending === 0n
}
