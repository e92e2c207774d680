// What every request must pass: the right host, for changes the right page, and not too many of them.
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const RUNS = '/api/agencies/hannuri/runs'
const START = { method: 'POST', body: { scenario: 'small' } }

let store: TestDatabase
let weir: TestWeir
let officer: Ask

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store, { environment: { WEIR_ORIGINS: 'https://weir.example.org' } })
  officer = await weir.signIn(['programme-officer'])
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

/** fetch does not let a Host be chosen. */
function statusUnderHost(host: string, address: string): Promise<number> {
  const { port } = new URL(weir.address)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path: address, headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', reject)
    request.end()
  })
}

describe('the host', () => {
  test.each([
    ['127.0.0.1:4600', 200],
    ['localhost', 200],
    ['[::1]:4600', 200],
    ['192.168.7.9:4600', 200],
    ['weir.example.org', 200],
    ['WEIR.example.org', 200],
    ['evil.example.org', 421],
    ['weir.example.org.evil.org', 421],
    ['localhost.evil.org', 421],
    ['127.0.0.1.evil.org', 421],
    ['user@localhost', 421],
  ])('“%s” gets %i', async (host, status) => {
    expect(await statusUnderHost(host, '/api/agencies')).toBe(status)
  })

  test('a probe is answered under every name', async () => {
    expect(await statusUnderHost('evil.example.org', '/healthz')).toBe(200)
    expect(await statusUnderHost('evil.example.org', '/readyz')).toBe(200)
    expect(await statusUnderHost('evil.example.org', '/metrics')).toBe(421)
  })
})

describe('the origin of a change', () => {
  test.each([
    ['another site', 'https://evil.example.org', 'origin-not-allowed'],
    ['a sandboxed page', 'null', 'origin-not-allowed'],
    ['the same host under another port', 'http://127.0.0.1:1', 'origin-not-allowed'],
  ])('%s is refused', async (_what, origin, refusal) => {
    const answer = await officer(RUNS, { ...START, headers: { origin } })
    expect([answer.status, answer.body['refusal']]).toEqual([403, refusal])
  })

  test('the address of the proxy is as good as our own', async () => {
    const answer = await officer(RUNS, { ...START, headers: { origin: 'https://weir.example.org' } })
    expect(answer.status).toBe(201)
  })

  test('checking a policy changes nothing, so any page may ask', async () => {
    const answer = await weir.ask('/api/policy-checks', {
      method: 'POST',
      body: { source: 'kind: Nothing' },
      headers: { origin: 'https://elsewhere.example.org' },
    })
    expect([answer.status, answer.body['valid']]).toEqual([200, false])
  })
})

describe('the CSRF token', () => {
  test.each([
    ['without', {}],
    ['with another session’s', { 'x-weir-csrf': 'A'.repeat(43) }],
    ['with an empty', { 'x-weir-csrf': '' }],
  ])('a change %s token is refused', async (_what, headers) => {
    const stranger = await weir.signIn(['programme-officer'])
    const answer = await stranger(RUNS, { ...START, headers: { 'x-weir-csrf': 'none', ...headers } })
    expect([answer.status, answer.body['refusal']]).toEqual([403, 'csrf-token-wrong'])
  })
})

describe('headers that protect the reader', () => {
  test('every page has its own nonce, and nothing from elsewhere may run in it', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await weir.ask('/en')).headers.get('content-security-policy')),
    )
    expect(policies[0]).not.toBe(policies[1])
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/]{22}=='(;|$)/)
    expect(policies[0]).toContain("frame-ancestors 'none'")
    expect(policies[0]).not.toContain("script-src 'self' 'unsafe-inline'")
    expect(policies[0]).not.toContain('unsafe-eval')
  })

  test('a problem has them too', async () => {
    const { headers } = await weir.ask('/api/nowhere')
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })
})

test('too many requests are refused with the time to wait, probes never', async () => {
  const other = await testDatabase()
  const limited = await testWeir(other, { environment: { WEIR_REQUESTS_PER_MINUTE: '10' } })
  try {
    const answers = await Promise.all(Array.from({ length: 15 }, () => limited.ask('/api/agencies')))
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(5)
    expect(refused[0]?.body['refusal']).toBe('too-many-requests')
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await limited.ask('/healthz')).status).toBe(200)
  } finally {
    await limited.stop()
    await other.close()
  }
})
