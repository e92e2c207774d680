import { describe, expect, it } from 'vitest'
import { decideBatch } from '../ledger/decide.ts'
import { MemoryLedger } from '../ledger/memory-ledger.ts'
import type { Opening, Transfer } from '../ledger/transfer.ts'
import { planOf } from './plan.ts'
import { reductionFigures, type ReductionBasis } from './reduction-amount.ts'
import { ALCC_RULE, NERSC_RULE, nextCheck, type Check, type ReductionRule } from './reduction-rule.ts'
import { moveReduction, reductionHold, reductionPost, type Reduction, type ReductionMove } from './reduction.ts'

const NEW_YORK = 'America/New_York'
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[${NEW_YORK}]`).epochMilliseconds / 1000
const standing = (granted: bigint, charged: bigint, held = 0n) => ({
  granted,
  charged,
  held,
  overdrawn: charged > granted ? charged - granted : 0n,
  remaining: granted - charged - held,
})
const basis = (given: Partial<ReductionBasis>): ReductionBasis => ({
  standing: standing(1000n, 0n),
  initialAward: 1000n,
  awardedAt: 0,
  plan: null,
  ...given,
})
const amountOf = (rule: ReductionRule, check: Check, given: Partial<ReductionBasis>) => {
  const figures = reductionFigures(rule, check, basis(given))
  return typeof figures === 'string' ? figures : figures.amount
}

describe('ALCC, as published', () => {
  const november = nextCheck(ALCC_RULE, at('2026-10-10T12:00'), NEW_YORK)
  const march = nextCheck(ALCC_RULE, at('2026-11-02T00:00'), NEW_YORK)

  it('checks on 1 November and 1 March, tells two weeks before, takes requests until one week before', () => {
    expect(november).toMatchObject({
      checkAt: at('2026-11-01T00:00'),
      noticeAt: at('2026-10-18T00:00'),
      exemptionUntil: at('2026-10-25T00:00'),
    })
    expect(march.checkAt).toBe(at('2027-03-01T00:00'))
    expect(nextCheck(ALCC_RULE, november.checkAt + 60, NEW_YORK).checkAt).toBe(november.checkAt)
  })

  it.each([
    { check: november, used: 0n, says: 250_000n },
    { check: november, used: 99_999n, says: 225_000n },
    { check: november, used: 100_000n, says: 135_000n },
    { check: november, used: 249_999n, says: 112_500n },
    { check: november, used: 250_000n, says: 'used-enough' },
    { check: march, used: 0n, says: 500_000n },
    { check: march, used: 249_999n, says: 375_000n },
    { check: march, used: 250_000n, says: 187_500n },
    { check: march, used: 499_999n, says: 125_000n },
    { check: march, used: 500_000n, says: 'used-enough' },
  ])('used $used of a million: $says', ({ check, used, says }) => {
    expect(amountOf(ALCC_RULE, check, { standing: standing(1_000_000n, used) })).toBe(says)
  })
})

describe('NERSC, as published', () => {
  const year = { from: at('2025-01-15T00:00'), to: at('2026-01-21T00:00') }
  const april = nextCheck(NERSC_RULE, at('2025-03-01T00:00'), NEW_YORK)
  const given = { awardedAt: year.from, plan: planOf(year.from, year.to, [250_000, 250_000, 250_000, 250_000]) }

  it('is asked for at least two weeks before 16 April', () => {
    expect(april).toMatchObject({ checkAt: at('2025-04-16T00:00'), exemptionUntil: at('2025-04-02T00:00') })
  })

  it('takes what is expected less what is charged, of the initial award only', () => {
    const figures = reductionFigures(
      NERSC_RULE,
      april,
      basis({ ...given, standing: standing(4_000_000n, 100_000n), initialAward: 1_000_000n }),
    )
    // 91 of 371 days of the year, less the hour of summer time.
    expect(figures).toMatchObject({ counted: 1_000_000n, charged: 100_000n, amount: 145_170n, expected: 245_170n })
  })

  it('compares with the project’s own plan: who planned for later keeps it', () => {
    const late = planOf(year.from, year.to, [0, 0, 500_000, 500_000])
    expect(amountOf(NERSC_RULE, april, { ...given, plan: late })).toBe('used-enough')
    expect(amountOf(NERSC_RULE, april, { ...given, plan: null })).toBe('no-plan')
  })

  it('leaves the first 60 days alone', () => {
    const day = 86_400
    expect(amountOf(NERSC_RULE, april, { ...given, awardedAt: april.checkAt - 59 * day })).toBe('project-is-new')
    expect(typeof amountOf(NERSC_RULE, april, { ...given, awardedAt: april.checkAt - 60 * day })).toBe('bigint')
  })
})

describe('the course of a reduction', () => {
  const dates = { noticeAt: 100, exemptionUntil: 200, checkAt: 300 }
  it.each([
    { move: 'notice', state: 'proposed', now: 100, says: 'noticed' },
    { move: 'notice', state: 'proposed', now: 200, says: 'exemption-deadline-passed' },
    { move: 'exempt', state: 'noticed', now: 199, says: 'exempted' },
    { move: 'exempt', state: 'noticed', now: 200, says: 'exemption-deadline-passed' },
    { move: 'approve', state: 'proposed', now: 400, says: 'reduction-move-not-allowed' },
    { move: 'approve', state: 'noticed', now: 199, says: 'exemption-deadline-open' },
    { move: 'approve', state: 'noticed', now: 299, says: 'reduction-not-due' },
    { move: 'approve', state: 'noticed', now: 300, says: 'approved' },
    { move: 'execute', state: 'noticed', now: 400, says: 'reduction-move-not-allowed' },
    { move: 'execute', state: 'approved', now: 300, says: 'executed' },
    { move: 'withdraw', state: 'approved', now: 300, says: 'withdrawn' },
    { move: 'withdraw', state: 'executed', now: 400, says: 'reduction-move-not-allowed' },
    { move: 'approve', state: 'exempted', now: 400, says: 'reduction-move-not-allowed' },
  ] as const)('$move of $state at $now: $says', ({ move, state, now, says }) => {
    const answer = moveReduction({ ...dates, state }, move satisfies ReductionMove, now)
    expect(answer.ok ? answer.value : answer.refusal).toBe(says)
  })

  it('ends in the ledger: one person holds, another posts, and the same may not', () => {
    const ledger = new MemoryLedger()
    const post = (transfer: Transfer) => {
      const { outcomes, change } = decideBatch(ledger, [transfer])
      ledger.apply(change)
      const [outcome] = outcomes
      return outcome!.ok ? 'recorded' : outcome!.refusal
    }
    const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const step = (number: number, by: number) => ({ id: id(number), period: '2026-11', effectiveAt: 300, by: id(by) })
    const grant = {
      ...step(1, 90),
      phase: 'move',
      kind: 'adjust',
      unit: 'krw',
      debit: 'ADJUST:2026-10',
      credit: 'PROJECT:a',
    } as const
    expect(post({ ...grant, amount: 1000n, ref: null, note: null, isLinked: false } satisfies Opening)).toBe('recorded')
    const figures = {
      counted: 1000n,
      charged: 0n,
      held: 0n,
      expected: null,
      unused: 1000n,
      removeMillionths: 250_000,
      amount: 250n,
    }
    const reduction: Reduction = {
      ...dates,
      id: id(50),
      rule: 'alcc',
      project: 'a',
      unit: 'krw',
      returnsTo: 'POOL:academia',
      figures,
      state: 'noticed',
    }
    const hold = reductionHold(reduction, 250n, step(2, 91))
    expect(post(hold)).toBe('recorded')
    expect(post(reductionPost(hold, step(3, 91)))).toBe('approver-is-the-proposer')
    expect(post(reductionPost(hold, step(4, 92)))).toBe('recorded')
    expect(ledger.balance('POOL:academia', 'krw').creditsPosted).toBe(250n)
    expect(() => reductionHold(reduction, 251n, step(5, 91))).toThrow('announced')
  })
})
