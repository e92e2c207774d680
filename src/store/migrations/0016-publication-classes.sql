-- What the public record says of a project at the close of each month: its use by name, only in a sum, or nothing.

create table publication_classes (
  agency_id text not null references agencies (id),
  project text not null check (project ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  class text not null check (class in ('project', 'sector', 'none')),
  set_at timestamptz not null,
  primary key (agency_id, project)
);
select protect_agency_rows('publication_classes');
