// The description of the API is true: it is well-formed, every route of it answers, and what it answers fits it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { eventually, stateOf, testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: object }>>
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: object }[]
}

interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: object }
  readonly tags: readonly { readonly name: string }[]
}

let store: TestDatabase
let weir: TestWeir
let officer: Ask
let description: Description
let run: string

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  officer = await weir.signIn(['programme-officer'])
  description = (await weir.ask('/api/openapi.json')).body as unknown as Description
  const started = await officer('/api/agencies/hannuri/runs', { method: 'POST', body: { scenario: 'small' } })
  run = String(started.body['id'])
  await eventually(
    () => weir.ask(`/api/agencies/hannuri/runs/${run}`),
    (answer) => stateOf(answer) === 'completed',
  )
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

test('it is OpenAPI 3.1, and every reference leads somewhere', () => {
  expect(description.openapi).toBe('3.1.0')
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
  expect(references.length).toBeGreaterThan(20)
  for (const [, name] of references) expect(description.components.schemas).toHaveProperty(name ?? '')
  expect(Object.keys(description.components.securitySchemes)).toEqual(['session', 'csrf'])
})

test('every operation has a summary, a known tag, described answers, and the problems that it can have', () => {
  const tags = new Set(description.tags.map((tag) => tag.name))
  for (const { path, method, operation } of operations()) {
    const where = `${method} ${path}`
    expect(operation.summary, where).toMatch(/^\S.{8,}[^.]$/)
    expect(
      operation.tags?.every((tag) => tags.has(tag)),
      where,
    ).toBe(true)
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description, `${where} ${status}`).toMatch(/\S/)
      if (Number(status) >= 400) expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json'])
    }
    const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    expect(described.map((parameter) => parameter.name).toSorted(), where).toEqual(placeholders.toSorted())
  }
})

test('exactly the changes, and what is only considered, ask for a session', () => {
  const secured = operations().filter(({ operation }) => operation.security !== undefined)
  expect(secured.map(({ path, method }) => `${method} ${path}`).toSorted()).toEqual([
    'delete /api/agencies/{agency}/policy-drafts/{id}',
    'delete /api/agencies/{agency}/runs/{id}',
    'delete /api/session',
    'get /api/agencies/{agency}/finance',
    'get /api/agencies/{agency}/finance/invoices',
    'get /api/agencies/{agency}/finance/invoices/{number}',
    'get /api/agencies/{agency}/finance/invoices/{number}/csv',
    'get /api/agencies/{agency}/finance/invoices/{number}/pdf',
    'get /api/agencies/{agency}/finance/preview',
    'get /api/agencies/{agency}/ledger/accounts',
    'get /api/agencies/{agency}/ledger/accounts.csv',
    'get /api/agencies/{agency}/ledger/entries/{id}',
    'get /api/agencies/{agency}/ledger/entries/{sequence}/opened-receipt',
    'get /api/agencies/{agency}/ledger/projects/{name}/burn-down',
    'get /api/agencies/{agency}/ledger/publications',
    'get /api/agencies/{agency}/ledger/reductions',
    'get /api/agencies/{agency}/ledger/statement',
    'get /api/agencies/{agency}/ledger/statement.csv',
    'get /api/agencies/{agency}/ledger/statement.pdf',
    'get /api/agencies/{agency}/metering/quarantine',
    'get /api/agencies/{agency}/metering/quarantine.csv',
    'get /api/agencies/{agency}/metering/rates',
    'get /api/agencies/{agency}/metering/reconciliations',
    'get /api/agencies/{agency}/metering/sources',
    'get /api/agencies/{agency}/policy-drafts',
    'get /api/agencies/{agency}/policy-drafts/{id}',
    'post /api/agencies/{agency}/finance/fee-rules',
    'post /api/agencies/{agency}/finance/invoices',
    'post /api/agencies/{agency}/finance/invoices/{number}/cancel',
    'post /api/agencies/{agency}/finance/payers',
    'post /api/agencies/{agency}/finance/price-lists',
    'post /api/agencies/{agency}/ledger/closes',
    'post /api/agencies/{agency}/ledger/publications',
    'post /api/agencies/{agency}/ledger/reductions',
    'post /api/agencies/{agency}/ledger/reductions/{id}/moves',
    'post /api/agencies/{agency}/ledger/transfers',
    'post /api/agencies/{agency}/metering/rates',
    'post /api/agencies/{agency}/metering/sources',
    'post /api/agencies/{agency}/metering/sources/{name}/readings',
    'post /api/agencies/{agency}/metering/sources/{name}/records',
    'post /api/agencies/{agency}/metering/sources/{name}/retries',
    'post /api/agencies/{agency}/policy-drafts',
    'post /api/agencies/{agency}/policy-drafts/{id}/name',
    'post /api/agencies/{agency}/runs',
    'post /api/agencies/{agency}/runs/{id}/cancellation',
  ])
})

describe('every documented operation answers with a status that it documents', () => {
  test('asked well, and asked for what is not there', async () => {
    const undocumented: string[] = []
    for (const { path, method, operation } of operations()) {
      for (const id of [run, '01980c6e-5d3a-7c21-9a54-3f0b2c1d4e5f', 'nonsense']) {
        const address = path.replace('{agency}', 'hannuri').replace('{id}', id).replace('{name}', 'small-policy')
        const asked = { method: method.toUpperCase(), headers: { accept: '*/*' } }
        const answer = await officer(address, method === 'post' ? { ...asked, body: {} } : asked)
        if (!(String(answer.status) in operation.responses)) undocumented.push(`${method} ${address}: ${answer.status}`)
        if (path === '/api/session' && method === 'delete') officer = await weir.signIn(['programme-officer'])
      }
    }
    expect(undocumented).toEqual([])
  })
})

test('the page of the description asks no other host, and its scripts carry the nonce', async () => {
  const page = await weir.ask('/api/docs/')
  const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
  const scripts = [...page.text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)
  expect(scripts.length).toBeGreaterThan(0)
  for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`)
  expect(page.text).not.toMatch(/https?:\/\//)
  expect(page.text).toContain('"telemetry": false')
  expect((await weir.ask('/api/docs/js/scalar.js')).status).toBe(200)
})
