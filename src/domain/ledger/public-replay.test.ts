import { describe, expect, test } from 'vitest'
import { posted } from './balance.ts'
import type { Leaf } from './leaf.ts'
import { PublicReplay } from './public-replay.ts'
import type { Opening, Post, Transfer, Void } from './transfer.ts'

const FACTS = { ref: null, period: '2026-11', effectiveAt: 0, isLinked: false, by: null, note: null }
const SUPPLY: Opening = {
  ...FACTS,
  id: 's',
  kind: 'supply',
  phase: 'move',
  unit: 'krw',
  debit: 'ISSUE',
  credit: 'POOL:a',
  amount: 100n,
}
const AWARD: Opening = {
  ...SUPPLY,
  id: 'a',
  kind: 'obligate',
  phase: 'hold',
  debit: 'POOL:a',
  credit: 'PROJECT:p',
  amount: 60n,
}
const POST: Post = { ...FACTS, id: 'b', kind: 'obligate', phase: 'post', hold: 'a', amount: 60n }
const VOID: Void = { ...FACTS, id: 'v', kind: 'obligate', phase: 'void', hold: 'a' }
const CLOSED: Leaf['entry'] = {
  sequence: 0,
  recordedAt: 0,
  event: { event: 'close', period: '2026-11', state: 'closed' },
}
const SOFT: Leaf['entry'] = {
  sequence: 0,
  recordedAt: 0,
  event: { event: 'close', period: '2026-11', state: 'soft-closed' },
}
const HIDDEN = 'hidden'

function replayed(seen: readonly (Transfer | Leaf['entry'] | typeof HIDDEN)[]): PublicReplay {
  const replay = new PublicReplay()
  for (const [sequence, one] of seen.entries()) {
    const base = { sequence, commitment: '' }
    if (one === HIDDEN || one === null) replay.take({ ...base, entry: null, period: '2026-11' })
    else if ('event' in one) replay.take({ ...base, entry: { ...one, sequence }, period: null })
    else
      replay.take({
        ...base,
        entry: { sequence, recordedAt: 0, event: { event: 'transfer', transfer: one } },
        period: null,
      })
  }
  return replay
}

describe('an outsider finds', () => {
  test.each<[string, Parameters<typeof replayed>[0], string[]]>([
    ['nothing wrong in an award', [SUPPLY, AWARD, HIDDEN, POST], []],
    ['an award that the pool does not have', [SUPPLY, { ...AWARD, amount: 101n }], ['1 balance-below-zero POOL:a']],
    [
      'a second award of the same',
      [SUPPLY, AWARD, { ...AWARD, id: 'c', amount: 41n }],
      ['2 balance-below-zero POOL:a'],
    ],
    ['more approved than was proposed', [SUPPLY, AWARD, { ...POST, amount: 61n }], ['2 post-exceeds-hold']],
    ['nothing approved', [SUPPLY, AWARD, { ...POST, amount: 0n }], ['2 amount-not-positive']],
    ['an approval twice', [SUPPLY, AWARD, POST, { ...POST, id: 'd' }], ['3 hold-already-ended']],
    ['an approval of what was taken back', [SUPPLY, AWARD, VOID, POST], ['3 hold-already-ended']],
    ['an approval of nothing', [SUPPLY, POST], ['1 hold-not-found']],
    ['an award approved as a reduction', [SUPPLY, AWARD, { ...POST, kind: 'reduce' }], ['2 kind-does-not-fit-hold']],
    ['an entry twice', [SUPPLY, SUPPLY], ['1 id-doubled']],
    ['supply of nothing', [{ ...SUPPLY, amount: 0n }], ['0 amount-not-positive']],
    ['supply to a project', [{ ...SUPPLY, credit: 'PROJECT:p' }], ['0 route-not-for-kind']],
    ['an entry in a closed month', [SOFT, CLOSED, SUPPLY], ['2 period-closed']],
    ['a hidden entry in a closed month', [SOFT, CLOSED, HIDDEN], ['2 period-closed']],
    ['a month closed for good at once', [CLOSED], ['0 close-not-allowed']],
  ])('%s', (_, seen, problems) => {
    const replay = replayed(seen)
    expect(
      replay.problems.map((p) => `${p.sequence} ${p.problem}${p.account === null ? '' : ` ${p.account}`}`),
    ).toEqual(problems)
  })

  test('a gap', () => {
    const replay = new PublicReplay()
    replay.take({ sequence: 1, commitment: '', entry: null, period: '2026-11' })
    expect(replay.problems).toEqual([{ problem: 'sequence-not-next', sequence: 1, account: null }])
  })

  test('what each pool gave out', () => {
    const balances = replayed([SUPPLY, AWARD, POST]).balances()
    expect(balances.map((b) => `${b.account} ${posted(b)}`)).toEqual(['ISSUE -100', 'POOL:a 40', 'PROJECT:p 60'])
  })
})
