// How long the database takes: the first start, a later start, a stop, a clone of the template, a small transaction.
// `npm run bench -- database`. Each figure is the median of the rounds, in milliseconds.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { clientOptions } from '../../src/store/connection.ts'
import { inTransaction } from '../../src/store/database.ts'
import { startCluster } from '../../src/store/embedded/cluster.ts'
import { SILENT_LOG } from '../../src/store/log.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'

const ROUNDS = 5
const TRANSACTIONS = 2_000
const AT_ONCE = 16

const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
chmodSync(folder, 0o711)
const taken = new Map<string, number[]>()

async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const value = await work()
  taken.set(what, [...(taken.get(what) ?? []), performance.now() - startedAt])
  return value
}

try {
  for (let round = 0; round < ROUNDS; round += 1) {
    const options = { home: join(folder, `home ${round}`), log: SILENT_LOG }
    const first = await measured('first start: initdb, roles, migrations', () => openStore(options))
    await measured('stop', () => first.stop())
    const second = await measured('later start', () => openStore(options))
    const owner = new Client(clientOptions(second.owner))
    await owner.connect()
    await owner.query('create table numbers (id int primary key)')
    await owner.end()
    let left = TRANSACTIONS
    const work = async (): Promise<void> => {
      while (left > 0) {
        const id = (left -= 1)
        await inTransaction(second.database, { agency: 'hannuri' }, async (transaction) => {
          await sql`insert into numbers values (${id})`.execute(transaction)
        })
      }
    }
    await measured(`${TRANSACTIONS} transactions of one insert, ${AT_ONCE} at a time, fsync on`, async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, work))
    })
    await measured('kill -9 of the postmaster, until it is back', async () => {
      const back = new Promise<void>((resolve) => second.onFailure(() => resolve()))
      const pid = readFileSync(join(options.home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]
      process.kill(Number(pid), 'SIGKILL')
      await back
    })
    await second.stop()
  }
  const cluster = await startCluster({ home: join(folder, 'home 0'), log: SILENT_LOG })
  const client = new Client({ ...clientOptions(cluster.superuser), database: 'postgres' })
  await client.connect()
  await client.query('create database template_clone owner weir_owner')
  await migrate({ ...cluster.owner, database: 'template_clone' })
  for (let round = 0; round < ROUNDS; round += 1) {
    await measured('clone of the template', () =>
      client.query(`create database clone_${round} template template_clone`),
    )
    await measured('drop of a clone', () => client.query(`drop database clone_${round}`))
  }
  await client.end()
  await cluster.stop()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

for (const [what, milliseconds] of taken) {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  console.log(`${median.toFixed(0).padStart(7)} ms  ${what} (${sorted.map((value) => value.toFixed(0)).join(', ')})`)
}
