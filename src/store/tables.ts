// What the tables look like to a query. A chapter that adds a table in a migration adds its row type here.
import type { ColumnType, JSONColumnType } from 'kysely'
import type { Language, LocalisedText } from '../domain/kernel/language.ts'
import type { Role } from '../domain/people/role.ts'
import type { NodeKind } from '../domain/policy/policy.ts'
import type { RunState } from '../domain/runs/run.ts'
import type {
  FlavorOutcome,
  JobClassOutcome,
  NodeDetails,
  RunSummary,
  ShareAccounts,
  TraceReading,
} from '../simulator/outcome.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'

export interface AgenciesTable {
  id: string
  /** Which law, remedies and working days govern it, e.g. 'kr'. */
  regime: string
  title: JSONColumnType<LocalisedText>
  languages: Language[]
  /** ISO 4217 codes; the first is the agency's own. */
  currencies: string[]
  /** IANA name, e.g. 'Asia/Seoul'. */
  time_zone: string
}

/** Never updated. */
type Fixed<T> = ColumnType<T, T, never>
/** BIGINT that is known to be below 2^53: written as a number, read as a bigint. */
type Whole = ColumnType<bigint, number | bigint, number | bigint>
type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>

export interface PeopleTable {
  agency_id: Fixed<string>
  id: Fixed<string>
  roles: Role[]
  is_local: Fixed<boolean>
  created_at: Fixed<Date>
}

export interface PersonDetailsTable {
  agency_id: Fixed<string>
  person_id: Fixed<string>
  name: string
}

export interface SessionsTable {
  agency_id: Fixed<string>
  token_sha256: Fixed<string>
  person_id: Fixed<string>
  created_at: Fixed<Date>
  expires_at: Date
  revoked_at: Date | null
}

export interface SignInLinksTable {
  agency_id: Fixed<string>
  token_sha256: Fixed<string>
  person_id: Fixed<string>
  created_at: Fixed<Date>
  expires_at: Date
  used_at: Date | null
}

export interface PoliciesTable {
  agency_id: Fixed<string>
  name: Fixed<string>
  created_at: Fixed<Date>
}

export interface PolicyVersionsTable {
  agency_id: Fixed<string>
  id: Fixed<string>
  policy_name: Fixed<string>
  number: Fixed<number>
  source: Fixed<string>
  sha256: Fixed<string>
  title: JSONColumnType<LocalisedText>
  created_at: Fixed<Date>
  created_by: Fixed<string | null>
}

export interface PolicyDraftsTable {
  agency_id: Fixed<string>
  version_id: Fixed<string>
  name: string
  based_on: Fixed<string | null>
  state: 'draft' | 'discarded'
  discarded_at: Date | null
}

export interface RunsTable {
  agency_id: Fixed<string>
  id: Fixed<string>
  policy_version_id: Fixed<string>
  scenario_name: Fixed<string>
  scenario_source: Fixed<string>
  title: JSONColumnType<LocalisedText>
  trace_notice: JSONColumnType<LocalisedText>
  flavor: Fixed<string>
  estimate: Fixed<string>
  seed: Whole
  backfill: Fixed<BackfillMode>
  asked_capacity: Fixed<number | null>
  is_showcase: Fixed<boolean>
  state: RunState
  claim: string | null
  claims: number
  seen_at: Date | null
  jobs_done: number
  jobs_total: number
  failure: string | null
  trace_sha256: string | null
  trace: NullableJson<TraceReading>
  summary: NullableJson<RunSummary>
  created_at: Fixed<Date>
  started_at: Date | null
  ended_at: Date | null
  created_by: Fixed<string | null>
}

export interface RunNodesTable {
  agency_id: string
  run_id: string
  position: number
  node_id: string
  parent_id: string | null
  kind: NodeKind
  title: JSONColumnType<LocalisedText>
  guarantee: Whole
  jobs: number
  asked_unit_seconds: number
  delivered_unit_seconds: number
  borrowed_unit_seconds: number
  lent_unit_seconds: number
  share_of_delivered: number
  mean_units_in_use: number
  wait_seconds_mean: number
  wait_seconds_median: number
  wait_seconds_p90: number
  wait_seconds_p99: number
  wait_seconds_max: number
  average_bounded_slowdown: number
  /** null in runs from before migration 6. */
  details: NullableJson<NodeDetails>
}

export interface RunDetailsTable {
  agency_id: string
  run_id: string
  accounts: JSONColumnType<ShareAccounts>
  classes: JSONColumnType<readonly JobClassOutcome[]>
  /** null: all jobs ran at one flavor. */
  flavors: NullableJson<readonly FlavorOutcome[]>
}

export interface RunSeriesTable {
  agency_id: string
  run_id: string
  position: number
  /** '' is the whole pool. */
  node_id: string
  guarantee: Whole
  start_at: number
  step_seconds: number
  in_use: number[]
  queue_length: number[]
  queued_units: number[] | null
  borrowed: number[] | null
  lent: number[] | null
}

export interface AuditRecordsTable {
  agency_id: Fixed<string>
  id: Fixed<string>
  recorded_at: Fixed<Date>
  actor_kind: Fixed<'visitor' | 'person' | 'weir'>
  person_id: Fixed<string | null>
  operation: Fixed<string>
  subject: Fixed<string>
  refusal: Fixed<string | null>
  before: NullableJson<object>
  after: NullableJson<object>
  decided_by: Fixed<string[]>
}

export interface IdempotencyKeysTable {
  agency_id: Fixed<string>
  actor: Fixed<string>
  key: Fixed<string>
  operation: Fixed<string>
  input_sha256: Fixed<string>
  /** Wrapped, because an answer may be null or a plain text. */
  answer: NullableJson<{ readonly answer: unknown }>
  created_at: Fixed<Date>
}

/** What is personal of ledger entries; the entries themselves are read and written in src/store/ledger. */
export interface LedgerPersonalTable {
  agency_id: Fixed<string>
  sequence: Fixed<bigint>
  person_id: Fixed<string | null>
  note: Fixed<string | null>
  salt: Fixed<Buffer>
}

export interface LogKeysTable {
  agency_id: Fixed<string>
  verifier_key: Fixed<string>
  from_size: Fixed<bigint>
  added_at: Fixed<Date>
}

export interface LogCheckpointsTable {
  agency_id: Fixed<string>
  size: Fixed<bigint>
  root: Fixed<Buffer>
  note: Fixed<string>
  signed_at: Fixed<Date>
}

export interface LogCosignaturesTable {
  agency_id: Fixed<string>
  size: Fixed<bigint>
  witness: Fixed<string>
  lines: Fixed<string>
  received_at: Fixed<Date>
}

export interface Tables {
  agencies: AgenciesTable
  people: PeopleTable
  person_details: PersonDetailsTable
  sessions: SessionsTable
  sign_in_links: SignInLinksTable
  policies: PoliciesTable
  policy_versions: PolicyVersionsTable
  policy_drafts: PolicyDraftsTable
  runs: RunsTable
  run_nodes: RunNodesTable
  run_series: RunSeriesTable
  run_details: RunDetailsTable
  audit_records: AuditRecordsTable
  idempotency_keys: IdempotencyKeysTable
  ledger_personal: LedgerPersonalTable
  log_checkpoints: LogCheckpointsTable
  log_cosignatures: LogCosignaturesTable
  log_keys: LogKeysTable
}
