// The passwords of the embedded cluster: made once, at random, readable by the home's owner alone.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { ConnectionOptions } from '../connection.ts'
import { StoreRefusal } from '../refusal.ts'
import { writePrivate } from './private-file.ts'

export interface Credentials {
  readonly superuser: string
  readonly owner: string
  readonly app: string
}

export const ROLES = { superuser: 'weir_superuser', owner: 'weir_owner', app: 'weir_app' } as const
export const DATABASE_NAME = 'weir'
/** No port is opened; the number is only part of the socket's name. */
export const SOCKET_PORT = 5432

export function newCredentials(file: string): Credentials {
  const password = (): string => randomBytes(32).toString('base64url')
  const credentials = { superuser: password(), owner: password(), app: password() }
  writePrivate(file, JSON.stringify(credentials))
  return credentials
}

export function readCredentials(file: string): Credentials {
  if (!existsSync(file)) throw new StoreRefusal('credentials-missing', { file })
  return JSON.parse(readFileSync(file, 'utf8')) as Credentials
}

export function connectionAs(
  role: keyof typeof ROLES,
  socketFolder: string,
  credentials: Credentials,
): ConnectionOptions {
  return {
    host: socketFolder,
    port: SOCKET_PORT,
    database: DATABASE_NAME,
    user: ROLES[role],
    password: credentials[role],
    role: null,
    ssl: false,
  }
}
