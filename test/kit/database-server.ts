// What the servers of the tests have in common: each project of vitest starts one in its global setup, with a template
// database that is migrated once; test/kit/database.ts clones it.
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { clientOptions, type ConnectionOptions } from '../../src/store/connection.ts'
import { migrate } from '../../src/store/migrate.ts'

export const TEMPLATE = 'weir_template'

export interface DatabaseServer {
  /** 'embedded' or 'debian': for tests of what only one of them has. */
  readonly engine: 'embedded' | 'debian'
  readonly superuser: ConnectionOptions
  /** Owns the template and its clones. */
  readonly owner: ConnectionOptions
  /** As whom the code under test works. */
  readonly app: ConnectionOptions
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: DatabaseServer
  }
}

/** Makes the template and tells the test files where the server is. */
export async function provideServer(project: TestProject, server: DatabaseServer): Promise<void> {
  await asSuperuser(server, `create database ${TEMPLATE} owner ${server.owner.user}`)
  await migrate({ ...server.owner, database: TEMPLATE })
  project.provide('databaseServer', server)
}

/** Runs one statement that concerns the whole server. */
export async function asSuperuser(server: DatabaseServer, statement: string): Promise<void> {
  const client = new Client({ ...clientOptions(server.superuser), database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
