// Metering over HTTP: sources, their records and readings, prices against budgets, and what was set aside.
import { z } from 'zod'
import { QUARANTINE_REASONS } from '../domain/metering/check-record.ts'
import { DIFFERENCE_REASONS } from '../domain/metering/reconcile.ts'
import { RUN_STATES } from '../domain/metering/usage-record.ts'
import { Amount } from './ledger.ts'

export const SourceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/)
  .meta({ description: 'Name of a source, e.g. `alps`' })
const Name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
const EngineWord = z.string().min(1).max(200)

/** Its values are checked one by one, and what cannot be charged is set aside: only the form is refused. */
export const UsageRecordBody = z
  .object({
    run: z
      .object({
        cluster: z.string().max(100).meta({ description: 'Cluster and its incarnation, e.g. `alps#1`' }),
        job: z.string().max(100),
        submittedAt: z.number(),
        restarts: z.number(),
      })
      .strict(),
    revision: z.number().meta({ description: 'Above: newer' }),
    state: z.enum(RUN_STATES),
    project: z.string().max(200),
    account: z.string().max(200),
    flavor: z.string().max(200),
    milliUnits: z.number().meta({ description: 'Thousandths of a unit, over all nodes together' }),
    nodes: z.number(),
    isBorrowed: z.boolean(),
    startedAt: z.number().nullable().meta({ description: 'Whole seconds since 1970' }),
    endedAt: z.number().nullable(),
    elapsedSeconds: z.number(),
    limitSeconds: z.number().nullable(),
    checkpointAt: z.number().nullable(),
  })
  .strict()
  .meta({ id: 'UsageRecord' })
export type UsageRecordBody = z.infer<typeof UsageRecordBody>

export const USAGE_BATCH_MAX = 2000
export const TakeInUsageBody = z
  .object({ records: z.array(UsageRecordBody).min(1).max(USAGE_BATCH_MAX) })
  .strict()
  .meta({ id: 'TakeInUsage' })

export const UsageTakenBody = z
  .object({
    /** Said something new. */
    charged: z.int(),
    known: z.int(),
    setAside: z.int(),
    /** Transfers that were recorded in the ledger for it. */
    transfers: z.int(),
  })
  .meta({ id: 'UsageTaken' })
export type UsageTakenBody = z.infer<typeof UsageTakenBody>

export const SaveUsageSourceBody = z
  .object({
    name: SourceName,
    cluster: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,62}(#\d{1,6})?$/)
      .meta({ description: 'Cluster and its incarnation, e.g. `alps#1`; it stays' }),
    accounts: z
      .record(EngineWord, Name)
      .default({})
      .meta({ description: 'Project of each account; one that is not named is a project of the same name' }),
    flavors: z
      .record(EngineWord, Name)
      .default({})
      .meta({ description: 'Flavor of each GPU type, or of `partition/type`' }),
    borrowedQos: z.array(EngineWord).max(100).default([]),
    clockSkewSeconds: z.int().min(0).max(86_400).default(60),
    graceSeconds: z.int().min(0).max(86_400).default(300),
  })
  .strict()
  .meta({ id: 'SaveUsageSource' })
export type SaveUsageSourceBody = z.infer<typeof SaveUsageSourceBody>

const Window = { from: z.iso.datetime(), until: z.iso.datetime() }
export const UsageReadingBody = z
  .object({
    id: z.uuid(),
    ...Window,
    answer: z.enum(['no-answer', 'empty', 'complete', 'partial']),
    reason: z.string().nullable(),
    charged: z.int(),
    known: z.int(),
    setAside: z.int(),
    /** Lines that are no records: the first thousand. */
    broken: z.array(z.object({ line: z.int(), reason: z.string() })),
    brokenCount: z.int(),
    readAt: z.iso.datetime(),
  })
  .meta({ id: 'UsageReading' })
export type UsageReadingBody = z.infer<typeof UsageReadingBody>

/** What one reading of a source came to: its records were taken in before. */
export const EndUsageReadingBody = z
  .object({
    ...Window,
    answer: z.enum(['no-answer', 'empty', 'complete', 'partial']),
    reason: z.string().max(200).nullable().default(null),
    charged: z.int().min(0),
    known: z.int().min(0),
    setAside: z.int().min(0),
    broken: z.array(z.object({ line: z.int().min(1), reason: z.string().max(100) }).strict()).max(1000),
    brokenCount: z.int().min(0),
  })
  .strict()
  .refine(({ from, until }) => from < until, { message: 'from is before until', path: ['until'] })
  .refine(({ answer, reason }) => (answer === 'no-answer') === (reason !== null), {
    message: 'no answer has a reason',
    path: ['reason'],
  })
  .meta({ id: 'EndUsageReading' })

export const UsageSourceBody = SaveUsageSourceBody.extend({
  /** How far it was read whole. */
  cursor: z.iso.datetime().nullable(),
  /** The newest first, at most twenty. */
  readings: z.array(UsageReadingBody),
}).meta({ id: 'UsageSource' })
export type UsageSourceBody = z.infer<typeof UsageSourceBody>

const Price = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})?$/)
  .meta({ description: 'Decimal, e.g. `0.15`' })
export const PublishUsageRatesBody = z
  .object({
    validFrom: z.iso.date().meta({ description: 'First day on which runs start at these prices' }),
    borrowedPrice: Price.default('0.5').meta({ description: 'What borrowed time costs against its own' }),
    flavors: z.record(Name, Price).meta({ description: 'Reference unit-seconds for one unit-second of each flavor' }),
  })
  .strict()
  .meta({ id: 'PublishUsageRates' })
export type PublishUsageRatesBody = z.infer<typeof PublishUsageRatesBody>

const Ratio = z.object({ numerator: Amount, denominator: Amount })
export const UsageRateBody = z
  .object({
    flavor: z.string(),
    validFrom: z.iso.datetime(),
    version: z.string(),
    price: Ratio,
    borrowedPrice: Ratio,
  })
  .meta({ id: 'UsageRate' })
export type UsageRateBody = z.infer<typeof UsageRateBody>

export const QuarantineQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  reason: z.enum(QUARANTINE_REASONS).optional(),
  source: SourceName.optional(),
  search: z.string().max(200).optional(),
})
export const QuarantineBody = z
  .object({
    /** All that wait, whatever was asked for. */
    reasons: z.array(z.object({ reason: z.enum(QUARANTINE_REASONS), records: z.int(), oldestSeconds: z.int() })),
    rows: z.array(
      z.object({
        source: z.string(),
        run: z.string(),
        reason: z.enum(QUARANTINE_REASONS),
        record: UsageRecordBody,
        since: z.iso.datetime(),
        seenAt: z.iso.datetime(),
      }),
    ),
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
  })
  .meta({ id: 'UsageQuarantine' })
export type QuarantineBody = z.infer<typeof QuarantineBody>

export const ReconciliationBody = z
  .object({
    isEqual: z.boolean(),
    lines: z.array(
      z.object({
        cluster: z.string(),
        account: z.string(),
        flavor: z.string(),
        day: z.string(),
        source: Amount,
        taken: Amount,
      }),
    ),
    differences: z.array(z.object({ run: z.string(), reason: z.enum(DIFFERENCE_REASONS) })),
    projects: z.array(z.object({ project: z.string(), booked: Amount, ledger: Amount })),
  })
  .meta({ id: 'UsageReconciliation' })
export type ReconciliationBody = z.infer<typeof ReconciliationBody>

export const UsageReconciliationBody = z
  .object({
    id: z.uuid(),
    source: z.string(),
    period: z.string(),
    isEqual: z.boolean(),
    differenceCount: z.int(),
    madeAt: z.iso.datetime(),
  })
  .meta({ id: 'UsageReconciliationMade' })
export type UsageReconciliationBody = z.infer<typeof UsageReconciliationBody>
