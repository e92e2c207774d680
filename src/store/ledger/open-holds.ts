// The holds of an agency that have not ended, the oldest first: what is kept aside, since when, and for whom.
import type { Hold } from '../../domain/ledger/transfer.ts'
import { assert } from '../../domain/kernel/assert.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from './append-in-transaction.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, transferOfRow, type EntryRow } from './entry-rows.ts'

export interface StoredHold {
  readonly hold: Hold
  readonly sequence: number
  /** Milliseconds since 1970. */
  readonly recordedAt: number
}

const LOAD_OPEN = `select ${ENTRY_COLUMNS} from ${ENTRY_TABLES}
  where e.agency_id = $1 and e.phase = 'hold' and e.sequence > $2
    and not exists (select from ledger_entries r where r.agency_id = e.agency_id and r.hold = e.id)
  order by e.sequence limit $3`

/** @param page `after` a sequence (-1 for the first page), at most `limit` of them */
export async function loadOpenHolds(
  tx: Transaction,
  agency: string,
  page: { readonly after: number; readonly limit: number },
): Promise<StoredHold[]> {
  const rows = await queryOf(tx)<EntryRow>('ledger-open-holds', LOAD_OPEN, [agency, page.after, page.limit])
  return rows.map((row) => {
    const hold = transferOfRow(row)
    assert(hold.phase === 'hold', 'only holds were asked for')
    return { hold: { ...hold, phase: 'hold' }, sequence: Number(row.sequence), recordedAt: row.recorded_at.getTime() }
  })
}
