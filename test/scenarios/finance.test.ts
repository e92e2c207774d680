// Finance over HTTP: prices, the fee rule, who pays; an invoice of a closed month in the ledger and on paper, its credit note, and
// the invoice that follows it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { inTransaction } from '../../src/store/database.ts'
import { sha256 } from '../../src/store/ledger/open-ledger.ts'
import { verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { pdfPages } from '../kit/pdf-words.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const API = '/api/agencies/hannuri'
const UNIT = 'milli-reference-unit-second'
const HOUR = 3600

let store: TestDatabase
let weir: TestWeir
let finance: Ask
/** Noon of the tenth of the month before the last one, in seconds. */
let noon: number

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  finance = await weir.signIn(['finance-officer'])
  noon = Date.parse(`${month(-2)}-10T03:00:00Z`) / 1000
  await useTheMonth()
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

function month(offset: number): string {
  const now = weir.world.clock().toISOString().slice(0, 7)
  return Temporal.PlainYearMonth.from(now).add({ months: offset }).toString()
}

/** A project of which 800 unit-hours were used, 80 of them borrowed, and 160 lost with a node. */
async function useTheMonth(): Promise<void> {
  const post = async (path: string, body: object, status = 201) => {
    const answer = await finance(`${API}/${path}`, { method: 'POST', body })
    expect(answer.status, answer.text).toBe(status)
  }
  const way = { unit: UNIT, debit: 'ADJUST:2020-01', credit: 'PROJECT:kr-llm-01', amount: '900000000000000' }
  const facts = {
    id: randomUUID(),
    kind: 'adjust',
    phase: 'move',
    effectiveAt: new Date((noon - HOUR) * 1000).toISOString(),
  }
  await post('ledger/transfers', { ...facts, ...way })
  await post('metering/rates', { validFrom: `${month(-3)}-01`, borrowedPrice: '0.5', flavors: { h200: '1' } })
  await post('metering/sources', { name: 'alps', cluster: 'alps#1', flavors: { h200: 'h200' } })
  const record = (job: number, change: Partial<UsageRecord>): UsageRecord => ({
    run: { cluster: 'alps#1', job: String(job), submittedAt: noon - 60, restarts: 0 },
    revision: 1,
    state: 'completed',
    project: 'kr-llm-01',
    account: 'a',
    flavor: 'h200',
    milliUnits: 8000,
    nodes: 1,
    isBorrowed: false,
    startedAt: noon,
    endedAt: noon + 70 * HOUR,
    elapsedSeconds: 70 * HOUR,
    limitSeconds: null,
    checkpointAt: null,
    ...change,
  })
  const short = (hours: number) => ({ endedAt: noon + hours * HOUR, elapsedSeconds: hours * HOUR })
  const records = [
    record(1, {}),
    record(2, { isBorrowed: true, ...short(10) }),
    record(3, { state: 'node_failed', ...short(20) }),
  ]
  await post('metering/sources/alps/records', { records }, 200)
  const window = { from: `${month(-3)}-01T00:00:00Z`, until: `${month(-1)}-03T00:00:00Z`, answer: 'complete' }
  await post('metering/sources/alps/readings', {
    ...window,
    charged: 3,
    known: 0,
    setAside: 0,
    broken: [],
    brokenCount: 0,
  })
}

async function send(ask: Ask, path: string, body?: object): Promise<string> {
  const answer = await ask(`${API}/finance/${path}`, { method: 'POST', ...(body === undefined ? {} : { body }) })
  return answer.status < 300 ? JSON.stringify(answer.body) : `${answer.status} ${String(answer.body['refusal'])}`
}

async function posted(account: string, unit: string): Promise<string> {
  const { body } = await finance(`${API}/ledger/accounts?search=${account}&unit=${unit}`)
  const rows = body['rows'] as { account: string; posted: string }[]
  return rows
    .filter((row) => row.account === account)
    .map((row) => row.posted)
    .join()
}

const asked = () => ({ project: 'kr-llm-01', period: month(-2), currency: 'krw' })
const RULE = {
  version: '2026-1',
  shares: { academia: '0', small: '0.05', large: '1' },
  youthDiscount: '0.5',
  openness: { open: '0.8', closed: '2' },
  taxRate: '0.1',
  dueDays: 30,
}
const PAYER = {
  project: 'kr-llm-01',
  projectTitle: { en: 'Language model', ko: '언어 모델' },
  title: { en: 'Lotus Speech Ltd.', vi: 'Công ty Tiếng Nói Hoa Sen', ko: '로터스 스피치 유한회사' },
  taxNumber: '123-45-67890',
  address: ['Sejong-daero 209, Seoul'],
  feeClass: 'small',
  openness: 'open',
}

test('what an invoice needs is asked for in its order', async () => {
  const list = { version: '2026-1', currency: 'krw', effectiveFrom: `${month(-4)}-01`, prices: { h200: '5000' } }
  expect(await send(finance, 'invoices', asked())).toBe('409 invoice-month-open')
  const closed = await finance(`${API}/ledger/closes`, {
    method: 'POST',
    body: { period: month(-2), state: 'soft-closed' },
  })
  expect(closed.status).toBe(201)
  expect(await send(finance, 'invoices', asked())).toBe('409 payer-not-found')
  expect(await send(finance, 'payers', PAYER)).toBe('409 fee-rule-not-found')
  expect(await send(await weir.signIn(['auditor']), 'fee-rules', RULE)).toBe('403 not-permitted')
  expect(await send(finance, 'fee-rules', { ...RULE, youthDiscount: '1.5' })).toBe('422 youth-discount-above-one')
  expect(await send(finance, 'fee-rules', RULE)).toContain('"2026-1"')
  expect(await send(finance, 'fee-rules', RULE)).toBe('409 fee-rule-version-taken')
  expect(await send(finance, 'payers', { ...PAYER, feeClass: 'medium' })).toBe('422 fee-class-unknown')
  expect(await send(finance, 'payers', { ...PAYER, title: {} })).toBe('400 input-invalid')
  expect(await send(finance, 'payers', PAYER)).toContain('로터스')
  expect(await send(finance, 'invoices', asked())).toBe('409 invoice-without-price')
  expect(await send(finance, 'price-lists', { ...list, prices: {} })).toBe('422 price-list-empty')
  expect(await send(finance, 'price-lists', { ...list, prices: { h200: '0' } })).toBe('422 price-not-positive')
  expect(await send(finance, 'price-lists', list)).toContain('"h200":{"numerator":"5000","denominator":"1"}')
  const early = { ...list, version: '2026-2', effectiveFrom: `${month(-3)}-01`, prices: { h200: '6000' } }
  expect(await send(finance, 'price-lists', early)).toBe('409 price-list-begins-too-early')
  expect(await send(finance, 'price-lists', { ...early, effectiveFrom: `${month(1)}-01` })).toContain('"2026-2"')
})

test('a month says whose use is not invoiced yet', async () => {
  const { body } = await finance(`${API}/finance`)
  expect((body['months'] as object[]).at(-1)).toMatchObject({ period: month(-2), notInvoiced: ['kr-llm-01'] })
})

test('an invoice says what was used, what the State pays, and stands in the ledger', async () => {
  const query = new URLSearchParams(asked()).toString()
  const preview = await finance(`${API}/finance/preview?${query}`)
  // 560 + 160 h at 5,000, less 160 h; 80 h borrowed at half: 2,800,000 + 200,000; of it 5 % x 0.8 = 4 %; tax 10 %.
  const sums = { market: '3000000', support: '2880000', net: '120000', tax: '12000', total: '132000' }
  expect(preview.body).toMatchObject({ ...sums, number: '', transferId: null })
  expect((await weir.ask(`${API}/finance/preview?${query}`)).status).toBe(401)
  const issued = JSON.parse(await send(finance, 'invoices', asked())) as Record<string, unknown>
  const year = weir.world.clock().toISOString().slice(0, 4)
  expect(issued).toMatchObject({ ...sums, number: `${year}-0001`, cancelledBy: null })
  expect(await send(finance, 'invoices', asked())).toBe('409 invoice-exists')
  expect(await posted('DUE:kr-llm-01', 'krw')).toBe('-132000')
  expect(await posted('EARNED:hannuri', 'krw')).toBe('120000')
  expect(await posted('EARNED:tax', 'krw')).toBe('12000')
  const entry = await finance(`${API}/ledger/entries/${String(issued['transferId'])}`)
  expect(entry.body).toMatchObject({ kind: 'consume', amount: '120000', note: `${year}-0001` })
})

test('on paper it is in the reader’s language, and as CSV for programs', async () => {
  const year = weir.world.clock().toISOString().slice(0, 4)
  const paper = async (lang: string) => {
    const answer = await finance(`${API}/finance/invoices/${year}-0001/pdf?lang=${lang}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    return pdfPages(answer.bytes).flat().join(' ')
  }
  expect(await paper('ko')).toMatch(/로터스 스피치 유한회사[^]*소기업·소상공인[^]*₩132,000/)
  expect(await paper('vi')).toMatch(/Công ty Tiếng Nói Hoa Sen[^]*Doanh nghiệp nhỏ và siêu nhỏ[^]*132\.000/)
  const csv = await finance(`${API}/finance/invoices/${year}-0001/csv`)
  expect(csv.text).toContain(',refund,h200,false,-576000000,')
  expect(csv.text).toMatch(/,total,.*,krw,132000/)
  expect((await finance(`${API}/finance/invoices/${year}-0099`)).status).toBe(404)
})

test('an invoice is taken back by a credit note, and a corrected month is invoiced anew', async () => {
  const year = weir.world.clock().toISOString().slice(0, 4)
  expect(await send(await weir.signIn(['reviewer']), `invoices/${year}-0001/cancel`)).toBe('403 not-permitted')
  expect(await send(finance, `invoices/${year}-0099/cancel`)).toBe('404 invoice-not-found')
  const note = JSON.parse(await send(finance, `invoices/${year}-0001/cancel`)) as Record<string, unknown>
  expect(note).toMatchObject({ number: `${year}-0002`, total: '-132000', cancels: `${year}-0001` })
  expect(await send(finance, `invoices/${year}-0001/cancel`)).toBe('409 invoice-cancelled')
  expect(await send(finance, `invoices/${year}-0002/cancel`)).toBe('409 invoice-cancelled')
  for (const account of ['DUE:kr-llm-01', 'EARNED:hannuri', 'EARNED:tax'])
    expect(await posted(account, 'krw')).toBe('0')
  expect(await send(finance, 'payers', { ...PAYER, isYouth: true })).toContain('"isYouth":true')
  expect(await send(finance, 'invoices', asked())).toContain('"total":"66000"')
  const { body } = await finance(`${API}/finance/invoices?project=kr-llm-01`)
  const rows = body['rows'] as { number: string; cancels: string | null; cancelledBy: string | null }[]
  expect(rows.map(({ number, cancels, cancelledBy }) => [number, cancels, cancelledBy])).toEqual([
    [`${year}-0003`, null, null],
    [`${year}-0002`, `${year}-0001`, null],
    [`${year}-0001`, null, `${year}-0002`],
  ])
  const { body: overview } = await finance(`${API}/finance`)
  expect((overview['months'] as object[]).at(-1)).toMatchObject({
    period: month(-2),
    state: 'soft-closed',
    invoiced: 1,
    notInvoiced: [],
  })
})

test('the ledger replays to what the tables say', async () => {
  await inTransaction(store.database, { agency: 'hannuri' }, async (tx) => {
    expect((await verifyLedger(tx, 'hannuri', sha256)).verification.findings).toEqual([])
  })
})
