// A change that is sent twice with one key happens once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const RUNS = '/api/agencies/hannuri/runs'

let store: TestDatabase
let weir: TestWeir
let officer: Ask

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  officer = await weir.signIn(['programme-officer'])
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

const total = async (): Promise<number> => Number((await weir.ask(RUNS)).body['total'])
const start = (ask: Ask, key: string, body: object = { scenario: 'small' }) =>
  ask(RUNS, { method: 'POST', body, headers: { 'idempotency-key': key } })

test('the second answer is the first one, and there is one run', async () => {
  const before = await total()
  const first = await start(officer, 'a')
  const second = await start(officer, 'a')
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body['id']).toBe(first.body['id'])
  expect(await total()).toBe(before + 1)
})

test('ten at the same moment make one run', async () => {
  const before = await total()
  const answers = await Promise.all(Array.from({ length: 10 }, () => start(officer, 'b')))
  expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1)
  expect(await total()).toBe(before + 1)
})

test('the order of the keys in the body does not make it another request', async () => {
  const first = await start(officer, 'c', { scenario: 'small', capacity: 8 })
  const second = await start(officer, 'c', { capacity: 8, scenario: 'small' })
  expect(second.body['id']).toBe(first.body['id'])
})

test('another body, or another change, with the same key is refused', async () => {
  const first = await start(officer, 'd')
  const otherBody = await start(officer, 'd', { scenario: 'small', capacity: 7 })
  expect([otherBody.status, otherBody.body['refusal']]).toEqual([422, 'idempotency-key-reused'])
  const otherChange = await officer(`${RUNS}/${String(first.body['id'])}/cancellation`, {
    method: 'POST',
    headers: { 'idempotency-key': 'd' },
  })
  expect(otherChange.body['refusal']).toBe('idempotency-key-reused')
})

test('the key of one person means nothing for another', async () => {
  const other = await weir.signIn(['director'])
  const first = await start(officer, 'e')
  const second = await start(other, 'e')
  expect(second.status).toBe(201)
  expect(second.body['id']).not.toBe(first.body['id'])
})

test('a refused change leaves its key free', async () => {
  expect((await start(officer, 'f', { scenario: 'nowhere' })).status).toBe(404)
  expect((await start(officer, 'f')).status).toBe(201)
})
