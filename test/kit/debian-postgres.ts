// A private cluster of Debian's PostgreSQL 15, the oldest that Weir supports, in a folder of its own. It is set up the
// way an administrator would for DATABASE_URL: a role that owns the database and may make the role weir_app.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Client, escapeLiteral } from 'pg'
import { clientOptions, type ConnectionOptions } from '../../src/store/connection.ts'
import { accountFor, asAccount } from '../../src/store/embedded/account.ts'

const PROGRAMS = '/usr/lib/postgresql/15/bin'
const PORT = 5432

export interface DebianCluster {
  readonly superuser: ConnectionOptions
  readonly owner: ConnectionOptions
  readonly stop: () => void
}

export function hasDebianPostgres(): boolean {
  return existsSync(path.join(PROGRAMS, 'postgres'))
}

export async function startDebianPostgres(): Promise<DebianCluster> {
  const folder = mkdtempSync('/tmp/weir-debian-')
  const data = path.join(folder, 'data')
  const account = accountFor(data)
  const run = (program: string, parameters: string[]): void => {
    const output = openSync(path.join(folder, 'output'), 'a')
    // pg_ctl leaves its pipes to the server: with a pipe instead of a file this call would not end.
    const result = spawnSync(path.join(PROGRAMS, program), parameters, {
      ...asAccount(account),
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    if (result.status !== 0) throw new Error(`${program} failed: ${readFileSync(path.join(folder, 'output'), 'utf8')}`)
  }
  const stop = (): void => {
    run('pg_ctl', ['stop', '-m', 'fast', '-w', '-D', data])
    rmSync(folder, { recursive: true, force: true })
  }
  const password = randomBytes(16).toString('hex')
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, password)
  if (account.isOther) for (const file of [folder, passwordFile]) chownSync(file, account.uid, account.gid)
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8']
  run('initdb', [...locale, '-A', 'scram-sha-256', '-U', 'postgres', `--pwfile=${passwordFile}`, '-D', data])
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c port=${PORT} -c log_min_messages=warning`
  run('pg_ctl', ['start', '-w', '-D', data, '-l', path.join(folder, 'log'), '-o', settings])
  try {
    const common = { host: folder, port: PORT, database: 'postgres', role: null, ssl: false }
    const superuser = { ...common, user: 'postgres', password }
    const client = new Client(clientOptions(superuser))
    await client.connect()
    await client.query(`create role programme login createrole createdb password ${escapeLiteral(password)}`)
    await client.query('create database programme owner programme')
    await client.end()
    return { superuser, owner: { ...common, database: 'programme', user: 'programme', password }, stop }
  } catch (error) {
    stop()
    throw error
  }
}
