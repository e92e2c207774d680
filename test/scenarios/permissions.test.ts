// Who may do what: every change of the API by everybody, and that reading is open to all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../src/domain/people/role.ts'
import { ROLES } from '../../src/domain/people/role.ts'
import { inTransaction } from '../../src/store/database.ts'
import { listAuditRecords } from '../../src/store/audit.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { eventually, stateOf, testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const HANNURI = '/api/agencies/hannuri'
const NO_RUN = '01980c6e-5d3a-7c21-9a54-3f0b2c1d4e5f'

let store: TestDatabase
let weir: TestWeir
let run: string

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  const officer = await weir.signIn(['programme-officer'])
  run = String((await officer(`${HANNURI}/runs`, { method: 'POST', body: { scenario: 'small' } })).body['id'])
  await eventually(
    () => weir.ask(`${HANNURI}/runs/${run}`),
    (answer) => stateOf(answer) === 'completed',
  )
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

const READS = [
  '/api/agencies',
  `${HANNURI}/policies`,
  `${HANNURI}/policies/small-policy`,
  `${HANNURI}/policies/small-policy?version=1`,
  `${HANNURI}/scenarios`,
  `${HANNURI}/scenarios/small/history`,
  `${HANNURI}/runs`,
  '/api/session',
  '/api/openapi.json',
  '/api/docs/',
  '/api/schemas/policy.json',
  '/healthz',
  '/readyz',
  '/metrics',
  '/en',
  '/problems/run-not-found',
]

interface Who {
  readonly who: string
  readonly signIn: () => Promise<Ask>
}

const EVERYBODY: readonly Who[] = [
  { who: 'nobody', signIn: () => Promise.resolve(weir.ask) },
  ...ROLES.map((role) => ({ who: role, signIn: () => weir.signIn([role]) })),
  { who: 'officer of another agency', signIn: () => weir.signIn(['programme-officer', 'director'], 'songhan') },
  { who: 'officer who is also auditor', signIn: () => weir.signIn(['programme-officer', 'auditor']) },
]

const MAY_CONDUCT = new Set(['programme-officer', 'director'])

const CHANGES = [
  { change: 'start a run', method: 'POST', address: `${HANNURI}/runs`, body: { scenario: 'nowhere' }, done: 404 },
  { change: 'cancel a run', method: 'POST', address: `${HANNURI}/runs/${NO_RUN}/cancellation`, done: 404 },
  { change: 'delete a run', method: 'DELETE', address: `${HANNURI}/runs/${NO_RUN}`, done: 404 },
  {
    change: 'save a draft',
    method: 'POST',
    address: `${HANNURI}/policy-drafts`,
    body: { name: 'A draft', source: 'no policy' },
    done: 422,
    refusal: 'policy-has-problems',
  },
  {
    change: 'rename a draft',
    method: 'POST',
    address: `${HANNURI}/policy-drafts/${NO_RUN}/name`,
    body: { name: 'Another name' },
    done: 404,
    refusal: 'policy-draft-not-found',
  },
  {
    change: 'discard a draft',
    method: 'DELETE',
    address: `${HANNURI}/policy-drafts/${NO_RUN}`,
    done: 404,
    refusal: 'policy-draft-not-found',
  },
]

const MAY_KEEP_THE_LEDGER = new Set([...MAY_CONDUCT, 'finance-officer'])
const MAY_READ_THE_LEDGER = new Set([...MAY_KEEP_THE_LEDGER, 'auditor', 'officer who is also auditor'])

const MAY_CONSIDER = new Set(['programme-officer', 'director', 'auditor', 'officer who is also auditor'])

describe.each(EVERYBODY)('$who', ({ who, signIn }) => {
  test('reads everything that is public', async () => {
    const ask = await signIn()
    const places = [...READS, `${HANNURI}/runs/${run}`, `${HANNURI}/runs/${run}/nodes.csv`]
    const statuses = await Promise.all(places.map(async (place) => [place, (await ask(place)).status]))
    expect(statuses).toEqual(places.map((place) => [place, 200]))
  })

  test.each(CHANGES)('may $change only as an officer or director of the agency', async (row) => {
    const ask = await signIn()
    const answer = await ask(row.address, { method: row.method, body: row.body })
    const expected = MAY_CONDUCT.has(who) ? row.done : who === 'nobody' ? 401 : 403
    expect([answer.status, answer.body['refusal']]).toEqual([
      expected,
      {
        401: 'not-signed-in',
        403: 'not-permitted',
        404: row.refusal ?? (row.change === 'start a run' ? 'scenario-not-found' : 'run-not-found'),
        422: row.refusal,
      }[expected],
    ])
  })

  test('reads the ledger only as one who keeps or audits it there, and keeps it only as the former', async () => {
    const ask = await signIn()
    const none = who === 'nobody' ? 'not-signed-in' : 'not-permitted'
    const read = await Promise.all(
      [
        ['accounts', undefined],
        ['statement?account=POOL:nowhere&unit=krw', 'ledger-account-not-found'],
        [`entries/${NO_RUN}`, 'ledger-entry-not-found'],
        ['entries/7/opened-receipt', 'ledger-entry-not-found'],
        ['projects/nobody/burn-down', 'ledger-account-not-found'],
        ['reductions', undefined],
      ].map(async ([place, refusal]) => {
        const { body } = await ask(`${HANNURI}/ledger/${place}`)
        return [place, body['refusal'], MAY_READ_THE_LEDGER.has(who) ? refusal : none]
      }),
    )
    for (const [place, found, expected] of read) expect([place, found]).toEqual([place, expected])
    const at = new Date().toISOString()
    const transfer = { id: NO_RUN, kind: 'supply', phase: 'post', hold: NO_RUN, amount: '1', effectiveAt: at }
    const changes: [string, object, string][] = [
      ['transfers', transfer, 'hold-not-found'],
      ['reductions', { project: 'nobody', rule: 'alcc', returnsTo: 'POOL:academia' }, 'ledger-account-not-found'],
      [`reductions/${NO_RUN}/moves`, { move: 'notice' }, 'reduction-not-found'],
    ]
    for (const [place, body, refusal] of changes) {
      const answer = await ask(`${HANNURI}/ledger/${place}`, { method: 'POST', body })
      expect([place, answer.body['refusal']]).toEqual([place, MAY_KEEP_THE_LEDGER.has(who) ? refusal : none])
    }
  })

  test('sees what the agency considers only as one who decides or audits there', async () => {
    const ask = await signIn()
    const answers = [await ask(`${HANNURI}/policy-drafts`), await ask(`${HANNURI}/policy-drafts/${NO_RUN}`)]
    const expected = MAY_CONSIDER.has(who) ? [200, 404] : who === 'nobody' ? [401, 401] : [403, 403]
    expect(answers.map((answer) => answer.status)).toEqual(expected)
  })
})

test('whoever is refused in their own agency leaves a record; nobody and strangers do not fill it', async () => {
  const refusalsOf = async () =>
    (await inTransaction(store.database, { agency: 'hannuri' }, (tx) => listAuditRecords(tx, 'agency hannuri'))).filter(
      (record) => record.refusal === 'not-permitted',
    )
  const tryIt = async (ask: Ask) => await ask(`${HANNURI}/runs/${run}`, { method: 'DELETE' })
  const before = await refusalsOf()
  await tryIt(weir.ask)
  await tryIt(await weir.signIn(['director'], 'songhan'))
  expect(await refusalsOf()).toHaveLength(before.length)
  await tryIt(await weir.signIn(['auditor', 'director']))
  const after = await refusalsOf()
  expect(after).toHaveLength(before.length + 1)
  expect(after.at(-1)).toMatchObject({ operation: 'delete-run', decidedBy: ['auditors-change-nothing'] })
})

test('the rows of one agency cannot be reached through the address of another', async () => {
  const officer = await weir.signIn(['programme-officer'], 'songhan')
  const answers = [
    await officer(`/api/agencies/songhan/runs/${run}`),
    await officer(`/api/agencies/songhan/runs/${run}`, { method: 'DELETE' }),
    await officer('/api/agencies/songhan/policies/small-policy'),
  ]
  expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404])
})

test('a role is not something that a caller can give themselves', async () => {
  const roles: readonly Role[] = ['applicant']
  const ask = await weir.signIn(roles)
  const session = await ask('/api/session')
  expect(session.body['person']).toMatchObject({ roles: ['applicant'], agency: 'hannuri' })
})
