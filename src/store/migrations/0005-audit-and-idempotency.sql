-- What was done by whom, and what was already answered.

create table audit_records (
  agency_id text not null references agencies (id),
  id uuid not null,
  recorded_at timestamptz not null,
  actor_kind text not null check (actor_kind in ('visitor', 'person', 'weir')),
  person_id uuid,
  operation text not null,
  -- What it was done to, e.g. 'run 0199...'.
  subject text not null,
  -- null: it was done; otherwise why it was not.
  refusal text,
  before jsonb,
  after jsonb,
  -- Ids of the policies in policies/*.cedar that allowed or forbade it.
  decided_by text[] not null,
  primary key (agency_id, id),
  check ((actor_kind = 'person') = (person_id is not null))
);
create index audit_records_subject on audit_records (agency_id, subject, recorded_at);
select protect_agency_rows('audit_records');
select keep_rows('audit_records');

-- A change that is sent twice with one key happens once.
create table idempotency_keys (
  agency_id text not null references agencies (id),
  -- Of the person, or 'weir'.
  actor text not null,
  key text not null check (key <> ''),
  operation text not null,
  input_sha256 text not null,
  -- null only inside the transaction that does the work.
  answer jsonb,
  created_at timestamptz not null,
  primary key (agency_id, actor, key)
);
create index idempotency_keys_created_at on idempotency_keys (agency_id, created_at);
select protect_agency_rows('idempotency_keys');
