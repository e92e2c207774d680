// What witnesses have signed of a log's checkpoints.
import type { Transaction } from '../database.ts'

export interface Cosignature {
  readonly agency: string
  readonly size: number
  /** Address of the witness. */
  readonly witness: string
  readonly lines: string
  readonly receivedAt: Date
}

/** The lines of all witnesses of one checkpoint, by their addresses. */
export async function listCosignatures(tx: Transaction, size: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('log_cosignatures')
    .select('lines')
    .where('size', '=', BigInt(size))
    .orderBy('witness')
    .execute()
  return rows.map(({ lines }) => lines)
}

/** The largest size that the witness has signed; 0: none. */
export async function lastCosignedSize(tx: Transaction, witness: string): Promise<number> {
  const row = await tx
    .selectFrom('log_cosignatures')
    .select('size')
    .where('witness', '=', witness)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Number(row?.size ?? 0n)
}

export async function appendCosignature(tx: Transaction, cosignature: Cosignature): Promise<void> {
  await tx
    .insertInto('log_cosignatures')
    .values({
      agency_id: cosignature.agency,
      size: BigInt(cosignature.size),
      witness: cosignature.witness,
      lines: cosignature.lines,
      received_at: cosignature.receivedAt,
    })
    .onConflict((conflict) => conflict.columns(['agency_id', 'size', 'witness']).doNothing())
    .execute()
}
