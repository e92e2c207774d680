import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { entryBundle, readEntryBundle } from '../proof/tiles.ts'
import type { Entry } from './entry.ts'
import { LEAF_BYTES_MAX, leafText, readLeaf } from './leaf.ts'
import { Sealer } from './seal.ts'
import { totalsEvents, type TotalsRow } from './totals.ts'
import type { LedgerEvent } from './entry.ts'
import { Replay } from './replay.ts'
import type { Transfer } from './transfer.ts'

const COMMITMENT = `${'A'.repeat(43)}=`
const AGENCY = 'a'.repeat(63)
const sealer = new Sealer(AGENCY, (bytes) => createHash('sha256').update(bytes).digest())

function rowsOf(count: number): TotalsRow[] {
  return Array.from({ length: count }, (_, at) => ({
    account: `USED:${'p'.repeat(50)}-${at}`,
    unit: 'milli-reference-unit-second',
    amount: 4_611_686_018_427_387_904n - BigInt(at),
  }))
}

function entryOf(rows: readonly TotalsRow[], sequence = 9_007_199_254_740_991): Entry {
  return { sequence, recordedAt: 9_999_999_999_999, event: { event: 'totals', period: '2026-11', rows } }
}

test.each([0, 1, 500, 560, 5_000])('%i rows are published whole, in leaves that a bundle can hold', (count) => {
  const rows = rowsOf(count)
  const events = totalsEvents('2026-11', rows)
  expect(events.flatMap((event) => event.rows)).toEqual(rows)
  const leaves = events.map((event) => Buffer.from(leafText(AGENCY, entryOf(event.rows), COMMITMENT)))
  for (const leaf of leaves) expect(leaf.length).toBeLessThanOrEqual(LEAF_BYTES_MAX)
  // As full as they can be: two neighbours do not fit into one.
  for (const [at, leaf] of leaves.slice(0, -1).entries()) {
    if (at < leaves.length - 2) expect(leaf.length).toBeGreaterThan(LEAF_BYTES_MAX - 1_000)
  }
  const read = readEntryBundle(entryBundle(leaves)) ?? []
  const back = read.map((leaf) => readLeaf(Buffer.from(leaf).toString(), AGENCY)?.entry?.event)
  expect(back).toEqual(events)
})

test('a leaf that no bundle can hold is never sealed', () => {
  const salt = new Uint8Array(16)
  expect(() => sealer.seal(entryOf(rowsOf(5_000)), salt, null)).toThrow('the length of a leaf has two bytes')
  expect(sealer.seal(entryOf(rowsOf(500)), salt, null).leafHash).toHaveLength(32)
})

test('a replay finds totals that its entries do not add up to', () => {
  const unit = 'milli-reference-unit-second'
  const facts = { period: '2026-11', effectiveAt: 1_795_392_000, ref: null, note: null, isLinked: false, by: null }
  const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`
  const supply = { debit: 'ISSUE', credit: 'POOL:a', amount: 100n } as const
  const commit = { debit: 'POOL:a', credit: 'ROUND:r:a', amount: 100n } as const
  const [officer, head] = [uuid(8), uuid(9)]
  const award = { debit: 'ROUND:r:a', credit: 'PROJECT:p', amount: 90n } as const
  const use = { debit: 'PROJECT:p', credit: 'USED:p' } as const
  const transfers: Transfer[] = [
    { ...facts, id: uuid(0), kind: 'supply', phase: 'move', unit, ...supply },
    { ...facts, id: uuid(1), kind: 'commit', phase: 'move', unit, ...commit },
    { ...facts, id: uuid(2), kind: 'obligate', phase: 'hold', unit, ...award, by: officer },
    { ...facts, id: uuid(3), kind: 'obligate', phase: 'post', hold: uuid(2), amount: 90n, by: head },
    { ...facts, id: uuid(4), kind: 'encumber', phase: 'hold', unit, ...use, amount: 30n },
    { ...facts, id: uuid(5), kind: 'consume', phase: 'post', hold: uuid(4), amount: 20n },
    { ...facts, id: uuid(6), kind: 'consume', phase: 'move', unit, ...use, amount: 5n },
    { ...facts, id: uuid(7), kind: 'refund', phase: 'move', unit, debit: 'USED:p', credit: 'PROJECT:p', amount: 2n },
  ]
  const events: LedgerEvent[] = transfers.map((transfer) => ({ event: 'transfer', transfer }))
  const totals = (period: string, amount: bigint): LedgerEvent => {
    return { event: 'totals', period, rows: [{ account: 'USED:p', unit, amount }] }
  }
  events.push(totals('2026-11', 23n), totals('2026-11', 25n), totals('2026-10', 0n), totals('2026-10', 1n))
  const replay = new Replay()
  for (const [sequence, event] of events.entries()) replay.take({ sequence, recordedAt: 0, event })
  replay.end()
  expect(replay.problems).toEqual([
    { problem: 'totals-differ', sequence: 9, account: 'USED:p', unit, published: '25', computed: '23' },
    { problem: 'totals-differ', sequence: 11, account: 'USED:p', unit, published: '1', computed: '0' },
  ])
})
