-- The ledger: one log of entries for each agency, and what the entries add up to.

create type ledger_phase as enum ('move', 'hold', 'post', 'void');
create type ledger_kind as enum (
  'supply', 'apportion', 'commit', 'obligate', 'encumber', 'consume', 'release', 'expire', 'lend', 'recall',
  'transfer', 'exchange', 'reduce', 'adjust', 'refund', 'withdraw', 'write_off');

-- Where the log of an agency stands. Whoever appends compares sequence and root, and swaps them in the same statement.
create table ledger_heads (
  agency_id text primary key references agencies (id),
  -- How many entries there are.
  sequence bigint not null check (sequence >= 0),
  -- Of the RFC 6962 tree over the leaves of all entries, and the roots of its whole subtrees.
  root bytea not null check (octet_length(root) = 32),
  frontier bytea not null check (octet_length(frontier) % 32 = 0),
  -- How many accounts there are.
  accounts integer not null check (accounts >= 0),
  closed_through text,
  soft_closed_through text
);
select protect_agency_rows('ledger_heads');

create table ledger_accounts (
  agency_id text not null references agencies (id),
  -- 0, 1, 2, ... within the agency.
  id integer not null,
  code text not null,
  unit text not null,
  primary key (agency_id, id),
  unique (agency_id, code, unit)
);
select protect_agency_rows('ledger_accounts');
select keep_rows('ledger_accounts');

-- The sums of all entries of an account: recomputable, compared by `weir ledger verify`.
create table ledger_balances (
  agency_id text not null,
  account_id integer not null,
  credits_posted bigint not null,
  debits_posted bigint not null,
  credits_pending bigint not null check (credits_pending >= 0),
  debits_pending bigint not null check (debits_pending >= 0),
  primary key (agency_id, account_id),
  foreign key (agency_id, account_id) references ledger_accounts (agency_id, id)
) with (fillfactor = 50);
select protect_agency_rows('ledger_balances');

-- One row for each entry, added and never changed. Posts and voids repeat the accounts of the hold that they end, so that
-- an account's entries are found.
create table ledger_entries (
  -- No foreign key: the head has one, and a check of each row costs a quarter of the speed.
  agency_id text not null,
  sequence bigint not null,
  recorded_at timestamptz not null,
  effective_at timestamptz,
  amount bigint,
  debit_id integer,
  credit_id integer,
  kind ledger_kind,
  phase ledger_phase,
  is_linked boolean,
  id uuid,
  ref uuid,
  hold uuid,
  period text,
  -- Of the commitment; what is personal has its own in ledger_personal, of which only the digest stays here.
  salt bytea not null check (octet_length(salt) = 16),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  personal_digest bytea check (octet_length(personal_digest) = 32),
  -- A close, published totals, a root of the audit log; null for a transfer.
  event jsonb,
  primary key (agency_id, sequence),
  check ((event is null) = (id is not null and phase is not null and kind is not null))
);
create unique index ledger_entries_id on ledger_entries (agency_id, id) where id is not null;
-- A hold has at most one post or void.
create unique index ledger_entries_hold on ledger_entries (agency_id, hold) where hold is not null;
create index ledger_entries_debit on ledger_entries (agency_id, debit_id);
create index ledger_entries_credit on ledger_entries (agency_id, credit_id);
select protect_agency_rows('ledger_entries');
select keep_rows('ledger_entries');

-- Who proposed or approved an entry, and words about it. Rows can be deleted: nothing of the log changes by that.
create table ledger_personal (
  agency_id text not null,
  sequence bigint not null,
  person_id uuid,
  note text,
  salt bytea not null check (octet_length(salt) = 16),
  primary key (agency_id, sequence),
  foreign key (agency_id, sequence) references ledger_entries (agency_id, sequence)
);
create index ledger_personal_person on ledger_personal (agency_id, person_id);
select protect_agency_rows('ledger_personal');

-- Roots of whole subtrees of 256^level leaves: what tiles above level 0 are made of.
create table ledger_subtrees (
  agency_id text not null references agencies (id),
  level integer not null check (level > 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (agency_id, level, index)
);
select protect_agency_rows('ledger_subtrees');
select keep_rows('ledger_subtrees');

-- The triggers refuse it to everybody; Weir itself is not even permitted to try.
do $$
begin
  if exists (select from pg_roles where rolname = 'weir_app') then
    revoke update, delete, truncate on ledger_accounts, ledger_entries, ledger_subtrees from weir_app;
    revoke delete, truncate on ledger_heads, ledger_balances from weir_app;
  end if;
end
$$;
