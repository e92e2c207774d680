// schema.sql is what the migrations add up to, on every PostgreSQL that Weir supports.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { clientOptions } from './connection.ts'
import { describeSchema } from './describe-schema.ts'

let db: TestDatabase
let client: Client

beforeAll(async () => {
  db = await testDatabase()
  client = new Client(clientOptions(db.owner))
  client.on('error', () => undefined)
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await db.close()
})

test('schema.sql is up to date; if not: node scripts/schema.ts', async () => {
  const file = readFileSync(path.join(import.meta.dirname, 'schema.sql'), 'utf8')
  expect(await describeSchema(client)).toBe(file)
})

const changes: [string, string][] = [
  ['a column', 'alter table agencies add column note text'],
  ['a default', `alter table agencies alter column regime set default 'kr'`],
  ['a constraint', `alter table agencies add constraint short check (length(regime) < 9)`],
  ['an index', 'create index agencies_by_regime on agencies (regime)'],
  ['a policy', 'create policy nobody on agencies as restrictive for delete using (false)'],
  ['row-level security', 'alter table agencies no force row level security'],
  ['a function', `create function one() returns int language sql return 1`],
  ['a grant', 'revoke delete on agencies from weir_app'],
  [
    'a trigger',
    `create trigger same before update on agencies for each row execute function suppress_redundant_updates_trigger()`,
  ],
  ['a view', 'create view names as select id from agencies'],
  ['a type', `create type mood as enum ('calm', 'busy')`],
  ['a domain', `create domain positive as int check (value > 0)`],
  ['a comment', `comment on column agencies.regime is 'law'`],
]
test.each(changes)('%s that a migration changes is seen', async (_sentence, statement) => {
  const before = await describeSchema(client)
  await client.query('begin')
  try {
    await client.query(statement)
    expect(await describeSchema(client)).not.toBe(before)
  } finally {
    await client.query('rollback')
  }
})

test('every table with a column agency_id is protected, from its owner too', async () => {
  const { rows } = await client.query(
    `select relname from pg_class join pg_attribute on attrelid = pg_class.oid
      where attname = 'agency_id' and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and not (relrowsecurity and relforcerowsecurity
                 and exists (select from pg_policy where polrelid = pg_class.oid))`,
  )
  expect(rows).toEqual([])
})
