import { describe, expect, test } from 'vitest'
import { closePeriod } from './close.ts'
import { decideBatch } from './decide.ts'
import { available } from './balance.ts'
import { MemoryLedger } from './memory-ledger.ts'
import { isSameTransfer } from './same-transfer.ts'
import type { Opening, Post, Transfer, Void } from './transfer.ts'
import { SUM_MAX } from './balance.ts'

const UNIT = 'milli-reference-unit-second'
const OFFICER = '00000000-0000-4000-8000-00000000000a'
const DIRECTOR = '00000000-0000-4000-8000-00000000000b'

function id(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, isLinked: false, by: null, note: null }

function move(n: number, parts: Partial<Opening> = {}): Opening {
  return {
    ...FACTS,
    id: id(n),
    kind: 'supply',
    phase: 'move',
    unit: UNIT,
    debit: 'ISSUE',
    credit: 'POOL:a',
    amount: 100n,
    ...parts,
  }
}

function job(n: number, amount: bigint, parts: Partial<Opening> = {}): Opening {
  return move(n, { kind: 'encumber', phase: 'hold', debit: 'PROJECT:p', credit: 'USED:p', amount, ...parts })
}

function post(n: number, hold: number, amount: bigint, parts: Partial<Post> = {}): Post {
  return { ...FACTS, id: id(n), kind: 'consume', phase: 'post', hold: id(hold), amount, ...parts }
}

function release(n: number, hold: number, parts: Partial<Void> = {}): Void {
  return { ...FACTS, id: id(n), kind: 'release', phase: 'void', hold: id(hold), ...parts }
}

/** Pool a has 100, project p was awarded 60 of them. */
function withAward(): MemoryLedger {
  const ledger = new MemoryLedger()
  const award = {
    kind: 'obligate',
    phase: 'hold',
    debit: 'POOL:a',
    credit: 'PROJECT:p',
    amount: 60n,
    by: OFFICER,
  } as const
  record(ledger, [move(900), move(901, award), post(902, 901, 60n, { kind: 'obligate', by: DIRECTOR })])
  return ledger
}

/** The answers as texts: the sequence, '=' before it when repeated, or the refusal. */
function record(ledger: MemoryLedger, transfers: readonly Transfer[]): string[] {
  const { outcomes, change } = decideBatch(ledger, transfers)
  ledger.apply(change)
  return outcomes.map((outcome) =>
    outcome.ok ? `${outcome.value.isRepeated ? '=' : ''}${outcome.value.sequence}` : outcome.refusal,
  )
}

function stands(ledger: MemoryLedger): string {
  return ledger
    .balances()
    .map(
      (b) =>
        `${b.account} ${b.creditsPosted - b.debitsPosted}${b.debitsPending > 0n ? ` held ${b.debitsPending}` : ''}`,
    )
    .join(', ')
}

describe('a job', () => {
  test.each<[string, Transfer[], string[], string]>([
    ['holds what it may cost', [job(1, 40n)], ['3'], 'ISSUE -100, POOL:a 40, PROJECT:p 60 held 40, USED:p 0'],
    [
      'is charged what it used; the rest is free again',
      [job(1, 40n), post(2, 1, 25n)],
      ['3', '4'],
      'ISSUE -100, POOL:a 40, PROJECT:p 35, USED:p 25',
    ],
    ['that never ran is released', [job(1, 40n), release(2, 1)], ['3', '4'], 'ISSUE -100, POOL:a 40, PROJECT:p 60'],
    ['does not start beyond what is left', [job(1, 61n)], ['balance-too-low'], 'ISSUE -100, POOL:a 40, PROJECT:p 60'],
    [
      'leaves held time to nobody else',
      [job(1, 40n), job(2, 21n)],
      ['3', 'balance-too-low'],
      'ISSUE -100, POOL:a 40, PROJECT:p 60 held 40, USED:p 0',
    ],
    [
      'is not charged beyond its hold by its post',
      [job(1, 40n), post(2, 1, 41n)],
      ['3', 'post-exceeds-hold'],
      'ISSUE -100, POOL:a 40, PROJECT:p 60 held 40, USED:p 0',
    ],
    [
      'that overran goes to the overdraft',
      [job(1, 60n), post(2, 1, 60n), move(3, { kind: 'consume', debit: 'OVERDRAFT:p', credit: 'USED:p', amount: 5n })],
      ['3', '4', '5'],
      'ISSUE -100, OVERDRAFT:p -5, POOL:a 40, PROJECT:p 0, USED:p 65',
    ],
    [
      'ends once',
      [job(1, 40n), post(2, 1, 1n), post(3, 1, 1n), release(4, 1)],
      ['3', '4', 'hold-already-posted', 'hold-already-posted'],
      'ISSUE -100, POOL:a 40, PROJECT:p 59, USED:p 1',
    ],
    [
      'that was released is not charged',
      [job(1, 40n), release(2, 1), post(3, 1, 1n)],
      ['3', '4', 'hold-already-voided'],
      'ISSUE -100, POOL:a 40, PROJECT:p 60',
    ],
    [
      'is not ended by an award',
      [job(1, 40n), post(2, 1, 1n, { kind: 'obligate', by: DIRECTOR })],
      ['3', 'kind-does-not-fit-hold'],
      'ISSUE -100, POOL:a 40, PROJECT:p 60 held 40, USED:p 0',
    ],
  ])('%s', (_, transfers, answers, balances) => {
    const ledger = withAward()
    expect(record(ledger, transfers)).toEqual(answers)
    expect(stands(ledger)).toBe(balances)
  })
})

describe('what is refused', () => {
  test.each<[string, Transfer, string]>([
    ['an id that is none', move(1, { id: 'x' }), 'transfer-id-malformed'],
    ['an id in capitals', move(1, { id: '0000000A-0000-4000-8000-000000000001' }), 'transfer-id-malformed'],
    ['a month that is none', move(1, { period: '2026-13' }), 'period-malformed'],
    ['half a second', move(1, { effectiveAt: 0.5 }), 'effective-at-malformed'],
    ['nothing', move(1, { amount: 0n }), 'amount-not-positive'],
    ['less than nothing', move(1, { amount: -1n }), 'amount-not-positive'],
    ['more than an account can count', move(1, { amount: SUM_MAX + 1n }), 'amount-too-large'],
    ['a sum that an account cannot count', move(1, { amount: SUM_MAX }), 'balance-too-large'],
    ['a unit that nobody knows', move(1, { unit: 'eur' as 'krw' }), 'unit-unknown'],
    ['an account without its name', move(1, { credit: 'POOL' }), 'account-malformed'],
    ['from an account to itself', move(1, { kind: 'apportion', debit: 'POOL:a' }), 'accounts-are-the-same'],
    ['supply straight to a project', move(1, { credit: 'PROJECT:p' }), 'route-not-for-kind'],
    [
      'an award by one person',
      move(1, { kind: 'obligate', debit: 'POOL:a', credit: 'PROJECT:p' }),
      'needs-two-persons',
    ],
    ['the end of a job that is not known', post(1, 77, 1n), 'hold-not-found'],
    ['a post of nothing', post(1, 901, 0n), 'hold-already-posted'],
  ])('%s', (_, transfer, refusal) => {
    const ledger = withAward()
    const before = stands(ledger)
    expect(record(ledger, [transfer])).toEqual([refusal])
    expect(stands(ledger)).toBe(before)
  })

  test.each<[string, string | null, string]>([
    ['by who proposed it', OFFICER, 'approver-is-the-proposer'],
    ['by nobody', null, 'approver-missing'],
    ['by somebody else', DIRECTOR, '4'],
  ])('an award approved %s', (_, by, answer) => {
    const ledger = withAward()
    const award = move(1, {
      kind: 'obligate',
      phase: 'hold',
      debit: 'POOL:a',
      credit: 'PROJECT:q',
      amount: 10n,
      by: OFFICER,
    })
    expect(record(ledger, [award, post(2, 1, 10n, { kind: 'obligate', by })])).toEqual(['3', answer])
  })
})

describe('the same id', () => {
  test('and body is answered as at first and has no second effect', () => {
    const ledger = withAward()
    expect(record(ledger, [job(1, 10n), job(1, 10n)])).toEqual(['3', '=3'])
    expect(record(ledger, [job(1, 10n)])).toEqual(['=3'])
    expect(available(ledger.balance('PROJECT:p', UNIT))).toBe(50n)
  })

  test('with a body that differs anywhere is refused', () => {
    const one = { ...job(1, 10n), ref: id(7) }
    const others: Transfer[] = [
      { ...one, amount: 11n },
      { ...one, ref: null },
      { ...one, period: '2026-12' },
      { ...one, effectiveAt: 1 },
      { ...one, isLinked: true },
      { ...one, kind: 'consume' },
      { ...one, phase: 'move' },
      { ...one, unit: 'krw' },
      { ...one, debit: 'PROJECT:q' },
      { ...one, credit: 'USED:q' },
      { ...one, id: id(2) },
      post(1, 900, 10n),
      release(1, 900),
    ]
    expect(others.map((other) => isSameTransfer(one, other))).toEqual(others.map(() => false))
    expect(isSameTransfer(one, { ...one, by: OFFICER, note: 'other words' })).toBe(true)
    expect(isSameTransfer(post(1, 900, 1n), post(1, 900, 2n))).toBe(false)
    expect(isSameTransfer(release(1, 900), release(1, 901))).toBe(false)
    const ledger = withAward()
    record(ledger, [one])
    expect(record(ledger, others.slice(0, 4))).toEqual(others.slice(0, 4).map(() => 'exists-with-different-body'))
  })

  test('that was refused is decided anew', () => {
    const ledger = withAward()
    expect(record(ledger, [job(1, 61n)])).toEqual(['balance-too-low'])
    expect(record(ledger, [job(1, 60n)])).toEqual(['3'])
  })
})

describe('linked transfers', () => {
  test.each<[string, Transfer[], string[], string]>([
    ['are recorded together', [job(1, 30n, { isLinked: true }), job(2, 30n)], ['3', '4'], 'PROJECT:p 60 held 60'],
    [
      'are refused together',
      [job(1, 30n, { isLinked: true }), job(2, 31n)],
      ['linked-transfer-refused', 'balance-too-low'],
      'PROJECT:p 60',
    ],
    [
      'leave what follows them alone',
      [job(1, 30n, { isLinked: true }), job(2, 31n), job(3, 60n)],
      ['linked-transfer-refused', 'balance-too-low', '3'],
      'PROJECT:p 60 held 60',
    ],
    [
      'take back a hold that they ended',
      [job(1, 30n), post(2, 1, 30n, { isLinked: true }), job(3, 31n)],
      ['3', 'linked-transfer-refused', 'balance-too-low'],
      'PROJECT:p 60 held 30',
    ],
    [
      'need a last one',
      [job(1, 30n), job(2, 10n, { isLinked: true })],
      ['3', 'linked-chain-open'],
      'PROJECT:p 60 held 30',
    ],
    [
      'are repeated together',
      [job(1, 30n, { isLinked: true }), job(2, 30n), job(1, 30n, { isLinked: true }), job(2, 30n)],
      ['3', '4', '=3', '=4'],
      'PROJECT:p 60 held 60',
    ],
    [
      'are another chain when only some are known',
      [job(1, 30n, { isLinked: true }), job(2, 10n), job(1, 30n, { isLinked: true }), job(3, 10n)],
      ['3', '4', 'linked-transfer-refused', 'linked-chain-partly-recorded'],
      'PROJECT:p 60 held 40',
    ],
  ])('%s', (_, transfers, answers, project) => {
    const ledger = withAward()
    expect(record(ledger, transfers)).toEqual(answers)
    expect(stands(ledger)).toContain(project)
  })
})

describe('a month', () => {
  test.each<[string, Transfer, string, string]>([
    ['late usage', job(1, 1n), '3', 'period-closed'],
    ['new supply', move(1), 'period-soft-closed', 'period-closed'],
    ['supply of the next month', move(1, { period: '2026-12' }), '3', '3'],
    ['usage of an earlier month', job(1, 1n, { period: '2026-10' }), '3', 'period-closed'],
  ])('takes %s: softly closed, then for good', (_, transfer, softly, forGood) => {
    const ledger = withAward()
    close(ledger, 'soft-closed')
    expect(decideBatch(ledger, [transfer]).outcomes).toEqual(outcomesOf(softly))
    close(ledger, 'closed')
    expect(decideBatch(ledger, [transfer]).outcomes).toEqual(outcomesOf(forGood))
  })

  test('closes in order, once', () => {
    const none = { closedThrough: null, softClosedThrough: null }
    const soft = { closedThrough: null, softClosedThrough: '2026-11' }
    const month = { event: 'close', period: '2026-11' } as const
    expect(closePeriod(none, { ...month, state: 'closed' })).toEqual({ ok: false, refusal: 'period-not-soft-closed' })
    expect(closePeriod(soft, { ...month, state: 'soft-closed' })).toEqual({
      ok: false,
      refusal: 'period-already-closed',
    })
    expect(closePeriod({ ...soft, closedThrough: '2026-11' }, { ...month, state: 'closed' })).toEqual({
      ok: false,
      refusal: 'period-already-closed',
    })
    expect(closePeriod(none, { ...month, period: 'may', state: 'closed' })).toEqual({
      ok: false,
      refusal: 'period-malformed',
    })
  })
})

function close(ledger: MemoryLedger, state: 'soft-closed' | 'closed'): void {
  const closed = closePeriod(ledger.closing, { event: 'close', period: '2026-11', state })
  if (!closed.ok) throw new Error(closed.refusal)
  ledger.closing = closed.value
}

function outcomesOf(answer: string): unknown[] {
  return [
    /^\d/.test(answer)
      ? { ok: true, value: { sequence: Number(answer), isRepeated: false } }
      : { ok: false, refusal: answer },
  ]
}
