// Global setup of the tests that need a database: one embedded cluster per run, in a folder that goes with it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startCluster } from '../../src/store/embedded/cluster.ts'
import { SILENT_LOG } from '../../src/store/log.ts'
import { provideServer } from './database-server.ts'
import { openToOthers } from './folders.ts'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), 'weir-test-'))
  openToOthers(home)
  const removeHome = (): Promise<void> => rm(home, { recursive: true, force: true })
  try {
    const cluster = await startCluster({ home, log: SILENT_LOG, command: 'vitest' })
    const { superuser, owner, app } = cluster
    try {
      await provideServer(project, { engine: 'embedded', superuser, owner, app })
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return async () => {
      await cluster.stop()
      await removeHome()
    }
  } catch (error) {
    await removeHome()
    throw error
  }
}
