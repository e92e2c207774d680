// What must be true of every asset at every moment: what was supplied is consumed, encumbered, obligated, free or lost.
import { accountKindOf } from './account.ts'
import { posted, type AccountBalance } from './balance.ts'
import type { Unit } from './unit.ts'

/** supplied = consumed + encumbered + obligated + free + lost + elsewhere, to the unit. */
export interface AssetIdentity {
  readonly unit: Unit
  readonly supplied: bigint
  /** Used, less what was used beyond what was awarded. */
  readonly consumed: bigint
  /** Held for jobs that run. */
  readonly encumbered: bigint
  /** Awarded and not yet used or held. */
  readonly obligated: bigint
  /** In pools and rounds. */
  readonly free: bigint
  /** Lapsed, or given up. */
  readonly lost: bigint
  /** Earned by providers, owed by payers, turned into other units, corrected, rounded. */
  readonly elsewhere: bigint
}

/** One for each unit, of these accounts; the accounts of one sector give the sector's. */
export function identitiesOf(balances: readonly AccountBalance[]): AssetIdentity[] {
  const units = new Map<Unit, AccountBalance[]>()
  for (const balance of balances) {
    const list = units.get(balance.unit)
    if (list === undefined) units.set(balance.unit, [balance])
    else list.push(balance)
  }
  return [...units].map(([unit, ofUnit]) => identityOf(unit, ofUnit))
}

function identityOf(unit: Unit, balances: readonly AccountBalance[]): AssetIdentity {
  const sums = { supplied: 0n, consumed: 0n, encumbered: 0n, obligated: 0n, free: 0n, lost: 0n, elsewhere: 0n }
  for (const balance of balances) {
    const amount = posted(balance)
    switch (accountKindOf(balance.account)) {
      case 'ISSUE':
        sums.supplied -= amount
        break
      case 'POOL':
      case 'ROUND':
        sums.free += amount
        break
      case 'PROJECT':
        sums.encumbered += balance.debitsPending
        sums.obligated += amount - balance.debitsPending
        break
      case 'USED':
      case 'OVERDRAFT':
        sums.consumed += amount
        break
      case 'EXPIRED':
      case 'LOST':
        sums.lost += amount
        break
      case 'ADJUST':
      case 'EARNED':
      case 'DUE':
      case 'ROUNDING':
      case 'EXCHANGE':
        sums.elsewhere += amount
        break
    }
  }
  return { unit, ...sums }
}

/** supplied less all that it went to: 0, or money or time was made or lost. */
export function imbalance(identity: AssetIdentity): bigint {
  const { supplied, consumed, encumbered, obligated, free, lost, elsewhere } = identity
  return supplied - consumed - encumbered - obligated - free - lost - elsewhere
}
