// Where everything of one home lies.
//
//   home/lock              who works on it now
//   home/running.json      where the running database listens
//   home/credentials.json  the passwords of its roles
//   home/data, home/log    the database and its log, which belong to the account that runs it
//   home/data-place        instead of the last two: the folder that has them
//
// The last line is for root whose home lies where the unprivileged account cannot go (a project below /root): data and
// programs then lie in /var/lib/weir-<hash of the home>.
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { StoreRefusal } from '../refusal.ts'
import type { StoreLog } from '../log.ts'
import { accountFor, canEnter, nameOf, type Account } from './account.ts'
import { writePrivate } from './private-file.ts'

export interface Places {
  readonly home: string
  readonly account: Account
  /** Holds data, log and, where they had to be copied, the programs. */
  readonly folder: string
  readonly data: string
  readonly log: string
}

const OUTSIDE_PARENTS = ['/var/lib', '/var/tmp']

export function homeFiles(home: string): { lock: string; running: string; credentials: string; dataPlace: string } {
  return {
    lock: path.join(home, 'lock'),
    running: path.join(home, 'running.json'),
    credentials: path.join(home, 'credentials.json'),
    dataPlace: path.join(home, 'data-place'),
  }
}

/** Makes the home if there is none; gives its real path. */
export function openHome(home: string): string {
  const own = process.getuid?.() ?? 0
  // Root's home must let the unprivileged account pass to its data, whatever the umask says; what is secret in it is
  // secret by its own mode.
  const isNew = mkdirSync(home, { recursive: true }) !== undefined
  if (isNew) chmodSync(home, own === 0 ? 0o711 : 0o700)
  const real = realpathSync(home)
  const { uid } = statSync(real)
  if (own !== 0 && uid !== own) throw new StoreRefusal('home-not-yours', { home: real, owner: nameOf(uid) })
  return real
}

/** Decides where data lies, or lay since the first start. Only the holder of the home's lock may call it. */
export function findPlaces(home: string, log: StoreLog): Places {
  const inside = path.join(home, 'data')
  const { dataPlace } = homeFiles(home)
  if (existsSync(inside)) return placesIn(home, home)
  if (existsSync(dataPlace)) {
    const folder = readFileSync(dataPlace, 'utf8').trim()
    log.info({ folder }, `the data of this home is in ${folder}`)
    return placesIn(home, folder)
  }
  const account = accountFor(inside)
  if (!account.isOther || (canEnter(account, home) && canGive(home, account))) return placesIn(home, home)
  const folder = makeOutsideFolder(home)
  writePrivate(dataPlace, `${folder}\n`)
  log.info(
    { folder, account: account.name },
    `user ${account.name} cannot reach ${home}, so its data and programs are kept in ${folder}`,
  )
  return placesIn(home, folder)
}

function placesIn(home: string, folder: string): Places {
  const data = path.join(folder, 'data')
  const account = accountFor(data)
  if (existsSync(data)) {
    const { uid } = statSync(data)
    if (uid !== account.uid) throw new StoreRefusal('home-not-yours', { home, owner: nameOf(uid) })
    if (!canEnter(account, data)) throw new StoreRefusal('data-out-of-reach', { folder: data, account: account.name })
  }
  const logFolder = path.join(folder, 'log')
  makeFolderOf(account, logFolder)
  return { home, account, folder, data, log: logFolder }
}

/** A folder that only `account` may read. */
export function makeFolderOf(account: Account, folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (account.isOther) chownSync(folder, account.uid, account.gid)
  chmodSync(folder, 0o700)
}

/** Some mounts keep root from giving files away. */
function canGive(home: string, account: Account): boolean {
  const probe = path.join(home, 'probe')
  try {
    makeFolderOf(account, probe)
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

function makeOutsideFolder(home: string): string {
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 12)
  const parent = OUTSIDE_PARENTS.find((candidate) => existsSync(candidate)) ?? '/tmp'
  for (let turn = 1; ; turn += 1) {
    // A folder of this name without a home that points to it is what an earlier, removed home at this path left.
    const folder = path.join(parent, turn === 1 ? `weir-${hash}` : `weir-${hash}-${turn}`)
    if (existsSync(folder)) continue
    mkdirSync(folder, { mode: 0o711 })
    chmodSync(folder, 0o711)
    writePrivate(path.join(folder, 'home'), `${home}\n`)
    return folder
  }
}
