-- What the log of an agency published of itself: the keys that signed, and signed checkpoints.

create table log_keys (
  agency_id text not null references agencies (id),
  -- The public key as a signed note's verifier has it: <name>+<id>+<key>.
  verifier_key text not null,
  -- The log's size when it was first used; a later key takes over from the one before it.
  from_size bigint not null check (from_size >= 0),
  added_at timestamptz not null,
  primary key (agency_id, verifier_key)
);
select protect_agency_rows('log_keys');
select keep_rows('log_keys');

create table log_checkpoints (
  agency_id text not null references agencies (id),
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- The signed note as it is published, without the signatures of witnesses.
  note text not null,
  signed_at timestamptz not null,
  primary key (agency_id, size)
);
select protect_agency_rows('log_checkpoints');
select keep_rows('log_checkpoints');

do $$
begin
  if exists (select from pg_roles where rolname = 'weir_app') then
    revoke update, delete, truncate on log_keys, log_checkpoints from weir_app;
  end if;
end
$$;
