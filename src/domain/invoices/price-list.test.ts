import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { payerShareOf, type FeeRule, type Payer } from './fee-rule.ts'
import { priceOn, publishPriceList, type PriceList, type PriceListRefusal } from './price-list.ts'

const price = (numerator: bigint) => ({ numerator, denominator: 1n })
const list = (change: Partial<PriceList> = {}): PriceList => ({
  version: '2027-1',
  currency: 'krw',
  effectiveFrom: '2027-01-01',
  effectiveUntil: null,
  pricesPerUnitHour: { b200: price(7000n) },
  ...change,
})
const TODAY = '2026-11-24'
const before = list({ version: '2026-4', effectiveFrom: '2026-10-01', pricesPerUnitHour: { b200: price(6000n) } })
const ended = { ...before, effectiveUntil: '2027-02-01' }
const both = { ...before, pricesPerUnitHour: { b200: price(1n), h200: price(1n) } }

const ROWS: readonly [
  sentence: string,
  lists: readonly PriceList[],
  added: PriceList,
  answer: PriceListRefusal | null,
][] = [
  ['the first list', [], list(), null],
  ['a list that follows one without an end', [before], list(), null],
  ['a list of the other currency', [ended], list({ currency: 'vnd' }), null],
  ['a list of another flavor', [ended], list({ pricesPerUnitHour: { h200: price(1n) } }), null],
  ['a list from the day on which another ends', [ended], list({ effectiveFrom: '2027-02-01' }), null],
  ['a list from the day before that', [ended], list({ effectiveFrom: '2027-01-31' }), 'price-list-overlaps'],
  ['a list for half of what an open one prices', [both], list(), 'price-list-overlaps'],
  [
    'a list before one that begins later',
    [list()],
    list({ version: 'x', effectiveFrom: '2026-12-01' }),
    'price-list-overlaps',
  ],
  ['a version that is there', [list()], list({ effectiveFrom: '2028-01-01' }), 'price-list-version-taken'],
  ['a day that is none', [], list({ effectiveFrom: '2027-13-01' }), 'price-list-days-malformed'],
  ['an end on its first day', [], list({ effectiveUntil: '2027-01-01' }), 'price-list-days-malformed'],
  ['no prices', [], list({ pricesPerUnitHour: {} }), 'price-list-empty'],
  ['a price of nothing', [], list({ pricesPerUnitHour: { b200: price(0n) } }), 'price-not-positive'],
  ['a list for days that were charged', [], list({ effectiveFrom: '2026-11-23' }), 'price-list-begins-too-early'],
]

describe('price lists', () => {
  test.each(ROWS)('%s', (_, lists, added, answer) => {
    const published = publishPriceList(lists, added, TODAY)
    expect(published.ok ? null : published.refusal).toBe(answer)
  })

  test('a day has the price of its list, and the day of an agreement keeps it', () => {
    const published = publishPriceList([before], list(), TODAY)
    const on = (day: string) =>
      priceOn(published.ok ? published.value : [], { flavor: 'b200', currency: 'krw', day })?.version
    expect(['2026-09-30', '2026-10-01', '2026-12-31', '2027-01-01'].map(on)).toEqual([
      undefined,
      '2026-4',
      '2026-4',
      '2027-1',
    ])
  })

  test('whatever is published in whatever order, no day has two prices', () => {
    const days = ['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01']
    const flavors = fc.uniqueArray(fc.constantFrom('b200', 'h200'), { minLength: 1 })
    const one = fc.tuple(fc.constantFrom(...days), fc.constantFrom(null, ...days), flavors)
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (all) => {
        let lists: readonly PriceList[] = []
        for (const [index, [effectiveFrom, effectiveUntil, names]] of all.entries()) {
          const pricesPerUnitHour = Object.fromEntries(names.map((name) => [name, price(1n)]))
          const added = list({ version: String(index), effectiveFrom, effectiveUntil, pricesPerUnitHour })
          const published = publishPriceList(lists, added, TODAY)
          if (published.ok) lists = published.value
        }
        for (const day of days) {
          for (const flavor of ['b200', 'h200']) {
            const valid = lists.filter((each) => priceOn([each], { flavor, currency: 'krw', day }) !== null)
            expect(valid.length).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })
})

const share = (numerator: bigint, denominator = 1n) => ({ numerator, denominator })
const RULE: FeeRule = {
  version: '2026-1',
  shares: { academia: share(0n), small: share(1n, 20n), medium: share(1n, 10n), large: share(1n) },
  youthDiscount: share(1n, 2n),
  openness: { usual: share(1n), 'open-weights': share(4n, 5n), closed: share(2n) },
}
const payer = (change: Partial<Payer> = {}): Payer => ({
  feeClass: 'small',
  isYouth: false,
  openness: 'usual',
  ...change,
})

describe('the part that a payer pays', () => {
  test.each([
    ['a small firm: 5 %', payer(), '1/20'],
    ['a small firm of young founders: half of that', payer({ isYouth: true }), '1/40'],
    ['with open weights: four fifths of it', payer({ openness: 'open-weights' }), '1/25'],
    [
      'a large firm that keeps its results: twice the market value',
      payer({ feeClass: 'large', openness: 'closed' }),
      '2/1',
    ],
    ['a university: nothing', payer({ feeClass: 'academia', openness: 'closed' }), '0/1'],
    ['a class that the rule does not have', payer({ feeClass: 'toString' }), 'fee-class-unknown'],
    ['an openness that it does not have', payer({ openness: 'secret' }), 'openness-unknown'],
  ])('%s', (_, asked, expected) => {
    const found = payerShareOf(RULE, asked)
    expect(found.ok ? `${found.value.numerator}/${found.value.denominator}` : found.refusal).toBe(expected)
  })

  test('a discount of more than all is refused', () => {
    const found = payerShareOf({ ...RULE, youthDiscount: share(3n, 2n) }, payer({ isYouth: true }))
    expect(found).toEqual({ ok: false, refusal: 'youth-discount-above-one' })
  })
})
