// Why Weir has no database to work with, and what to do about it. The keys are the refusals of src/store/refusal.ts.
export const en = {
  'home-in-use':
    'The home {home} is in use: “{command}” (process {pid} on {host}) has worked on it since {since}. Stop that process, or name another home in WEIR_HOME.',
  'home-not-yours':
    'The home {home} belongs to the user {owner}. Run Weir as that user, or name another home in WEIR_HOME.',
  'data-out-of-reach':
    'The user {account}, as whom the database runs, can no longer reach {folder}. Give that folder and those above it the right to be entered (chmod o+x), or start Weir as the owner of the data.',
  'credentials-missing':
    'The passwords of the database are missing: there is no file {file}. Bring it back from your backup; without it the data of this home cannot be opened.',
  'data-version-differs':
    'The data in {folder} was made by PostgreSQL {data}, but PostgreSQL {programs} is installed. Go back to the Weir that made it, or move the data with pg_dump.',
  'platform-unsupported':
    'Weir brings no PostgreSQL that runs here ({platform}). Run npm ci without --omit=optional, or name your own database in DATABASE_URL.',
  'database-not-started': 'The database did not start. Its log is in {log}. The last lines:\n{reason}',
  'database-unavailable':
    'The database cannot be reached. Nothing that was not confirmed has been stored. Try again in a moment.',
  'database-refused': 'The database refused the connection: {reason}',
  'database-url-invalid':
    'DATABASE_URL is not the address of a PostgreSQL database. It has the form postgresql://user:password@host:5432/database.',
  'postgres-too-old': 'The database is PostgreSQL {version}. Weir needs {versionMin} or newer.',
  'database-not-utf8':
    'The database stores text as {encoding}. Weir needs UTF8, because it stores Vietnamese and Korean: create database … encoding UTF8 template template0.',
  'role-may-not-create':
    'The role {role} may not make tables in the database {database}. Make it the owner: alter database {database} owner to {role}.',
  'role-sees-all-agencies':
    'The role {role} sees the rows of every agency, because row-level security does not bind it, and it cannot take the role weir_app. Use a role without SUPERUSER and BYPASSRLS, or grant weir_app to {role}.',
  'migration-changed':
    'The migration {migration} was applied to this database and has been changed since. Bring back the file as it was; a change of the tables is a new migration.',
  'database-newer':
    'A newer Weir has worked on this database (migration {migration}). Use that version or a later one.',
} as const
