// Invoices and the credit notes that take them back. A row is never changed.
import type { Currency } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

/** Year of issue and a number without gaps in it, e.g. `2026-0042`. */
export interface InvoiceKey {
  readonly year: number
  readonly number: number
}

export interface StoredInvoice<Facts> extends InvoiceKey {
  readonly project: string
  readonly period: string
  readonly currency: Currency
  readonly facts: Facts
  readonly total: bigint
  readonly issuedOn: string
  readonly dueOn: string
  readonly transferId: string | null
  readonly cancels: InvoiceKey | null
  readonly cancelledBy: InvoiceKey | null
}

interface InvoiceRow<Facts> {
  readonly year: number
  readonly number: number
  readonly project: string
  readonly period: string
  readonly currency: Currency
  readonly facts: Facts
  readonly total: bigint
  readonly issued_on: string
  readonly due_on: string
  readonly transfer_id: string | null
  readonly cancels_year: number | null
  readonly cancels_number: number | null
  readonly by_year: number | null
  readonly by_number: number | null
}

const SELECT = `select i.year, i.number, i.project, i.period, i.currency, i.facts, i.total, i.issued_on, i.due_on,
    i.transfer_id, i.cancels_year, i.cancels_number, c.year as by_year, c.number as by_number
  from invoices i left join invoices c
    on c.agency_id = i.agency_id and c.cancels_year = i.year and c.cancels_number = i.number`

/** null: there is none. */
export async function findInvoice<Facts>(
  tx: Transaction,
  agency: string,
  key: InvoiceKey,
): Promise<StoredInvoice<Facts> | null> {
  const text = `${SELECT} where i.agency_id = $1 and i.year = $2 and i.number = $3`
  const [row] = await queryOf(tx)<InvoiceRow<Facts>>('invoice', text, [agency, key.year, key.number])
  return row === undefined ? null : invoiceOfRow(row)
}

/** The one of a project's month that stands; null: none was issued, or it was taken back. */
export async function findStandingInvoice<Facts>(
  tx: Transaction,
  agency: string,
  { project, period }: { readonly project: string; readonly period: string },
): Promise<StoredInvoice<Facts> | null> {
  const text = `${SELECT} where i.agency_id = $1 and i.project = $2 and i.period = $3
    and i.cancels_year is null and c.year is null`
  const [row] = await queryOf(tx)<InvoiceRow<Facts>>('invoice-standing', text, [agency, project, period])
  return row === undefined ? null : invoiceOfRow(row)
}

/** The newest first. */
export async function listInvoices<Facts>(
  tx: Transaction,
  agency: string,
  asked: {
    readonly project: string | null
    readonly period: string | null
    readonly page: number
    readonly pageSize: number
  },
): Promise<{ readonly rows: StoredInvoice<Facts>[]; readonly total: number }> {
  const { project, period, page, pageSize } = asked
  const where = `where i.agency_id = $1 and ($2::text is null or i.project = $2) and ($3::text is null or i.period = $3)`
  const query = queryOf(tx)
  const values = [agency, project, period]
  const countText = `select count(*)::int as total from invoices i ${where}`
  const [count] = await query<{ total: number }>('invoices-total', countText, values)
  const text = `${SELECT} ${where} order by i.year desc, i.number desc limit $4 offset $5`
  const rows = await query<InvoiceRow<Facts>>('invoices-page', text, [...values, pageSize, (page - 1) * pageSize])
  return { rows: rows.map((row) => invoiceOfRow(row)), total: count?.total ?? 0 }
}

/** Whoever holds the agency's finance lock has it to themselves. */
export async function nextInvoiceNumber(tx: Transaction, agency: string, year: number): Promise<number> {
  const text = 'select coalesce(max(number), 0) + 1 as next from invoices where agency_id = $1 and year = $2'
  const [row] = await queryOf(tx)<{ next: number }>('invoice-next', text, [agency, year])
  return row?.next ?? 1
}

export async function appendInvoice<Facts>(
  tx: Transaction,
  agency: string,
  invoice: Omit<StoredInvoice<Facts>, 'cancelledBy'> & { readonly issuedAt: Date },
): Promise<void> {
  const { year, number, project, period, currency, facts, total, issuedOn, dueOn, issuedAt, transferId } = invoice
  const text = `insert into invoices (agency_id, year, number, project, period, currency, facts, total, issued_on, due_on,
      issued_at, transfer_id, cancels_year, cancels_number)
    values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13, $14)`
  const cancels = [invoice.cancels?.year ?? null, invoice.cancels?.number ?? null]
  const what = [project, period, currency, JSON.stringify(facts), total, issuedOn, dueOn, issuedAt, transferId]
  await queryOf(tx)('invoice-add', text, [agency, year, number, ...what, ...cancels])
}

/** How many stand of each month, and of which projects. */
export async function standingInvoices(
  tx: Transaction,
  agency: string,
): Promise<{ readonly period: string; readonly project: string }[]> {
  const text = `select i.period, i.project from invoices i
    where i.agency_id = $1 and i.cancels_year is null and not exists (select from invoices c
      where c.agency_id = i.agency_id and c.cancels_year = i.year and c.cancels_number = i.number)`
  return [...(await queryOf(tx)<{ period: string; project: string }>('invoices-standing', text, [agency]))]
}

function invoiceOfRow<Facts>(row: InvoiceRow<Facts>): StoredInvoice<Facts> {
  const { year, number, project, period, currency, facts, total } = row
  const key = (of: number | null, at: number | null) => (of === null || at === null ? null : { year: of, number: at })
  return {
    year,
    number,
    project,
    period,
    currency,
    facts,
    total,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    transferId: row.transfer_id,
    cancels: key(row.cancels_year, row.cancels_number),
    cancelledBy: key(row.by_year, row.by_number),
  }
}
