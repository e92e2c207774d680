import { Client } from 'pg'
import { expect, test } from 'vitest'
import { connectionOfUrl, connectionString, type ConnectionOptions } from './connection.ts'
import { StoreRefusal } from './refusal.ts'

const plain: ConnectionOptions = {
  host: 'db.example',
  port: 5432,
  database: 'weir',
  user: 'programme',
  password: 'secret',
  role: null,
  ssl: false,
}

const read: [string, string, ConnectionOptions][] = [
  ['a plain address', 'postgresql://programme:secret@db.example/weir', plain],
  ['the short form of the protocol', 'postgres://programme:secret@db.example/weir', plain],
  ['another port', 'postgresql://programme:secret@db.example:6432/weir', { ...plain, port: 6432 }],
  ['no password (a server that trusts the peer)', 'postgresql://programme@db.example/weir', { ...plain, password: '' }],
  [
    'signs that a URL must escape',
    'postgresql://pro%40gramme:s%2Fe%3Ac@db.example/we%20ir',
    { ...plain, user: 'pro@gramme', password: 's/e:c', database: 'we ir' },
  ],
  [
    'a Unix socket',
    'postgresql://programme:secret@localhost/weir?host=%2Frun%2Fpostgresql&port=5433',
    { ...plain, host: '/run/postgresql', port: 5433 },
  ],
  [
    'TLS without a check of the certificate',
    'postgresql://programme:secret@db.example/weir?sslmode=require',
    { ...plain, ssl: { rejectUnauthorized: false } },
  ],
  [
    'TLS with a check of the certificate',
    'postgresql://programme:secret@db.example/weir?sslmode=verify-full',
    { ...plain, ssl: { rejectUnauthorized: true } },
  ],
]
test.each(read)('DATABASE_URL: %s', (_sentence, url, expected) => {
  expect(connectionOfUrl(url)).toEqual(expected)
})

const wrong: [string, string][] = [
  ['no URL', 'weir'],
  ['another database', 'mysql://programme:secret@db.example/weir'],
  ['no database', 'postgresql://programme:secret@db.example/'],
  ['no user', 'postgresql://db.example/weir'],
  ['a port that is no number', 'postgresql://programme:secret@db.example:abc/weir'],
  ['an sslmode that does not exist', 'postgresql://programme:secret@db.example/weir?sslmode=maybe'],
]
test.each(wrong)('DATABASE_URL is refused by name, without its password: %s', (_sentence, url) => {
  let refused: unknown
  try {
    connectionOfUrl(url)
  } catch (error) {
    refused = error
  }
  expect(refused).toBeInstanceOf(StoreRefusal)
  expect(refused).toMatchObject({ refusal: 'database-url-invalid' })
  expect(String(refused)).not.toContain('secret')
})

const written: [string, ConnectionOptions][] = [
  ['over the network', plain],
  ['encrypted', { ...plain, ssl: { rejectUnauthorized: false } }],
  ['encrypted, with a check of the certificate', { ...plain, ssl: { rejectUnauthorized: true } }],
  ['over a socket', { ...plain, host: '/tmp/weir-x y', port: 5433, password: 'a/b:c@d' }],
]
test.each(written)('a connection %s, written as a URL, is read as the same connection', (_sentence, connection) => {
  expect(connectionOfUrl(connectionString(connection))).toEqual(connection)
  // As the job queue reads it.
  const { host, password, ssl } = new Client(connectionString(connection))
  expect({ host, password, isEncrypted: Boolean(ssl) }).toEqual({
    host: connection.host,
    password: connection.password,
    isEncrypted: Boolean(connection.ssl),
  })
})
