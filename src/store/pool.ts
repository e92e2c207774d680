// A pool that never crashes Weir: a broken connection becomes the refusal `database-unavailable`, and the next query
// gets a new connection as soon as there is a database again.
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { Pool, type ClientConfig, type PoolClient } from 'pg'
import { clientOptions, type ConnectionOptions } from './connection.ts'
import { StoreRefusal } from './refusal.ts'

export interface PoolOptions {
  /** At most this many connections; the embedded cluster has 60 in all. */
  readonly connectionsMax: number
  /** How long a query waits for a database that is just (re)starting before it is refused. */
  readonly patienceMilliseconds: number
}

/** How PostgreSQL and the socket say that there is no database to talk to now. */
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  // admin_shutdown, crash_shutdown, cannot_connect_now, connection failures
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
])
const UNAVAILABLE_MESSAGES =
  /Connection terminated|not queryable|timeout exceeded when trying to connect|Client was closed/i
const RETRY_MILLISECONDS = 50

export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code: unknown = 'code' in error ? error.code : undefined
  if (typeof code === 'string' && UNAVAILABLE_CODES.has(code)) return true
  return UNAVAILABLE_MESSAGES.test(error.message)
}

/** Runs `work` and turns a broken connection into its refusal; every other error stays as it is. */
export async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUnavailable(error)) throw new StoreRefusal('database-unavailable', {}, { cause: error })
    throw error
  }
}

/**
 * The pool of the job queue. The queue would make one itself, but stops listening to its errors when it ends it: a
 * database that stops in the same moment then ended the process. The queue writes ids of its jobs as JSON, so they stay
 * text here: a bigint cannot be written.
 */
export function openQueuePool(connection: ConnectionOptions, connectionsMax: number): Pool {
  const { types: _ourParsers, ...options } = clientOptions(connection)
  return openListenedPool(options, connectionsMax)
}

function openListenedPool(options: ClientConfig, connectionsMax: number): Pool {
  const pool = new Pool({
    ...options,
    max: connectionsMax,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 60_000,
  })
  // Without a listener of its own a client that breaks while it is lent out would end the process.
  pool.on('connect', (client) => client.on('error', noteBreak))
  pool.on('error', noteBreak)
  return pool
}

export function openPool(connection: ConnectionOptions, options: PoolOptions): PostgresPool {
  const pool = openListenedPool(clientOptions(connection), options.connectionsMax)
  return {
    options: pool.options,
    connect: async () => namedClient(await connectPatiently(pool, options.patienceMilliseconds)),
    end: () => pool.end(),
  }
}

/** Whoever waits for the broken connection is told through its query; an idle one is replaced when it is needed. */
function noteBreak(): void {}

async function connectPatiently(pool: Pool, patienceMilliseconds: number): Promise<PoolClient> {
  const giveUpAt = performance.now() + patienceMilliseconds
  return await named(async () => {
    for (;;) {
      try {
        return await pool.connect()
      } catch (error) {
        if (!isUnavailable(error) || performance.now() >= giveUpAt) throw error
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS))
      }
    }
  })
}

const namedClients = new WeakMap<PoolClient, PostgresPoolClient>()

function namedClient(client: PoolClient): PostgresPoolClient {
  const known = namedClients.get(client)
  if (known !== undefined) return known
  let isBroken = false
  const query = async (sql: string, parameters: unknown[]): Promise<unknown> => {
    try {
      return await named(() => client.query(sql, parameters))
    } catch (error) {
      if (error instanceof StoreRefusal) isBroken = true
      throw error
    }
  }
  // The error of a query can be there before the end of its connection is: lent out again it would fail once more.
  const release = (destroy?: boolean): void => client.release(destroy === true || isBroken)
  const fresh = { query, release } as unknown as PostgresPoolClient
  namedClients.set(client, fresh)
  return fresh
}
