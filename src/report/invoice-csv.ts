// An invoice as CSV: a line for each quantity and one for each sum. Amounts are whole numbers of their unit.
import type { Invoice } from '../domain/invoices/invoice.ts'
import { csv, type Field } from './csv.ts'

const HEADER = [
  'invoice',
  'period',
  'project',
  'line',
  'flavor',
  'is_borrowed',
  'milli_unit_seconds',
  'price_list',
  'price_per_unit_hour_numerator',
  'price_per_unit_hour_denominator',
  'currency',
  'amount',
]

export function invoiceCsv(invoice: Invoice): string {
  const { number, period, project, currency, market, support, net, tax, total } = invoice
  const start = [number, period, project.id]
  const lines = invoice.lines.map((line): Field[] => [
    ...start,
    line.milliUnitSeconds < 0n ? 'refund' : 'used',
    line.flavor,
    String(line.isBorrowed),
    exact(line.milliUnitSeconds),
    line.priceList,
    exact(line.pricePerUnitHour.numerator),
    exact(line.pricePerUnitHour.denominator),
    currency,
    exact(line.market),
  ])
  const sums = Object.entries({ market, support, net, tax, total }).map(([name, amount]): Field[] => [
    ...start,
    name,
    ...Array.from({ length: 6 }, () => null),
    currency,
    exact(amount),
  ])
  return csv([HEADER, ...lines, ...sums])
}

function exact(amount: bigint): { readonly digits: string } {
  return { digits: String(amount) }
}
