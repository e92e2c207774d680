// Signing in with a one-time link, staying signed in, and signing out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WEIR } from '../../src/operations/actor.ts'
import { perform } from '../../src/operations/operation.ts'
import { issueSignInLink } from '../../src/operations/people/issue-sign-in-link.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { askerOf, testWeir, type Answer, type TestWeir } from '../kit/weir.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let store: TestDatabase
let weir: TestWeir

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

async function link(agency = 'hannuri'): Promise<string> {
  const issued = await perform(weir.world, issueSignInLink, { actor: WEIR, agency }, {})
  if (!issued.ok) throw new Error(issued.refusal)
  return issued.value.token
}

const signIn = (token: string): Promise<Answer> => weir.ask('/api/session', { method: 'POST', body: { token } })

function cookieOf(answer: Answer): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

test('the link of a local officer becomes a session whose cookie no script can read', async () => {
  const answer = await signIn(await link())
  expect(answer.status).toBe(201)
  expect(answer.body['person']).toMatchObject({ name: '박서연', agency: 'hannuri', roles: ['programme-officer'] })
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^weir-session=hannuri\.[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
  const ask = askerOf(weir.address, { cookie: cookieOf(answer) })
  expect((await ask('/api/session')).body).toEqual(answer.body)
})

test('a link works once', async () => {
  const token = await link()
  expect((await signIn(token)).status).toBe(201)
  const again = await signIn(token)
  expect([again.status, again.body['refusal'], again.headers.get('set-cookie')]).toEqual([
    401,
    'sign-in-link-not-valid',
    null,
  ])
})

test('of two who use a link at the same moment one comes in', async () => {
  const token = await link()
  const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(token)))
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, ...Array.from({ length: 7 }, () => 401)])
})

test.each([
  ['no token', 'x'],
  ['an agency that does not exist', `nowhere.${'A'.repeat(43)}`],
  ['a token that was never issued', `hannuri.${'A'.repeat(43)}`],
])('a link with %s is refused like any other wrong link', async (_what, token) => {
  const answer = await signIn(token)
  expect([answer.status, answer.body['refusal']]).toEqual([401, 'sign-in-link-not-valid'])
})

test('the link of one agency opens no other', async () => {
  const token = await link('songhan')
  const stolen = await signIn(token.replace('songhan', 'hannuri'))
  expect(stolen.status).toBe(401)
  expect((await signIn(token)).body['person']).toMatchObject({ agency: 'songhan', name: 'Nguyễn Thu Hà' })
})

test('whoever signs out is out, also with the old cookie', async () => {
  const answer = await signIn(await link())
  const headers = { cookie: cookieOf(answer), 'x-weir-csrf': String(answer.body['csrfToken']) }
  const ask = askerOf(weir.address, headers)
  expect((await ask('/api/session', { method: 'DELETE' })).status).toBe(204)
  const after = await ask('/api/session')
  expect(after.body).toEqual({ person: null, csrfToken: null })
  expect(after.headers.get('set-cookie')).toMatch(/^weir-session=;/)
  const run = await ask('/api/agencies/hannuri/runs', { method: 'POST', body: { scenario: 'small' } })
  expect([run.status, run.body['refusal']]).toEqual([401, 'not-signed-in'])
})

test('a link is over after an hour, a session after twelve', async () => {
  const token = await link()
  const answer = await signIn(await link())
  const ask = askerOf(weir.address, { cookie: cookieOf(answer) })
  weir.passTime(59 * MINUTE)
  expect((await ask('/api/session')).body['person']).not.toBeNull()
  weir.passTime(2 * MINUTE)
  expect((await signIn(token)).status).toBe(401)
  weir.passTime(12 * HOUR)
  expect((await ask('/api/session')).body['person']).toBeNull()
})

test('the database holds no token', async () => {
  const token = await link()
  const answer = await signIn(token)
  const secrets = [token, cookieOf(answer).split('=')[1] ?? '?'].map((secret) => secret.split('.')[1] ?? '?')
  const { Client } = await import('pg')
  const { clientOptions } = await import('../../src/store/connection.ts')
  const client = new Client(clientOptions(store.superuser))
  await client.connect()
  const { rows } = await client.query<{ all: string }>(
    `select concat((select json_agg(s) from sessions s), (select json_agg(l) from sign_in_links l),
                   (select json_agg(a) from audit_records a), (select json_agg(i) from idempotency_keys i)) as all`,
  )
  await client.end()
  for (const secret of secrets) expect(rows[0]?.all).not.toContain(secret)
})
