// One connection of the process that LISTENs. When the database goes away it comes back by itself, and says so, because
// what was said in between was not heard.
import { Client } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { clientOptions, type ConnectionOptions } from './connection.ts'
import type { StoreLog } from './log.ts'
import { RUNS_CHANNEL, type RunNotice } from './runs.ts'

const RETRY_MILLISECONDS = 250

export interface RunListener {
  readonly onNotice: (notice: RunNotice) => void
  /** Listening began, or began again: whoever follows a run reads its state anew. */
  readonly onListening: () => void
}

/** Resolves when the first connection listens; throws when there is none to be had. */
export async function listenToRuns(
  connection: ConnectionOptions,
  listener: RunListener,
  log: StoreLog,
): Promise<{ stop(): Promise<void> }> {
  let isStopped = false
  let current = await connectAndListen(connection, listener)
  const keepListening = async (): Promise<void> => {
    for (;;) {
      await current.ended
      if (isStopped) return
      log.warn({}, 'listening to the database broke off; connecting again')
      const next = await reconnect()
      if (next === null) return
      current = next
      log.info({}, 'listening to the database again')
    }
  }
  const reconnect = async (): Promise<Listening | null> => {
    while (!isStopped) {
      try {
        return await connectAndListen(connection, listener)
      } catch {
        await sleep(RETRY_MILLISECONDS)
      }
    }
    return null
  }
  const kept = keepListening()
  return {
    stop: async () => {
      isStopped = true
      await current.client.end().catch(() => undefined)
      await kept
    },
  }
}

interface Listening {
  readonly client: Client
  readonly ended: Promise<void>
}

async function connectAndListen(connection: ConnectionOptions, listener: RunListener): Promise<Listening> {
  const client = new Client({ ...clientOptions(connection), connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => {
    client.once('end', resolve)
  })
  client.on('notification', ({ payload }) => {
    if (payload !== undefined) listener.onNotice(JSON.parse(payload) as RunNotice)
  })
  try {
    await client.connect()
    await client.query(`listen ${RUNS_CHANNEL}`)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  listener.onListening()
  return { client, ended }
}
