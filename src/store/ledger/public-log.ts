// What the public log of an agency is made of: its checkpoints, the keys that signed them, its tiles.
import type { Entry } from '../../domain/ledger/entry.ts'
import { leafText } from '../../domain/ledger/leaf.ts'
import { Sealer } from '../../domain/ledger/seal.ts'
import { entryBundle, TILE_WIDTH, type Tile } from '../../domain/proof/tiles.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from './append-in-transaction.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, entryOfRow, type EntryRow } from './entry-rows.ts'
import { EMPTY_ROOT, sha256 } from './open-ledger.ts'
import { PostgresTables } from './postgres-tables.ts'
import type { LedgerHead } from './tables.ts'

export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
  readonly signedAt: Date
}

export interface PublishedKey {
  readonly verifierKey: string
  readonly fromSize: number
  readonly addedAt: Date
}

export async function loadLogHead(tx: Transaction, agency: string): Promise<LedgerHead> {
  return await new PostgresTables(agency, queryOf(tx), EMPTY_ROOT).loadHead()
}

/** The last one that was published; null: none was. */
export async function findLatestCheckpoint(tx: Transaction): Promise<StoredCheckpoint | null> {
  const row = await tx
    .selectFrom('log_checkpoints')
    .select(['size', 'note', 'signed_at'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { size: Number(row.size), note: row.note, signedAt: row.signed_at }
}

/** Of two processes that sign one size at one moment, the first is published. */
export async function appendCheckpoint(
  tx: Transaction,
  checkpoint: StoredCheckpoint & { readonly agency: string; readonly root: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('log_checkpoints')
    .values({
      agency_id: checkpoint.agency,
      size: BigInt(checkpoint.size),
      root: Buffer.from(checkpoint.root),
      note: checkpoint.note,
      signed_at: checkpoint.signedAt,
    })
    .onConflict((conflict) => conflict.columns(['agency_id', 'size']).doNothing())
    .execute()
}

export async function listLogKeys(tx: Transaction): Promise<PublishedKey[]> {
  const rows = await tx.selectFrom('log_keys').selectAll().orderBy('from_size').orderBy('added_at').execute()
  return rows.map((row) => ({
    verifierKey: row.verifier_key,
    fromSize: Number(row.from_size),
    addedAt: row.added_at,
  }))
}

export async function appendLogKey(tx: Transaction, key: PublishedKey & { readonly agency: string }): Promise<void> {
  await tx
    .insertInto('log_keys')
    .values({
      agency_id: key.agency,
      verifier_key: key.verifierKey,
      from_size: BigInt(key.fromSize),
      added_at: key.addedAt,
    })
    .onConflict((conflict) => conflict.columns(['agency_id', 'verifier_key']).doNothing())
    .execute()
}

/** The bytes of a tile or bundle; null: the log is not that long. */
export async function loadTile(tx: Transaction, agency: string, tile: Tile): Promise<Uint8Array | null> {
  const { level, index, width } = tile
  const from = index * TILE_WIDTH
  if (level === 'entries') return await loadBundle(tx, agency, { from, width })
  const query = queryOf(tx)
  const rows =
    level === 0
      ? await query<{ hash: Buffer }>(
          'log-tile-0',
          `select leaf_hash as hash from ledger_entries where agency_id = $1 and sequence >= $2 and sequence < $3 order by sequence`,
          [agency, from, from + width],
        )
      : await query<{ hash: Buffer }>(
          'log-tile',
          `select hash from ledger_subtrees where agency_id = $1 and level = $4 and index >= $2 and index < $3 order by index`,
          [agency, from, from + width, level],
        )
  return rows.length === width ? Buffer.concat(rows.map(({ hash }) => hash)) : null
}

/** An entry with what its commitment was made of. */
export interface SealedEntry {
  readonly entry: Entry
  readonly salt: Uint8Array
  readonly personalDigest: Uint8Array | null
}

/** null: there is no entry with that number. What is personal of it is left out. */
export async function loadSealedEntry(tx: Transaction, agency: string, sequence: number): Promise<SealedEntry | null> {
  const text = `select ${ENTRY_COLUMNS}, e.salt, e.personal_digest from ${ENTRY_TABLES}
    where e.agency_id = $1 and e.sequence = $2`
  const [row] = await queryOf(tx)<BundleRow>('log-sealed-entry', text, [agency, sequence])
  return row === undefined ? null : { entry: entryOfRow(row), salt: row.salt, personalDigest: row.personal_digest }
}

interface BundleRow extends EntryRow {
  readonly salt: Buffer
  readonly personal_digest: Buffer | null
}

async function loadBundle(
  tx: Transaction,
  agency: string,
  { from, width }: { readonly from: number; readonly width: number },
): Promise<Uint8Array | null> {
  const text = `select ${ENTRY_COLUMNS}, e.salt, e.personal_digest from ${ENTRY_TABLES}
    where e.agency_id = $1 and e.sequence >= $2 and e.sequence < $3 order by e.sequence`
  const rows = await queryOf(tx)<BundleRow>('log-bundle', text, [agency, from, from + width])
  if (rows.length !== width) return null
  const sealer = new Sealer(agency, sha256)
  const leaves = rows.map((row) => {
    const entry = entryOfRow(row)
    const { commitment } = sealer.seal(entry, row.salt, row.personal_digest)
    return Buffer.from(leafText(agency, entry, commitment.toBase64()), 'latin1')
  })
  return entryBundle(leaves)
}
