// A folder with a home of the embedded database for each test of a file, and ways to look at it from outside.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { clientOptions, type ConnectionOptions } from '../../src/store/connection.ts'
import { startCluster, type Cluster } from '../../src/store/embedded/cluster.ts'
import { processesIn } from '../../src/store/embedded/process-table.ts'
import { SILENT_LOG } from '../../src/store/log.ts'
import { end, startClusterProcess, type ClusterEvent, type ClusterProcess } from './installed-weir.ts'

export type StartedProcess = ClusterProcess & { readonly started: Extract<ClusterEvent, { event: 'started' }> }

export class EmbeddedHome {
  /** Has a space in its name; everybody may enter it. It goes after the test. */
  folder = ''
  home = ''
  #opened: Cluster[] = []
  #processes: ClusterProcess[] = []

  get data(): string {
    return path.join(this.home, 'data')
  }

  get postmasterPid(): number {
    return Number.parseInt(readFileSync(path.join(this.data, 'postmaster.pid'), 'utf8'), 10)
  }

  get logText(): string {
    const names = readdirSync(path.join(this.home, 'log')).filter((name) => name.startsWith('postgres-'))
    return names.map((name) => readFileSync(path.join(this.home, 'log', name), 'utf8')).join('')
  }

  /** In this process; stopped after the test. */
  async start(): Promise<Cluster> {
    const cluster = await startCluster({ home: this.home, log: SILENT_LOG, command: 'weir start' })
    this.#opened.push(cluster)
    return cluster
  }

  /** In a process of its own; stopped after the test. */
  async startProcess(options: { root?: string; uid?: number } = {}): Promise<StartedProcess> {
    const running = startClusterProcess(this.home, options)
    this.#processes.push(running)
    const started = await running.next()
    if (started?.event !== 'started') throw new Error(`did not start: ${JSON.stringify(started)}`)
    return { ...running, started }
  }

  /** Processes, socket and lock of a home that was left. */
  async expectNothingLeft(connection: ConnectionOptions): Promise<void> {
    await until(() => processesIn(this.data).length === 0 && !existsSync(connection.host), 'no process and no socket')
    this.expectNothingButData()
  }

  /** The programs may be there too: they are copied when others may not enter the folder of Weir. */
  expectNothingButData(): void {
    const entries = readdirSync(this.home).filter((name) => !name.startsWith('programs-'))
    expect(entries.toSorted()).toEqual(['credentials.json', 'data', 'log'])
  }

  open(): void {
    this.folder = newFolder()
    this.home = path.join(this.folder, 'a home')
  }

  async close(): Promise<void> {
    for (const cluster of this.#opened.splice(0)) await cluster.stop()
    for (const running of this.#processes.splice(0)) {
      const { exitCode, signalCode } = running.child
      if (exitCode === null && signalCode === null) await end(running, 'SIGTERM')
    }
    // A database whose Weir was killed may still be writing.
    await until(() => processesIn(this.data).length === 0, 'the database has ended')
    const place = path.join(this.home, 'data-place')
    if (existsSync(place)) rmSync(readFileSync(place, 'utf8').trim(), { recursive: true })
    // A test may have made folders in it read-only.
    spawnSync('chmod', ['-R', 'u+rwX', this.folder])
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function newFolder(): string {
  const folder = realpathSync(mkdtempSync('/var/tmp/weir test '))
  chmodSync(folder, 0o755)
  return folder
}

/**
 * A home for each test of the calling file: `isNew` without anything in it, else a copy of one that was started and
 * stopped before, which saves each test most of a second.
 */
export function embeddedHome(options: { readonly isNew: boolean }): EmbeddedHome {
  const place = new EmbeddedHome()
  let template = ''
  if (!options.isNew) {
    beforeAll(async () => {
      template = newFolder()
      const cluster = await startCluster({ home: path.join(template, 'a home'), log: SILENT_LOG })
      await cluster.stop()
    })
    afterAll(() => rmSync(template, { recursive: true, force: true }))
  }
  beforeEach(() => {
    place.open()
    if (!options.isNew) expect(spawnSync('cp', ['-a', path.join(template, 'a home'), place.home]).status).toBe(0)
  })
  afterEach(() => place.close())
  return place
}

export async function query(connection: ConnectionOptions, text: string): Promise<unknown[]> {
  const client = new Client(clientOptions(connection))
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return rows
  } finally {
    await client.end()
  }
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + 45_000
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${what}`)
    await sleep(10)
  }
}
