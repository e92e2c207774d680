-- Price lists in money, the rule by which payers pay a part of them, who pays for a project, and invoices.

-- What of a month of a run was given back: its time, beside the amount.
alter table usage_booked add column refunded_milli_unit_seconds bigint not null default 0
  check (refunded_milli_unit_seconds >= 0 and refunded_milli_unit_seconds <= milli_unit_seconds);
alter table usage_booked alter column refunded_milli_unit_seconds drop default;

-- Prices of one unit of each flavor for one hour. Only the end of a list is ever set, by the list that follows it.
create table price_lists (
  agency_id text not null references agencies (id),
  version text not null check (version ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  currency text not null check (currency in ('vnd', 'krw')),
  effective_from date not null,
  effective_until date check (effective_until > effective_from),
  -- By flavor: {"numerator": "…", "denominator": "…"}.
  prices jsonb not null,
  published_at timestamptz not null,
  primary key (agency_id, version)
);
select protect_agency_rows('price_lists');

-- The latest is in force.
create table fee_rules (
  agency_id text not null references agencies (id),
  version text not null check (version ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  -- Shares of the classes, openness, youth discount, tax: exact ratios; and the days until an invoice is due.
  rule jsonb not null,
  published_at timestamptz not null,
  primary key (agency_id, version)
);
select protect_agency_rows('fee_rules');
select keep_rows('fee_rules');

-- Who pays for a project.
create table payers (
  agency_id text not null references agencies (id),
  project text not null check (project ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  project_title jsonb not null check (is_localised_text(project_title)),
  title jsonb not null check (is_localised_text(title)),
  tax_number text,
  address text[] not null,
  fee_class text not null,
  is_youth boolean not null,
  openness text not null,
  set_at timestamptz not null,
  primary key (agency_id, project)
);
select protect_agency_rows('payers');

-- Numbers follow each other without a gap within a year. A credit note is an invoice that takes another one back.
create table invoices (
  agency_id text not null references agencies (id),
  year integer not null,
  number integer not null check (number > 0),
  project text not null,
  period text not null,
  currency text not null check (currency in ('vnd', 'krw')),
  -- Everything that stands on it.
  facts jsonb not null,
  total bigint not null,
  issued_on date not null,
  due_on date not null,
  issued_at timestamptz not null,
  -- The first of its transfers in the ledger; null: it is of nothing.
  transfer_id uuid,
  cancels_year integer,
  cancels_number integer,
  primary key (agency_id, year, number),
  unique (agency_id, cancels_year, cancels_number),
  foreign key (agency_id, cancels_year, cancels_number) references invoices (agency_id, year, number),
  check ((cancels_year is null) = (cancels_number is null))
);
create index invoices_project on invoices (agency_id, project, period);
select protect_agency_rows('invoices');
select keep_rows('invoices');

do $$
begin
  if exists (select from pg_roles where rolname = 'weir_app') then
    revoke update, delete, truncate on fee_rules, invoices from weir_app;
    revoke delete, truncate on price_lists, payers from weir_app;
  end if;
end
$$;
