-- Who works in an agency, how they sign in, and what they signed in with.

-- Append-only tables call this: what was recorded stays as it was.
create function refuse_change() returns trigger
  language plpgsql
  as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'restrict_violation';
end
$$;

create function keep_rows(target regclass) returns void
  language plpgsql
  as $$
begin
  execute format(
    'create trigger rows_stay before update or delete on %s for each row execute function refuse_change()', target);
  execute format(
    'create trigger rows_stay_all before truncate on %s for each statement execute function refuse_change()', target);
end
$$;

create table people (
  agency_id text not null references agencies (id),
  id uuid not null,
  roles text[] not null check (cardinality(roles) > 0 and roles <@ array[
    'programme-officer', 'director', 'finance-officer', 'applicant', 'project-member', 'reviewer', 'operator',
    'data-steward', 'training-coordinator', 'auditor']),
  -- The officer as whom the command line of this home works.
  is_local boolean not null,
  created_at timestamptz not null,
  primary key (agency_id, id)
);
create unique index one_local_officer on people (agency_id) where is_local;
select protect_agency_rows('people');

-- What tells who a person is lies apart, so that it can be erased while records keep the person's id.
create table person_details (
  agency_id text not null,
  person_id uuid not null,
  name text not null check (name <> ''),
  primary key (agency_id, person_id),
  foreign key (agency_id, person_id) references people (agency_id, id) on delete cascade
);
select protect_agency_rows('person_details');

-- The token itself is only in the person's browser.
create table sessions (
  agency_id text not null,
  token_sha256 text not null check (token_sha256 ~ '^[0-9a-f]{64}$'),
  person_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  revoked_at timestamptz,
  primary key (agency_id, token_sha256),
  foreign key (agency_id, person_id) references people (agency_id, id) on delete cascade
);
create index sessions_expires_at on sessions (agency_id, expires_at);
select protect_agency_rows('sessions');

create table sign_in_links (
  agency_id text not null,
  token_sha256 text not null check (token_sha256 ~ '^[0-9a-f]{64}$'),
  person_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz,
  primary key (agency_id, token_sha256),
  foreign key (agency_id, person_id) references people (agency_id, id) on delete cascade
);
select protect_agency_rows('sign_in_links');
