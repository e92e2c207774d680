-- Reductions of awards by a published formula: proposed, announced, decided by people. What is taken stands in the ledger.

create type reduction_state as enum ('proposed', 'noticed', 'exempted', 'approved', 'executed', 'withdrawn');

create table ledger_reductions (
  agency_id text not null references agencies (id),
  id uuid not null,
  rule text not null,
  project text not null,
  unit text not null,
  returns_to text not null,
  -- Every number that led to the amount.
  figures jsonb not null,
  notice_at timestamptz not null,
  exemption_until timestamptz not null,
  check_at timestamptz not null,
  proposed_at timestamptz not null,
  state reduction_state not null,
  -- The ledger's hold of what is approved.
  hold_id uuid,
  primary key (agency_id, id),
  check ((state in ('approved', 'executed')) <= (hold_id is not null))
);
-- One check proposes once.
create unique index ledger_reductions_check on ledger_reductions (agency_id, rule, project, unit, check_at)
  where state <> 'withdrawn';
select protect_agency_rows('ledger_reductions');
