// One Weir process per home. The lock is a file that says who holds it; a holder that was killed leaves the file, and
// the next process takes over from it. Of two that take over at once one wins: whoever makes the file named after the
// dead holder's token, which is itself a lock of this kind.
import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync } from 'node:fs'
import { hostname } from 'node:os'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { identityOf } from './process-table.ts'
import { writePrivate } from './private-file.ts'

export interface LockHolder {
  readonly token: string
  readonly pid: number
  readonly host: string
  readonly identity: string
  /** What the holder was started as, e.g. 'weir start'. */
  readonly command: string
  readonly since: string
}

export interface HeldLock {
  release(): void
}

/** A process of another host (a home on a shared disk, a container) is judged by how fresh its lock is. */
const HEARTBEAT_MILLISECONDS = 10_000
const HEARTBEAT_LATE_MILLISECONDS = 120_000

/** Takes the lock, or gives the living process that holds it. */
export async function takeLock(file: string, command: string): Promise<HeldLock | LockHolder> {
  const mine = newHolder(command)
  const rival = await claim(file, mine)
  if (rival !== null) return rival
  const heartbeat = setInterval(() => beat(file), HEARTBEAT_MILLISECONDS)
  heartbeat.unref()
  const release = (): void => {
    clearInterval(heartbeat)
    process.off('exit', release)
    if (readHolder(file)?.token === mine.token) rmSync(file, { force: true })
  }
  // Weir may end by process.exit or an uncaught error.
  process.on('exit', release)
  return { release }
}

/** The living process that holds the lock, or null. */
export function lockHolder(file: string): LockHolder | null {
  const holder = readHolder(file)
  return holder !== null && isAlive(holder, file) ? holder : null
}

async function claim(file: string, mine: LockHolder): Promise<LockHolder | null> {
  const draft = `${file}.${mine.token}`
  writePrivate(draft, JSON.stringify(mine))
  try {
    for (;;) {
      if (linked(draft, file)) return null
      const present = readHolder(file)
      if (present === null) continue
      if (isAlive(present, file)) return present
      const succession = `${file}.after-${present.token}`
      if ((await claim(succession, mine)) !== null) {
        await sleep(20)
        continue
      }
      try {
        // Only the one that holds the succession may replace the dead holder's file, and only if it still is that file.
        if (readHolder(file)?.token === present.token) {
          renameSync(draft, file)
          return null
        }
      } finally {
        unlinkSync(succession)
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function newHolder(command: string): LockHolder {
  return {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    identity: identityOf(process.pid) ?? '',
    command,
    since: new Date().toISOString(),
  }
}

/** Files appear whole (link, rename), so one that cannot be read is gone or from a broken disk. */
function readHolder(file: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function isAlive(holder: LockHolder, file: string): boolean {
  if (holder.host === hostname()) return identityOf(holder.pid) === holder.identity
  try {
    return Date.now() - statSync(file).mtimeMs < HEARTBEAT_LATE_MILLISECONDS
  } catch {
    return false
  }
}

function beat(file: string): void {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // The home was removed under a running Weir; stopping will find nothing to release.
  }
}
