// DATABASE_URL: as whom Weir works on somebody else's PostgreSQL, and when it does not.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, expect, inject, test } from 'vitest'
import { asSuperuser } from '../../test/kit/database-server.ts'
import { connectionString } from './connection.ts'
import { inTransaction, openDatabase } from './database.ts'
import { SILENT_LOG } from './log.ts'
import { openStore, unfit, type Store } from './open.ts'

const server = inject('databaseServer')
const cleanings: string[] = []
const stores: Store[] = []

afterEach(async () => {
  for (const store of stores.splice(0)) await store.stop()
  for (const statement of cleanings.splice(0).toReversed()) await asSuperuser(server, statement)
})

/** A role with these rights and a database that it owns; gives their URL. */
async function place(rights: string, options: { owns?: boolean; encoding?: string } = {}): Promise<string> {
  const name = `url_${randomBytes(6).toString('hex')}`
  await asSuperuser(server, `create role ${name} login ${rights} password 'secret'`)
  cleanings.push(`drop role ${name}`)
  const owner = options.owns === false ? '' : `owner ${name}`
  const encoding = options.encoding === undefined ? '' : `encoding ${options.encoding} locale 'C' template template0`
  await asSuperuser(server, `create database ${name} ${owner} ${encoding}`)
  cleanings.push(`drop database ${name} with (force)`)
  return connectionString({ ...server.superuser, user: name, password: 'secret', database: name })
}

async function open(databaseUrl: string): Promise<Store> {
  const store = await openStore({ home: '/nowhere', databaseUrl, log: SILENT_LOG })
  stores.push(store)
  return store
}

async function agenciesNamed(store: Store): Promise<string[]> {
  const agency = {
    regime: 'kr',
    title: JSON.stringify({ en: 'x' }),
    languages: ['en' as const],
    currencies: ['KRW'],
    time_zone: 'Asia/Seoul',
  }
  for (const id of ['hannuri', 'songhan']) {
    await inTransaction(store.database, { agency: id }, (transaction) =>
      transaction
        .insertInto('agencies')
        .values({ id, ...agency })
        .execute(),
    )
  }
  return await inTransaction(store.database, { agency: 'hannuri' }, async (transaction) => {
    const changed = await transaction.updateTable('agencies').set({ regime: 'x' }).returning('id').execute()
    return changed.map((row) => row.id)
  })
}

const roleOf = async (store: Store): Promise<string> =>
  (await sql<{ role: string }>`select current_user as role`.execute(store.database)).rows[0]?.role ?? ''

test('a superuser takes the lesser role, and sees the rows of one agency', async () => {
  const store = await open(await place('superuser'))
  expect(await roleOf(store)).toBe('weir_app')
  expect(await agenciesNamed(store)).toEqual(['hannuri'])
  await expect(sql`create table mine (id int)`.execute(store.database)).rejects.toThrow('permission denied')
})

test('a plain role that owns its database works as itself, and still sees the rows of one agency', async () => {
  const url = await place('')
  const store = await open(url)
  expect(url).toContain(await roleOf(store))
  expect(await agenciesNamed(store)).toEqual(['hannuri'])
})

test('a plain role that was given weir_app takes it', async () => {
  const url = await place('')
  await asSuperuser(server, `grant weir_app to ${new URL(url).username}`)
  const store = await open(url)
  expect(await roleOf(store)).toBe('weir_app')
  expect(await agenciesNamed(store)).toEqual(['hannuri'])
})

test('a role that row-level security does not bind, and that has no lesser role, is refused', async () => {
  await expect(open(await place('bypassrls'))).rejects.toMatchObject({ refusal: 'role-sees-all-agencies' })
})

test('a role that may not make tables is refused', async () => {
  const url = await place('', { owns: false })
  await expect(open(url)).rejects.toMatchObject({
    refusal: 'role-may-not-create',
    values: { role: new URL(url).username, database: new URL(url).username },
  })
})

test('a database that cannot store Korean is refused', async () => {
  await expect(open(await place('', { encoding: 'latin1' }))).rejects.toMatchObject({
    refusal: 'database-not-utf8',
    values: { encoding: 'LATIN1' },
  })
})

test('a wrong password is refused with what the server says, not with the password', async () => {
  const url = (await place('')).replace(':secret@', ':guess@')
  const refused: unknown = await open(url).catch((error: unknown) => error)
  expect(refused).toMatchObject({ refusal: 'database-refused' })
  expect(String(refused)).toContain('password authentication failed')
  expect(String(refused)).not.toContain('guess')
})

test('a server that is not there is refused', async () => {
  const url = 'postgresql://programme:secret@127.0.0.1:9/weir'
  await expect(open(url)).rejects.toMatchObject({ refusal: 'database-unavailable' })
})

const servers: [string, string, string | null][] = [
  ['PostgreSQL 14 is too old', '14.19 (Debian 14.19-1)', 'postgres-too-old'],
  ['PostgreSQL 9.6 is too old', '9.6.24', 'postgres-too-old'],
  ['PostgreSQL 15 is enough', '15.18 (Debian 15.18-0+deb12u1)', null],
  ['a beta of PostgreSQL 19 is enough', '19beta1', null],
]
test.each(servers)('%s', (_sentence, version, refusal) => {
  const found = unfit({ version, encoding: 'UTF8', may_create: true }, { user: 'plain', database: 'weir' })
  expect(found?.refusal ?? null).toBe(refusal)
})

test('opening twice migrates once, and stopping one leaves the other', async () => {
  const url = await place('')
  const [first, second] = await Promise.all([open(url), open(url)])
  await first.stop()
  await first.stop()
  expect(await second.database.selectFrom('agencies').selectAll().execute()).toEqual([])
})

test('the URL of a connection opens the same connection', async () => {
  const store = await open(await place(''))
  const again = openDatabase(store.app, { connectionsMax: 1 })
  expect((await sql`select current_database()`.execute(again)).rows).toEqual(
    (await sql`select current_database()`.execute(store.database)).rows,
  )
  await again.destroy()
})
