// A database of one's own for a test file: a clone of the migrated template, made in some 50 ms.
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { ConnectionOptions } from '../../src/store/connection.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { asSuperuser, TEMPLATE } from './database-server.ts'

export interface TestDatabase {
  /** As the app role: what it may not do, Weir may not do. */
  readonly database: Database
  readonly app: ConnectionOptions
  readonly owner: ConnectionOptions
  readonly superuser: ConnectionOptions
  readonly engine: 'embedded' | 'debian'
  /** Closes `database` and drops the clone; connections that a test still holds are ended. */
  close(): Promise<void>
}

/** Use: `const { database, close } = await testDatabase()`, and `afterAll(close)`. */
export async function testDatabase(options: { readonly template?: string } = {}): Promise<TestDatabase> {
  const server = inject('databaseServer')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser(
    server,
    `create database ${name} template ${options.template ?? TEMPLATE} owner ${server.owner.user}`,
  )
  const app = { ...server.app, database: name }
  const database = openDatabase(app, { connectionsMax: 8 })
  return {
    database,
    app,
    owner: { ...server.owner, database: name },
    superuser: { ...server.superuser, database: name },
    engine: server.engine,
    close: async () => {
      await database.destroy()
      await asSuperuser(server, `drop database ${name} with (force)`)
    },
  }
}

/** A database without tables, for tests of migrations. */
export function emptyTestDatabase(): Promise<TestDatabase> {
  return testDatabase({ template: 'template1' })
}
