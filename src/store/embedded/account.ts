// The user of the machine as whom the database runs. PostgreSQL refuses root, so root steps down to a user without
// rights; everybody else runs it as themselves.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'

export interface Account {
  readonly uid: number
  readonly gid: number
  /** For messages: the name, or the number of a user without one. */
  readonly name: string
  /** Whether processes must be started under another user than this process's own. */
  readonly isOther: boolean
}

/** A user `weir` if the machine has one; every Linux and macOS has `nobody`. */
const UNPRIVILEGED_NAMES = ['weir', 'nobody']

/** Who may work on `dataFolder`: its owner if it exists already, else the user that new data will belong to. */
export function accountFor(dataFolder: string): Account {
  const own = process.getuid?.() ?? 0
  if (own !== 0) return { uid: own, gid: process.getgid?.() ?? own, name: nameOf(own), isOther: false }
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder)
    if (uid !== 0) return { uid, gid, name: nameOf(uid), isOther: true }
  }
  for (const name of UNPRIVILEGED_NAMES) {
    const known = knownUsers().find((user) => user.name === name)
    if (known !== undefined) return { ...known, isOther: true }
  }
  throw new Error(`root may not run PostgreSQL, and this machine has no user ${UNPRIVILEGED_NAMES.join(' or ')}`)
}

/** How a child process is started as this account. */
export function asAccount(account: Account): { readonly uid?: number; readonly gid?: number } {
  return account.isOther ? { uid: account.uid, gid: account.gid } : {}
}

/** Tried, not worked out: only the kernel knows all of modes, lists and mounts. */
export function canEnter(account: Account, folder: string): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'test -x "$0"', folder], {
    ...asAccount(account),
    cwd: '/',
    stdio: 'ignore',
  })
  return result.status === 0
}

export function nameOf(uid: number): string {
  return knownUsers().find((user) => user.uid === uid)?.name ?? String(uid)
}

function knownUsers(): { name: string; uid: number; gid: number }[] {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  return (
    lines
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      // macOS writes nobody as -2.
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }))
  )
}
