// A sequencer for one agency on a connection of its own: the batches of one process never wait for each other's turn in
// the pool, and the session's agency is set once.
import { setTimeout as sleep } from 'node:timers/promises'
import { hash, randomFillSync } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'
import { clientOptions, type ConnectionOptions } from '../connection.ts'
import { named } from '../pool.ts'
import { BatchSealer, type SealingMeans } from './sealing.ts'
import { Sequencer, type SequencerOptions } from './sequencer.ts'
import { PostgresTables, type Query } from './postgres-tables.ts'
import type { LedgerTables } from './tables.ts'

export interface LedgerOptions {
  readonly agency: string
  readonly clock: () => number
  readonly batchMax?: number
  readonly splitMin?: number
  readonly patienceMilliseconds?: number
  /** Another way of sealing, to measure what sealing costs. */
  readonly sealer?: Pick<BatchSealer, 'seal'>
  /** Stands between the sequencer and its tables, to kill the process at each of its steps. */
  readonly around?: (tables: LedgerTables) => LedgerTables
}

export interface OpenLedger {
  readonly sequencer: Sequencer
  close(): Promise<void>
}

/** Node's SHA-256. Asking for a text is twice as fast as asking for a Buffer; latin1 has one character for each byte. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return Buffer.from(hash('sha256', bytes, 'latin1'), 'latin1')
}

const SALT_POOL_BYTES = 16_384

/** Takes chance from the system in larger portions: one call for each salt would cost more than the hash. */
function pooledRandomBytes(): SealingMeans['randomBytes'] {
  let pool = Buffer.alloc(0)
  let used = 0
  return (count) => {
    if (used + count > pool.length) {
      pool = randomFillSync(Buffer.allocUnsafeSlow(Math.max(SALT_POOL_BYTES, count)))
      used = 0
    }
    used += count
    return pool.subarray(used - count, used)
  }
}

export const SEALING_MEANS: SealingMeans = { sha256, randomBytes: pooledRandomBytes() }
export const EMPTY_ROOT = sha256(new Uint8Array())

/** Opens no connection yet: the first request does, and again whenever the connection broke. */
export function openLedger(connection: ConnectionOptions, options: LedgerOptions): OpenLedger {
  const session = new LedgerSession(connection, options.agency)
  const stored = new PostgresTables(options.agency, session.query, EMPTY_ROOT)
  const tables = options.around?.(stored) ?? stored
  const sequencing: SequencerOptions = {
    sealer: new BatchSealer(options.agency, SEALING_MEANS),
    ...options,
    tables,
    sleep: async (milliseconds) => await sleep(milliseconds),
  }
  return { sequencer: new Sequencer(sequencing), close: () => session.close() }
}

class LedgerSession {
  readonly #connection: ConnectionOptions
  readonly #agency: string
  #client: Client | null = null

  constructor(connection: ConnectionOptions, agency: string) {
    this.#connection = connection
    this.#agency = agency
  }

  readonly query: Query = async <Row>(name: string, text: string, parameters: readonly unknown[]) => {
    return await named(async () => {
      this.#client ??= await this.#connect()
      const { rows } = await this.#client.query({ name, text, values: [...parameters] })
      return rows as readonly Row[]
    })
  }

  async close(): Promise<void> {
    await this.#client?.end()
    this.#client = null
  }

  async #connect(): Promise<Client> {
    const client = new Client({ ...clientOptions(this.#connection), connectionTimeoutMillis: 5_000 })
    const forget = (): void => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', forget)
    client.on('end', forget)
    await client.connect()
    const { role } = this.#connection
    if (role !== null) await client.query(`set role ${escapeIdentifier(role)}`)
    await client.query(`select set_config('weir.agency', $1, false)`, [this.#agency])
    return client
  }
}
