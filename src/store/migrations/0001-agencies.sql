-- The roles, what protects the rows of an agency, and the agencies themselves.
--
-- The role that runs this file owns the tables. Weir itself works as weir_app, which may read and write rows but not
-- change tables. Where no such role exists and none may be made (DATABASE_URL of a plain role), Weir works as the owner;
-- the rows are protected all the same, because row-level security is forced on the owner too.

do $$
begin
  if not exists (select from pg_roles where rolname = 'weir_app') then
    create role weir_app nologin;
    -- So that this role may SET ROLE weir_app.
    grant weir_app to current_user;
  end if;
exception
  when insufficient_privilege then
    raise notice 'no role weir_app, and it may not be made: Weir works as %', current_user;
  when duplicate_object or unique_violation then
    -- Another database of this server made it in the same moment; the grant may then be missing, and that is checked at start.
    null;
end
$$;

do $$
begin
  if exists (select from pg_roles where rolname = 'weir_app') then
    grant usage on schema public to weir_app;
    alter default privileges in schema public grant select, insert, update, delete on tables to weir_app;
    alter default privileges in schema public grant usage, select on sequences to weir_app;
  end if;
end
$$;

-- The agency whose rows this transaction may see; null when none is set.
create function current_agency() returns text
  language sql stable parallel safe
  return nullif(current_setting('weir.agency', true), '');

-- Each table with the rows of agencies calls this in the migration that creates it. It needs a column agency_id.
create function protect_agency_rows(target regclass) returns void
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_agency on %s using (agency_id = current_agency()) with check (agency_id = current_agency())',
    target);
end
$$;

-- Text that people write, in at least one of the languages.
create function is_localised_text(value jsonb) returns boolean
  language sql immutable parallel safe
  return jsonb_typeof(value) = 'object' and value <> '{}' and value - array['en', 'vi', 'ko'] = '{}';

create table agencies (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,31}$'),
  regime text not null check (regime <> ''),
  title jsonb not null check (is_localised_text(title)),
  languages text[] not null check (cardinality(languages) > 0 and languages <@ array['en', 'vi', 'ko']),
  currencies text[] not null check (cardinality(currencies) > 0),
  time_zone text not null check (time_zone <> '')
);

-- Everybody may know which agencies there are; only an agency's own transaction changes it, and none is deleted.
alter table agencies enable row level security;
alter table agencies force row level security;
create policy everybody_reads on agencies for select using (true);
create policy own_agency_adds on agencies for insert with check (id = current_agency());
create policy own_agency_changes on agencies for update using (id = current_agency()) with check (id = current_agency());
