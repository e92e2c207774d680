// The tables of people, policies, runs and audit: an agency sees its own rows, what was recorded stays, lists find.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { appendAgency } from './agencies.ts'
import { appendAuditRecord, listAuditRecords } from './audit.ts'
import { inTransaction, type Transaction } from './database.ts'
import { appendPerson } from './people.ts'
import { appendPolicyVersion, lockPolicy } from './policies.ts'
import { listRuns, type RunListAsked } from './run-list.ts'
import { appendRun, findRun, type NewRun } from './runs.ts'

const AT = new Date('2026-11-23T08:00:00Z')
const VERSION = randomUUID()
const PERSON = randomUUID()

let store: TestDatabase

beforeAll(async () => {
  store = await testDatabase()
  for (const id of ['hannuri', 'songhan']) {
    await inTransaction(store.database, { agency: id }, async (tx) => {
      const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
      await appendAgency(tx, { id, title: { ko: id }, ...shared })
    })
  }
  await inHannuri(async (tx) => {
    const person = { agency: 'hannuri', id: PERSON, name: '박서연', roles: ['programme-officer'] as const }
    await appendPerson(tx, { ...person, isLocal: true, createdAt: AT })
    await lockPolicy(tx, { agency: 'hannuri', name: 'shares', at: AT })
    const version = {
      id: VERSION,
      policy: 'shares',
      number: 1,
      source: 'x',
      sha256: 'a'.repeat(64),
      title: { en: 'Shares' },
    }
    await appendPolicyVersion(tx, { agency: 'hannuri', ...version, createdAt: AT, createdById: PERSON })
    for (const [index, scenario] of ['one', '100%_done', 'two'].entries()) {
      await appendRun(tx, newRun(scenario, new Date(AT.getTime() + index * 1_000)))
    }
  })
})

afterAll(async () => await store.close())

const inHannuri = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  inTransaction(store.database, { agency: 'hannuri' }, work)

function newRun(scenario: string, createdAt: Date): NewRun {
  return {
    agency: 'hannuri',
    id: randomUUID(),
    policyVersionId: VERSION,
    scenario,
    scenarioSource: 'y',
    title: { en: `Title of ${scenario}`, ko: `${scenario} 이력` },
    traceNotice: {},
    flavor: 'gpu',
    estimate: 'requested',
    seed: 2 ** 40,
    backfill: 'easy',
    askedCapacity: null,
    isShowcase: false,
    createdAt,
    createdById: PERSON,
  }
}

describe('the list of runs', () => {
  const asked: RunListAsked = {
    page: 1,
    pageSize: 2,
    sort: 'created-at',
    direction: 'descending',
    search: '',
    state: null,
  }
  const scenarios = async (more: Partial<RunListAsked>) => {
    const { rows, total } = await inHannuri((tx) => listRuns(tx, { ...asked, ...more }))
    return [rows.map((run) => run.scenario), total]
  }

  test.each<[string, Partial<RunListAsked>, unknown]>([
    ['the newest first, a page at a time', {}, [['two', '100%_done'], 3]],
    ['the rest on the next page', { page: 2 }, [['one'], 3]],
    ['nothing beyond the last page', { page: 9 }, [[], 3]],
    ['by scenario', { sort: 'scenario', direction: 'ascending' }, [['100%_done', 'one'], 3]],
    ['by words of the title in any language', { search: 'two 이력' }, [['two'], 1]],
    ['by the policy', { search: 'SHARE' }, [['two', '100%_done'], 3]],
    ['by the person', { search: '박서' }, [['two', '100%_done'], 3]],
    ['a per cent sign is a per cent sign', { search: '0%' }, [['100%_done'], 1]],
    ['an underscore is an underscore', { search: '_' }, [['100%_done'], 1]],
    ['a backslash is a backslash', { search: '\\' }, [[], 0]],
    ['by state', { state: 'running' }, [[], 0]],
  ])('%s', async (_sentence, more, expected) => {
    expect(await scenarios(more)).toEqual(expected)
  })

  test('a seed beyond 32 bits comes back as it was', async () => {
    const { rows } = await inHannuri((tx) => listRuns(tx, asked))
    expect(rows[0]?.seed).toBe(2 ** 40)
    expect(rows[0]?.createdBy).toBe('박서연')
  })
})

describe('an agency', () => {
  const TABLES = [
    'people',
    'person_details',
    'policies',
    'policy_versions',
    'runs',
    'sessions',
    'audit_records',
  ] as const

  test.each(TABLES)('sees no row of another in %s', async (table) => {
    const count = async (agency: string | null) =>
      await inTransaction(store.database, { agency }, async (tx) => {
        const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)
        return rows[0]?.n
      })
    expect([await count('songhan'), await count(null)]).toEqual([0, 0])
  })

  test('cannot write a row of another', async () => {
    const writing = inTransaction(store.database, { agency: 'songhan' }, async (tx) => {
      await appendRun(tx, newRun('foreign', AT))
    })
    await expect(writing).rejects.toThrow(/row-level security/)
  })

  test('finds no run of another by its id', async () => {
    const { rows } = await inHannuri((tx) =>
      listRuns(tx, { page: 1, pageSize: 1, sort: 'state', direction: 'ascending', search: '', state: null }),
    )
    const id = rows[0]?.id ?? ''
    expect(await inHannuri((tx) => findRun(tx, id))).not.toBeNull()
    expect(await inTransaction(store.database, { agency: 'songhan' }, (tx) => findRun(tx, id))).toBeNull()
  })
})

describe('what was recorded', () => {
  const record = { recordedAt: AT, actorKind: 'weir', personId: null, operation: 'start-run', refusal: null } as const

  beforeAll(async () => {
    await inHannuri(async (tx) => {
      const id = randomUUID()
      await appendAuditRecord(tx, {
        ...record,
        agency: 'hannuri',
        id,
        subject: 'run 1',
        before: null,
        after: { a: 1 },
        decidedBy: ['weir-works'],
      })
    })
  })

  test.each([
    ['an audit record', 'update audit_records set operation = $$x$$'],
    ['an audit record', 'delete from audit_records'],
    ['a version of a policy', 'update policy_versions set source = $$x$$'],
    ['a version of a policy', 'delete from policy_versions'],
  ])('%s stays as it was: %s', async (_what, statement) => {
    await expect(inHannuri(async (tx) => await sql.raw(statement).execute(tx))).rejects.toThrow(
      /never changed or deleted/,
    )
  })

  test('is read in its order', async () => {
    const records = await inHannuri((tx) => listAuditRecords(tx, 'run 1'))
    expect(records).toMatchObject([{ operation: 'start-run', after: { a: 1 }, decidedBy: ['weir-works'] }])
  })
})

test('the name of a person can be erased while what they did stays', async () => {
  await inHannuri(async (tx) => {
    await tx.deleteFrom('person_details').where('person_id', '=', PERSON).execute()
    const { rows } = await listRuns(tx, {
      page: 1,
      pageSize: 1,
      sort: 'created-at',
      direction: 'descending',
      search: '',
      state: null,
    })
    expect(rows[0]?.createdBy).toBe('')
  })
})
