// Price lists, the fee rule in force, and who pays for a project.
import type { ExactRatio } from '../../domain/invoices/invoice.ts'
import type { PriceList } from '../../domain/invoices/price-list.ts'
import type { LocalisedText } from '../../domain/kernel/language.ts'
import type { Currency } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

interface WrittenRatio {
  readonly numerator: string
  readonly denominator: string
}

interface PriceListRow {
  readonly version: string
  readonly currency: Currency
  readonly effectiveFrom: string
  readonly effectiveUntil: string | null
  readonly prices: Readonly<Record<string, WrittenRatio>>
}

/** The newest first. */
export async function listPriceLists(tx: Transaction, agency: string): Promise<PriceList[]> {
  const text = `select version, currency, effective_from as "effectiveFrom", effective_until as "effectiveUntil", prices
    from price_lists where agency_id = $1 order by effective_from desc, version`
  const rows = await queryOf(tx)<PriceListRow>('price-lists', text, [agency])
  return rows.map(({ prices, ...row }) => ({
    ...row,
    pricesPerUnitHour: Object.fromEntries(Object.entries(prices).map(([flavor, price]) => [flavor, ratio(price)])),
  }))
}

/** Nobody else publishes or issues anything of the agency until the transaction ends. */
export async function lockFinance(tx: Transaction, agency: string): Promise<void> {
  const text = 'select pg_advisory_xact_lock(hashtextextended($1, 18))'
  await queryOf(tx)('finance-lock', text, [`finance ${agency}`])
}

/** Adds lists that are new, and sets the end of those that another one ended. */
export async function savePriceLists(
  tx: Transaction,
  agency: string,
  lists: readonly PriceList[],
  at: Date,
): Promise<void> {
  const text = `insert into price_lists
      (agency_id, version, currency, effective_from, effective_until, prices, published_at)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7)
    on conflict (agency_id, version) do update set effective_until = excluded.effective_until
      where price_lists.effective_until is null`
  for (const { version, currency, effectiveFrom, effectiveUntil, pricesPerUnitHour } of lists) {
    const prices = JSON.stringify(pricesPerUnitHour, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    const values = [agency, version, currency, effectiveFrom, effectiveUntil, prices, at]
    await queryOf(tx)('price-list-save', text, values)
  }
}

/** As it was written; null: none is published. */
export async function latestFeeRule<Rule>(tx: Transaction, agency: string): Promise<Rule | null> {
  const text = 'select rule from fee_rules where agency_id = $1 order by published_at desc, version desc limit 1'
  const [row] = await queryOf(tx)<{ rule: Rule }>('fee-rule', text, [agency])
  return row?.rule ?? null
}

/** Whether its version was new. */
export async function appendFeeRule(
  tx: Transaction,
  agency: string,
  rule: { readonly version: string },
  at: Date,
): Promise<boolean> {
  const text = `insert into fee_rules (agency_id, version, rule, published_at) values ($1, $2, $3::jsonb, $4)
    on conflict do nothing returning version`
  return (await queryOf(tx)('fee-rule-add', text, [agency, rule.version, JSON.stringify(rule), at])).length === 1
}

export interface StoredPayer {
  readonly project: string
  readonly projectTitle: LocalisedText
  readonly title: LocalisedText
  readonly taxNumber: string | null
  readonly address: readonly string[]
  readonly feeClass: string
  readonly isYouth: boolean
  readonly openness: string
}

/** By project. */
export async function listPayers(tx: Transaction, agency: string): Promise<StoredPayer[]> {
  const text = `select project, project_title as "projectTitle", title, tax_number as "taxNumber", address,
      fee_class as "feeClass", is_youth as "isYouth", openness
    from payers where agency_id = $1 order by project collate "C"`
  return [...(await queryOf(tx)<StoredPayer>('payers', text, [agency]))]
}

export async function savePayer(tx: Transaction, agency: string, payer: StoredPayer, at: Date): Promise<void> {
  const { project, projectTitle, title, taxNumber, address, feeClass, isYouth, openness } = payer
  const text = `insert into payers
      (agency_id, project, project_title, title, tax_number, address, fee_class, is_youth, openness, set_at)
    values ($1, $2, $3::jsonb, $4::jsonb, $5, $6::text[], $7, $8, $9, $10)
    on conflict (agency_id, project) do update set project_title = excluded.project_title, title = excluded.title,
      tax_number = excluded.tax_number, address = excluded.address, fee_class = excluded.fee_class,
      is_youth = excluded.is_youth, openness = excluded.openness, set_at = excluded.set_at`
  const titles = [JSON.stringify(projectTitle), JSON.stringify(title)]
  await queryOf(tx)('payer-save', text, [
    agency,
    project,
    ...titles,
    taxNumber,
    address,
    feeClass,
    isYouth,
    openness,
    at,
  ])
}

function ratio({ numerator, denominator }: WrittenRatio): ExactRatio {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}
