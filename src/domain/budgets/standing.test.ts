import { describe, expect, it } from 'vitest'
import { EMPTY_BALANCE } from '../ledger/balance.ts'
import { projectBalances, standingOf } from './standing.ts'
import { lapsing, releasedBy, trancheReleases } from './tranches.ts'

const UNIT = 'milli-reference-unit-second'

describe('remaining = granted - charged - held', () => {
  it.each([
    { what: 'an award untouched', project: [100n, 0n, 0n], used: 0n, lent: 0n, says: [100n, 0n, 0n, 0n, 100n] },
    { what: 'charged and held', project: [100n, 30n, 20n], used: 30n, lent: 0n, says: [100n, 30n, 20n, 0n, 50n] },
    {
      what: 'used more than it had',
      project: [100n, 100n, 0n],
      used: 130n,
      lent: 30n,
      says: [100n, 130n, 0n, 30n, -30n],
    },
    { what: 'reduced by 40', project: [100n, 70n, 0n], used: 30n, lent: 0n, says: [60n, 30n, 0n, 0n, 30n] },
  ])('$what', ({ project: [credits, debits, pending], used, lent, says }) => {
    const standing = standingOf({
      project: { ...EMPTY_BALANCE, creditsPosted: credits!, debitsPosted: debits!, debitsPending: pending! },
      used: { ...EMPTY_BALANCE, creditsPosted: used },
      overdraft: { ...EMPTY_BALANCE, debitsPosted: lent },
    })
    const [granted, charged, held, overdrawn, remaining] = says
    expect(standing).toEqual({ granted, charged, held, overdrawn, remaining })
  })

  it('finds the three accounts of the project in one unit', () => {
    const at = (account: 'PROJECT:a' | 'USED:a' | 'PROJECT:b', unit: 'krw' | typeof UNIT, creditsPosted: bigint) => ({
      account,
      unit,
      ...EMPTY_BALANCE,
      creditsPosted,
    })
    const accounts = [
      at('PROJECT:a', 'krw', 9n),
      at('PROJECT:a', UNIT, 7n),
      at('PROJECT:b', UNIT, 5n),
      at('USED:a', UNIT, 3n),
    ]
    const balances = projectBalances(accounts, 'a', UNIT)
    expect([balances.project.creditsPosted, balances.used.creditsPosted]).toEqual([7n, 3n])
    expect(balances.overdraft).toEqual(EMPTY_BALANCE)
  })
})

describe('tranches', () => {
  const award = { granted: 1000n, validFrom: 0, validTo: 400 }
  it.each([
    { what: 'none', tranche: null, says: [[0, 1000n, 400]] },
    {
      what: 'quarters',
      tranche: { everySeconds: 100, shareMillionths: 250_000, carryOverMillionths: 0 },
      says: [
        [0, 250n, 100],
        [100, 250n, 200],
        [200, 250n, 300],
        [300, 250n, 400],
      ],
    },
    {
      what: 'thirds, the last one smaller',
      tranche: { everySeconds: 100, shareMillionths: 400_000, carryOverMillionths: 0 },
      says: [
        [0, 400n, 100],
        [100, 400n, 200],
        [200, 200n, 300],
      ],
    },
    {
      what: 'an end before all is released',
      tranche: { everySeconds: 300, shareMillionths: 250_000, carryOverMillionths: 0 },
      says: [
        [0, 250n, 300],
        [300, 250n, 400],
      ],
    },
  ])('$what', ({ tranche, says }) => {
    const releases = trancheReleases({ ...award, tranche })
    expect(releases.map(({ at, amount, expiresAt }) => [at, amount, expiresAt])).toEqual(says)
    expect(releasedBy({ ...award, tranche }, releases.at(-1)!.at)).toBe(
      releases.reduce((sum, one) => sum + one.amount, 0n),
    )
    expect(releasedBy({ ...award, tranche }, -1)).toBe(0n)
  })

  it('carries a part over and never takes what is overdrawn', () => {
    expect(lapsing(101n, { carryOverMillionths: 500_000 })).toBe(51n)
    expect(lapsing(-5n, { carryOverMillionths: 0 })).toBe(0n)
  })
})
