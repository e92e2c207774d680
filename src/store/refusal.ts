// The store opens before there is an operation that could return a refusal, and every caller would only pass it on:
// so an expected "no" of the store is thrown, but still has a name from one closed list and a sentence per language
// (src/text/store). Anything else that is thrown here is a bug or a broken outside world.

export const STORE_REFUSALS = [
  /** Another Weir process works on this home. */
  'home-in-use',
  /** The home or its data belongs to another user of the machine. */
  'home-not-yours',
  /** The data lies in a folder that the database's unprivileged user may no longer reach. */
  'data-out-of-reach',
  /** The data is there, its passwords are not. */
  'credentials-missing',
  /** The data was made by another major version of PostgreSQL than the one that is installed. */
  'data-version-differs',
  /** There are no PostgreSQL programs for this platform. */
  'platform-unsupported',
  /** The embedded PostgreSQL did not start; its log says why. */
  'database-not-started',
  /** No connection could be had, or it broke during the work. */
  'database-unavailable',
  /** There is a server, but it does not let this role in: wrong password, no such database. */
  'database-refused',
  /** DATABASE_URL is not an address of a PostgreSQL database. */
  'database-url-invalid',
  /** Older than PostgreSQL 15. */
  'postgres-too-old',
  /** The database does not store text as UTF-8. */
  'database-not-utf8',
  /** The role of DATABASE_URL may not make tables there. */
  'role-may-not-create',
  /** The role of DATABASE_URL sees the rows of every agency, and no lesser role could be made. */
  'role-sees-all-agencies',
  /** A migration that was applied has been changed since. */
  'migration-changed',
  /** The database was migrated by a newer Weir. */
  'database-newer',
] as const

export type StoreRefusalName = (typeof STORE_REFUSALS)[number]

export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal'
  readonly refusal: StoreRefusalName
  /** What the sentence of this refusal names: a path, a process, a version. */
  readonly values: Readonly<Record<string, string | number>>

  constructor(
    refusal: StoreRefusalName,
    values: Readonly<Record<string, string | number>> = {},
    options: ErrorOptions = {},
  ) {
    const details = Object.entries(values).map(([key, value]) => `${key}: ${value}`)
    super(details.length === 0 ? refusal : `${refusal} (${details.join(', ')})`, options)
    this.refusal = refusal
    this.values = values
  }
}
