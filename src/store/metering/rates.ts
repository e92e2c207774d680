// Prices of flavors against projects' budgets.
import type { DatedRate } from '../../domain/metering/rate-list.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

interface RateRow {
  readonly flavor: string
  readonly valid_from: Date
  readonly version: string
  readonly price_numerator: bigint
  readonly price_denominator: bigint
  readonly borrowed_numerator: bigint
  readonly borrowed_denominator: bigint
}

/** By flavor, the newest of each first. */
export async function listRates(tx: Transaction, agency: string): Promise<DatedRate[]> {
  const text = `select flavor, valid_from, version, price_numerator, price_denominator,
      borrowed_numerator, borrowed_denominator
    from usage_rates where agency_id = $1 order by flavor collate "C", valid_from desc`
  return (await queryOf(tx)<RateRow>('usage-rates', text, [agency])).map((row) => ({
    flavor: row.flavor,
    validFrom: row.valid_from.getTime() / 1000,
    version: row.version,
    price: { numerator: row.price_numerator, denominator: row.price_denominator },
    borrowedPrice: { numerator: row.borrowed_numerator, denominator: row.borrowed_denominator },
  }))
}

/** Nobody else publishes any until the transaction ends. */
export async function lockRates(tx: Transaction, agency: string): Promise<void> {
  await queryOf(tx)('usage-rates-lock', 'select pg_advisory_xact_lock(hashtextextended($1, 15))', [
    `usage_rates ${agency}`,
  ])
}

export async function appendRates(
  tx: Transaction,
  agency: string,
  rates: readonly DatedRate[],
  at: Date,
): Promise<void> {
  const text = `insert into usage_rates (agency_id, flavor, valid_from, version, price_numerator, price_denominator,
      borrowed_numerator, borrowed_denominator, published_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
  for (const { flavor, validFrom, version, price, borrowedPrice } of rates) {
    const pairs = [price.numerator, price.denominator, borrowedPrice.numerator, borrowedPrice.denominator]
    const values = [agency, flavor, new Date(validFrom * 1000), version, ...pairs, at]
    await queryOf(tx)('usage-rate-add', text, values)
  }
}
