-- Policies by name, and every version of each as it was written.

create table policies (
  agency_id text not null references agencies (id),
  name text not null check (name ~ '^[a-z][a-z0-9-]{0,63}$'),
  created_at timestamptz not null,
  primary key (agency_id, name)
);
select protect_agency_rows('policies');

create table policy_versions (
  agency_id text not null,
  id uuid not null,
  policy_name text not null,
  number integer not null check (number > 0),
  source text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  title jsonb not null check (is_localised_text(title)),
  created_at timestamptz not null,
  -- null: Weir itself, when it seeds its examples.
  created_by uuid,
  primary key (agency_id, id),
  unique (agency_id, policy_name, number),
  foreign key (agency_id, policy_name) references policies (agency_id, name),
  foreign key (agency_id, created_by) references people (agency_id, id)
);
select protect_agency_rows('policy_versions');
select keep_rows('policy_versions');
