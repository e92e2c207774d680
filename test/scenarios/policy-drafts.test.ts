// A policy is changed and kept as a draft: who wrote it, how it differs, its name, its end. What is in force stays in force.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAuditRecords } from '../../src/store/audit.ts'
import { inTransaction } from '../../src/store/database.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const HANNURI = '/api/agencies/hannuri'
const DRAFTS = `${HANNURI}/policy-drafts`

let store: TestDatabase
let weir: TestWeir
let officer: Ask
/** The policy in force, and one that gives one sector less. */
let inForce: string
let changed: string

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  officer = await weir.signIn(['programme-officer'])
  inForce = readFileSync(path.join(import.meta.dirname, '../kit/scenarios/small-policy.yaml'), 'utf8')
  changed = inForce.replace('guarantee: 50%', 'guarantee: 40%')
  expect(changed).not.toBe(inForce)
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

const save = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  officer(DRAFTS, { method: 'POST', body, headers })
const draftsOf = async (ask: Ask = officer) => (await ask(DRAFTS)).body as unknown as Record<string, unknown>[]

test('a saved draft is listed with author, date and difference, and read again to the letter', async () => {
  const saved = await save({ name: '  Less for the first ', source: changed }, { 'accept-language': 'ko' })
  expect(saved.status).toBe(201)
  expect(saved.headers.get('location')).toBe(`${DRAFTS}/${String(saved.body['id'])}`)
  const [row] = await draftsOf()
  expect(row).toMatchObject({
    id: saved.body['id'],
    name: 'Less for the first',
    policy: 'small-policy',
    createdBy: 'programme-officer of hannuri',
    basedOn: 1,
    differencesTotal: 1,
  })
  expect(row?.['differences']).toEqual([expect.stringMatching(/^Guarantee of .+: 50% → 40%$/)])
  expect(saved.body['differences']).toEqual([expect.stringMatching(/보장 몫: 50% → 40%$/)])
  expect((await officer(`${DRAFTS}/${String(row?.['id'])}`)).body['source']).toBe(changed)
})

test('a draft is not in force: the policy, its versions and the runs under it do not know it', async () => {
  const { body } = await save({ name: 'Not in force', source: changed })
  const policy = (await weir.ask(`${HANNURI}/policies/small-policy`)).body
  expect(policy['version']).toMatchObject({ number: 1 })
  expect(policy['source']).toBe(inForce)
  expect(policy['versions']).toHaveLength(1)
  expect((await weir.ask(`${HANNURI}/policies/small-policy?version=2`)).status).toBe(404)
  const listed = (await weir.ask(`${HANNURI}/policies`)).body as unknown as Record<string, unknown>[]
  expect(listed.map((row) => row['version'])).toEqual([expect.objectContaining({ number: 1 })])
  const run = await officer(`${HANNURI}/runs`, {
    method: 'POST',
    body: { scenario: 'small', policyVersionId: body['id'] },
  })
  expect([run.status, run.body['refusal']]).toEqual([404, 'policy-version-not-found'])
})

test('a draft of a policy that does not exist yet makes no policy', async () => {
  const source = inForce.replace('name: small-policy', 'name: another-policy')
  const { status, body } = await save({ name: 'A new policy', source })
  expect([status, body['basedOn'], body['differencesTotal']]).toEqual([201, null, 0])
  expect((await weir.ask(`${HANNURI}/policies/another-policy`)).status).toBe(404)
})

test('sent twice with one key it is saved once, and the answer is the same', async () => {
  const before = (await draftsOf()).length
  const headers = { 'idempotency-key': 'draft-once' }
  const first = await save({ name: 'Once', source: changed }, headers)
  const second = await save({ name: 'Once', source: changed }, headers)
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body).toEqual(first.body)
  expect(await draftsOf()).toHaveLength(before + 1)
})

test('a draft is renamed, its text is not; each change leaves one record', async () => {
  const { body } = await save({ name: 'Before', source: changed })
  const id = String(body['id'])
  const renamed = await officer(`${DRAFTS}/${id}/name`, { method: 'POST', body: { name: 'After' } })
  expect([renamed.status, renamed.body['name']]).toEqual([200, 'After'])
  expect((await officer(`${DRAFTS}/${id}`)).body).toMatchObject({ name: 'After', source: changed })
  const records = await inTransaction(store.database, { agency: 'hannuri' }, (tx) =>
    listAuditRecords(tx, `policy draft ${id}`),
  )
  expect(records.map(({ operation, before, after }) => ({ operation, before, after }))).toEqual([
    {
      operation: 'save-policy-draft',
      before: null,
      after: expect.objectContaining({ state: 'draft', name: 'Before' }),
    },
    { operation: 'rename-policy-draft', before: { name: 'Before' }, after: { name: 'After' } },
  ])
})

test('a discarded draft is gone for everybody, once', async () => {
  const { body } = await save({ name: 'To discard', source: changed })
  const place = `${DRAFTS}/${String(body['id'])}`
  expect((await officer(place, { method: 'DELETE' })).status).toBe(204)
  const answers = [
    await officer(place),
    await officer(place, { method: 'DELETE' }),
    await officer(`${place}/name`, { method: 'POST', body: { name: 'Again' } }),
  ]
  expect(answers.map((answer) => answer.body['refusal'])).toEqual(Array(3).fill('policy-draft-not-found'))
  expect((await draftsOf()).map((row) => row['id'])).not.toContain(body['id'])
})

test('the drafts of one agency are not those of another', async () => {
  const { body } = await save({ name: 'Ours', source: changed })
  const stranger = await weir.signIn(['director'], 'songhan')
  expect(await draftsOf(stranger)).toMatchObject({ refusal: 'not-permitted' })
  const own = await stranger('/api/agencies/songhan/policy-drafts')
  expect([own.status, own.body]).toEqual([200, []])
  expect((await stranger(`/api/agencies/songhan/policy-drafts/${String(body['id'])}`)).status).toBe(404)
})

test.each([
  { what: 'a text that is no policy', body: { name: 'x', source: 'kind: Pool' }, refusal: 'policy-has-problems' },
  { what: 'no name', body: { name: '  ', source: 'x' }, refusal: 'input-invalid' },
  { what: 'a name with a line end', body: { name: 'a\nb', source: 'x' }, refusal: 'input-invalid' },
  { what: 'a key that nobody knows', body: { name: 'a', source: 'x', state: 'active' }, refusal: 'input-invalid' },
])('$what is refused as $refusal', async ({ body, refusal }) => {
  expect((await save(body)).body['refusal']).toBe(refusal)
})

test('a policy that names another agency is kept there, not here', async () => {
  const source = inForce.replace('agency: hannuri', 'agency: songhan')
  expect((await save({ name: 'Theirs', source })).body['refusal']).toBe('policy-of-other-agency')
})

test('nobody considers more than fifty drafts at a time', async () => {
  for (let count = (await draftsOf()).length; count < 50; count += 1) {
    expect((await save({ name: `Draft ${count}`, source: changed })).status).toBe(201)
  }
  const refused = await save({ name: 'One too many', source: changed })
  expect([refused.status, refused.body['refusal']]).toEqual([409, 'too-many-policy-drafts'])
})
