-- Versions of policies that are not in force: drafts. A version without a row here is in force or was.
-- The text of a draft stays as it was saved, like that of every version; its name and whether it is still considered may change.

create table policy_drafts (
  agency_id text not null,
  version_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- The version that was in force when it was saved; null when the policy had none.
  based_on uuid,
  state text not null check (state in ('draft', 'discarded')),
  discarded_at timestamptz check ((state = 'discarded') = (discarded_at is not null)),
  primary key (agency_id, version_id),
  foreign key (agency_id, version_id) references policy_versions (agency_id, id),
  foreign key (agency_id, based_on) references policy_versions (agency_id, id)
);
select protect_agency_rows('policy_drafts');
