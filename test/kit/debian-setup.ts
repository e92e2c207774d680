// Global setup of the second run of the store's tests: on Debian's PostgreSQL, as with DATABASE_URL.
import type { TestProject } from 'vitest/node'
import { startDebianPostgres } from './debian-postgres.ts'
import { provideServer } from './database-server.ts'

export async function setup(project: TestProject): Promise<() => void> {
  const cluster = await startDebianPostgres()
  const { superuser, owner, stop } = cluster
  try {
    await provideServer(project, { engine: 'debian', superuser, owner, app: { ...owner, role: 'weir_app' } })
  } catch (error) {
    stop()
    throw error
  }
  return stop
}
