// First start: makes the cluster with its roles and its database. Each step may have been cut off by a power loss, so
// each finds out by itself whether it still has to be done.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { clientOptions } from '../connection.ts'
import { StoreRefusal } from '../refusal.ts'
import { asAccount } from './account.ts'
import { connectionAs, DATABASE_NAME, ROLES, type Credentials } from './credentials.ts'
import { makeFolderOf, type Places } from './places.ts'
import type { Programs } from './programs.ts'
import { processesIn, signal } from './process-table.ts'
import { failure, serverEnvironment, startLog } from './postmaster.ts'

const POLL_MILLISECONDS = 10
/** The only way in: the Unix socket, with a password. */
const ACCESS_RULES = '# Written by Weir at every start.\nlocal all all scram-sha-256\n'

/** Makes the data folder, whole or not at all. */
export async function initialiseData(places: Places, programs: Programs, credentials: Credentials): Promise<void> {
  const { account, data, folder } = places
  const draft = `${data}.new`
  await removeDraft(draft)
  makeFolderOf(account, draft)
  const passwordFile = path.join(folder, 'superuser-password')
  writeFileSync(passwordFile, `${credentials.superuser}\n`, { mode: 0o600 })
  if (account.isOther) chownSync(passwordFile, account.uid, account.gid)
  const output = openSync(startLog(places), 'w', 0o600)
  try {
    const options = ['--no-instructions', '--auth=scram-sha-256', '--encoding=UTF8', `--username=${ROLES.superuser}`]
    // The same order of text on every machine; a list that people read sorts by a collation of their language.
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const child = spawn(programs.initdb, [...options, ...locale, `--pwfile=${passwordFile}`, '-D', draft], {
      ...asAccount(account),
      // So that the next start finds it, if Weir is killed while it runs.
      cwd: draft,
      env: serverEnvironment(),
      stdio: ['ignore', output, output],
    })
    const [status] = (await once(child, 'exit')) as [number | null]
    if (status !== 0) throw failure(places)
  } finally {
    closeSync(output)
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, data)
}

/** What a first start that was cut off has left, and the programs that may still be at it. */
async function removeDraft(draft: string): Promise<void> {
  while (existsSync(draft) && processesIn(draft).length > 0) {
    for (const pid of processesIn(draft)) signal(pid, 'SIGKILL')
    await sleep(POLL_MILLISECONDS)
  }
  rmSync(draft, { recursive: true, force: true })
}

/** What must be true of existing data before it is started. */
export function prepareData(places: Places, programs: Programs): void {
  const version = Number.parseInt(readFileSync(path.join(places.data, 'PG_VERSION'), 'utf8'), 10)
  if (version !== programs.major) {
    throw new StoreRefusal('data-version-differs', { data: version, programs: programs.major, folder: places.data })
  }
  const rules = path.join(places.data, 'pg_hba.conf')
  if (existsSync(rules) && readFileSync(rules, 'utf8') === ACCESS_RULES) return
  writeFileSync(rules, ACCESS_RULES)
}

/** Makes the roles and the database that are missing. */
export async function completeCluster(socketFolder: string, credentials: Credentials): Promise<void> {
  const client = new Client({
    ...clientOptions(connectionAs('superuser', socketFolder, credentials)),
    database: 'postgres',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows: roles } = await client.query<{ rolname: string }>('select rolname from pg_roles')
    for (const role of ['owner', 'app'] as const) {
      if (roles.some(({ rolname }) => rolname === ROLES[role])) continue
      await client.query(`create role ${ROLES[role]} login password ${escapeLiteral(credentials[role])}`)
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE_NAME])
    if (rowCount !== 0) return
    await client.query(`create database ${escapeIdentifier(DATABASE_NAME)} owner ${ROLES.owner}`)
  } finally {
    await client.end()
  }
}
