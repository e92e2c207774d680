import { describe, expect, test } from 'vitest'
import { exchangeTransfers, multiplyHalfEven, type Exchange } from './exchange.ts'

describe('a product is rounded', () => {
  test.each<[bigint, bigint, bigint, bigint]>([
    [0n, 1n, 3n, 0n],
    [1n, 1n, 3n, 0n],
    [2n, 1n, 3n, 1n],
    [1n, 1n, 2n, 0n],
    [3n, 1n, 2n, 2n],
    [5n, 1n, 2n, 2n],
    [7n, 9n, 4n, 16n],
    [10n, 7n, 1n, 70n],
  ])('%s * %s / %s = %s', (amount, numerator, denominator, result) => {
    expect(multiplyHalfEven(amount, { numerator, denominator })).toBe(result)
  })
})

describe('an exchange', () => {
  const exchange: Exchange = {
    price: { version: '3', from: 'krw', to: 'milli-reference-unit-second', numerator: 1n, denominator: 7n },
    debit: 'PROJECT:voucher',
    credit: 'PROJECT:p',
    amount: 1000n,
    ids: ['a', 'b', 'c'],
    period: '2026-11',
    effectiveAt: 0,
    ref: null,
    by: null,
  }
  const shown = (changes: Partial<Exchange>) =>
    exchangeTransfers({ ...exchange, ...changes }).map(
      ({ id, debit, credit, amount, unit, isLinked }) =>
        `${id} ${debit}>${credit} ${amount} ${unit}${isLinked ? ' +' : ''}`,
    )

  test.each<[string, bigint, string[]]>([
    [
      'that divides leaves nothing',
      700n,
      ['a PROJECT:voucher>EXCHANGE 700 krw +', 'b EXCHANGE>PROJECT:p 100 milli-reference-unit-second'],
    ],
    [
      'with a rest rounds it away',
      1000n,
      [
        'a PROJECT:voucher>EXCHANGE 1000 krw +',
        'b EXCHANGE>PROJECT:p 143 milli-reference-unit-second +',
        'c ROUNDING>EXCHANGE 1 krw',
      ],
    ],
    [
      'with a rest keeps it',
      1002n,
      [
        'a PROJECT:voucher>EXCHANGE 1002 krw +',
        'b EXCHANGE>PROJECT:p 143 milli-reference-unit-second +',
        'c EXCHANGE>ROUNDING 1 krw',
      ],
    ],
    ['of too little buys nothing', 3n, []],
  ])('%s', (_, amount, transfers) => {
    expect(shown({ amount })).toEqual(transfers)
  })
})
