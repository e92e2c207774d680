import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { entryBundle, readEntryBundle } from '../proof/tiles.ts'
import type { Entry } from './entry.ts'
import { LEAF_BYTES_MAX, leafText, readLeaf } from './leaf.ts'
import { Sealer } from './seal.ts'
import { totalsEvents, type TotalsRow } from './totals.ts'

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
