// One run of PostgreSQL: started through the watchdog, watched, stopped; and what an earlier run may have left.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, globSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreRefusal } from '../refusal.ts'
import { asAccount } from './account.ts'
import { SOCKET_PORT } from './credentials.ts'
import type { Places } from './places.ts'
import { processesIn, signal } from './process-table.ts'
import type { Programs } from './programs.ts'

const WATCHDOG = path.join(import.meta.dirname, 'watchdog.sh')
const POLL_MILLISECONDS = 10
/** Crash recovery after a long write may take its time; nothing is gained by giving up early. */
const READY_MILLISECONDS = 120_000
const FAST_STOP_MILLISECONDS = 20_000
const IMMEDIATE_STOP_MILLISECONDS = 5_000
const LOG_FILES_KEPT = 5

export const CONNECTIONS_MAX = 100

/** Durability is left at its defaults (fsync, full_page_writes, synchronous_commit are on) and said again on purpose. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: String(CONNECTIONS_MAX),
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_filename: 'postgres-%Y%m%d-%H%M%S.log',
  log_rotation_age: '1d',
  log_rotation_size: '10MB',
  log_file_mode: '0600',
  log_line_prefix: '%m [%p] %q%u@%d ',
}

export interface Postmaster {
  /** Ends with the database, whether it was stopped or died. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }
}

/** What the server says before its log opens. */
export function startLog(places: Places): string {
  return path.join(places.log, 'start.log')
}

/** The refusal of a server that did not start, with the end of what it said. */
export function failure(places: Places): StoreRefusal {
  const said = [startLog(places), ...logFiles(places).slice(-1)]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').slice(-4))
  return new StoreRefusal('database-not-started', { log: places.log, reason: said.join('\n') })
}

/** Starts the database of `places` and waits until it takes connections. */
export async function startPostmaster(places: Places, programs: Programs, socketFolder: string): Promise<Postmaster> {
  const settings = { ...SETTINGS, log_directory: places.log, unix_socket_directories: socketFolder }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [programs.postgres, '-D', places.data, '-p', String(SOCKET_PORT), ...options]
  const output = openSync(startLog(places), 'w', 0o600)
  // As a text, not as a file: the account may not be able to read Weir's own folder.
  const child = spawn('/bin/sh', ['-c', readFileSync(WATCHDOG, 'utf8'), 'weir-watchdog', socketFolder, ...server], {
    ...asAccount(places.account),
    cwd: '/',
    env: serverEnvironment(),
    // Its own session: Ctrl-C in the terminal is for Weir, which then stops the database in good order.
    detached: true,
    stdio: ['pipe', output, output],
  })
  closeSync(output)
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => {
      child.stdin?.destroy()
      resolve()
    })
  })
  const postmaster: Postmaster = { ended, stop: () => stop(child, ended, places) }
  try {
    await ready(child, places)
  } catch (error) {
    await postmaster.stop()
    throw error
  }
  return postmaster
}

/** Ends whatever still works on the data, so that it can be started: only the holder of the home's lock may do this. */
export async function clearLeftovers(places: Places): Promise<boolean> {
  if (!existsSync(places.data)) return false
  const found = processesIn(places.data)
  if (found.length > 0) await endAll(places)
  // Nobody works here, so the file names a dead process, or one that was given its number since.
  rmSync(path.join(places.data, 'postmaster.pid'), { force: true })
  return found.length > 0
}

/** Keeps the newest log files. */
export function pruneLogs(places: Places): void {
  for (const file of logFiles(places).slice(0, -LOG_FILES_KEPT)) rmSync(file, { force: true })
}

function logFiles(places: Places): string[] {
  return globSync('postgres-*.log', { cwd: places.log })
    .map((name) => path.join(places.log, name))
    .toSorted()
}

async function ready(child: ChildProcess, places: Places): Promise<void> {
  const giveUpAt = performance.now() + READY_MILLISECONDS
  while (!isReady(places)) {
    const isGone = child.pid === undefined || child.exitCode !== null || child.signalCode !== null
    if (isGone || performance.now() > giveUpAt) throw failure(places)
    await sleep(POLL_MILLISECONDS)
  }
}

/** The postmaster writes its state as the eighth line of its file; it is removed before each start. */
function isReady(places: Places): boolean {
  try {
    const lines = readFileSync(path.join(places.data, 'postmaster.pid'), 'utf8').split('\n')
    return lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

async function stop(child: ChildProcess, ended: Promise<void>, places: Places): Promise<void> {
  child.stdin?.end()
  await Promise.race([ended, sleep(FAST_STOP_MILLISECONDS, undefined, { ref: false })])
  await endAll(places)
}

/** Fast shutdown, then immediate, then by force; returns when no process is left. */
async function endAll(places: Places): Promise<void> {
  const steps = [
    { name: 'SIGINT', milliseconds: FAST_STOP_MILLISECONDS, all: false },
    { name: 'SIGQUIT', milliseconds: IMMEDIATE_STOP_MILLISECONDS, all: true },
    { name: 'SIGKILL', milliseconds: IMMEDIATE_STOP_MILLISECONDS, all: true },
  ] as const
  for (const step of steps) {
    const present = processesIn(places.data)
    if (present.length === 0) return
    // Backends whose postmaster was killed end by themselves when they are next idle; a fast stop is for the postmaster.
    const postmaster = postmasterPid(places)
    const isOrphaned = postmaster === null || !present.includes(postmaster)
    if (!step.all && isOrphaned) continue
    for (const pid of step.all ? present : [postmaster ?? 0]) signal(pid, step.name)
    if (await goneWithin(places, step.milliseconds)) return
  }
  if (!(await goneWithin(places, IMMEDIATE_STOP_MILLISECONDS))) throw failure(places)
}

function postmasterPid(places: Places): number | null {
  const file = path.join(places.data, 'postmaster.pid')
  if (!existsSync(file) || statSync(file).size === 0) return null
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null
}

async function goneWithin(places: Places, milliseconds: number): Promise<boolean> {
  const giveUpAt = performance.now() + milliseconds
  while (performance.now() < giveUpAt) {
    if (processesIn(places.data).length === 0) return true
    await sleep(POLL_MILLISECONDS)
  }
  return processesIn(places.data).length === 0
}
