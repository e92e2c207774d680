// Brings a database to the schema of this Weir: numbered SQL files, in order, each in one transaction, forward only.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from 'pg'
import { assert } from '../domain/kernel/assert.ts'
import { clientOptions, type ConnectionOptions } from './connection.ts'
import { named } from './pool.ts'
import { StoreRefusal } from './refusal.ts'

export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, 'migrations')

/** Taken while migrating, so that two processes that start together apply each file once. Any number will do: "weir". */
const MIGRATION_LOCK = 0x77656972

export interface Migration {
  readonly number: number
  /** The file's name, e.g. '0001-agencies.sql'. */
  readonly name: string
  readonly source: string
  readonly sha256: string
}

interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

/** Applies what is missing, as the owner of the tables; gives the names of the files that were applied now. */
export async function migrate(owner: ConnectionOptions, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return await named(async () => {
    const client = new Client(clientOptions(owner))
    client.on('error', () => undefined)
    await client.connect()
    try {
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
      return await applyMissing(client, migrations)
    } finally {
      await client.end()
    }
  })
}

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return await Promise.all(
    names.map(async (name, position) => {
      assert(/^\d{4}-[a-z0-9-]+\.sql$/.test(name), `a migration is named NNNN-effect.sql, not ${name}`)
      const number = Number(name.slice(0, 4))
      assert(number === position + 1, `migrations are numbered without gaps, so ${name} is number ${position + 1}`)
      // A checkout on Windows may have changed the line ends; that is not a change of the migration.
      const source = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { number, name, source, sha256: createHash('sha256').update(source).digest('hex') }
    }),
  )
}

async function applyMissing(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`
    create table if not exists schema_migrations (
      number integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`)
  const { rows: applied } = await client.query<AppliedMigration>(
    'select number, name, sha256 from schema_migrations order by number',
  )
  refuseForeignHistory(applied, migrations)
  const missing = migrations.slice(applied.length)
  for (const migration of missing) await apply(client, migration)
  return missing.map((migration) => migration.name)
}

function refuseForeignHistory(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const [position, past] of applied.entries()) {
    const present = migrations[position]
    if (present === undefined) throw new StoreRefusal('database-newer', { migration: past.name })
    if (present.sha256 !== past.sha256) throw new StoreRefusal('migration-changed', { migration: past.name })
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.source)
    await client.query('insert into schema_migrations (number, name, sha256) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.sha256,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new Error(`migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
