// Whether a record can be charged as it is. One that cannot is set aside with a reason and an age, and never holds up others.
import { accept, refuse, type Result } from '../kernel/result.ts'
import { ratedAt, type RunKey, type UsageRecord } from './usage-record.ts'

/** What a record may lack, in the order of checking. */
export const RECORD_DEFECTS = [
  'run-key-malformed',
  'unknown-project',
  /** The source counts a kind of resource that nobody told Weir of: it is not nothing. */
  'unknown-gres',
  'unknown-flavor',
  'amount-malformed',
  'elapsed-malformed',
  'start-missing',
  'end-missing',
  'end-before-start',
  'start-before-submission',
  'start-in-the-future',
  'end-in-the-future',
  /** More seconds than between start and end. */
  'elapsed-beyond-span',
  'elapsed-beyond-limit',
  'checkpoint-outside-run',
] as const
export type RecordDefect = (typeof RECORD_DEFECTS)[number]

/** Why a record is set aside. */
export const QUARANTINE_REASONS = [
  /** Its cluster is not the one of its source. */
  'other-cluster',
  ...RECORD_DEFECTS,
  /** The ledger does not take what it comes to, e.g. because it is more than an amount can be. */
  'charge-refused',
] as const
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number]

/** What a reader says of a gres that it does not know, in place of a flavor. */
export const UNKNOWN_GRES = '?'

export interface RecordChecks {
  /** When the source was read, by Weir's clock: whole seconds since 1970. */
  readonly now: number
  /** Seconds by which the source's clock may be ahead. */
  readonly clockSkewSeconds: number
  /** Seconds that an engine lets a job run on after its limit. */
  readonly graceSeconds: number
  readonly hasProject: (project: string) => boolean
  /** @param at when its price is asked for: the run's start, or its submission */
  readonly hasFlavor: (flavor: string, at: number) => boolean
}

const CLUSTER = /^[a-z0-9][a-z0-9._-]{0,62}(#\d{1,6})?$/
const JOB = /^\d{1,18}$/
/** A million whole units of one run: what is above is a fault of the source, and its product with seconds an amount. */
const MILLI_UNITS_MAX = 1_000_000_000
const NODES_MAX = 1_000_000

export function checkRecord(record: UsageRecord, checks: RecordChecks): Result<UsageRecord, RecordDefect> {
  const { run, project, flavor, milliUnits, nodes, elapsedSeconds } = record
  if (!isRunKey(run) || !isCount(record.revision)) return refuse('run-key-malformed')
  if (record.state === 'withdrawn') return accept(record)
  if (!checks.hasProject(project)) return refuse('unknown-project')
  if (flavor === UNKNOWN_GRES) return refuse('unknown-gres')
  if (!checks.hasFlavor(flavor, ratedAt(record))) return refuse('unknown-flavor')
  if (!isWithin(milliUnits, MILLI_UNITS_MAX) || milliUnits === 0) return refuse('amount-malformed')
  if (!isWithin(nodes, NODES_MAX)) return refuse('amount-malformed')
  if (!isCount(elapsedSeconds)) return refuse('elapsed-malformed')
  const refusal = timeRefusal(record, checks)
  return refusal === null ? accept(record) : refuse(refusal)
}

function isRunKey({ cluster, job, submittedAt, restarts }: RunKey): boolean {
  return CLUSTER.test(cluster) && JOB.test(job) && isCount(submittedAt) && isCount(restarts)
}

function timeRefusal(record: UsageRecord, checks: RecordChecks): RecordDefect | null {
  const { run, state, startedAt, endedAt, elapsedSeconds, limitSeconds, checkpointAt } = record
  const latest = checks.now + checks.clockSkewSeconds
  if (startedAt !== null && !isCount(startedAt)) return 'start-missing'
  if (startedAt === null) return elapsedSeconds === 0 ? null : 'start-missing'
  if (state !== 'unfinished' && (endedAt === null || !isCount(endedAt))) return 'end-missing'
  if (endedAt !== null && endedAt < startedAt) return 'end-before-start'
  if (startedAt < run.submittedAt) return 'start-before-submission'
  if (startedAt > latest) return 'start-in-the-future'
  if (endedAt !== null && endedAt > latest) return 'end-in-the-future'
  if (elapsedSeconds > (endedAt ?? latest) - startedAt) return 'elapsed-beyond-span'
  if (limitSeconds !== null && elapsedSeconds > limitSeconds + checks.graceSeconds) return 'elapsed-beyond-limit'
  const isInside = checkpointAt === null || (checkpointAt >= startedAt && checkpointAt <= (endedAt ?? latest))
  return isInside ? null : 'checkpoint-outside-run'
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isWithin(value: number, most: number): boolean {
  return isCount(value) && value <= most
}

/** A record that was set aside. It leaves when a later revision is good, or when what it lacked is known. */
export interface Quarantined {
  readonly record: UsageRecord
  readonly reason: QuarantineReason
  /** When it was first seen, whole seconds since 1970. */
  readonly since: number
}

export interface QuarantineLine {
  readonly reason: QuarantineReason
  readonly records: number
  /** Seconds since the oldest of them was seen. */
  readonly oldestSeconds: number
}

/** How many records wait for each reason, and how long: reasons in the order of checking. */
export function quarantineLines(all: readonly Quarantined[], now: number): QuarantineLine[] {
  return QUARANTINE_REASONS.flatMap((reason) => {
    const ages = all.filter((one) => one.reason === reason).map(({ since }) => now - since)
    return ages.length === 0 ? [] : [{ reason, records: ages.length, oldestSeconds: Math.max(...ages) }]
  })
}
