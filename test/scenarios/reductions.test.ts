// A reduction from its proposal to the ledger: announced, contested, decided by two persons, never more than is left.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const LEDGER = '/api/agencies/hannuri/ledger'
const UNIT = 'milli-reference-unit-second'
const DAY = 86_400_000

let store: TestDatabase
let weir: TestWeir

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  // Into the days before a check of the rule: 1 March, its notice two weeks before, exemptions until one week before.
  const now = weir.world.clock()
  const year = now.getUTCFullYear() + 1
  weir.passTime(Date.UTC(year, 1, 10, 3) - now.getTime())
  const [officer, director] = await both()
  for (const project of ['p-1', 'p-2']) {
    await done(officer, { ...transfer('supply', 'move'), debit: 'ISSUE', credit: 'POOL:academia', amount: '1000000' })
    const award = {
      ...transfer('obligate', 'hold'),
      debit: 'POOL:academia',
      credit: `PROJECT:${project}`,
      amount: '1000000',
    }
    await done(officer, award)
    const { unit: _unit, ...approval } = transfer('obligate', 'post')
    await done(director, { ...approval, hold: award.id, amount: award.amount })
  }
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

const both = async (): Promise<[Ask, Ask]> => [
  await weir.signIn(['programme-officer']),
  await weir.signIn(['director']),
]
const transfer = (kind: string, phase: string) => ({
  id: randomUUID(),
  kind,
  phase,
  unit: UNIT,
  effectiveAt: weir.world.clock().toISOString(),
})
const done = async (ask: Ask, body: object) => {
  const answer = await ask(`${LEDGER}/transfers`, { method: 'POST', body })
  expect([answer.status, answer.body['refusal']]).toEqual([201, undefined])
}
const propose = (ask: Ask, body: object) =>
  ask(`${LEDGER}/reductions`, { method: 'POST', body: { rule: 'alcc', returnsTo: 'POOL:academia', ...body } })
const move = (ask: Ask, id: unknown, step: string, more: object = {}) =>
  ask(`${LEDGER}/reductions/${String(id)}/moves`, { method: 'POST', body: { move: step, ...more } })
const availableOf = async (ask: Ask, account: string) =>
  ((await ask(`${LEDGER}/statement?account=${account}&unit=${UNIT}`)).body['balance'] as Record<string, string>)[
    'available'
  ]

test('it is announced, waits for the deadline and the day, is held by one person and taken by another', async () => {
  let [officer, director] = await both()
  const proposed = await propose(officer, { project: 'p-1' })
  expect(proposed.status).toBe(201)
  expect(proposed.body).toMatchObject({
    state: 'proposed',
    figures: { counted: '1000000', charged: '0', unused: '1000000', removeMillionths: 500_000, amount: '500000' },
  })
  const { id } = proposed.body
  // By proposing nothing is taken, and a check proposes once.
  expect(await availableOf(officer, 'PROJECT:p-1')).toBe('1000000')
  expect((await propose(director, { project: 'p-1' })).body['refusal']).toBe('reduction-exists')
  expect((await move(officer, id, 'approve')).body['refusal']).toBe('reduction-move-not-allowed')
  expect((await move(officer, id, 'notice')).body['state']).toBe('noticed')
  expect((await move(officer, id, 'approve')).body['refusal']).toBe('exemption-deadline-open')
  weir.passTime(15 * DAY)
  ;[officer, director] = await both()
  expect((await move(officer, id, 'approve')).body['refusal']).toBe('reduction-not-due')
  expect((await move(officer, id, 'exempt')).body['refusal']).toBe('exemption-deadline-passed')
  weir.passTime(5 * DAY)
  ;[officer, director] = await both()
  // What has been proposed to go elsewhere since is held, and is not taken.
  const elsewhere = { ...transfer('transfer', 'hold'), debit: 'PROJECT:p-1', credit: 'PROJECT:p-2', amount: '700000' }
  await done(officer, elsewhere)
  expect((await move(officer, id, 'approve')).body['state']).toBe('approved')
  expect(await availableOf(officer, 'PROJECT:p-1')).toBe('0')
  const own = await move(officer, id, 'execute')
  expect([own.status, own.body['refusal']]).toEqual([403, 'approver-is-the-proposer'])
  const before = Number(await availableOf(director, 'POOL:academia'))
  expect((await move(director, id, 'execute')).body['state']).toBe('executed')
  expect(Number(await availableOf(director, 'POOL:academia')) - before).toBe(300_000)
  expect((await move(director, id, 'withdraw')).body['refusal']).toBe('reduction-move-not-allowed')
})

test('an exemption that was asked for in time may be granted later; what is withdrawn is given back', async () => {
  // To the days before the next check, 1 November.
  const now = weir.world.clock()
  weir.passTime(Date.UTC(now.getUTCFullYear(), 9, 15, 3) - now.getTime())
  let [officer, director] = await both()
  const first = (await propose(officer, { project: 'p-2' })).body['id']
  expect((await move(officer, first, 'withdraw')).body['state']).toBe('withdrawn')
  const second = (await propose(officer, { project: 'p-2' })).body['id']
  await move(officer, second, 'notice')
  const askedAt = weir.world.clock().toISOString()
  const third = (await propose(officer, { project: 'p-1' })).body['id']
  await move(officer, third, 'notice')
  weir.passTime(20 * DAY)
  ;[officer, director] = await both()
  expect((await move(officer, second, 'exempt')).body['refusal']).toBe('exemption-deadline-passed')
  expect((await move(officer, second, 'exempt', { askedAt })).body['state']).toBe('exempted')
  expect((await move(director, second, 'approve')).body['refusal']).toBe('reduction-move-not-allowed')
  const listed = (await director(`${LEDGER}/reductions`)).body as unknown as { state: string; id: string }[]
  expect(listed.find(({ id }) => id === second)?.state).toBe('exempted')
  expect(listed.filter(({ state }) => state === 'withdrawn').map(({ id }) => id)).toEqual([first])
})

test('what cannot be proposed says why, and only those who keep the ledger propose', async () => {
  const officer = await weir.signIn(['programme-officer'])
  const refusalOf = async (ask: Ask, body: object) => (await propose(ask, body)).body['refusal']
  expect(await refusalOf(officer, { project: 'nobody' })).toBe('ledger-account-not-found')
  expect(await refusalOf(officer, { project: 'p-2', rule: 'nersc' })).toBe('reduction-no-plan')
  expect(await refusalOf(officer, { project: 'p-2', returnsTo: 'USED:p-2' })).toBe('input-invalid')
  expect(await refusalOf(await weir.signIn(['auditor']), { project: 'p-2' })).toBe('not-permitted')
  expect((await move(officer, randomUUID(), 'notice')).body['refusal']).toBe('reduction-not-found')
})
