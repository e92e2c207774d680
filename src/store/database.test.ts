// What every query relies on: whose rows a transaction sees, who may change tables, and numbers that lose nothing.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { inTransaction, openDatabase, type Database } from './database.ts'

let db: TestDatabase
let owner: Database

beforeAll(async () => {
  db = await testDatabase()
  owner = openDatabase(db.owner, { connectionsMax: 2 })
  await sql`create table notes (agency_id text not null references agencies, id int, text text, primary key (agency_id, id))`.execute(
    owner,
  )
  await sql`select protect_agency_rows('notes')`.execute(owner)
  for (const id of ['hannuri', 'songhan']) {
    await inTransaction(db.database, { agency: id }, async (transaction) => {
      await transaction
        .insertInto('agencies')
        .values({
          id,
          regime: 'kr',
          title: JSON.stringify({ en: id }),
          languages: ['en'],
          currencies: ['KRW'],
          time_zone: 'Asia/Seoul',
        })
        .execute()
      await sql`insert into notes values (${id}, 1, ${`note of ${id}`})`.execute(transaction)
    })
  }
})

afterAll(async () => {
  await owner.destroy()
  await db.close()
})

const notesSeen = async (database: Database, agency: string | null): Promise<string[]> =>
  await inTransaction(database, { agency }, async (transaction) => {
    const { rows } = await sql<{ text: string }>`select text from notes order by text`.execute(transaction)
    return rows.map((row) => row.text)
  })

describe('the rows of an agency', () => {
  const seen: [string, string | null, string[]][] = [
    ['its own transaction sees its rows only', 'hannuri', ['note of hannuri']],
    ['the other agency sees the other rows only', 'songhan', ['note of songhan']],
    ['an agency that is not known sees none', 'nowhere', []],
    ['a transaction without an agency sees none', null, []],
  ]
  test.each(seen)('%s', async (_sentence, agency, expected) => {
    expect(await notesSeen(db.database, agency)).toEqual(expected)
  })

  test.each(seen)('the owner of the table is bound too: %s', async (_sentence, agency, expected) => {
    expect(await notesSeen(owner, agency)).toEqual(expected)
  })

  test('a query outside a transaction sees none', async () => {
    const { rows } = await sql`select * from notes`.execute(db.database)
    expect(rows).toEqual([])
  })

  test('a transaction cannot write a row of another agency', async () => {
    const write = inTransaction(db.database, { agency: 'hannuri' }, async (transaction) =>
      sql`insert into notes values ('songhan', 2, 'forged')`.execute(transaction),
    )
    await expect(write).rejects.toThrow('row-level security')
  })

  test('a transaction cannot move its row to another agency', async () => {
    const write = inTransaction(db.database, { agency: 'hannuri' }, async (transaction) =>
      sql`update notes set agency_id = 'songhan'`.execute(transaction),
    )
    await expect(write).rejects.toThrow('row-level security')
  })

  test('deleting everything deletes the own rows only, and a rollback brings them back', async () => {
    const work = inTransaction(db.database, { agency: 'hannuri' }, async (transaction) => {
      const { numAffectedRows } = await sql`delete from notes`.execute(transaction)
      expect(numAffectedRows).toBe(1n)
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await notesSeen(db.database, 'hannuri')).toEqual(['note of hannuri'])
  })

  test('the agency of one transaction is forgotten by the next on the same connection', async () => {
    const one = openDatabase(db.app, { connectionsMax: 1 })
    try {
      expect(await notesSeen(one, 'hannuri')).toHaveLength(1)
      expect((await sql`select * from notes`.execute(one)).rows).toEqual([])
    } finally {
      await one.destroy()
    }
  })
})

describe('the app role', () => {
  const forbidden = [
    'create table mine (id int)',
    'alter table agencies add column more text',
    'drop table agencies',
    'alter table agencies disable row level security',
    'truncate agencies',
    'create role other',
    'select * from schema_migrations',
    `copy (select 1) to program 'true'`,
  ]
  test.each(forbidden)('may not: %s', async (statement) => {
    await expect(sql.raw(statement).execute(db.database)).rejects.toThrow(/permission denied|must be (owner|superuser)/)
  })

  test('reads every agency, and deletes none', async () => {
    const agencies = await db.database.selectFrom('agencies').select('id').orderBy('id').execute()
    expect(agencies).toEqual([{ id: 'hannuri' }, { id: 'songhan' }])
    const deleted = await inTransaction(db.database, { agency: 'hannuri' }, (transaction) =>
      transaction.deleteFrom('agencies').executeTakeFirst(),
    )
    expect(deleted.numDeletedRows).toBe(0n)
  })

  test('changes its own agency only', async () => {
    const changed = await inTransaction(db.database, { agency: 'songhan' }, (transaction) =>
      transaction.updateTable('agencies').set({ regime: 'vn' }).executeTakeFirst(),
    )
    expect(changed.numUpdatedRows).toBe(1n)
  })
})

describe('an agency', () => {
  const wrong: [string, string][] = [
    ['a name in capitals', `('Hannuri', 'kr', '{"en": "x"}', '{en}', '{KRW}', 'Asia/Seoul')`],
    ['no title in any language', `('third', 'kr', '{}', '{en}', '{KRW}', 'Asia/Seoul')`],
    ['a title in a language that Weir does not speak', `('third', 'kr', '{"fr": "x"}', '{en}', '{KRW}', 'Asia/Seoul')`],
    ['no language', `('third', 'kr', '{"en": "x"}', '{}', '{KRW}', 'Asia/Seoul')`],
    ['a language that Weir does not speak', `('third', 'kr', '{"en": "x"}', '{fr}', '{KRW}', 'Asia/Seoul')`],
    ['no currency', `('third', 'kr', '{"en": "x"}', '{en}', '{}', 'Asia/Seoul')`],
  ]
  test.each(wrong)('is not stored with %s', async (_sentence, values) => {
    const write = inTransaction(
      db.database,
      { agency: values.startsWith("('H") ? 'Hannuri' : 'third' },
      (transaction) => sql.raw(`insert into agencies values ${values}`).execute(transaction),
    )
    await expect(write).rejects.toThrow('violates check constraint')
  })
})

describe('values', () => {
  const values: [string, string, unknown][] = [
    ['a BIGINT keeps every digit', `9007199254740993::bigint`, 9007199254740993n],
    ['a small BIGINT is a bigint as well', `1::bigint`, 1n],
    ['an array of BIGINT', `array[1, 9007199254740993]::bigint[]`, [1n, 9007199254740993n]],
    ['an empty array of BIGINT', `array[]::bigint[]`, []],
    ['an array of BIGINT with a gap', `array[1, null]::bigint[]`, [1n, null]],
    ['an INT is a number', `7::int`, 7],
    ['a NUMERIC keeps every digit', `0.10::numeric`, '0.10'],
    ['a DATE is not moved by a time zone', `date '2026-03-05'`, '2026-03-05'],
    ['an instant is a Date', `timestamptz '2026-03-05 09:00+09'`, new Date('2026-03-05T00:00:00Z')],
    ['JSON is parsed', `'{"ko": "한누리"}'::jsonb`, { ko: '한누리' }],
  ]
  test.each(values)('%s', async (_sentence, expression, expected) => {
    const { rows } = await sql.raw<{ value: unknown }>(`select ${expression} as value`).execute(db.database)
    expect(rows[0]?.value).toEqual(expected)
  })
})
