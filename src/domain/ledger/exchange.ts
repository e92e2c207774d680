// Turning one unit into another, e.g. a voucher into GPU time: two linked transfers through EXCHANGE at a versioned price.
import type { AccountCode } from './account.ts'
import type { Opening } from './transfer.ts'
import type { Unit } from './unit.ts'

/** What one unit of `from` buys of `to`: numerator / denominator, both above 0. */
export interface ExchangePrice {
  readonly version: string
  readonly from: Unit
  readonly to: Unit
  readonly numerator: bigint
  readonly denominator: bigint
}

/** amount * numerator / denominator, to the nearest whole; a half goes to the even neighbour. amount >= 0. */
export function multiplyHalfEven(
  amount: bigint,
  ratio: { readonly numerator: bigint; readonly denominator: bigint },
): bigint {
  const product = amount * ratio.numerator
  const quotient = product / ratio.denominator
  const twice = (product % ratio.denominator) * 2n
  const isUp = twice > ratio.denominator || (twice === ratio.denominator && quotient % 2n === 1n)
  return isUp ? quotient + 1n : quotient
}

export interface Exchange {
  readonly price: ExchangePrice
  readonly debit: AccountCode
  readonly credit: AccountCode
  /** In units of `price.from`. */
  readonly amount: bigint
  /** Three: what is given, what is got, and what rounding leaves. */
  readonly ids: readonly [string, string, string]
  readonly period: string
  readonly effectiveAt: number
  readonly ref: string | null
  readonly by: string | null
}

/**
 * The linked transfers of an exchange. What the received amount is worth in the given unit stays in EXCHANGE; the rest,
 * less than one received unit's worth and of either sign, goes to ROUNDING. Empty: the amount buys not even one unit.
 */
export function exchangeTransfers(exchange: Exchange): Opening[] {
  const { price, debit, credit, amount, ids, by } = exchange
  const received = multiplyHalfEven(amount, price)
  if (received === 0n) return []
  const worth = multiplyHalfEven(received, { numerator: price.denominator, denominator: price.numerator })
  const rest = amount - worth
  const facts = {
    kind: 'exchange',
    phase: 'move',
    period: exchange.period,
    effectiveAt: exchange.effectiveAt,
    by,
  } as const
  const note = `price ${price.version}`
  const given: Opening = {
    ...facts,
    id: ids[0],
    ref: exchange.ref,
    note,
    isLinked: true,
    unit: price.from,
    debit,
    credit: 'EXCHANGE',
    amount,
  }
  const got: Opening = {
    ...facts,
    id: ids[1],
    ref: ids[0],
    note,
    isLinked: rest !== 0n,
    unit: price.to,
    debit: 'EXCHANGE',
    credit,
    amount: received,
  }
  if (rest === 0n) return [given, got]
  const [from, to]: [AccountCode, AccountCode] = rest > 0n ? ['EXCHANGE', 'ROUNDING'] : ['ROUNDING', 'EXCHANGE']
  const rounded: Opening = {
    ...facts,
    id: ids[2],
    ref: ids[0],
    note,
    isLinked: false,
    unit: price.from,
    debit: from,
    credit: to,
    amount: rest > 0n ? rest : -rest,
  }
  return [given, got, rounded]
}
