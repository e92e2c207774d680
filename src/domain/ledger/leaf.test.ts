import { describe, expect, test } from 'vitest'
import type { Entry, LedgerEvent } from './entry.ts'
import { committedText, factsText, isPublic, personalText } from './facts.ts'
import { leafText, readLeaf } from './leaf.ts'
import { readFacts } from './read-facts.ts'
import type { Transfer } from './transfer.ts'

const COMMITMENT = 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s='
const ID = '00000000-0000-4000-8000-000000000001'
const HOLD = '00000000-0000-4000-8000-000000000002'
const FACTS = {
  id: ID,
  ref: null,
  period: '2026-11',
  effectiveAt: 1_795_392_000,
  isLinked: false,
  by: null,
  note: null,
}
const AMOUNTS = { unit: 'krw', debit: 'POOL:a', credit: 'ROUND:r:a', amount: 5n } as const

const PUBLIC: Transfer[] = [
  { ...FACTS, ...AMOUNTS, kind: 'commit', phase: 'move' },
  { ...FACTS, ...AMOUNTS, kind: 'obligate', phase: 'hold', ref: HOLD, isLinked: true },
  { ...FACTS, kind: 'obligate', phase: 'post', hold: HOLD, amount: 5n },
  { ...FACTS, kind: 'reduce', phase: 'void', hold: HOLD },
]
const HIDDEN: Transfer[] = [
  { ...FACTS, ...AMOUNTS, kind: 'encumber', phase: 'hold' },
  { ...FACTS, kind: 'consume', phase: 'post', hold: HOLD, amount: 5n },
  { ...FACTS, kind: 'release', phase: 'void', hold: HOLD },
]
const EVENTS: LedgerEvent[] = [
  ...PUBLIC.map((transfer) => ({ event: 'transfer' as const, transfer })),
  { event: 'close', period: '2026-11', state: 'closed' },
  { event: 'totals', period: '2026-11', rows: [] },
  {
    event: 'totals',
    period: '2026-11',
    rows: [
      { account: 'USED:p', unit: 'krw', amount: 7n },
      { account: 'POOL:a', unit: 'seat', amount: -1n },
    ],
  },
  { event: 'audit-root', size: 12, root: 'ab'.repeat(32) },
]

function entryOf(event: LedgerEvent, sequence = 7): Entry {
  return { sequence, recordedAt: 1_795_392_000_123, event }
}

describe('a leaf', () => {
  test.each(EVENTS.map((event) => [event.event, event] as const))('of a public %s is read back whole', (_, event) => {
    const entry = entryOf(event)
    expect(readLeaf(leafText('kr', entry, COMMITMENT), 'kr')).toEqual({
      sequence: 7,
      commitment: COMMITMENT,
      entry,
      period: null,
    })
  })

  test.each(HIDDEN.map((transfer) => [transfer.kind, transfer] as const))(
    'of %s shows its month and no more',
    (_, transfer) => {
      const text = leafText('kr', entryOf({ event: 'transfer', transfer }), COMMITMENT)
      expect(text).toBe(`weir-ledger-entry/1\nsequence 7\nperiod 2026-11\ncommitment ${COMMITMENT}\n`)
      expect(readLeaf(text, 'kr')).toEqual({ sequence: 7, commitment: COMMITMENT, entry: null, period: '2026-11' })
    },
  )

  const [commit] = PUBLIC
  const text = commit === undefined ? '' : leafText('kr', entryOf({ event: 'transfer', transfer: commit }), COMMITMENT)
  test.each<[string, string]>([
    ['of another agency', text.replace('agency kr', 'agency vn')],
    ['with a line twice', text.replace('unit krw\n', 'unit krw\nunit krw\n')],
    ['with a line too many', text.replace('unit krw\n', 'unit krw\nmore x\n')],
    ['without a line', text.replace('unit krw\n', '')],
    ['in another order', text.replace('unit krw\ndebit POOL:a\n', 'debit POOL:a\nunit krw\n')],
    ['with a zero before a number', text.replace('amount 5', 'amount 05')],
    ['with an amount that is none', text.replace('amount 5', 'amount five')],
    ['with a unit that is none', text.replace('unit krw', 'unit eur')],
    ['with a zero before its sequence', text.replace('sequence 7', 'sequence 07')],
    ['of a kind that is not shown', text.replace('kind commit', 'kind lend')],
    ['with half a commitment', text.replace(COMMITMENT, COMMITMENT.slice(4))],
    ['with something behind it', `${text}\n`],
    ['of nothing', ''],
  ])('%s is refused', (_, changed) => {
    expect(changed).not.toBe(text)
    expect(readLeaf(changed, 'kr')).toBeNull()
  })
})

describe('facts', () => {
  test('of everything, public or not, are read back whole', () => {
    for (const event of [...EVENTS, ...HIDDEN.map((transfer) => ({ event: 'transfer' as const, transfer }))]) {
      expect(readFacts(factsText('kr', entryOf(event)), 'kr', 7)).toEqual(entryOf(event))
    }
  })

  test('differ where anything but the personal differs', () => {
    const [one] = PUBLIC
    if (one === undefined || one.phase !== 'move') throw new Error('a move')
    const base = factsText('kr', entryOf({ event: 'transfer', transfer: one }))
    const changes: Partial<typeof one>[] = [
      { id: HOLD },
      { kind: 'supply' },
      { phase: 'hold' },
      { ref: HOLD },
      { period: '2026-12' },
      { effectiveAt: 1 },
      { isLinked: true },
      { unit: 'vnd' },
      { debit: 'POOL:b' },
      { credit: 'POOL:b' },
      { amount: 6n },
    ] as Partial<typeof one>[]
    for (const change of changes) {
      expect(factsText('kr', entryOf({ event: 'transfer', transfer: { ...one, ...change } }))).not.toBe(base)
    }
    expect(factsText('kr', entryOf({ event: 'transfer', transfer: { ...one, by: ID, note: 'x' } }))).toBe(base)
    expect(committedText(base, 'ab')).not.toBe(committedText(base, null))
  })

  test('of a person stand apart', () => {
    expect(personalText({ by: null, note: null })).toBeNull()
    expect(personalText({ by: ID, note: 'training\nrun' })).toBe(`by ${ID}\nnote "training\\nrun"\n`)
    expect(personalText({ by: null, note: '-' })).not.toBe(personalText({ by: null, note: null }))
  })

  test('are shown of public kinds only', () => {
    expect(PUBLIC.map((transfer) => isPublic({ event: 'transfer', transfer }))).toEqual([true, true, true, true])
    expect(HIDDEN.map((transfer) => isPublic({ event: 'transfer', transfer }))).toEqual([false, false, false])
  })
})
