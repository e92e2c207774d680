-- Metering: what engines' accounting says of runs, what is booked of each, and what was set aside. The ledger is the truth
-- about amounts; these tables say which records an amount is made of.

create type usage_state as enum (
  'unfinished', 'completed', 'failed', 'timed_out', 'cancelled', 'preempted', 'node_failed', 'withdrawn');

-- Where records come from, and how an engine's words are read.
create table usage_sources (
  agency_id text not null references agencies (id),
  name text not null check (name ~ '^[a-z][a-z0-9-]{0,62}$'),
  -- The cluster and its incarnation, e.g. 'alps#1': its runs come from nowhere else.
  cluster text not null check (cluster ~ '^[a-z0-9][a-z0-9._-]{0,62}(#[0-9]{1,6})?$'),
  -- Projects of accounts, flavors of GPU types, QOS of borrowed time.
  map jsonb not null,
  clock_skew_seconds integer not null check (clock_skew_seconds >= 0),
  grace_seconds integer not null check (grace_seconds >= 0),
  -- How far it was read whole.
  cursor timestamptz,
  created_at timestamptz not null,
  primary key (agency_id, name),
  unique (agency_id, cluster)
);
select protect_agency_rows('usage_sources');

-- Each reading of a source: what was asked, how it was answered, what came of it.
create table usage_readings (
  agency_id text not null,
  id uuid not null,
  source text not null,
  window_from timestamptz not null,
  window_until timestamptz not null,
  answer text not null check (answer in ('no-answer', 'empty', 'complete', 'partial')),
  -- Of no answer.
  reason text,
  charged bigint not null,
  known bigint not null,
  set_aside bigint not null,
  -- Lines that are no records: their numbers and reasons, the first thousand.
  broken jsonb not null,
  broken_count bigint not null,
  read_at timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, source) references usage_sources (agency_id, name),
  check ((answer = 'no-answer') = (reason is not null)),
  check (window_from < window_until)
);
create index usage_readings_source on usage_readings (agency_id, source, read_at desc);
select protect_agency_rows('usage_readings');
select keep_rows('usage_readings');

-- What a flavor's time costs a project's budget, from an instant on. Never changed: later prices are later rows.
create table usage_rates (
  agency_id text not null references agencies (id),
  flavor text not null check (flavor ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  valid_from timestamptz not null,
  version text not null,
  -- Milli-reference-unit-seconds for one milli-unit-second.
  price_numerator bigint not null check (price_numerator >= 0),
  price_denominator bigint not null check (price_denominator > 0),
  -- What borrowed time costs against its own.
  borrowed_numerator bigint not null check (borrowed_numerator >= 0),
  borrowed_denominator bigint not null check (borrowed_denominator > 0),
  published_at timestamptz not null,
  primary key (agency_id, flavor, valid_from)
);
select protect_agency_rows('usage_rates');
select keep_rows('usage_rates');

-- The latest good record of each run.
create table usage_runs (
  agency_id text not null,
  -- cluster/job/submitted/restarts
  run text not null,
  source text not null,
  revision bigint not null,
  -- How many of its records were different from the one before.
  revisions integer not null check (revisions > 0),
  state usage_state not null,
  project text not null,
  account text not null,
  flavor text not null,
  milli_units bigint not null,
  nodes bigint not null,
  is_borrowed boolean not null,
  cluster text not null,
  job text not null,
  submitted_at timestamptz not null,
  restarts bigint not null,
  started_at timestamptz,
  ended_at timestamptz,
  elapsed_seconds bigint not null,
  limit_seconds bigint,
  checkpoint_at timestamptz,
  taken_at timestamptz not null,
  primary key (agency_id, run),
  foreign key (agency_id, source) references usage_sources (agency_id, name)
) with (fillfactor = 85);
create index usage_runs_ended on usage_runs (agency_id, source, ended_at);
create index usage_runs_project on usage_runs (agency_id, project, ended_at desc);
select protect_agency_rows('usage_runs');

-- Every record of a run that changed what it comes to, with the rate that it was charged at.
create table usage_revisions (
  agency_id text not null,
  run text not null,
  number integer not null check (number > 0),
  record jsonb not null,
  rate_version text not null,
  price_numerator bigint not null,
  price_denominator bigint not null,
  borrowed_numerator bigint not null,
  borrowed_denominator bigint not null,
  taken_at timestamptz not null,
  primary key (agency_id, run, number),
  foreign key (agency_id, run) references usage_runs (agency_id, run)
);
select protect_agency_rows('usage_revisions');
select keep_rows('usage_revisions');

-- Which record a transfer of the ledger was made for.
create table usage_charges (
  agency_id text not null,
  transfer_id uuid not null,
  run text not null,
  number integer not null,
  primary key (agency_id, transfer_id),
  foreign key (agency_id, run, number) references usage_revisions (agency_id, run, number)
);
create index usage_charges_run on usage_charges (agency_id, run);
select protect_agency_rows('usage_charges');
select keep_rows('usage_charges');

-- What the ledger has of each month of a run, in milli-reference-unit-seconds.
create table usage_booked (
  agency_id text not null,
  run text not null,
  project text not null,
  -- The month of the use; the entries may stand in a later one.
  period text not null,
  used bigint not null check (used >= 0),
  refunded bigint not null check (refunded >= 0),
  first_id uuid not null,
  flavor text not null,
  is_borrowed boolean not null,
  milli_unit_seconds bigint not null check (milli_unit_seconds >= 0),
  primary key (agency_id, run, project, period),
  foreign key (agency_id, run) references usage_runs (agency_id, run)
);
create index usage_booked_month on usage_booked (agency_id, period, project);
select protect_agency_rows('usage_booked');

-- Open holds of runs, oldest first.
create table usage_holds (
  agency_id text not null,
  hold_id uuid not null,
  run text not null,
  position integer not null,
  project text not null,
  amount bigint not null check (amount > 0),
  primary key (agency_id, hold_id),
  foreign key (agency_id, run) references usage_runs (agency_id, run)
);
create index usage_holds_run on usage_holds (agency_id, run);
select protect_agency_rows('usage_holds');

-- Records that cannot be charged as they are. One leaves when a good record of its run comes, or what it lacked is known.
create table usage_quarantine (
  agency_id text not null,
  source text not null,
  run text not null,
  reason text not null,
  record jsonb not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (agency_id, source, run),
  foreign key (agency_id, source) references usage_sources (agency_id, name)
);
create index usage_quarantine_reason on usage_quarantine (agency_id, reason, since);
select protect_agency_rows('usage_quarantine');

-- What the comparison of a source's month with what is booked and with the ledger came to, each time it was made.
create table usage_reconciliations (
  agency_id text not null,
  id uuid not null,
  source text not null,
  period text not null,
  is_equal boolean not null,
  -- The differences, the first thousand, and the sums by cluster, account, flavor and day.
  report jsonb not null,
  difference_count bigint not null,
  made_at timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, source) references usage_sources (agency_id, name)
);
create index usage_reconciliations_month on usage_reconciliations (agency_id, source, period, made_at desc);
select protect_agency_rows('usage_reconciliations');
select keep_rows('usage_reconciliations');

do $$
begin
  if exists (select from pg_roles where rolname = 'weir_app') then
    revoke update, delete, truncate on usage_readings, usage_rates, usage_revisions, usage_charges,
      usage_reconciliations from weir_app;
    revoke delete, truncate on usage_runs, usage_booked, usage_sources from weir_app;
  end if;
end
$$;
