// What a project has of its budget, read from its accounts: remaining = granted - charged - held.
import { EMPTY_BALANCE, posted, type AccountBalance, type Balance } from '../ledger/balance.ts'
import type { Unit } from '../ledger/unit.ts'

/** Amounts of one unit. `remaining` may be below zero: finished work is always charged. */
export interface Standing {
  /** Awards, and what came from other projects, less what was reduced, withdrawn, expired or passed on. */
  readonly granted: bigint
  readonly charged: bigint
  /** Kept aside by open holds: of running jobs, and of what is proposed and not yet approved. */
  readonly held: bigint
  /** The part of `charged` that the grant did not cover. */
  readonly overdrawn: bigint
  readonly remaining: bigint
}

export interface ProjectBalances {
  readonly project: Balance
  readonly used: Balance
  readonly overdraft: Balance
}

/** The three accounts of a project in one unit; an account without entries is empty. */
export function projectBalances(accounts: Iterable<AccountBalance>, project: string, unit: Unit): ProjectBalances {
  const ofUnit = new Map<string, Balance>()
  for (const account of accounts) if (account.unit === unit) ofUnit.set(account.account, account)
  return {
    project: ofUnit.get(`PROJECT:${project}`) ?? EMPTY_BALANCE,
    used: ofUnit.get(`USED:${project}`) ?? EMPTY_BALANCE,
    overdraft: ofUnit.get(`OVERDRAFT:${project}`) ?? EMPTY_BALANCE,
  }
}

/** What was charged came from the grant or from the overdraft, so the three balances add up to what was granted. */
export function standingOf({ project, used, overdraft }: ProjectBalances): Standing {
  const charged = posted(used)
  const overdrawn = -posted(overdraft)
  const granted = posted(project) + charged - overdrawn
  const held = project.debitsPending
  return { granted, charged, held, overdrawn, remaining: granted - charged - held }
}
