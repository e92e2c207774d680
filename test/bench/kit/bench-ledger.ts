// A ledger to measure on: an embedded PostgreSQL of its own with fsync on, one agency, and projects that never run dry.
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Entry } from '../../../src/domain/ledger/entry.ts'
import type { Opening, Transfer } from '../../../src/domain/ledger/transfer.ts'
import { appendAgency } from '../../../src/store/agencies.ts'
import { clientOptions, type ConnectionOptions } from '../../../src/store/connection.ts'
import { inTransaction, openDatabase } from '../../../src/store/database.ts'
import { startCluster } from '../../../src/store/embedded/cluster.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, entryOfRow, type EntryRow } from '../../../src/store/ledger/entry-rows.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { SILENT_LOG } from '../../../src/store/log.ts'
import { migrate } from '../../../src/store/migrate.ts'

export const UNIT = 'milli-reference-unit-second'
export const FACTS = {
  ref: null,
  period: '2026-11',
  effectiveAt: 1_795_392_000,
  isLinked: false,
  by: null,
  note: null,
} as const

const AWARD = 1_000_000_000n

export interface BenchLedger {
  readonly agency: string
  readonly app: ConnectionOptions
  /** Empty, for pgbench. */
  readonly benchDatabase: ConnectionOptions
  size(): Promise<{ readonly entries: number; readonly bytes: number }>
  /** Milliseconds of one read of a hot account's balance. */
  balanceReads(): Promise<{ readonly reads: number }>
  /** The first entries, in order. */
  readEntries(countMax: number, take: (entry: Entry) => void): Promise<void>
  close(): Promise<void>
}

export async function benchLedger(projects: number): Promise<BenchLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
  chmodSync(folder, 0o711)
  const cluster = await startCluster({ home: join(folder, 'home'), log: SILENT_LOG })
  const superuser = new Client({ ...clientOptions(cluster.superuser), database: 'postgres' })
  await superuser.connect()
  await superuser.query('create database tpcb')
  await migrate(cluster.owner)
  const database = openDatabase(cluster.app)
  const agency = 'hannuri'
  await inTransaction(database, { agency }, async (tx) => {
    const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
    await appendAgency(tx, { id: agency, title: { ko: agency }, ...shared })
  })
  await database.destroy()
  await award(cluster.app, agency, projects)
  const client = new Client(clientOptions({ ...cluster.superuser, database: cluster.app.database }))
  await client.connect()
  return {
    agency,
    app: cluster.app,
    benchDatabase: { ...cluster.superuser, database: 'tpcb' },
    size: async () => await sizeOf(client),
    balanceReads: async () => await balanceReads(client),
    readEntries: async (countMax, take) => await readEntries(client, countMax, take),
    close: async () => {
      await client.end()
      await superuser.end()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function award(app: ConnectionOptions, agency: string, projects: number): Promise<void> {
  const ledger = openLedger(app, { agency, clock: Date.now })
  const [officer, director] = [randomUUID(), randomUUID()]
  const way = { ...FACTS, unit: UNIT, amount: AWARD } as const
  const supply: Opening = {
    ...way,
    id: randomUUID(),
    kind: 'supply',
    phase: 'move',
    debit: 'ISSUE',
    credit: 'POOL:a',
    amount: AWARD * BigInt(projects),
  }
  const transfers: Transfer[] = [supply]
  for (let project = 0; project < projects; project += 1) {
    const id = randomUUID()
    const accounts = { debit: 'POOL:a', credit: `PROJECT:p${project}` } as const
    transfers.push({ ...way, id, kind: 'obligate', phase: 'hold', ...accounts, by: officer })
    const approval = { ...FACTS, id: randomUUID(), kind: 'obligate', phase: 'post', hold: id, amount: AWARD } as const
    transfers.push({ ...approval, by: director })
  }
  const outcomes = await ledger.sequencer.append(transfers)
  const refused = outcomes.find(({ ok }) => !ok)
  if (refused?.ok === false) throw new Error(refused.refusal)
  await ledger.close()
}

async function sizeOf(client: Client): Promise<{ entries: number; bytes: number }> {
  const { rows } = await client.query<{ entries: number; bytes: bigint }>(
    `select (select count(*)::int from ledger_entries) as entries, pg_total_relation_size('ledger_entries') as bytes`,
  )
  return { entries: rows[0]?.entries ?? 0, bytes: Number(rows[0]?.bytes) }
}

async function balanceReads(client: Client): Promise<{ reads: number }> {
  const text = `select b.* from ledger_accounts a join ledger_balances b on b.agency_id = a.agency_id and b.account_id = a.id
    where a.agency_id = 'hannuri' and a.code = 'PROJECT:p0'`
  const count = 500
  const from = performance.now()
  for (let n = 0; n < count; n += 1) await client.query({ name: 'read', text })
  return { reads: (performance.now() - from) / count }
}

const PAGE = 10_000

async function readEntries(client: Client, countMax: number, take: (entry: Entry) => void): Promise<void> {
  const text = `select ${ENTRY_COLUMNS} from ${ENTRY_TABLES}
    where e.agency_id = 'hannuri' and e.sequence >= $1 and e.sequence < $2 order by e.sequence`
  for (let from = 0; from < countMax; from += PAGE) {
    const { rows } = await client.query<EntryRow>(text, [from, Math.min(countMax, from + PAGE)])
    for (const row of rows) take(entryOfRow(row))
    if (rows.length < PAGE) return
  }
}
