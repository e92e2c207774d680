// Where usage records come from, how far each source was read, and how each reading was answered.
import type { BrokenLine, ReadWindow, SourceAnswer } from '../../domain/metering/read-window.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

/** How an engine's words are read. */
export interface SourceMap {
  /** Project of an account; an account that is not named is its own project, in lower case. */
  readonly accounts: Readonly<Record<string, string>>
  /** Flavor of `type`, or of `partition/type` where a type is two flavors. */
  readonly flavors: Readonly<Record<string, string>>
  /** QOS whose time is borrowed. */
  readonly borrowedQos: readonly string[]
}

export interface StoredSource {
  readonly name: string
  /** The cluster with its incarnation, e.g. `alps#1`. */
  readonly cluster: string
  readonly map: SourceMap
  readonly clockSkewSeconds: number
  readonly graceSeconds: number
  /** How far it was read whole, in whole seconds since 1970; null: never. */
  readonly cursor: number | null
}

interface SourceRow {
  readonly name: string
  readonly cluster: string
  readonly map: SourceMap
  readonly clock_skew_seconds: number
  readonly grace_seconds: number
  readonly cursor: Date | null
}

const COLUMNS = 'name, cluster, map, clock_skew_seconds, grace_seconds, cursor'

export async function listSources(tx: Transaction, agency: string): Promise<StoredSource[]> {
  const text = `select ${COLUMNS} from usage_sources where agency_id = $1 order by name`
  return (await queryOf(tx)<SourceRow>('usage-sources', text, [agency])).map(sourceOf)
}

/** null: there is none. Nobody else takes in records of it until the transaction ends. */
export async function lockSource(tx: Transaction, agency: string, name: string): Promise<StoredSource | null> {
  const text = `select ${COLUMNS} from usage_sources where agency_id = $1 and name = $2 for update`
  const [row] = await queryOf(tx)<SourceRow>('usage-source', text, [agency, name])
  return row === undefined ? null : sourceOf(row)
}

/** A new source, or other words for one that is there. False: its cluster is another source's. */
export async function saveSource(
  tx: Transaction,
  agency: string,
  source: Omit<StoredSource, 'cursor'> & { readonly at: Date },
): Promise<boolean> {
  const { name, cluster, map, clockSkewSeconds, graceSeconds, at } = source
  const text = `insert into usage_sources (agency_id, name, cluster, map, clock_skew_seconds, grace_seconds, created_at)
    select $1, $2, $3, $4::jsonb, $5, $6, $7
    where not exists (select from usage_sources where agency_id = $1 and cluster = $3 and name <> $2)
    on conflict (agency_id, name) do update
      set map = excluded.map, clock_skew_seconds = excluded.clock_skew_seconds, grace_seconds = excluded.grace_seconds
    returning name`
  const values = [agency, name, cluster, JSON.stringify(map), clockSkewSeconds, graceSeconds, at]
  return (await queryOf(tx)('usage-source-save', text, values)).length === 1
}

export async function moveCursor(tx: Transaction, agency: string, source: string, cursor: number): Promise<void> {
  const text = 'update usage_sources set cursor = $3 where agency_id = $1 and name = $2'
  await queryOf(tx)('usage-cursor', text, [agency, source, new Date(cursor * 1000)])
}

export interface StoredReading {
  readonly id: string
  readonly source: string
  readonly window: ReadWindow
  readonly answer: SourceAnswer['kind']
  /** Of no answer. */
  readonly reason: string | null
  readonly charged: number
  readonly known: number
  readonly setAside: number
  /** The first thousand. */
  readonly broken: readonly BrokenLine[]
  readonly brokenCount: number
  readonly readAt: Date
}

interface ReadingRow {
  readonly id: string
  readonly source: string
  readonly window_from: Date
  readonly window_until: Date
  readonly answer: SourceAnswer['kind']
  readonly reason: string | null
  readonly charged: bigint
  readonly known: bigint
  readonly set_aside: bigint
  readonly broken: readonly BrokenLine[]
  readonly broken_count: bigint
  readonly read_at: Date
}

const READING_COLUMNS = `id, source, window_from, window_until, answer, reason, charged, known, set_aside, broken,
  broken_count, read_at`

/** The newest first. */
export async function listReadings(
  tx: Transaction,
  agency: string,
  { source, limit }: { readonly source: string; readonly limit: number },
): Promise<StoredReading[]> {
  const text = `select ${READING_COLUMNS} from usage_readings where agency_id = $1 and source = $2
    order by read_at desc, id limit $3`
  const rows = await queryOf(tx)<ReadingRow>('usage-readings', text, [agency, source, limit])
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    window: { from: seconds(row.window_from), until: seconds(row.window_until) },
    answer: row.answer,
    reason: row.reason,
    charged: Number(row.charged),
    known: Number(row.known),
    setAside: Number(row.set_aside),
    broken: row.broken,
    brokenCount: Number(row.broken_count),
    readAt: row.read_at,
  }))
}

export async function appendReading(tx: Transaction, agency: string, reading: StoredReading): Promise<void> {
  const { id, source, window, answer, reason, charged, known, setAside, broken, brokenCount, readAt } = reading
  const text = `insert into usage_readings (agency_id, ${READING_COLUMNS})
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13)`
  const [from, until] = [new Date(window.from * 1000), new Date(window.until * 1000)]
  const counts = [charged, known, setAside, JSON.stringify(broken), brokenCount]
  await queryOf(tx)('usage-reading-add', text, [agency, id, source, from, until, answer, reason, ...counts, readAt])
}

function sourceOf(row: SourceRow): StoredSource {
  const { name, cluster, map, clock_skew_seconds: clockSkewSeconds, grace_seconds: graceSeconds, cursor } = row
  return { name, cluster, map, clockSkewSeconds, graceSeconds, cursor: cursor === null ? null : seconds(cursor) }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}
