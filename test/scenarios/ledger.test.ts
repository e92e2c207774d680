// The ledger over HTTP: an award by two persons, a statement with running balances, entries that open down to their hold,
// a burn-down that ends where the accounts stand; and who may not.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statementOf } from '../../src/domain/ledger/statement.ts'
import type { Entry } from '../../src/domain/ledger/entry.ts'
import type { Hold, Transfer } from '../../src/domain/ledger/transfer.ts'
import type { AccountCode } from '../../src/domain/ledger/account.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendInTransaction } from '../../src/store/ledger/append-in-transaction.ts'
import { loadStatement, type DatedLine } from '../../src/store/ledger/ledger-rows.ts'
import { pdfPages } from '../kit/pdf-words.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const LEDGER = '/api/agencies/hannuri/ledger'
const UNIT = 'milli-reference-unit-second'
const ACCOUNT = (code: string) => `account=${code}&unit=${UNIT}`

let store: TestDatabase
let weir: TestWeir
let officer: Ask
let director: Ask
let auditor: Ask

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  officer = await weir.signIn(['programme-officer'])
  director = await weir.signIn(['director'])
  auditor = await weir.signIn(['auditor'])
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

/** What the log alone gives an entry. */
const placeOf = (line: DatedLine | undefined) =>
  line === undefined ? {} : { sequence: line.sequence, recordedAt: line.recordedAt, period: line.period }

const transfer = (body: object) => ({
  id: randomUUID(),
  unit: UNIT,
  effectiveAt: new Date(weir.world.clock().getTime() - 3 * 86_400_000).toISOString(),
  phase: 'move',
  ...body,
})
const post = (ask: Ask, body: object) => ask(`${LEDGER}/transfers`, { method: 'POST', body })
const supply = { kind: 'supply', debit: 'ISSUE', credit: 'POOL:academia', amount: '9007199254740993' }
const award = { kind: 'obligate', debit: 'POOL:academia', credit: 'PROJECT:kr-llm-01' }

test('an award is proposed by one person and approved by another, and opens down to both', async () => {
  expect((await post(officer, transfer({ ...supply, amount: '3600000000' }))).status).toBe(201)
  const plain = await post(officer, transfer({ ...award, amount: '7200000' }))
  expect([plain.status, plain.body['refusal']]).toEqual([422, 'needs-two-persons'])
  const proposed = transfer({ ...award, phase: 'hold', amount: '7200000', note: 'round one' })
  const first = await post(officer, proposed)
  expect(first.status).toBe(201)
  expect(first.headers.get('location')).toBe(`${LEDGER}/entries/${proposed.id}`)
  // Sent again, it is the same one.
  expect((await post(officer, proposed)).body).toEqual({ ...first.body, isRepeated: true })
  expect((await post(officer, { ...proposed, amount: '7200001' })).body['refusal']).toBe('exists-with-different-body')
  const approval = { id: randomUUID(), kind: 'obligate', phase: 'post', hold: proposed.id, amount: '7200000' }
  const approved = { ...approval, effectiveAt: proposed.effectiveAt }
  const own = await post(officer, approved)
  expect([own.status, own.body['refusal']]).toEqual([403, 'approver-is-the-proposer'])
  const inKorean = await officer(`${LEDGER}/transfers?lang=ko`, { method: 'POST', body: approved })
  expect(inKorean.body['title']).toBe('본인이 제안한 이체는 승인할 수 없습니다.')
  expect((await post(director, approved)).status).toBe(201)
  const entry = await auditor(`${LEDGER}/entries/${proposed.id}`)
  expect(entry.body).toMatchObject({
    kind: 'obligate',
    phase: 'hold',
    amount: '7200000',
    isPublic: true,
    by: 'programme-officer of hannuri',
    note: 'round one',
    related: [{ relation: 'ended-by', id: approval.id, phase: 'post' }],
  })
  expect(entry.body['leafHash']).toMatch(/^[0-9a-f]{64}$/)
  const ended = await auditor(`${LEDGER}/entries/${approval.id}`)
  expect(ended.body).toMatchObject({
    debit: 'POOL:academia',
    unit: UNIT,
    related: [{ relation: 'hold', id: proposed.id }],
  })
})

test('accounts are found, sorted and given as CSV with exact amounts', async () => {
  expect((await post(officer, transfer({ ...supply, unit: 'krw' }))).status).toBe(201)
  const sorted = await auditor(`${LEDGER}/accounts?sort=balance&direction=descending`)
  const [largest] = sorted.body['rows'] as Record<string, unknown>[]
  expect(largest).toMatchObject({ account: 'POOL:academia', unit: 'krw', posted: '9007199254740993' })
  const found = await auditor(`${LEDGER}/accounts?search=kr-llm`)
  expect(found.body).toMatchObject({ total: 1, rows: [{ account: 'PROJECT:kr-llm-01', available: '7200000' }] })
  expect((await auditor(`${LEDGER}/accounts?unit=krw`)).body['total']).toBe(2)
  const csv = await auditor(`${LEDGER}/accounts.csv?unit=krw`)
  expect(csv.text).toContain('ISSUE,krw,-9007199254740993,0,0,-9007199254740993')
})

test('a statement is the domain’s, line by line, whatever page, order or filter', async () => {
  const agency = 'hannuri'
  const now = weir.world.clock()
  const at = Math.floor(now.getTime() / 1000) - 86_400
  const facts = (id: string) => ({ id, ref: null, effectiveAt: at, isLinked: false, by: null, note: null })
  const period = now.toISOString().slice(0, 7)
  const [job, late] = [randomUUID(), randomUUID()]
  const accounts = { unit: UNIT, debit: 'PROJECT:kr-llm-01', credit: 'USED:kr-llm-01' } as const
  const transfers: Transfer[] = [
    { ...facts(job), period, phase: 'hold', kind: 'encumber', ...accounts, amount: 3000n },
    { ...facts(late), period, phase: 'hold', kind: 'encumber', ...accounts, amount: 500n },
    { ...facts(randomUUID()), period, phase: 'post', kind: 'consume', hold: job, amount: 1200n },
    { ...facts(randomUUID()), period, phase: 'void', kind: 'release', hold: late },
    { ...facts(randomUUID()), period, phase: 'move', kind: 'consume', ...accounts, amount: 77n },
    { ...facts(randomUUID()), period, phase: 'hold', kind: 'encumber', ...accounts, amount: 40n },
  ]
  await inTransaction(store.database, { agency }, async (tx) => {
    const outcomes = await appendInTransaction(tx, agency, transfers, now)
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
  })
  const all = { kind: null, period: null, direction: 'ascending', page: 1, pageSize: null } as const
  for (const account of ['PROJECT:kr-llm-01', 'USED:kr-llm-01'] satisfies AccountCode[]) {
    const loaded = await inTransaction(store.database, { agency }, (tx) =>
      loadStatement(tx, agency, { ...all, account, unit: UNIT }),
    )
    const lines = loaded?.rows ?? []
    const entries: Entry[] = transfers.map((one, index) => ({
      sequence: index,
      recordedAt: 0,
      event: { event: 'transfer', transfer: one },
    }))
    const holds = new Map(transfers.filter((one): one is Hold => one.phase === 'hold').map((hold) => [hold.id, hold]))
    const before = lines.at(-transfers.length - 1)?.balance
    const expected = statementOf({ account, unit: UNIT }, entries, (id) => holds.get(id), before)
    const own = lines.slice(-transfers.length)
    const inLog = expected.lines.map((line, index) => ({ ...line, ...placeOf(own[index]) }))
    expect(own).toEqual(inLog)
    expect(loaded?.balance).toMatchObject(expected.closing)
  }
  const newest = await auditor(`${LEDGER}/statement?${ACCOUNT('PROJECT:kr-llm-01')}&kind=consume`)
  expect(newest.body).toMatchObject({
    total: 2,
    balance: { posted: '7198723', held: '40', available: '7198683' },
    rows: [
      { posted: '-77', balance: { posted: '7198723' } },
      { posted: '-1200', held: '-3000' },
    ],
  })
  const csv = await auditor(`${LEDGER}/statement.csv?${ACCOUNT('PROJECT:kr-llm-01')}&direction=ascending`)
  expect(csv.text.trim().split('\r\n')).toHaveLength(9)
  const unknown = await auditor(`${LEDGER}/statement?${ACCOUNT('PROJECT:nobody')}`)
  expect([unknown.status, unknown.body['refusal']]).toEqual([404, 'ledger-account-not-found'])
})

test('a burn-down ends where the accounts stand, and forecasts by rate only after a week', async () => {
  const until = new Date(weir.world.clock().getTime() + 90 * 86_400_000).toISOString()
  const young = await auditor(`${LEDGER}/projects/kr-llm-01/burn-down?until=${until}`)
  expect(young.body).toMatchObject({
    standing: { granted: '7200000', charged: '1277', held: '40', overdrawn: '0', remaining: '7198683' },
    forecasts: [{ method: 'own-plan', likely: null }],
  })
  const days = young.body['days'] as Record<string, string>[]
  expect(days.at(-1)).toMatchObject({ granted: '7200000', charged: '1277', held: '40', remaining: '7198683' })
  weir.passTime(8 * 86_400_000)
  auditor = await weir.signIn(['auditor'])
  officer = await weir.signIn(['programme-officer'])
  const older = await auditor(`${LEDGER}/projects/kr-llm-01/burn-down`)
  expect(older.body['forecasts']).toMatchObject([{ method: 'recent-rate', days: 7 }])
})

describe('who may not', () => {
  test.each([
    { who: 'nobody', signIn: () => Promise.resolve(weir.ask), status: 401 },
    { who: 'a project member', signIn: () => weir.signIn(['project-member']), status: 403 },
    { who: 'an officer of another agency', signIn: () => weir.signIn(['programme-officer'], 'songhan'), status: 403 },
  ])('$who reads nothing and posts nothing', async ({ signIn, status }) => {
    const ask = await signIn()
    const places = [
      'accounts',
      'accounts.csv',
      `statement?${ACCOUNT('ISSUE')}`,
      `entries/${randomUUID()}`,
      'projects/kr-llm-01/burn-down',
    ]
    for (const place of places) expect([place, (await ask(`${LEDGER}/${place}`)).status]).toEqual([place, status])
    expect((await post(ask, transfer(supply))).status).toBe(status)
  })

  test('an auditor reads and does not post, even when an officer as well', async () => {
    const both = await weir.signIn(['programme-officer', 'auditor'])
    for (const ask of [auditor, both]) expect((await post(ask, transfer(supply))).status).toBe(403)
    expect((await both(`${LEDGER}/accounts`)).status).toBe(200)
  })

  test('nobody posts what only a job makes', async () => {
    const used = { kind: 'consume', debit: 'PROJECT:kr-llm-01', credit: 'USED:kr-llm-01', amount: '1' }
    expect((await post(officer, transfer(used))).body['refusal']).toBe('input-invalid')
  })
})

test('a statement is printed in the reader’s language', async () => {
  const paper = async (lang: string) => {
    const answer = await auditor(`${LEDGER}/statement.pdf?${ACCOUNT('PROJECT:kr-llm-01')}&lang=${lang}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    return pdfPages(answer.bytes).flat().join(' ')
  }
  expect(await paper('vi')).toMatch(/Sao kê[^]*PROJECT:kr-llm-01[^]*POOL:academia/)
  expect(await paper('ko')).toContain('PROJECT:kr-llm-01')
  const nobody = await auditor(`${LEDGER}/statement.pdf?${ACCOUNT('PROJECT:nobody')}`)
  expect(nobody.status).toBe(404)
})
