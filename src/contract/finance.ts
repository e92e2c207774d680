// Price lists, fee rules, payers and invoices over HTTP. Money is whole units of the currency as decimal text.
import { z } from 'zod'
import { LocalisedTextBody } from './agencies.ts'
import { Amount, PeriodText } from './ledger.ts'

const Name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
export const CurrencyName = z.enum(['vnd', 'krw'])
const Decimal = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/)
  .meta({ description: 'Decimal, e.g. `93600` or `0.05`' })
const Day = z.iso.date()
const words = z.string().trim().min(1).max(200).optional()
const Title = z
  .object({ en: words, vi: words, ko: words })
  .strict()
  .refine((title) => Object.values(title).some((one) => one !== undefined), 'text in at least one language')
const Ratio = z.object({ numerator: Amount, denominator: Amount })

export const PublishPriceListBody = z
  .object({
    version: Name,
    currency: CurrencyName,
    effectiveFrom: Day,
    effectiveUntil: Day.nullable().default(null).meta({ description: 'Excluded; null: until the next one' }),
    prices: z.record(Name, Decimal).meta({ description: 'Money for one unit of each flavor for one hour' }),
  })
  .strict()
  .meta({ id: 'PublishPriceList' })

export const PriceListBody = z
  .object({
    version: z.string(),
    currency: CurrencyName,
    effectiveFrom: z.string(),
    effectiveUntil: z.string().nullable(),
    prices: z.record(z.string(), Ratio),
  })
  .meta({ id: 'PriceList' })
export type PriceListBody = z.infer<typeof PriceListBody>

export const FeeRuleBody = z
  .object({
    version: Name,
    shares: z
      .record(Name, Decimal)
      .meta({ description: 'Part of the market value by class of payer, e.g. small 0.05' }),
    youthDiscount: Decimal,
    openness: z.record(Name, Decimal).meta({ description: 'Factor by how results are published, e.g. closed 2' }),
    taxRate: Decimal,
    dueDays: z.int().min(0).max(365),
  })
  .strict()
  .meta({ id: 'FeeRule' })
export type FeeRuleBody = z.infer<typeof FeeRuleBody>

export const PayerBody = z
  .object({
    project: Name,
    projectTitle: Title,
    title: Title,
    taxNumber: z.string().trim().min(1).max(40).nullable().default(null),
    address: z.array(z.string().trim().min(1).max(200)).max(6).default([]),
    feeClass: Name,
    isYouth: z.boolean().default(false),
    openness: Name,
  })
  .strict()
  .meta({ id: 'Payer' })
export type PayerBody = z.infer<typeof PayerBody>

const Party = z.object({
  title: LocalisedTextBody,
  taxNumber: z.string().nullable(),
  address: z.array(z.string()),
})
/** Everything that stands on an invoice but its sums, which follow from it. */
export const InvoiceFacts = z.object({
  number: z.string(),
  period: z.string(),
  issuedOn: z.string(),
  dueOn: z.string(),
  currency: CurrencyName,
  issuer: Party,
  payer: Party,
  project: z.object({ id: z.string(), title: LocalisedTextBody }),
  used: z.array(
    z.object({
      flavor: z.string(),
      isBorrowed: z.boolean(),
      milliUnitSeconds: Amount,
      pricePerUnitHour: Ratio,
      priceList: z.string(),
    }),
  ),
  payerShare: Ratio,
  feeClass: LocalisedTextBody,
  taxRate: Ratio,
  ledger: z.object({ size: z.int(), root: z.string() }).nullable(),
})
export type InvoiceFacts = z.infer<typeof InvoiceFacts>

export const InvoiceBody = InvoiceFacts.extend({
  lines: z.array(z.object({ market: Amount })),
  market: Amount,
  support: Amount,
  net: Amount,
  tax: Amount,
  total: Amount,
  /** The invoice that it takes back. */
  cancels: z.string().nullable(),
  /** The credit note that took it back. */
  cancelledBy: z.string().nullable(),
  /** The ledger's entry; null before it is issued, and where nothing is owed. */
  transferId: z.uuid().nullable(),
}).meta({ id: 'Invoice' })
export type InvoiceBody = z.infer<typeof InvoiceBody>

export const AskInvoiceBody = z
  .object({ project: Name, period: PeriodText, currency: CurrencyName })
  .strict()
  .meta({ id: 'AskInvoice' })

export const InvoiceNumber = z
  .string()
  .regex(/^\d{4}-\d{4,6}$/)
  .meta({ description: 'e.g. `2026-0042`' })

export const InvoiceLineBody = z
  .object({
    number: z.string(),
    project: z.string(),
    period: z.string(),
    currency: CurrencyName,
    total: Amount,
    issuedOn: z.string(),
    dueOn: z.string(),
    cancels: z.string().nullable(),
    cancelledBy: z.string().nullable(),
  })
  .meta({ id: 'InvoiceLine' })
export type InvoiceLineBody = z.infer<typeof InvoiceLineBody>

export const InvoicesQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  project: Name.optional(),
  period: PeriodText.optional(),
})
export const InvoicesBody = z
  .object({ rows: z.array(InvoiceLineBody), total: z.int(), page: z.int(), pageSize: z.int() })
  .meta({ id: 'Invoices' })
export type InvoicesBody = z.infer<typeof InvoicesBody>

export const FinanceBody = z
  .object({
    priceLists: z.array(PriceListBody),
    feeRule: FeeRuleBody.nullable(),
    payers: z.array(PayerBody),
    /** The newest first: how each month of the ledger stands, and which projects with use have no invoice of it. */
    months: z.array(
      z.object({
        period: z.string(),
        state: z.enum(['open', 'soft-closed', 'closed']),
        /** Whether it has ended by the agency's calendar. */
        hasEnded: z.boolean(),
        invoiced: z.int(),
        notInvoiced: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Finance' })
export type FinanceBody = z.infer<typeof FinanceBody>
