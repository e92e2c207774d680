// One record of a source on its way into the ledger: set aside with a reason, known already, or the latest of its run.
import { checkRecord, type QuarantineReason, type RecordChecks } from './check-record.ts'
import { laterOf, recordLine, type UsageRecord } from './usage-record.ts'

export type Intake =
  | { readonly kind: 'quarantined'; readonly reason: QuarantineReason }
  /** It says nothing that is not known: a duplicate, or older than what is known. */
  | { readonly kind: 'known' }
  | { readonly kind: 'latest' }

/** @param known the latest good record of the same run so far */
export function takeIn(record: UsageRecord, known: UsageRecord | null, checks: RecordChecks): Intake {
  const checked = checkRecord(record, checks)
  if (!checked.ok) return { kind: 'quarantined', reason: checked.refusal }
  if (known === null) return { kind: 'latest' }
  const isKnown = recordLine(laterOf(known, record)) === recordLine(known)
  return { kind: isKnown ? 'known' : 'latest' }
}
