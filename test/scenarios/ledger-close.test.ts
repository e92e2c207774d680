// A month of the ledger closes over HTTP and in the terminal: softly, then for good, by who may, when it has ended.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { runCommand } from '../kit/command.ts'
import { embeddedHome } from '../kit/embedded-home.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

let store: TestDatabase
let weir: TestWeir
let finance: Ask
const place = embeddedHome({ isNew: true })

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  finance = await weir.signIn(['finance-officer'])
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

/** Months before the one that the clock shows, e.g. -1 -> '2026-10'. */
function month(offset: number): string {
  const now = weir.world.clock().toISOString().slice(0, 7)
  return Temporal.PlainYearMonth.from(now).add({ months: offset }).toString()
}

async function close(ask: Ask, period: string, state: string): Promise<string> {
  const { status, body } = await ask('/api/agencies/hannuri/ledger/closes', { method: 'POST', body: { period, state } })
  return status === 201 ? `closed by entry ${String(body['sequence'])}` : `${status} ${String(body['refusal'])}`
}

async function supply(period: string): Promise<string> {
  const way = { phase: 'move', kind: 'supply', unit: 'krw', debit: 'ISSUE', credit: 'POOL:a', amount: '5' }
  const transfer = { id: randomUUID(), effectiveAt: weir.world.clock().toISOString(), period, ...way }
  const { status, body } = await finance('/api/agencies/hannuri/ledger/transfers', { method: 'POST', body: transfer })
  return status === 201 ? `entry ${String(body['sequence'])}` : `${status} ${String(body['refusal'])}`
}

async function checkpointSize(): Promise<number | undefined> {
  return readCheckpoint((await weir.ask('/log/hannuri/checkpoint')).text)?.size
}

test('a month closes in its order, by who may', async () => {
  expect(await supply(month(-2))).toBe('entry 0')
  expect(await checkpointSize()).toBe(1)
  expect(await close(weir.ask, month(-2), 'soft-closed')).toMatch(/^40[13] /)
  expect(await close(await weir.signIn(['reviewer']), month(-2), 'soft-closed')).toBe('403 not-permitted')
  expect(await close(await weir.signIn(['auditor']), month(-2), 'soft-closed')).toBe('403 not-permitted')
  expect(await close(finance, month(0), 'soft-closed')).toBe('409 period-not-ended')
  expect(await close(finance, month(12), 'closed')).toBe('409 period-not-ended')
  expect(await close(finance, month(-2), 'closed')).toBe('409 period-not-soft-closed')
  expect(await close(finance, 'October', 'closed')).toBe('400 input-invalid')
  expect(await close(finance, month(-2), 'soft-closed')).toBe('closed by entry 1')
  // The public log is signed with the close, not ten seconds later.
  expect(await checkpointSize()).toBe(2)
  expect(await supply(month(-2))).toBe('409 period-soft-closed')
  expect(await supply(month(-6))).toBe('409 period-soft-closed')
  expect(await supply(month(0))).toBe('entry 2')
  expect(await close(finance, month(-2), 'soft-closed')).toBe('409 period-already-closed')
  expect(await close(finance, month(-2), 'closed')).toBe('closed by entry 3')
  expect(await supply(month(-2))).toBe('409 period-closed')
  expect(await close(finance, month(-2), 'closed')).toBe('409 period-already-closed')
})

test('in the terminal a month is closed for good only when that was said twice', { timeout: 120_000 }, async () => {
  const closing = (...words: string[]) => runCommand(place.home, [...words, '--agency', 'hannuri'])
  const softly = await closing('--lang', 'vi', 'ledger', 'close', '2026-01')
  expect([softly.exitCode, softly.stdout]).toEqual([0, expect.stringContaining('khóa sổ tạm')])
  const asked = await closing('--lang', 'ko', 'ledger', 'close', '2026-01', '--for-good')
  expect([asked.exitCode, asked.stderr]).toEqual([1, expect.stringContaining('--yes')])
  const closed = await closing('ledger', 'close', '2026-01', '--for-good', '--yes', '--json')
  expect(JSON.parse(closed.stdout)).toEqual({ period: '2026-01', state: 'closed', sequence: 1 })
  const again = await closing('ledger', 'close', '2025-12', '--for-good', '--yes')
  expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('closed already')])
})
