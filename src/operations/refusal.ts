// Every "no" that an operation can give, in one closed list. http/refusal-status.ts gives each its status and
// text/refusals/ its sentences: a name without them does not compile.

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
  // Of runs.
  'scenario-not-found',
  'scenario-has-problems',
  'run-not-found',
  'run-not-queued',
  'run-not-running',
  'run-already-ended',
  'run-not-ended',
  'run-without-results',
  'showcase-not-ready',
  'too-many-open-runs',
  // Of people.
  'sign-in-link-not-valid',
  'session-not-found',
  'local-officer-not-found',
] as const

export type OperationRefusal = (typeof OPERATION_REFUSALS)[number]
