// The one way to the tables: a typed query builder on a pool, and transactions that see the rows of one agency.
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction as KyselyTransaction } from 'kysely'
import { escapeIdentifier } from 'pg'
import type { ConnectionOptions } from './connection.ts'
import { openPool, type PoolOptions } from './pool.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>
export type Transaction = KyselyTransaction<Tables>

const DEFAULT_POOL: PoolOptions = { connectionsMax: 16, patienceMilliseconds: 5_000 }

/** Opens no connection yet: the first query does. `await database.destroy()` closes all of them. */
export function openDatabase(connection: ConnectionOptions, options: Partial<PoolOptions> = {}): Database {
  const { role } = connection
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: openPool(connection, { ...DEFAULT_POOL, ...options }),
      onCreateConnection: async (created) => {
        if (role !== null) await created.executeQuery(CompiledQuery.raw(`set role ${escapeIdentifier(role)}`))
      },
    }),
  })
}

/**
 * Runs `work` in one transaction. Tables that belong to an agency show and take only the rows of `scope.agency`
 * (row-level security); null sees none of them. Commits when `work` returns, rolls back when it throws.
 */
export async function inTransaction<T>(
  database: Database,
  scope: { readonly agency: string | null },
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return await database.transaction().execute(async (transaction) => {
    await sql`select set_config('weir.agency', ${scope.agency ?? ''}, true)`.execute(transaction)
    return await work(transaction)
  })
}

/** Does a part of a transaction that may be undone alone: what it wrote stays only when `work` says so. */
export async function keptWhen(transaction: Transaction, work: () => Promise<boolean>): Promise<boolean> {
  await sql`savepoint part`.execute(transaction)
  const isKept = await work()
  if (!isKept) await sql`rollback to savepoint part`.execute(transaction)
  await sql`release savepoint part`.execute(transaction)
  return isKept
}
