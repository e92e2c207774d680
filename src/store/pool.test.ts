// A broken connection is a named refusal for whoever was using it, and nothing for everybody after.
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { clientOptions } from './connection.ts'
import { inTransaction, openDatabase } from './database.ts'

let db: TestDatabase
let superuser: Client

beforeAll(async () => {
  db = await testDatabase()
  superuser = new Client(clientOptions(db.superuser))
  await superuser.connect()
})

afterAll(async () => {
  await superuser.end()
  await db.close()
})

const endOtherConnections = (): Promise<unknown> =>
  superuser.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )

test('an idle connection that was ended is replaced, and nobody notices', async () => {
  await sql`select 1`.execute(db.database)
  await endOtherConnections()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await expect(sql`select 1`.execute(db.database)).resolves.toBeDefined()
})

test('a query whose connection is ended under it gives the refusal, and the next query works', async () => {
  const query = sql`select pg_sleep(30)`.execute(db.database)
  const outcome = expect(query).rejects.toMatchObject({ refusal: 'database-unavailable' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await endOtherConnections()
  await outcome
  await expect(sql`select 1`.execute(db.database)).resolves.toBeDefined()
})

test('a transaction whose connection is ended between two queries gives the refusal and leaves nothing', async () => {
  const work = inTransaction(db.database, { agency: 'hannuri' }, async (transaction) => {
    await sql`insert into agencies values ('hannuri', 'kr', '{"en": "x"}', '{en}', '{KRW}', 'Asia/Seoul')`.execute(
      transaction,
    )
    await endOtherConnections()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await sql`select 1`.execute(transaction)
  })
  await expect(work).rejects.toMatchObject({ refusal: 'database-unavailable' })
  expect(await db.database.selectFrom('agencies').select('id').execute()).toEqual([])
})

test('without a database a query waits for the patience it was given, then gives the refusal', async () => {
  const nowhere = openDatabase({ ...db.app, host: '/nowhere' }, { patienceMilliseconds: 200 })
  const startedAt = performance.now()
  await expect(sql`select 1`.execute(nowhere)).rejects.toMatchObject({ refusal: 'database-unavailable' })
  expect(performance.now() - startedAt).toBeGreaterThan(190)
  await nowhere.destroy()
})

test('an error of SQL stays what it is', async () => {
  await expect(sql`select 1 / 0`.execute(db.database)).rejects.toMatchObject({ code: '22012' })
})
