// The store of a command: the embedded database of a home, or the one that DATABASE_URL names, migrated and ready.
import { Client } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { assert } from '../domain/kernel/assert.ts'
import { clientOptions, connectionOfUrl, type ConnectionOptions } from './connection.ts'
import { openDatabase, type Database } from './database.ts'
import { attachCluster, startCluster, type ClusterFailure } from './embedded/cluster.ts'
import type { StoreLog } from './log.ts'
import { migrate } from './migrate.ts'
import { named } from './pool.ts'
import { StoreRefusal } from './refusal.ts'
import { appConnection } from './roles.ts'

export interface StoreOptions {
  /** Where the embedded database lives; unused with a databaseUrl. */
  readonly home: string
  readonly databaseUrl?: string | undefined
  readonly log: StoreLog
  /** What this process is, e.g. 'weir start'; another process that finds the home in use names it. */
  readonly command?: string
  /** `weir start` is refused when another process has the home; a short command works beside it. */
  readonly whenInUse?: 'refuse' | 'attach'
}

export interface Store {
  readonly database: Database
  /** For LISTEN and the job queue, which make connections of their own. */
  readonly owner: ConnectionOptions
  readonly app: ConnectionOptions
  /** Where the data is, for the line that is printed at start; holds no password. */
  readonly place: string
  /** Calls back when the embedded database died, after it was brought back or given up. */
  onFailure(listener: (failure: ClusterFailure) => void): void
  stop(): Promise<void>
}

interface Opened {
  readonly owner: ConnectionOptions
  readonly app: ConnectionOptions
  readonly place: string
  readonly onFailure: Store['onFailure']
  readonly stop: () => Promise<void>
}

const POSTGRES_MAJOR_MIN = 15
/** How long a command waits for a Weir that has the home but whose database is still starting. */
const ATTACH_MILLISECONDS = 15_000
const ATTACH_POLL_MILLISECONDS = 50

/** Throws a StoreRefusal when there is no database to work with; then nothing is left running. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl } = options
  const opened = databaseUrl === undefined || databaseUrl === '' ? await openHomeOf(options) : openUrl(databaseUrl)
  try {
    await checkServer(opened.owner)
    await migrate(opened.owner)
    const app = await appConnection(opened)
    const database = openDatabase(app)
    const stop = async (): Promise<void> => {
      await database.destroy()
      await opened.stop()
    }
    return { database, owner: opened.owner, app, place: opened.place, onFailure: opened.onFailure, stop: once(stop) }
  } catch (error) {
    await opened.stop()
    throw error
  }
}

async function openHomeOf(options: StoreOptions): Promise<Opened> {
  const giveUpAt = performance.now() + ATTACH_MILLISECONDS
  for (;;) {
    const attached = options.whenInUse === 'attach' ? attachCluster(options.home) : null
    if (attached !== null) {
      return { ...attached, place: attached.home, onFailure: () => undefined, stop: () => Promise.resolve() }
    }
    try {
      const cluster = await startCluster(options)
      const { owner, app, home } = cluster
      return { owner, app, place: home, onFailure: cluster.onFailure.bind(cluster), stop: () => cluster.stop() }
    } catch (error) {
      const isStarting = error instanceof StoreRefusal && error.refusal === 'home-in-use'
      if (!isStarting || options.whenInUse !== 'attach' || performance.now() > giveUpAt) throw error
      await sleep(ATTACH_POLL_MILLISECONDS)
    }
  }
}

function openUrl(databaseUrl: string): Opened {
  const owner = connectionOfUrl(databaseUrl)
  const place = `${owner.host}:${owner.port}/${owner.database}`
  return { owner, app: owner, place, onFailure: () => undefined, stop: () => Promise.resolve() }
}

export interface ServerFacts {
  readonly version: string
  readonly encoding: string
  readonly may_create: boolean
}

async function checkServer(owner: ConnectionOptions): Promise<void> {
  const refusal = unfit(await serverFacts(owner), owner)
  if (refusal !== null) throw refusal
}

/** Why Weir cannot work on this server, or null. */
export function unfit(facts: ServerFacts, owner: Pick<ConnectionOptions, 'user' | 'database'>): StoreRefusal | null {
  const { version, encoding, may_create } = facts
  if (Number.parseInt(version, 10) < POSTGRES_MAJOR_MIN) {
    return new StoreRefusal('postgres-too-old', { version, versionMin: POSTGRES_MAJOR_MIN })
  }
  if (encoding !== 'UTF8') return new StoreRefusal('database-not-utf8', { encoding })
  if (!may_create) return new StoreRefusal('role-may-not-create', { role: owner.user, database: owner.database })
  return null
}

async function serverFacts(owner: ConnectionOptions): Promise<ServerFacts> {
  const client = new Client({ ...clientOptions(owner), connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await named(() => client.connect())
    const { rows } = await client.query<ServerFacts>(
      `select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
              has_schema_privilege('public', 'create') as may_create`,
    )
    assert(rows[0] !== undefined, 'a select without from gives one row')
    return rows[0]
  } catch (cause) {
    // Wrong password or no such database: the address is there, but not for us.
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof StoreRefusal) throw cause
    throw new StoreRefusal('database-refused', { reason }, { cause })
  } finally {
    await client.end().catch(() => undefined)
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => (done ??= work())
}
