// Usage comes in over HTTP: charged once however often it is told, corrected, set aside with a reason, and closed with its
// month; the ledger has what the records come to.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { sha256 } from '../../src/store/ledger/open-ledger.ts'
import { verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { WEIR } from '../../src/operations/actor.ts'
import { reconcileUsage } from '../../src/operations/metering/reconcile-usage.ts'
import { perform } from '../../src/operations/operation.ts'
import { loadEndedRuns } from '../../src/store/metering/reconciliations.ts'
import { inTransaction } from '../../src/store/database.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const API = '/api/agencies/hannuri'
const UNIT = 'milli-reference-unit-second'
const DAY = 86_400

let store: TestDatabase
let weir: TestWeir
let officer: Ask
let operator: Ask
/** Noon of the tenth of the month before the last one, in seconds. */
let noon: number

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  officer = await weir.signIn(['programme-officer'])
  operator = await weir.signIn(['operator'])
  noon = Date.parse(`${month(-2)}-10T03:00:00Z`) / 1000
  await award('kr-llm-01', '100000000')
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

function month(offset: number): string {
  const now = weir.world.clock().toISOString().slice(0, 7)
  return Temporal.PlainYearMonth.from(now).add({ months: offset }).toString()
}

async function award(project: string, amount: string): Promise<void> {
  const director = await weir.signIn(['director'])
  const facts = { unit: UNIT, effectiveAt: new Date((noon - DAY) * 1000).toISOString() }
  const post = async (ask: Ask, body: object) => {
    const answer = await ask(`${API}/ledger/transfers`, {
      method: 'POST',
      body: { id: randomUUID(), ...facts, ...body },
    })
    expect(answer.status).toBe(201)
    return String(answer.body['id'])
  }
  await post(officer, { kind: 'supply', phase: 'move', debit: 'ISSUE', credit: 'POOL:academia', amount })
  const way = { kind: 'obligate', debit: 'POOL:academia', credit: `PROJECT:${project}`, amount }
  const hold = await post(officer, { ...way, phase: 'hold' })
  const approval = { id: randomUUID(), effectiveAt: facts.effectiveAt, kind: 'obligate', phase: 'post', hold, amount }
  expect((await director(`${API}/ledger/transfers`, { method: 'POST', body: approval })).status).toBe(201)
}

function usage(job: number, change: Partial<UsageRecord> = {}): UsageRecord {
  return {
    run: { cluster: 'alps#1', job: String(job), submittedAt: noon - 60, restarts: 0 },
    revision: 1,
    state: 'completed',
    project: 'kr-llm-01',
    account: 'nat_llm',
    flavor: 'h200',
    milliUnits: 8000,
    nodes: 1,
    isBorrowed: false,
    startedAt: noon,
    endedAt: noon + 100,
    elapsedSeconds: 100,
    limitSeconds: 3600,
    checkpointAt: null,
    ...change,
  }
}

async function send(ask: Ask, address: string, body: object): Promise<string> {
  const answer = await ask(`${API}/metering/${address}`, { method: 'POST', body })
  return answer.status < 300 ? JSON.stringify(answer.body) : `${answer.status} ${String(answer.body['refusal'])}`
}

const take = (...records: UsageRecord[]) => send(operator, 'sources/alps/records', { records })
const counts = (charged: number, known: number, setAside: number, transfers: number) =>
  JSON.stringify({ charged, known, setAside, transfers })

async function posted(account: string): Promise<string> {
  const { body } = await officer(`${API}/ledger/accounts?search=${account}`)
  return (body['rows'] as { account: string; posted: string; held: string }[])
    .filter((row) => row.account === account)
    .map((row) => (row.held === '0' ? row.posted : `${row.posted} held ${row.held}`))
    .join()
}

/** Compares the month with an engine that shows exactly what came in. */
async function reconcileAll(): Promise<void> {
  const call = { actor: WEIR, agency: 'hannuri' }
  const span = { from: Date.parse(`${month(-3)}-01`) / 1000, until: weir.world.clock().getTime() / 1000 }
  const taken = await inTransaction(store.database, { agency: 'hannuri' }, (tx) =>
    loadEndedRuns(tx, 'hannuri', 'alps', span),
  )
  const asked = { source: 'alps', period: month(-2), records: [...taken.values()] }
  const reconciled = await perform(weir.world, reconcileUsage, call, asked)
  expect(reconciled).toMatchObject({ ok: true, value: { isEqual: true } })
}

async function statementRows(account: string): Promise<{ period: string; posted: string }[]> {
  const { body } = await officer(`${API}/ledger/statement?account=${account}&unit=${UNIT}`)
  return body['rows'] as { period: string; posted: string }[]
}

test('a source and its prices come first', async () => {
  const source = { name: 'alps', cluster: 'alps#1', flavors: { h200: 'h200' } }
  expect(await take(usage(1))).toBe('404 usage-source-not-found')
  expect(await send(weir.ask, 'sources', source)).toMatch(/^40[13] /)
  expect(await send(await weir.signIn(['applicant']), 'sources', source)).toBe('403 not-permitted')
  expect(await send(await weir.signIn(['operator', 'auditor']), 'sources', source)).toBe('403 not-permitted')
  expect(await send(operator, 'sources', source)).toContain('"alps#1"')
  expect(await send(operator, 'sources', { ...source, cluster: 'alps#2' })).toBe('409 usage-source-has-cluster')
  expect(await send(operator, 'sources', { ...source, name: 'other' })).toBe('409 cluster-taken')
  const rates = { validFrom: `${month(-3)}-01`, borrowedPrice: '0.5', flavors: { h200: '1.5' } }
  expect(await send(operator, 'rates', rates)).toBe('403 not-permitted')
  expect(await send(officer, 'rates', { ...rates, flavors: {} })).toBe('422 rate-without-flavors')
  expect(await send(officer, 'rates', { ...rates, validFrom: '31.12.2026' })).toBe('400 input-invalid')
  expect(await send(officer, 'rates', rates)).toContain('{"numerator":"3","denominator":"2"}')
  expect(await send(officer, 'rates', rates)).toBe('409 rate-before-another')
  expect(await send(officer, 'rates', { ...rates, validFrom: `${month(-2)}-01` })).toBe('409 rate-in-the-past')
})

test('a run is charged what its latest record comes to, however often it is told', async () => {
  const running = usage(1, { state: 'unfinished', endedAt: null, elapsedSeconds: 10, limitSeconds: 1000 })
  expect(await take(running)).toBe(counts(1, 0, 0, 1))
  expect(await posted('PROJECT:kr-llm-01')).toBe('100000000 held 12000000')
  // 8 units x 100 s x 1.5
  expect(await take(usage(1, { revision: 2 }), usage(1, { revision: 2 }), running)).toBe(counts(1, 2, 0, 1))
  expect(await posted('USED:kr-llm-01')).toBe('1200000')
  expect(await posted('PROJECT:kr-llm-01')).toBe('98800000')
  expect(await take(usage(1, { revision: 3 }))).toBe(counts(0, 1, 0, 0))
  expect(await take(usage(1, { revision: 4, elapsedSeconds: 50 }))).toBe(counts(1, 0, 0, 1))
  expect(await posted('USED:kr-llm-01')).toBe('600000')
  // What was told later than an older correction stays: revision 2 is no news.
  expect(await take(usage(1, { revision: 2 }))).toBe(counts(0, 1, 0, 0))
  expect(await take(usage(2, { isBorrowed: true }))).toBe(counts(1, 0, 0, 1))
  expect(await posted('USED:kr-llm-01')).toBe('1200000')
  expect(await take(usage(2, { revision: 9, state: 'withdrawn' }))).toBe(counts(1, 0, 0, 1))
  expect(await posted('USED:kr-llm-01')).toBe('600000')
})

test('a record that cannot be charged waits with its reason, and holds up nothing', async () => {
  const bad = [
    usage(11, { project: 'kr-new' }),
    usage(12, { flavor: '?' }),
    usage(13, { endedAt: noon - 5 }),
    usage(14, { run: { cluster: 'dodam#1', job: '14', submittedAt: noon, restarts: 0 } }),
    usage(15, { milliUnits: 1e15 }),
    usage(16, { startedAt: noon + 400 * DAY, endedAt: noon + 400 * DAY + 5 }),
  ]
  expect(await take(...bad, usage(17))).toBe(counts(1, 0, 6, 1))
  expect(await take(...bad)).toBe(counts(0, 0, 6, 0))
  const { body } = await operator(`${API}/metering/quarantine`)
  const reasons = body['reasons'] as { reason: string; records: number }[]
  expect(reasons.map(({ reason, records }) => `${reason} ${records}`)).toEqual([
    'other-cluster 1',
    'unknown-project 1',
    'unknown-gres 1',
    'amount-malformed 1',
    'end-before-start 1',
    'start-in-the-future 1',
  ])
  const found = await operator(`${API}/metering/quarantine?search=KR-NEW`)
  expect(found.body['rows']).toMatchObject([{ run: `alps#1/11/${noon - 60}/0`, reason: 'unknown-project' }])
  // What it lacked is known now.
  await award('kr-new', '5000000')
  expect(await send(operator, 'sources/alps/retries', {})).toContain(counts(1, 0, 5, 1).slice(0, -1))
  expect(await posted('USED:kr-new')).toBe('1200000')
  // The source corrects one.
  expect(await take(usage(13, { revision: 2 }))).toBe(counts(1, 0, 0, 1))
  expect((await operator(`${API}/metering/quarantine`)).body['total']).toBe(4)
})

test('a charge that is more than an amount can be is set aside, and those beside it are charged', async () => {
  const dear = { validFrom: `${month(-3)}-01`, flavors: { dear: '999999999' } }
  expect(await send(officer, 'rates', dear)).toContain('"dear"')
  const huge = { flavor: 'dear', milliUnits: 1e9, endedAt: noon + DAY, elapsedSeconds: DAY, limitSeconds: null }
  expect(await take(usage(20), usage(21, huge), usage(22), usage(23))).toBe(counts(3, 0, 1, 3))
  const { body } = await operator(`${API}/metering/quarantine?reason=charge-refused`)
  expect(body['rows']).toMatchObject([{ run: `alps#1/21/${noon - 60}/0` }])
})

test('a job that crosses a month is charged in both, and the months add up', async () => {
  const end =
    Temporal.PlainDate.from(`${month(-1)}-01`).toZonedDateTime({ timeZone: 'Asia/Seoul' }).epochMilliseconds / 1000
  const over = { startedAt: end - 100, endedAt: end + 60, elapsedSeconds: 160 }
  expect(
    await take(usage(31, { ...over, run: { cluster: 'alps#1', job: '31', submittedAt: end - 200, restarts: 0 } })),
  ).toBe(counts(1, 0, 0, 2))
  const { body } = await officer(`${API}/ledger/statement?account=USED:kr-llm-01&unit=${UNIT}`)
  const rows = body['rows'] as { period: string; posted: string }[]
  expect(rows.slice(0, 2).map(({ period, posted: amount }) => `${period} ${amount}`)).toEqual([
    `${month(-1)} 720000`,
    `${month(-2)} 1200000`,
  ])
})

test('the cursor moves after a whole answer only, and never past what was read', async () => {
  const reading = (from: string, until: string, answer: string, more = {}) =>
    send(operator, 'sources/alps/readings', {
      from,
      until,
      answer,
      charged: 0,
      known: 0,
      setAside: 0,
      broken: [],
      brokenCount: 0,
      ...more,
    })
  const early = `${month(-4)}-01T00:00:00Z`
  const later = `${month(-2)}-20T00:00:00Z`
  const late = `${month(-1)}-20T00:00:00Z`
  expect(await reading(early, later, 'partial')).toBe('{"cursor":null}')
  expect(await reading(early, later, 'no-answer')).toBe('400 input-invalid')
  expect(await reading(early, later, 'no-answer', { reason: 'sacct-failed' })).toBe('{"cursor":null}')
  expect(await reading(early, later, 'complete')).toBe(`{"cursor":"${later.replace('Z', '.000Z')}"}`)
  expect(await reading(late, `${month(-1)}-21T00:00:00Z`, 'complete')).toContain(later.slice(0, 10))
  expect(await reading(early, `${month(1)}-01T00:00:00Z`, 'empty')).toBe('422 window-in-the-future')
  const { body } = await operator(`${API}/metering/sources`)
  const [source] = body as unknown as { cursor: string; readings: { answer: string }[] }[]
  expect(source!.cursor).toBe(later.replace('Z', '.000Z'))
  expect(source!.readings.map(({ answer }) => answer)).toEqual(['complete', 'complete', 'no-answer', 'partial'])
})

test('a month closes when it is read and compared, and says what single projects and sectors used', async () => {
  const close = async (state: string) => {
    const { status, body } = await officer(`${API}/ledger/closes`, {
      method: 'POST',
      body: { period: month(-2), state },
    })
    return status === 201 ? Number(body['sequence']) : `${status} ${String(body['refusal'])}`
  }
  // The cursor stands in the middle of the month.
  expect(await close('soft-closed')).toBe('409 source-not-read')
  const whole = { from: `${month(-3)}-01T00:00:00Z`, until: `${month(-1)}-02T00:00:00Z`, answer: 'complete' }
  const counted = { charged: 0, known: 0, setAside: 0, broken: [], brokenCount: 0 }
  await send(operator, 'sources/alps/readings', { ...whole, ...counted })
  expect(await close('soft-closed')).toBeTypeOf('number')
  expect(await close('closed')).toBe('409 reconciliation-differs')
  const publication = (ask: Ask, body: object) => ask(`${API}/ledger/publications`, { method: 'POST', body })
  expect((await publication(operator, { project: 'kr-llm-01', class: 'project' })).status).toBe(403)
  expect((await publication(officer, { project: 'nobody', class: 'project' })).status).toBe(404)
  expect((await publication(officer, { project: 'kr-llm-01', class: 'all' })).status).toBe(400)
  expect((await publication(officer, { project: 'kr-llm-01', class: 'project' })).status).toBe(201)
  await reconcileAll()
  const sequence = await close('closed')
  expect(sequence).toBeTypeOf('number')
  // kr-new is alone in the sum of its pool: it is not published, and neither is what it would tell.
  const used = (await statementRows('USED:kr-llm-01')).filter(({ period }) => period === month(-2))
  const net = used.reduce((sum, { posted: amount }) => sum + BigInt(amount), 0n)
  const { text } = await weir.ask('/log/hannuri/checkpoint')
  const [, size = '0'] = text.split('\n')
  expect(Number(size)).toBe(Number(sequence) + 2)
  const leaf = await weir.ask(`/log/hannuri/tile/entries/000.p/${size}`)
  expect(leaf.text).toContain(`event totals\nperiod ${month(-2)}\nrow USED:kr-llm-01 ${UNIT} ${net}\ncommitment`)
})

test('the ledger replays to what the tables say', async () => {
  await inTransaction(store.database, { agency: 'hannuri' }, async (tx) => {
    const { verification } = await verifyLedger(tx, 'hannuri', sha256)
    expect(verification.findings).toEqual([])
  })
})
