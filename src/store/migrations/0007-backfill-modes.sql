-- The orders of jobs that a policy knows.

alter table runs drop constraint runs_backfill_check;
alter table runs add constraint runs_backfill_check
  check (backfill in ('fcfs', 'easy', 'easy-sjbf', 'conservative', 'shared'));
