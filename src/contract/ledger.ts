// The ledger over HTTP. Amounts are whole numbers of their unit, written as decimal text: JSON's numbers end at 2^53.
import { z } from 'zod'
import { isAccountCode } from '../domain/ledger/account.ts'
import { isPeriod } from '../domain/ledger/period.ts'
import { PUBLICATION_CLASSES } from '../domain/ledger/publication.ts'
import { isTransferKind, TRANSFER_KINDS, type TransferKind } from '../domain/ledger/transfer.ts'
import { isUnit } from '../domain/ledger/unit.ts'

const KINDS = Object.keys(TRANSFER_KINDS).filter(isTransferKind) as [TransferKind, ...TransferKind[]]

export const Amount = z
  .string()
  .regex(/^-?\d{1,20}$/)
  .meta({ description: 'Whole number of the unit, as decimal text' })
export const AccountCodeText = z
  .string()
  .max(160)
  .refine(isAccountCode, 'an account, e.g. `PROJECT:kr-llm-01`')
  .meta({ description: 'Code of an account, e.g. `PROJECT:kr-llm-01`' })
export const UnitText = z
  .string()
  .max(100)
  .refine(isUnit, 'a unit, e.g. `milli-reference-unit-second`')
  .meta({ description: 'Unit, e.g. `milli-reference-unit-second` or `krw`' })
export const PeriodText = z
  .string()
  .refine(isPeriod, 'a month, e.g. `2026-11`')
  .meta({ description: 'Month, e.g. `2026-11`' })
export const LedgerKind = z.enum(KINDS)
export const LedgerPhase = z.enum(['move', 'hold', 'post', 'void'])
const Direction = z.enum(['ascending', 'descending'])

export const LedgerBalanceBody = z
  .object({
    /** What it has, open holds left aside; below zero only where the account may be. */
    posted: Amount,
    /** Kept aside by open holds. */
    held: Amount,
    /** Promised by open holds of others, not there yet. */
    promised: Amount,
    available: Amount,
  })
  .meta({ id: 'LedgerBalance' })
export type LedgerBalanceBody = z.infer<typeof LedgerBalanceBody>

export const LedgerAccountBody = LedgerBalanceBody.extend({ account: z.string(), unit: z.string() }).meta({
  id: 'LedgerAccount',
})
export type LedgerAccountBody = z.infer<typeof LedgerAccountBody>

export const LedgerAccountsQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  sort: z.enum(['account', 'unit', 'balance', 'held']).default('account'),
  direction: Direction.default('ascending'),
  search: z.string().max(200).optional(),
  unit: UnitText.optional(),
})

const page = { total: z.int(), page: z.int(), pageSize: z.int() }
export const LedgerAccountsBody = z.object({ rows: z.array(LedgerAccountBody), ...page }).meta({ id: 'LedgerAccounts' })
export type LedgerAccountsBody = z.infer<typeof LedgerAccountsBody>

export const StatementLineBody = z
  .object({
    sequence: z.int(),
    id: z.uuid(),
    recordedAt: z.iso.datetime(),
    effectiveAt: z.iso.datetime(),
    period: z.string(),
    kind: LedgerKind,
    phase: LedgerPhase,
    /** The other account. */
    other: z.string(),
    ref: z.uuid().nullable(),
    /** Signed changes: above zero is credited, or held more. */
    posted: Amount,
    held: Amount,
    promised: Amount,
    /** After this entry. */
    balance: LedgerBalanceBody,
  })
  .meta({ id: 'StatementLine' })
export type StatementLineBody = z.infer<typeof StatementLineBody>

export const StatementQuery = z.object({
  account: AccountCodeText,
  unit: UnitText,
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  direction: Direction.default('descending'),
  kind: LedgerKind.optional(),
  period: PeriodText.optional(),
})

export const StatementBody = z
  .object({
    account: z.string(),
    unit: z.string(),
    balance: LedgerBalanceBody,
    rows: z.array(StatementLineBody),
    ...page,
  })
  .meta({ id: 'LedgerStatement' })
export type StatementBody = z.infer<typeof StatementBody>

export const LedgerEntryBody = z
  .object({
    sequence: z.int(),
    id: z.uuid(),
    recordedAt: z.iso.datetime(),
    effectiveAt: z.iso.datetime(),
    period: z.string(),
    kind: LedgerKind,
    phase: LedgerPhase,
    unit: z.string(),
    debit: z.string(),
    credit: z.string(),
    /** null: a void moves nothing. */
    amount: Amount.nullable(),
    /** Decided together with the next one. */
    isLinked: z.boolean(),
    /** Whether the public log shows its facts. */
    isPublic: z.boolean(),
    by: z.string().nullable(),
    note: z.string().nullable(),
    /** Hash of its leaf in the log, hexadecimal. */
    leafHash: z.string(),
    /** Whether a checkpoint of the public log is signed over it. */
    isSigned: z.boolean(),
    related: z.array(
      z.object({
        relation: z.enum(['hold', 'ended-by', 'refers-to', 'referred-by']),
        id: z.uuid(),
        sequence: z.int(),
        kind: LedgerKind,
        phase: LedgerPhase,
        amount: Amount.nullable(),
      }),
    ),
  })
  .meta({ id: 'LedgerEntry' })
export type LedgerEntryBody = z.infer<typeof LedgerEntryBody>

export const LedgerReceiptBody = z
  .object({
    form: z.literal('weir-ledger-receipt/1'),
    agency: z.string(),
    leaf: z.string().meta({ description: 'The leaf of the public log' }),
    proof: z.string().meta({ description: 'c2sp.org/tlog-proof, with the checkpoint it is under' }),
    opening: z
      .object({ salt: z.string(), facts: z.string(), personalDigest: z.string().nullable() })
      .nullable()
      .meta({ description: 'What the entry says; null: not told' }),
  })
  .meta({ id: 'LedgerReceipt' })
export type LedgerReceiptBody = z.infer<typeof LedgerReceiptBody>

/** What people post; the others are made by jobs, leases and prices. */
const KINDS_BY_HAND = [
  'supply',
  'apportion',
  'commit',
  'obligate',
  'expire',
  'transfer',
  'reduce',
  'adjust',
  'refund',
  'withdraw',
  'write_off',
] as const satisfies readonly TransferKind[]

const Facts = {
  /** Made by the caller: sent again, it has no second effect. */
  id: z.uuid(),
  kind: z.enum(KINDS_BY_HAND),
  ref: z.uuid().nullable().default(null),
  period: PeriodText.optional().meta({ description: 'The month it belongs to; that of `effectiveAt` when absent' }),
  effectiveAt: z.iso.datetime().meta({ description: 'When it happened, to the second' }),
  note: z.string().max(500).nullable().default(null),
}
const PositiveAmount = z.string().regex(/^[1-9]\d{0,18}$/)

export const PostTransferBody = z
  .discriminatedUnion('phase', [
    z
      .object({
        phase: z.enum(['move', 'hold']),
        ...Facts,
        unit: UnitText,
        debit: AccountCodeText,
        credit: AccountCodeText,
        amount: PositiveAmount,
      })
      .strict(),
    z.object({ phase: z.literal('post'), ...Facts, hold: z.uuid(), amount: PositiveAmount }).strict(),
    z.object({ phase: z.literal('void'), ...Facts, hold: z.uuid() }).strict(),
  ])
  .meta({ id: 'PostTransfer' })
export type PostTransferBody = z.infer<typeof PostTransferBody>

export const CloseMonthBody = z
  .object({
    period: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .meta({ description: 'A month that has ended, e.g. `2026-11`; every month before it is closed with it' }),
    state: z
      .enum(['soft-closed', 'closed'])
      .meta({ description: 'Softly: late records and corrections still come in. `closed`: nothing does, for ever' }),
  })
  .meta({ id: 'CloseMonth' })
export type CloseMonthBody = z.infer<typeof CloseMonthBody>

export const MonthClosedBody = CloseMonthBody.extend({
  /** Of the close in the ledger. */
  sequence: z.int(),
}).meta({ id: 'MonthClosed' })
export type MonthClosedBody = z.infer<typeof MonthClosedBody>

export const TransferPostedBody = z
  .object({
    id: z.uuid(),
    sequence: z.int(),
    /** It was there already, with the same body. */
    isRepeated: z.boolean(),
  })
  .meta({ id: 'TransferPosted' })
export type TransferPostedBody = z.infer<typeof TransferPostedBody>

export const PublicationBody = z
  .object({
    project: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
    class: z
      .enum(PUBLICATION_CLASSES)
      .meta({ description: 'What each close publishes: its use by name, only within a sum of its sector, or nothing' }),
  })
  .strict()
  .meta({ id: 'Publication' })
export type PublicationBody = z.infer<typeof PublicationBody>
