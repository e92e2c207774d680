// Which holds are open, from the entries alone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../test/kit/database.ts'
import type { Opening, Transfer } from '../../domain/ledger/transfer.ts'
import { appendAgency } from '../agencies.ts'
import { inTransaction } from '../database.ts'
import { loadOpenHolds } from './open-holds.ts'
import { openLedger } from './open-ledger.ts'

const FACTS = {
  ref: null,
  period: '2026-11',
  effectiveAt: 1_795_392_000,
  isLinked: false,
  by: null,
  note: null,
} as const
const AT = 1_795_392_001_000

let store: TestDatabase

beforeAll(async () => {
  store = await testDatabase()
  for (const agency of ['mine', 'theirs']) {
    await inTransaction(store.database, { agency }, async (tx) => {
      const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
      await appendAgency(tx, { id: agency, title: { ko: agency }, ...shared })
    })
  }
})

afterAll(async () => await store.close())

function supply(parts: Partial<Opening> = {}): Opening {
  const way = { unit: 'shot', debit: 'ISSUE', credit: 'POOL:a' } as const
  return { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'move', ...way, amount: 10n, ...parts }
}

test('open holds are those without a post or void, by sequence, of this agency only, page by page', async () => {
  const holds = Array.from({ length: 5 }, () => supply({ phase: 'hold' }))
  const ends: Transfer[] = [
    { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'post', hold: holds[1]!.id, amount: 3n },
    { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'void', hold: holds[3]!.id },
  ]
  for (const agency of ['mine', 'theirs']) {
    const ledger = openLedger(store.app, { agency, clock: () => AT })
    const asked = agency === 'mine' ? [supply(), ...holds, ...ends] : [supply({ phase: 'hold' })]
    for (const outcome of await ledger.sequencer.append(asked)) expect(outcome.ok).toBe(true)
    await ledger.close()
  }
  const page = (after: number, limit: number) =>
    inTransaction(store.database, { agency: 'mine' }, (tx) => loadOpenHolds(tx, 'mine', { after, limit }))
  const all = await page(-1, 100)
  expect(all).toEqual([0, 2, 4].map((at) => ({ hold: holds[at], sequence: at + 1, recordedAt: AT })))
  expect(await page(-1, 2)).toEqual(all.slice(0, 2))
  expect(await page(all[1]!.sequence, 2)).toEqual(all.slice(2))
})
