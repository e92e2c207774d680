-- Runs: a scenario replayed under a version of a policy, its progress, and its results as rows and a compact series.

create table runs (
  agency_id text not null references agencies (id),
  id uuid not null,
  policy_version_id uuid not null,
  scenario_name text not null,
  scenario_source text not null,
  -- Of the scenario as it was then, for lists and pages.
  title jsonb not null check (is_localised_text(title)),
  trace_notice jsonb not null,
  flavor text not null,
  estimate text not null,
  seed bigint not null,
  backfill text not null check (backfill in ('fcfs', 'easy')),
  -- Units that were asked for instead of the scenario's.
  asked_capacity integer check (asked_capacity > 0),
  is_showcase boolean not null,
  state text not null check (state in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- A worker writes only while `claim` is the one that it was given.
  claim uuid,
  claims integer not null default 0,
  seen_at timestamptz,
  jobs_done integer not null default 0,
  jobs_total integer not null default 0,
  failure text,
  trace_sha256 text,
  trace jsonb,
  summary jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- null: Weir itself.
  created_by uuid,
  primary key (agency_id, id),
  foreign key (agency_id, policy_version_id) references policy_versions (agency_id, id),
  foreign key (agency_id, created_by) references people (agency_id, id),
  check ((state = 'running') = (claim is not null)),
  check ((state = 'completed') = (summary is not null)),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('queued', 'running')) = (ended_at is null))
);
create index runs_created_at on runs (agency_id, created_at desc, id);
create index runs_open on runs (agency_id) where state in ('queued', 'running');
select protect_agency_rows('runs');

-- Unit-seconds are whole numbers below 2^53 and means have 4 decimals: both are exact in double precision.
create table run_nodes (
  agency_id text not null,
  run_id uuid not null,
  position integer not null,
  node_id text not null,
  parent_id text,
  kind text not null,
  title jsonb not null,
  guarantee bigint not null,
  jobs integer not null,
  asked_unit_seconds double precision not null,
  delivered_unit_seconds double precision not null,
  borrowed_unit_seconds double precision not null,
  lent_unit_seconds double precision not null,
  share_of_delivered double precision not null,
  mean_units_in_use double precision not null,
  wait_seconds_mean double precision not null,
  wait_seconds_median double precision not null,
  wait_seconds_p90 double precision not null,
  wait_seconds_p99 double precision not null,
  wait_seconds_max double precision not null,
  average_bounded_slowdown double precision not null,
  primary key (agency_id, run_id, position),
  unique (agency_id, run_id, node_id),
  foreign key (agency_id, run_id) references runs (agency_id, id) on delete cascade
);
select protect_agency_rows('run_nodes');

-- One row for the pool (node_id is '') and one for each node; all arrays of a run have the same length.
create table run_series (
  agency_id text not null,
  run_id uuid not null,
  position integer not null,
  node_id text not null,
  guarantee bigint not null,
  start_at double precision not null,
  step_seconds double precision not null,
  in_use double precision[] not null,
  queue_length double precision[] not null,
  -- Of the pool.
  queued_units double precision[],
  -- Of nodes.
  borrowed double precision[],
  lent double precision[],
  primary key (agency_id, run_id, position),
  foreign key (agency_id, run_id) references runs (agency_id, id) on delete cascade,
  check (cardinality(in_use) = cardinality(queue_length)),
  check ((node_id = '') = (queued_units is not null)),
  check ((node_id = '') = (borrowed is null and lent is null))
);
select protect_agency_rows('run_series');

-- Weir asks for the replay of a run in the transaction that queues the run. The queue belongs to the owner of the tables,
-- and this is all that the app role may do with it. The payload names the run and nothing else.
create function enqueue_run(agency text, run uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
begin
  perform graphile_worker.add_job(
    'replay-run', json_build_object('agency', agency, 'run', run),
    job_key := 'run:' || run, max_attempts := 1);
end
$$;
