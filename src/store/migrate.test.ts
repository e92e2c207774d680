// Migrations: in order, once, whole or not at all, whoever starts at the same time; history cannot be rewritten.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyTestDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { clientOptions } from './connection.ts'
import { migrate } from './migrate.ts'

let db: TestDatabase
let folder: string

beforeEach(async () => {
  db = await emptyTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'weir-migrations-'))
})

afterEach(async () => {
  await db.close()
  await rm(folder, { recursive: true })
})

const write = (name: string, source: string): Promise<void> => writeFile(path.join(folder, name), source)

async function rowsOf(query: string): Promise<unknown[]> {
  const client = new Client(clientOptions(db.owner))
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(query)
  await client.end()
  return rows
}

test('files are applied in the order of their numbers, and once', async () => {
  await write('0002-second.sql', 'insert into steps values (2)')
  await write('0001-first.sql', 'create table steps (number int); insert into steps values (1)')
  expect(await migrate(db.owner, folder)).toEqual(['0001-first.sql', '0002-second.sql'])
  expect(await migrate(db.owner, folder)).toEqual([])
  await write('0003-third.sql', 'insert into steps values (3)')
  expect(await migrate(db.owner, folder)).toEqual(['0003-third.sql'])
  expect(await rowsOf('select number from steps')).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }])
})

test('a file that fails leaves nothing of itself, and what was before it stays', async () => {
  await write('0001-first.sql', 'create table steps (number int)')
  await write('0002-second.sql', 'create table half (number int); select 1 / 0')
  await expect(migrate(db.owner, folder)).rejects.toThrow('migration 0002-second.sql failed: division by zero')
  expect(await rowsOf('select number from schema_migrations')).toEqual([{ number: 1 }])
  expect(await rowsOf(`select to_regclass('half') as half`)).toEqual([{ half: null }])
  await write('0002-second.sql', 'create table whole (number int)')
  expect(await migrate(db.owner, folder)).toEqual(['0002-second.sql'])
})

test('a file that was changed after it was applied is refused by name', async () => {
  await write('0001-first.sql', 'create table steps (number int)')
  await migrate(db.owner, folder)
  await write('0001-first.sql', 'create table steps (number bigint)')
  const refusal = { refusal: 'migration-changed', values: { migration: '0001-first.sql' } }
  await expect(migrate(db.owner, folder)).rejects.toMatchObject(refusal)
})

test('line ends are no change', async () => {
  await write('0001-first.sql', 'create table steps\n(number int)\n')
  await migrate(db.owner, folder)
  await write('0001-first.sql', 'create table steps\r\n(number int)\r\n')
  expect(await migrate(db.owner, folder)).toEqual([])
})

test('a database of a newer Weir is refused by name', async () => {
  await write('0001-first.sql', 'create table steps (number int)')
  await write('0002-second.sql', 'select 1')
  await migrate(db.owner, folder)
  await rm(path.join(folder, '0002-second.sql'))
  const refusal = { refusal: 'database-newer', values: { migration: '0002-second.sql' } }
  await expect(migrate(db.owner, folder)).rejects.toMatchObject(refusal)
})

const wrongNames: [string, string[]][] = [
  ['a gap', ['0001-first.sql', '0003-third.sql']],
  ['a number given twice', ['0001-first.sql', '0001-other.sql']],
  ['a name of another form', ['1-first.sql']],
]
test.each(wrongNames)('%s in the numbers is a bug', async (_sentence, names) => {
  for (const name of names) await write(name, 'select 1')
  await expect(migrate(db.owner, folder)).rejects.toThrow(/^bug: /)
})

test('of two processes that start together each file is applied by one', async () => {
  await write('0001-first.sql', 'create table steps (pid int); select pg_sleep(0.3)')
  await write('0002-second.sql', 'insert into steps values (pg_backend_pid())')
  const program = `
    const { migrate } = await import(${JSON.stringify(path.join(import.meta.dirname, 'migrate.ts'))})
    console.log(JSON.stringify(await migrate(${JSON.stringify(db.owner)}, ${JSON.stringify(folder)})))`
  const outputs = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.on('data', (text) => (output += String(text)))
      await once(child, 'close')
      return JSON.parse(output) as string[]
    }),
  )
  expect(outputs.flat().toSorted()).toEqual(['0001-first.sql', '0002-second.sql'])
  expect(await rowsOf('select count(*)::int as steps from steps')).toEqual([{ steps: 1 }])
})

test('without a database there is a refusal, not a stack of the driver', async () => {
  const nowhere = { ...db.owner, host: folder }
  await expect(migrate(nowhere, folder)).rejects.toMatchObject({ refusal: 'database-unavailable' })
})
