// Keys of changes that were sent, each with the answer that it got.
import type { Transaction } from './database.ts'

export interface IdempotencyKey {
  readonly agency: string
  readonly actor: string
  readonly key: string
  readonly operation: string
  readonly inputSha256: string
  readonly createdAt: Date
}

export interface StoredAnswer {
  readonly operation: string
  readonly inputSha256: string
  readonly answer: unknown
}

/**
 * Takes the key for this transaction; null when it is taken now. A second transaction with the same key waits here until
 * the first has ended, and then gets the first one's answer.
 */
export async function takeIdempotencyKey(tx: Transaction, key: IdempotencyKey): Promise<StoredAnswer | null> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('idempotency_keys')
    .values({
      agency_id: key.agency,
      actor: key.actor,
      key: key.key,
      operation: key.operation,
      input_sha256: key.inputSha256,
      answer: null,
      created_at: key.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['agency_id', 'actor', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  if ((numInsertedOrUpdatedRows ?? 0n) > 0n) return null
  const row = await tx
    .selectFrom('idempotency_keys')
    .select(['operation', 'input_sha256', 'answer'])
    .where('actor', '=', key.actor)
    .where('key', '=', key.key)
    .executeTakeFirstOrThrow()
  return { operation: row.operation, inputSha256: row.input_sha256, answer: row.answer?.answer ?? null }
}

export async function saveAnswer(
  tx: Transaction,
  key: Pick<IdempotencyKey, 'actor' | 'key'>,
  answer: unknown,
): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ answer: JSON.stringify({ answer }) })
    .where('actor', '=', key.actor)
    .where('key', '=', key.key)
    .execute()
}
