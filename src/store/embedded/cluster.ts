// The embedded PostgreSQL of one home: `startCluster` for the process that works on it, `attachCluster` for commands
// that run beside it. It holds the home's lock, restarts the database when it dies, and leaves nothing behind.
import { chownSync, existsSync, globSync, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionOptions } from '../connection.ts'
import type { StoreLog } from '../log.ts'
import { StoreRefusal } from '../refusal.ts'
import { connectionAs, newCredentials, readCredentials, type Credentials } from './credentials.ts'
import { completeCluster, initialiseData, prepareData } from './initialise.ts'
import { lockHolder, takeLock, type HeldLock } from './lock.ts'
import { findPlaces, homeFiles, makeFolderOf, openHome, type Places } from './places.ts'
import { clearLeftovers, pruneLogs, startPostmaster, type Postmaster } from './postmaster.ts'
import { writePrivate } from './private-file.ts'
import { findPrograms, type Programs } from './programs.ts'

/** What happened to a database that was not asked to stop. */
export type ClusterFailure =
  | { readonly kind: 'recovered'; readonly afterMilliseconds: number }
  /** It will not be started again by this process. */
  | { readonly kind: 'lost'; readonly error: Error }

export interface Cluster {
  readonly home: string
  /** May do everything with the cluster: makes databases for tests, nothing else. */
  readonly superuser: ConnectionOptions
  /** Owns the tables: runs migrations. */
  readonly owner: ConnectionOptions
  /** Reads and writes rows: Weir works as this role. */
  readonly app: ConnectionOptions
  /** Calls back when the database died, after it was brought back or given up. */
  onFailure(listener: (failure: ClusterFailure) => void): void
  stop(): Promise<void>
}

/** What a command beside the running Weir needs to know. */
interface Running {
  readonly socketFolder: string
  /** Written first as false, so that the next start finds the folder of one that was killed. */
  readonly isReady: boolean
}

/** A socket's whole path may have 107 bytes on Linux and 103 on macOS, so it never lies in the home. */
const SOCKET_PARENT = '/tmp'
const RESTARTS_MAX = 5
const RESTARTS_WITHIN_MILLISECONDS = 60_000
const PRUNE_MILLISECONDS = 600_000
/** A Weir that was just told to end, or killed, is still there for a moment. */
const LEAVING_MILLISECONDS = 1_000
const LEAVING_POLL_MILLISECONDS = 50

export async function startCluster(options: {
  readonly home: string
  readonly log: StoreLog
  /** What this process is, for the one that is refused because of it. */
  readonly command?: string
}): Promise<Cluster> {
  const home = openHome(options.home)
  const lock = await takeLockPatiently(home, options.command ?? 'weir')
  try {
    return await EmbeddedCluster.start(home, lock, options.log)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function takeLockPatiently(home: string, command: string): Promise<HeldLock> {
  const giveUpAt = performance.now() + LEAVING_MILLISECONDS
  for (;;) {
    const lock = await takeLock(homeFiles(home).lock, command)
    if ('release' in lock) return lock
    if (performance.now() > giveUpAt) {
      const { pid, host, since } = lock
      throw new StoreRefusal('home-in-use', { home, pid, host, command: lock.command, since })
    }
    await sleep(LEAVING_POLL_MILLISECONDS)
  }
}

/** How to reach the database that another Weir process runs on this home; null when none does, or not yet. */
export function attachCluster(home: string): Pick<Cluster, 'owner' | 'app' | 'home'> | null {
  if (!existsSync(home)) return null
  const files = homeFiles(openHome(home))
  if (!existsSync(files.lock) || lockHolder(files.lock) === null || !existsSync(files.running)) return null
  const { socketFolder, isReady } = readRunning(files.running)
  if (!isReady) return null
  const credentials = readCredentials(files.credentials)
  return {
    home,
    owner: connectionAs('owner', socketFolder, credentials),
    app: connectionAs('app', socketFolder, credentials),
  }
}

class EmbeddedCluster implements Cluster {
  readonly home: string
  readonly superuser: ConnectionOptions
  readonly owner: ConnectionOptions
  readonly app: ConnectionOptions
  readonly #lock: HeldLock
  readonly #log: StoreLog
  readonly #places: Places
  readonly #programs: Programs
  readonly #socketFolder: string
  readonly #listeners: ((failure: ClusterFailure) => void)[] = []
  readonly #pruning: NodeJS.Timeout
  #postmaster: Postmaster
  #restarts: number[] = []
  #recovering: Promise<void> = Promise.resolve()
  #stopped: Promise<void> | null = null

  private constructor(parts: {
    lock: HeldLock
    log: StoreLog
    places: Places
    programs: Programs
    socketFolder: string
    credentials: Credentials
    postmaster: Postmaster
  }) {
    this.home = parts.places.home
    this.superuser = connectionAs('superuser', parts.socketFolder, parts.credentials)
    this.owner = connectionAs('owner', parts.socketFolder, parts.credentials)
    this.app = connectionAs('app', parts.socketFolder, parts.credentials)
    this.#lock = parts.lock
    this.#log = parts.log
    this.#places = parts.places
    this.#programs = parts.programs
    this.#socketFolder = parts.socketFolder
    this.#postmaster = parts.postmaster
    this.#pruning = setInterval(() => pruneLogs(parts.places), PRUNE_MILLISECONDS)
    this.#pruning.unref()
    this.#watch()
  }

  static async start(home: string, lock: HeldLock, log: StoreLog): Promise<EmbeddedCluster> {
    // 1. Where everything lies, and what a killed Weir left there.
    const files = homeFiles(home)
    const places = findPlaces(home, log)
    const programs = findPrograms(places, log)
    removeOldSocket(files.running, places)
    if (await clearLeftovers(places)) log.warn({ home }, 'stopped a database that an earlier Weir left running')
    pruneLogs(places)
    // 2. The data.
    const isNew = !existsSync(places.data)
    const credentials = isNew ? newCredentials(files.credentials) : readCredentials(files.credentials)
    if (isNew) {
      log.info({ folder: places.data }, 'making the database; this is done once')
      await initialiseData(places, programs, credentials)
    }
    prepareData(places, programs)
    // 3. The server, then what it must hold before anybody else may see it.
    const socketFolder = makeSocketFolder(places)
    writePrivate(files.running, JSON.stringify({ socketFolder, isReady: false } satisfies Running))
    let postmaster: Postmaster | null = null
    try {
      postmaster = await startPostmaster(places, programs, socketFolder)
      await completeCluster(socketFolder, credentials)
    } catch (error) {
      await postmaster?.stop()
      leave(files.running, socketFolder)
      throw error
    }
    writePrivate(files.running, JSON.stringify({ socketFolder, isReady: true } satisfies Running))
    return new EmbeddedCluster({ lock, log, places, programs, socketFolder, credentials, postmaster })
  }

  onFailure(listener: (failure: ClusterFailure) => void): void {
    this.#listeners.push(listener)
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    clearInterval(this.#pruning)
    await this.#recovering
    try {
      await this.#postmaster.stop()
    } finally {
      leave(homeFiles(this.home).running, this.#socketFolder)
      this.#lock.release()
    }
  }

  #watch(): void {
    const recoverUnlessStopped = (): void => {
      if (this.#stopped === null) this.#recovering = this.#recover()
    }
    void this.#postmaster.ended.then(recoverUnlessStopped)
  }

  async #recover(): Promise<void> {
    const startedAt = performance.now()
    this.#log.error({ home: this.home }, 'the database stopped unexpectedly; starting it again')
    try {
      this.#countRestart(startedAt)
      await clearLeftovers(this.#places)
      // Something that tidies the temporary folder may have taken it. A watchdog that was killed too left its files there.
      if (!existsSync(this.#socketFolder)) makeFolderOf(this.#places.account, this.#socketFolder)
      for (const name of globSync('.s.PGSQL.*', { cwd: this.#socketFolder }))
        rmSync(path.join(this.#socketFolder, name))
      this.#postmaster = await startPostmaster(this.#places, this.#programs, this.#socketFolder)
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause))
      this.#log.error({ home: this.home, reason: error.message }, 'the database could not be started again')
      this.#tell({ kind: 'lost', error })
      return
    }
    this.#watch()
    const afterMilliseconds = Math.round(performance.now() - startedAt)
    this.#log.warn({ home: this.home, afterMilliseconds }, 'the database is back; every committed change is there')
    this.#tell({ kind: 'recovered', afterMilliseconds })
  }

  /** A database that dies again and again needs a person, not another start. */
  #countRestart(now: number): void {
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTARTS_WITHIN_MILLISECONDS), now]
    if (this.#restarts.length <= RESTARTS_MAX) return
    throw new StoreRefusal('database-not-started', { log: this.#places.log, reason: 'it died again and again' })
  }

  #tell(failure: ClusterFailure): void {
    for (const listener of this.#listeners) listener(failure)
  }
}

function makeSocketFolder(places: Places): string {
  const folder = mkdtempSync(path.join(SOCKET_PARENT, 'weir-'))
  if (places.account.isOther) chownSync(folder, places.account.uid, places.account.gid)
  return folder
}

/** What is of no use without a running database. */
function leave(runningFile: string, socketFolder: string): void {
  rmSync(runningFile, { force: true })
  rmSync(socketFolder, { recursive: true, force: true })
}

function readRunning(file: string): Running {
  return JSON.parse(readFileSync(file, 'utf8')) as Running
}

/** The watchdog removes the socket of a Weir that died; this is for a watchdog that died too. */
function removeOldSocket(runningFile: string, places: Places): void {
  if (!existsSync(runningFile)) return
  const { socketFolder } = readRunning(runningFile)
  const isOurs =
    path.dirname(socketFolder) === SOCKET_PARENT &&
    path.basename(socketFolder).startsWith('weir-') &&
    lstatSync(socketFolder, { throwIfNoEntry: false })?.uid === places.account.uid
  if (isOurs) rmSync(socketFolder, { recursive: true, force: true })
  rmSync(runningFile, { force: true })
}
