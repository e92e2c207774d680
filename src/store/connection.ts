// How to reach a database. One shape for the embedded cluster, for DATABASE_URL and for tests.
import { types, type ClientConfig } from 'pg'
import { StoreRefusal } from './refusal.ts'

export interface ConnectionOptions {
  /** A host name, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** Taken with SET ROLE on every new connection; null keeps the role of `user`. */
  readonly role: string | null
  /** What the sslmode of a DATABASE_URL asks for. */
  readonly ssl: boolean | { readonly rejectUnauthorized: boolean }
}

/**
 * BIGINT is always a bigint and NUMERIC always its digits: neither loses a unit. A count is written `count(*)::int`.
 * A DATE stays 'YYYY-MM-DD', because a Date would move it by the time zone of the server.
 */
const PARSERS = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, BigInt],
  [types.builtins.DATE, (text) => text],
])

/** Its parser would give numbers. */
const INT8_ARRAY = 1016

export function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  if (format === 'binary') return types.getTypeParser(oid, 'binary')
  if (oid === INT8_ARRAY) return parseBigints
  return PARSERS.get(oid) ?? types.getTypeParser(oid, 'text')
}

function parseBigints(text: string): (bigint | null)[] {
  if (text === '{}') return []
  return text
    .slice(1, -1)
    .split(',')
    .map((digits) => (digits === 'NULL' ? null : BigInt(digits)))
}

/** The options of one pg client or pool; whoever makes a client of its own (LISTEN, a job queue) takes these. */
export function clientOptions(connection: ConnectionOptions): ClientConfig {
  return {
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: connection.ssl,
    application_name: 'weir',
    keepAlive: true,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  }
}

/** For tools that take only a URL: graphile-worker, psql. It holds the password: never print it. */
export function connectionString(connection: ConnectionOptions): string {
  const { host, port, ssl } = connection
  const credentials = `${encodeURIComponent(connection.user)}:${encodeURIComponent(connection.password)}`
  const database = encodeURIComponent(connection.database)
  const parameters = new URLSearchParams()
  if (host.startsWith('/')) {
    parameters.set('host', host)
    parameters.set('port', String(port))
  }
  if (ssl !== false) parameters.set('sslmode', ssl === true || ssl.rejectUnauthorized ? 'verify-full' : 'no-verify')
  const address = host.startsWith('/') ? 'localhost' : `${host}:${port}`
  const query = parameters.size === 0 ? '' : `?${parameters.toString().replaceAll('+', '%20')}`
  return `postgresql://${credentials}@${address}/${database}${query}`
}

/** Reads DATABASE_URL. Refused by name when it is not one; the refusal does not repeat the password. */
export function connectionOfUrl(databaseUrl: string): ConnectionOptions {
  let url: URL
  try {
    url = new URL(databaseUrl)
  } catch (cause) {
    throw new StoreRefusal('database-url-invalid', {}, { cause })
  }
  if (!['postgres:', 'postgresql:'].includes(url.protocol)) throw new StoreRefusal('database-url-invalid')
  const database = decodeURIComponent(url.pathname.slice(1))
  const user = decodeURIComponent(url.username)
  if (database === '' || user === '') throw new StoreRefusal('database-url-invalid')
  const host = url.searchParams.get('host') ?? (url.hostname === '' ? 'localhost' : decodeURIComponent(url.hostname))
  const port = Number(url.searchParams.get('port') ?? (url.port === '' ? 5432 : url.port))
  return {
    host,
    port,
    database,
    user,
    password: decodeURIComponent(url.password),
    role: null,
    ssl: sslOf(url.searchParams.get('sslmode')),
  }
}

function sslOf(mode: string | null): ConnectionOptions['ssl'] {
  switch (mode) {
    case 'require':
    case 'no-verify':
      return { rejectUnauthorized: false }
    case 'verify-ca':
    case 'verify-full':
      return { rejectUnauthorized: true }
    case 'disable':
    case 'allow':
    case 'prefer':
    case null:
      return false
    default:
      throw new StoreRefusal('database-url-invalid')
  }
}
