-- What is recorded of a run beyond its rows: the lending account by period and the classes of jobs, and for each node what it
-- earned, its turnaround, its fairness and what it lost. Runs from before have none.

create table run_details (
  agency_id text not null,
  run_id uuid not null,
  accounts jsonb not null,
  classes jsonb not null,
  primary key (agency_id, run_id),
  foreign key (agency_id, run_id) references runs (agency_id, id) on delete cascade
);
select protect_agency_rows('run_details');

alter table run_nodes add column details jsonb;
