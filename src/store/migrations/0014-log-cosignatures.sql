-- Signatures of witnesses on checkpoints, as they answered them.

create table log_cosignatures (
  agency_id text not null,
  size bigint not null,
  -- Address of the witness.
  witness text not null,
  -- One or more lines of a signed note.
  lines text not null check (lines <> ''),
  received_at timestamptz not null,
  primary key (agency_id, size, witness),
  foreign key (agency_id, size) references log_checkpoints (agency_id, size)
);
select protect_agency_rows('log_cosignatures');
select keep_rows('log_cosignatures');

do $$
begin
  if exists (select from pg_roles where rolname = 'weir_app') then
    revoke update, delete, truncate on log_cosignatures from weir_app;
  end if;
end
$$;
