import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { invoiceOf, type InvoiceRequest, type UsedQuantity } from './invoice.ts'

const HOUR = 3_600_000n
const PARTY = { title: { en: 'Somebody' }, taxNumber: null, address: [] }
const used = (hours: bigint, change: Partial<UsedQuantity> = {}): UsedQuantity => ({
  flavor: 'b200',
  isBorrowed: false,
  milliUnitSeconds: hours * HOUR,
  pricePerUnitHour: { numerator: 5n, denominator: 1n },
  priceList: '2026-4',
  ...change,
})
const request = (change: Partial<InvoiceRequest> = {}): InvoiceRequest => ({
  number: '2026-11-0001',
  period: '2026-11',
  issuedOn: '2026-12-01',
  dueOn: '2026-12-31',
  currency: 'krw',
  issuer: PARTY,
  payer: PARTY,
  project: { id: 'kr-llm-01', title: { en: 'Language model' } },
  used: [used(1000n)],
  payerShare: { numerator: 1n, denominator: 20n },
  feeClass: { en: 'Small firm' },
  taxRate: { numerator: 1n, denominator: 10n },
  ledger: null,
  ...change,
})
const sums = ({ market, support, net, tax, total }: ReturnType<typeof invoiceOf>) =>
  [market, support, net, tax, total].map(Number)

const share = (numerator: bigint, denominator: bigint) => ({ numerator, denominator })
const half = share(1n, 2n)

const ROWS: readonly [sentence: string, change: Partial<InvoiceRequest>, sums: readonly number[]][] = [
  // facts 5.2: 32 cards x 4,380 h x 5.00 = 700,800; a small firm pays 5 %, a firm of young founders half of that.
  [
    'a small firm pays 5 % of the market value',
    { used: [used(32n * 4380n)] },
    [700_800, 665_760, 35_040, 3504, 38_544],
  ],
  [
    'a firm of young founders pays half of that',
    { used: [used(32n * 4380n)], payerShare: share(1n, 40n) },
    [700_800, 683_280, 17_520, 1752, 19_272],
  ],
  ['a university pays nothing, and no tax on it', { payerShare: share(0n, 1n) }, [5000, 5000, 0, 0, 0]],
  ['closed results cost twice the market value', { payerShare: share(2n, 1n) }, [5000, -5000, 10_000, 1000, 11_000]],
  ['a refund lowers the sum', { used: [used(1000n), used(-200n)] }, [4000, 3800, 200, 20, 220]],
  ['a month of refunds alone is owed to the payer', { used: [used(-200n)] }, [-1000, -950, -50, -5, -55]],
  ['half a unit of money goes to the even neighbour', { payerShare: share(1n, 10_000n) }, [5000, 5000, 0, 0, 0]],
  ['and up from an odd one', { payerShare: share(3n, 10_000n), taxRate: half }, [5000, 4998, 2, 1, 3]],
  ['nothing used is an invoice of nothing', { used: [] }, [0, 0, 0, 0, 0]],
]

describe('an invoice', () => {
  test.each(ROWS)('%s', (_, change, expected) => {
    expect(sums(invoiceOf(request(change)))).toEqual(expected)
  })

  test('a seventh of a card for one second is priced from exact numbers', () => {
    const slice = used(0n, { milliUnitSeconds: 143n, pricePerUnitHour: share(7_000_000n, 1n) })
    // 143 / 3,600,000 of an hour x 7,000,000
    expect(invoiceOf(request({ used: [slice] })).lines[0]?.market).toBe(278n)
  })

  test('what was refunded whole leaves nothing, at any price and share', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n })
    const ratio = fc.record({ numerator: amount, denominator: amount })
    fc.assert(
      fc.property(amount, ratio, ratio, (milliUnitSeconds, pricePerUnitHour, payerShare) => {
        const line = used(0n, { milliUnitSeconds, pricePerUnitHour })
        const both = [line, { ...line, milliUnitSeconds: -milliUnitSeconds }]
        expect(sums(invoiceOf(request({ used: both, payerShare })))).toEqual([0, 0, 0, 0, 0])
      }),
    )
  })

  test('market value is support and what the payer pays, at any price and share', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n })
    const ratio = fc.record({ numerator: amount, denominator: amount })
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, ratio), { maxLength: 5 }), ratio, ratio, (all, payerShare, taxRate) => {
        const lines = all.map(([milliUnitSeconds, pricePerUnitHour]) =>
          used(0n, { milliUnitSeconds, pricePerUnitHour }),
        )
        const {
          market,
          support,
          net,
          tax,
          total,
          lines: priced,
        } = invoiceOf(request({ used: lines, payerShare, taxRate }))
        expect(support + net).toBe(market)
        expect(net + tax).toBe(total)
        expect(priced.reduce((sum, line) => sum + line.market, 0n)).toBe(market)
        const error = net * payerShare.denominator - market * payerShare.numerator
        expect(2n * (error < 0n ? -error : error) <= payerShare.denominator).toBe(true)
      }),
    )
  })

  test.each([
    ['a month that is none', { period: '2026-13' }, 'one month'],
    ['due before it is issued', { dueOn: '2026-11-30' }, 'due after'],
    ['a share below zero', { payerShare: share(-1n, 2n) }, 'not below zero'],
    ['a rate of no denominator', { taxRate: share(1n, 0n) }, 'not below zero'],
  ] as const)('%s is a bug', (_, change, words) => {
    expect(() => invoiceOf(request(change))).toThrow(words)
  })
})
