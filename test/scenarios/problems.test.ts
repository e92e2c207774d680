// Requests that are wrong in every way a request can be: each gets a problem with a name and a sentence.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemBody } from '../../src/contract/session.ts'
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

describe('refused before anybody is asked', () => {
  test.each([
    ['an unknown address of the API', '/api/nowhere', {}, 404, 'route-not-found'],
    ['an unknown address of the API, changing', '/api/nowhere', { method: 'POST' }, 404, 'route-not-found'],
    ['a file that is not there', '/assets/nothing.js', {}, 404, 'route-not-found'],
    ['a way out of the folder', '/assets/..%2f..%2fpackage.json', {}, 404, 'route-not-found'],
    ['another method', '/api/agencies', { method: 'DELETE' }, 405, 'method-not-allowed'],
    ['another method of a run', `${RUNS}/x`, { method: 'PUT' }, 405, 'method-not-allowed'],
    ['another method of a page', '/', { method: 'POST' }, 405, 'method-not-allowed'],
    ['no JSON', RUNS, { method: 'POST', body: '{"scenario":' }, 400, 'body-not-json'],
    ['an empty body', RUNS, { method: 'POST', headers: { 'content-type': 'application/json' } }, 400, 'body-not-json'],
    [
      'a form',
      RUNS,
      { method: 'POST', body: 'scenario=small', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'media-type-unsupported',
    ],
    [
      'a body that is too large',
      RUNS,
      { method: 'POST', body: { scenario: 'x'.repeat(1_100_000) } },
      413,
      'body-too-large',
    ],
    [
      'events as JSON',
      `${RUNS}/01980c6e-5d3a-7c21-9a54-3f0b2c1d4e5f/progress`,
      { headers: { accept: 'application/json' } },
      406,
      'not-acceptable',
    ],
    ['an agency that does not exist', '/api/agencies/nowhere/runs', {}, 404, 'agency-not-found'],
    ['a policy that does not exist', '/api/agencies/hannuri/policies/nothing', {}, 404, 'policy-not-found'],
    [
      'a version that does not exist',
      '/api/agencies/hannuri/policies/small-policy?version=9',
      {},
      404,
      'policy-version-not-found',
    ],
    ['no worked example yet', '/api/agencies/songhan/showcase', {}, 404, 'showcase-not-ready'],
  ])('%s', async (_what, address, asked, status, refusal) => {
    const answer = await officer(address, asked)
    expect([answer.status, answer.body['refusal']]).toEqual([status, refusal])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    const problem = ProblemBody.parse(answer.body)
    expect(problem).toMatchObject({ type: `/problems/${refusal}`, status })
    expect(problem.title.length).toBeGreaterThan(5)
    expect(problem.detail.length).toBeGreaterThan(5)
  })

  test('the methods that an address knows are named', async () => {
    const answer = await officer(RUNS, { method: 'PATCH' })
    expect(answer.headers.get('allow')).toBe('GET, POST, HEAD')
  })
})

describe('a request with wrong fields', () => {
  const fieldsOf = async (address: string, asked = {}) => (await officer(address, asked)).body['fields']

  test('each is named with what would be right', async () => {
    expect(await fieldsOf(`${RUNS}?page=0&sort=size&state=open`)).toEqual([
      { field: 'query.page', message: 'must be at least 1' },
      { field: 'query.sort', message: 'must be one of: created-at, scenario, state' },
      { field: 'query.state', message: 'must be one of: queued, running, completed, failed, cancelled' },
    ])
    const body = { capacity: 1.5, backfill: 'none', colour: 'red' }
    expect(await fieldsOf(RUNS, { method: 'POST', body })).toEqual([
      { field: 'body.scenario', message: 'is missing; needed: text' },
      { field: 'body.capacity', message: 'has the wrong form; needed: a whole number' },
      { field: 'body.backfill', message: 'must be one of: fcfs, easy, easy-sjbf, conservative, shared' },
      { field: 'body', message: 'is not known here: colour' },
    ])
    expect(await fieldsOf(`${RUNS}/12`)).toEqual([{ field: 'path.id', message: expect.stringContaining('identifier') }])
  })

  test('a body that is no object is named as such', async () => {
    expect(await fieldsOf(RUNS, { method: 'POST', body: '[]' })).toEqual([
      { field: 'body', message: 'has the wrong form; needed: an object' },
    ])
  })
})

describe('in the language of the reader', () => {
  test.each([
    [
      'Accept-Language',
      '/api/nowhere',
      { 'accept-language': 'fr, ko;q=0.9, en;q=0.5' },
      'ko',
      '이 주소에는 내용이 없습니다.',
    ],
    [
      '?lang= wins',
      '/api/nowhere?lang=vi',
      { 'accept-language': 'ko' },
      'vi',
      'Không có nội dung nào tại địa chỉ này.',
    ],
    ['English otherwise', '/api/nowhere', { 'accept-language': 'fr' }, 'en', 'There is nothing at this address.'],
  ])('%s', async (_what, address, headers, language, title) => {
    const answer = await weir.ask(address, { headers })
    expect([answer.headers.get('content-language'), answer.body['title']]).toEqual([language, title])
  })

  test('the address that a problem names says what it means', async () => {
    const page = await weir.ask('/problems/run-not-found?lang=ko')
    expect(page.status).toBe(200)
    expect(page.text).toContain('<html lang="ko">')
    expect(page.text).toContain('해당 모의실행이 없습니다.')
  })
})

describe('pages', () => {
  test('the first address leads to the reader’s language', async () => {
    const answer = await weir.ask('/', { headers: { 'accept-language': 'vi-VN,vi;q=0.9' } })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/vi'])
  })

  test('a page is rendered with what the API answers to its reader', async () => {
    const answer = await weir.ask('/ko/agencies/hannuri/runs')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.text).toContain('한누리')
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
  })

  test('an address that is no page is a page that says so', async () => {
    const answer = await weir.ask('/en/nowhere')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  })

  test('while the portal is not built, the page says so and the API works', async () => {
    const other = await testDatabase()
    const portal = { clientFolder: '/nowhere', renderer: () => Promise.resolve(null), topFiles: () => [] }
    const bare = await testWeir(other, { portal })
    try {
      const page = await bare.ask('/ko')
      expect(page.status).toBe(503)
      expect(page.text).toContain('npm run build')
      expect((await bare.ask('/api/agencies')).status).toBe(200)
    } finally {
      await bare.stop()
      await other.close()
    }
  })
})

test('bytes that are no HTTP get an answer that is, and the server lives', async () => {
  const { port } = new URL(weir.address)
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\u0000\r\n\r\n'))
    let text = ''
    socket.on('data', (bytes) => (text += String(bytes)))
    socket.once('close', () => resolve(text))
    socket.once('error', reject)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400/)
  expect((await weir.ask('/healthz')).status).toBe(200)
})

test('an address that cannot be decoded is a problem', async () => {
  const answer = await weir.ask('/api/agencies/%E0%A4%A/runs')
  expect([answer.status, answer.body['refusal']]).toEqual([400, 'request-malformed'])
})
