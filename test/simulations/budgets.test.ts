// What must hold of budgets over random ledgers and awards: a burn-down ends where the accounts stand, and a reduction takes
// neither what was used nor what is held.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/budgets.test.ts. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { budgetMoves, burnDays } from '../../src/domain/budgets/burn-down.ts'
import { planOf } from '../../src/domain/budgets/plan.ts'
import { amountNow, reductionFigures, type ReductionBasis } from '../../src/domain/budgets/reduction-amount.ts'
import { nextCheck, REDUCTION_RULES } from '../../src/domain/budgets/reduction-rule.ts'
import { standingOf } from '../../src/domain/budgets/standing.ts'
import type { AccountCode } from '../../src/domain/ledger/account.ts'
import { decideBatch } from '../../src/domain/ledger/decide.ts'
import type { Entry } from '../../src/domain/ledger/entry.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import { statementOf } from '../../src/domain/ledger/statement.ts'
import type { Hold, Transfer } from '../../src/domain/ledger/transfer.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 200) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const DAY = 86_400
const SEOUL = 'Asia/Seoul'
const NEW_YORK = 'America/New_York'

const standing = (granted: bigint, charged: bigint, held: bigint) => ({
  granted,
  charged,
  held,
  overdrawn: charged > granted ? charged - granted : 0n,
  remaining: granted - charged - held,
})

test('the days of a burn-down end where the accounts stand, over random ledgers with corrections', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const ledger = new MemoryLedger()
    const entries: Entry[] = []
    const holds = new Map<string, Hold>()
    for (const transfer of randomTransfers(random)) {
      const { change } = decideBatch(ledger, [transfer])
      ledger.apply(change)
      for (const { sequence, transfer: recorded } of change.recorded) {
        entries.push({ sequence, recordedAt: 0, event: { event: 'transfer', transfer: recorded } })
        if (recorded.phase === 'hold') holds.set(recorded.id, { ...recorded, phase: 'hold' })
      }
    }
    expect(entries.length, `seed ${seed}`).toBeGreaterThan(20)
    const moves = (['PROJECT', 'USED', 'OVERDRAFT'] as const).flatMap((kind) => {
      const statement = statementOf({ account: `${kind}:a`, unit: UNIT }, entries, (id) => holds.get(id))
      return budgetMoves(
        statement.lines.map((line) => ({ ...line, period: '2026-11' })),
        kind,
        'a',
      )
    })
    const balance = (account: AccountCode) => ledger.balance(account, UNIT)
    const stands = standingOf({
      project: balance('PROJECT:a'),
      used: balance('USED:a'),
      overdraft: balance('OVERDRAFT:a'),
    })
    const last = burnDays(moves, { from: 0, now: 40 * DAY, timeZone: SEOUL, plan: null }).at(-1)!
    const { granted, charged, held, remaining } = last
    expect({ seed, granted, charged, held, remaining, overdrawn: stands.overdrawn }).toEqual({ seed, ...stands })
  }
})

test('a reduction never takes more than is unused, nor what is held, whatever the formula', () => {
  let proposals = 0
  for (let seed = FIRST; seed < FIRST + SEEDS * 10; seed += 1) {
    const random = seededRandom(seed)
    const granted = BigInt(wholeNumber(random, 0, 1000))
    const charged = BigInt(wholeNumber(random, 0, 1200))
    const held = BigInt(wholeNumber(random, 0, 600))
    const rule = REDUCTION_RULES[random() < 0.5 ? 'alcc' : 'nersc']
    const check = nextCheck(rule, wholeNumber(random, 0, 2_000_000_000), NEW_YORK)
    const from = check.checkAt - wholeNumber(random, 1, 400) * 86_400
    const given: ReductionBasis = {
      standing: standing(granted, charged, held),
      initialAward: BigInt(wholeNumber(random, 0, 1500)),
      plan: planOf(from, from + wholeNumber(random, 1, 500) * 86_400),
      awardedAt: from,
    }
    const figures = reductionFigures(rule, check, given)
    if (typeof figures === 'string') continue
    proposals += 1
    const later = standing(granted, charged + BigInt(wholeNumber(random, 0, 300)), BigInt(wholeNumber(random, 0, 600)))
    const taken = amountNow(figures, later)
    expect(figures.amount > 0n && figures.amount <= granted - charged, `seed ${seed}: unused`).toBe(true)
    expect(figures.amount <= given.standing.remaining, `seed ${seed}: held`).toBe(true)
    expect(taken >= 0n && taken <= figures.amount, `seed ${seed}: announced`).toBe(true)
    expect(taken === 0n || taken <= later.remaining, `seed ${seed}: held later`).toBe(true)
  }
  if (SEEDS > 1) expect(proposals).toBeGreaterThan(20)
})

const UNIT = 'milli-reference-unit-second'

function randomTransfers(random: () => number): Transfer[] {
  const facts = (id: number) => ({
    id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    ref: null,
    period: '2026-11',
    effectiveAt: wholeNumber(random, 0, 30 * DAY),
    isLinked: false,
    by: null,
    note: null,
  })
  const moveOf = (id: number, kind: Transfer['kind'], debit: AccountCode, credit: AccountCode): Transfer => ({
    ...facts(id),
    phase: 'move',
    kind,
    unit: UNIT,
    debit,
    credit,
    amount: BigInt(wholeNumber(random, 1, 200)),
  })
  const routes: readonly [Transfer['kind'], AccountCode, AccountCode][] = [
    ['consume', 'PROJECT:a', 'USED:a'],
    ['consume', 'OVERDRAFT:a', 'USED:a'],
    ['refund', 'USED:a', 'PROJECT:a'],
    ['refund', 'USED:a', 'OVERDRAFT:a'],
    ['adjust', 'ADJUST:2026-10', 'USED:a'],
    ['adjust', 'USED:a', 'ADJUST:2026-10'],
    ['adjust', 'PROJECT:a', 'OVERDRAFT:a'],
    ['adjust', 'ADJUST:2026-10', 'PROJECT:a'],
    ['expire', 'PROJECT:a', 'EXPIRED:r'],
    ['consume', 'PROJECT:b', 'USED:b'],
  ]
  const transfers: Transfer[] = [
    { ...moveOf(1, 'adjust', 'ADJUST:2026-10', 'PROJECT:a'), amount: 1000n } as Transfer,
    { ...moveOf(2, 'adjust', 'ADJUST:2026-10', 'PROJECT:b'), amount: 1000n } as Transfer,
  ]
  for (let id = 3; id < 60; id += 1) {
    const [kind, debit, credit] = routes[wholeNumber(random, 0, routes.length - 1)]!
    if (random() < 0.3) {
      const hold = { ...moveOf(id, 'encumber', 'PROJECT:a', 'USED:a'), phase: 'hold' } as Transfer
      transfers.push(hold)
      id += 1
      const end = { ...facts(id), hold: hold.id }
      const ending = wholeNumber(random, 0, 3)
      if (ending < 2) transfers.push({ ...end, phase: 'post', kind: 'consume', amount: 1n })
      else if (ending === 2) transfers.push({ ...end, phase: 'void', kind: 'release' })
    } else transfers.push(moveOf(id, kind, debit, credit))
  }
  return transfers
}
