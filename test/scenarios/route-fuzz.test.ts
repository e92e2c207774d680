// Bad input to every route: never an error of the server, never a change. A failure prints its seed.
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions } from '../../src/store/connection.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

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

const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '..',
    '%00',
    "'; drop table runs; --",
    '\u0000',
    '\ud800',
    '{{7*7}}',
    '<script>',
    '__proto__',
    'constructor',
    'NaN',
    '1e999',
    '-1',
    '٣',
    '9'.repeat(400),
    'hannuri',
    'small',
    'small-policy',
  ),
)
const segment = nastyText.map((text) => encodeURIComponent(text.toWellFormed()))
const query = fc
  .dictionary(
    fc.constantFrom('page', 'sort', 'direction', 'search', 'state', 'version', 'lang', '__proto__', 'x'),
    nastyText,
  )
  .map((pairs) =>
    new URLSearchParams(Object.entries(pairs).map(([key, value]) => [key, value.toWellFormed()])).toString(),
  )
const place = fc.oneof(
  fc.tuple(segment, segment).map(([a, b]) => `/api/agencies/${a}/${b}`),
  fc.tuple(segment).map(([a]) => `/api/agencies/hannuri/runs/${a}`),
  fc.tuple(segment).map(([a]) => `/api/agencies/hannuri/runs/${a}/cancellation`),
  fc.tuple(segment).map(([a]) => `/api/agencies/hannuri/runs/${a}/nodes.csv`),
  fc.tuple(segment).map(([a]) => `/api/agencies/hannuri/policies/${a}`),
  fc.constantFrom(
    '/api/agencies/hannuri/runs',
    '/api/agencies/hannuri/policies/small-policy',
    '/api/policy-checks',
    '/api/session',
    '/api/openapi.json',
    '/problems/x',
    '/',
  ),
  fc.tuple(segment, segment).map(([a, b]) => `/${a}/${b}`),
)
const body = fc.oneof(
  fc.json({ noUnicodeString: false }),
  nastyText,
  fc
    .record({ scenario: nastyText, capacity: fc.integer() })
    .map((value) => JSON.stringify({ ...value, backfill: 'x' })),
  fc.record({ source: nastyText, language: nastyText }).map((value) => JSON.stringify(value)),
  fc.record({ token: nastyText }).map((value) => JSON.stringify(value)),
)
const header = fc.record({
  'accept-language': fc.constantFrom('', ';;;q=', 'ko;q=NaN', 'a'.repeat(2_000), '*'),
  'content-type': fc.constantFrom('application/json', 'text/plain', 'application/json; charset=nonsense', ';'),
  'idempotency-key': fc.constantFrom('k', ' ', 'x'.repeat(300)),
  accept: fc.constantFrom('*/*', 'text/html', 'text/event-stream', ';q='),
})

async function counts(): Promise<unknown> {
  const client = new Client(clientOptions(store.superuser))
  await client.connect()
  const { rows } = await client.query(
    `select (select count(*) from runs) as runs, (select count(*) from policy_versions) as versions,
            (select count(*) from sessions) as sessions, (select count(*) from people) as people,
            (select count(*) from idempotency_keys) as keys`,
  )
  await client.end()
  return rows
}

// The first is a name that the random input found only once in ten thousand requests.
const ADDRESSES = [
  '/api/agencies/hannuri/policies/%00',
  '/api/agencies/%00/policies',
  '/api/agencies/hannuri/runs?search=%00',
  '/%00/agencies/hannuri/runs',
]
test.each(ADDRESSES)('%s is refused by name', async (address) => {
  const answer = await officer(address)
  expect([answer.status, answer.body]).toMatchObject([400, { refusal: 'request-malformed' }])
})

test.each(['\u0000', '\u0000.x', 'hannuri.\u0000', 'hannuri\u0000.x'])(
  'a token with a NUL (%j) lets nobody in',
  async (token) => {
    const answer = await officer('/api/session', { method: 'POST', body: JSON.stringify({ token }) })
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400)
    expect(answer.status, answer.text).toBeLessThan(500)
  },
)

test('no answer is an error of the server, every problem is well-formed, and nothing changes', async () => {
  const before = await counts()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH'),
      place,
      query,
      body,
      header,
      async (method, address, asked, sent, headers) => {
        // Signing out would be a change that is asked for.
        fc.pre(!(method === 'DELETE' && address === '/api/session'))
        const full = asked === '' ? address : `${address}?${asked}`
        const answer = await officer(
          full,
          method === 'GET' ? { headers: { accept: headers.accept } } : { method, headers, body: sent },
        )
        expect(answer.status, `${method} ${full} ${sent}: ${answer.text.slice(0, 300)}`).toBeLessThan(500)
        if (answer.status >= 400 && address.startsWith('/api')) expect(answer.body).toHaveProperty('refusal')
      },
    ),
    { numRuns: 1_500 },
  )
  expect(await counts()).toEqual(before)
})
