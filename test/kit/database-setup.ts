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
  const cluster = await startCluster({ home, log: SILENT_LOG, command: 'vitest' })
  const stop = async (): Promise<void> => {
    await cluster.stop()
    await rm(home, { recursive: true, force: true })
  }
  try {
    await provideServer(project, { engine: 'embedded', ...connectionsOf(cluster) })
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

function connectionsOf({ superuser, owner, app }: Awaited<ReturnType<typeof startCluster>>) {
  return { superuser, owner, app }
}
