// Every "no" that a caller can get, in closed lists. src/http/refusal-status.ts gives each its status, src/text/refusals
// its sentences: a name without them does not compile.
import { TRANSFER_REFUSALS } from '../domain/ledger/refusal.ts'

/** What operations refuse. */
export const OPERATION_REFUSALS = [
  // Of every operation.
  'not-signed-in',
  'not-permitted',
  'agency-not-found',
  'idempotency-key-reused',
  'database-unavailable',
  // Of policies.
  'policy-not-found',
  'policy-version-not-found',
  'policy-has-problems',
  'policy-of-other-agency',
  'policy-draft-not-found',
  'too-many-policy-drafts',
  // Of runs.
  'scenario-not-found',
  'history-not-readable',
  'run-not-found',
  'run-not-queued',
  'run-not-running',
  'run-already-ended',
  'run-not-ended',
  'run-without-results',
  'showcase-not-ready',
  'too-many-open-runs',
  // Of the ledger.
  'ledger-account-not-found',
  'ledger-entry-not-found',
  'checkpoint-not-found',
  'entry-not-in-checkpoint',
  'log-tile-not-found',
  'key-rotation-pending',
  ...TRANSFER_REFUSALS,
  'period-already-closed',
  'period-not-soft-closed',
  'period-not-ended',
  'reduction-not-found',
  'reduction-exists',
  'reduction-move-not-allowed',
  'exemption-deadline-passed',
  'exemption-deadline-open',
  'reduction-not-due',
  'reduction-project-is-new',
  'reduction-used-enough',
  'reduction-no-plan',
  'reduction-nothing-left',
  // Of metering.
  'usage-source-not-found',
  'usage-source-has-cluster',
  'cluster-taken',
  'window-in-the-future',
  'rate-in-the-past',
  'rate-before-another',
  'rate-without-flavors',
  'month-before-not-closed',
  'close-too-early',
  'source-not-read',
  'reconciliation-differs',
  // Of finance.
  'price-list-version-taken',
  'price-list-days-malformed',
  'price-list-empty',
  'price-not-positive',
  'price-list-overlaps',
  'price-list-begins-too-early',
  'fee-rule-not-found',
  'fee-rule-version-taken',
  'fee-class-unknown',
  'openness-unknown',
  'youth-discount-above-one',
  'payer-not-found',
  'invoice-month-open',
  'invoice-without-price',
  'invoice-exists',
  'invoice-not-found',
  'invoice-cancelled',
  // Of people.
  'sign-in-link-not-valid',
  'session-not-found',
  'local-officer-not-found',
] as const
export type OperationRefusal = (typeof OPERATION_REFUSALS)[number]

/** What the HTTP server refuses before an operation is asked. */
export const HTTP_REFUSALS = [
  'input-invalid',
  'body-not-json',
  'body-too-large',
  'media-type-unsupported',
  'not-acceptable',
  'request-malformed',
  'route-not-found',
  'method-not-allowed',
  'host-not-allowed',
  'origin-not-allowed',
  'csrf-token-wrong',
  'too-many-requests',
  'pages-not-built',
  'internal-error',
] as const
export type HttpRefusal = (typeof HTTP_REFUSALS)[number]

export type Refusal = OperationRefusal | HttpRefusal
export const REFUSALS: readonly Refusal[] = [...OPERATION_REFUSALS, ...HTTP_REFUSALS]

export function isRefusal(name: string): name is Refusal {
  return (REFUSALS as readonly string[]).includes(name)
}
