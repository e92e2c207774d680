// One living process holds a home, whatever dead ones left behind and however many ask at once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockHolder, takeLock, type LockHolder } from './lock.ts'
import { identityOf } from './process-table.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-lock-'))
  file = path.join(folder, 'lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

function leave(holder: Partial<LockHolder>, ageSeconds = 0): void {
  const mine = { token: 'old', pid: process.pid, host: 'elsewhere', identity: 'x', command: 'weir start', since: '' }
  writeFileSync(file, JSON.stringify({ ...mine, ...holder }))
  const at = new Date(Date.now() - ageSeconds * 1000)
  utimesSync(file, at, at)
}

async function taken(): Promise<boolean> {
  const lock = await takeLock(file, 'weir start')
  if (!('release' in lock)) return false
  lock.release()
  return true
}

test('a free lock is taken, held, and leaves nothing when released', async () => {
  const lock = await takeLock(file, 'weir start')
  expect(lockHolder(file)).toMatchObject({ pid: process.pid, command: 'weir start' })
  expect(await taken()).toBe(false)
  if ('release' in lock) lock.release()
  expect(lockHolder(file)).toBeNull()
  expect(readdirSync(folder)).toEqual([])
})

test('a lock of a process that is dead is taken over', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  const host = (await thisHost()).host
  leave({ host, pid: child.pid ?? 0, identity: 'whatever it was' })
  expect(await taken()).toBe(true)
})

test('a lock whose number was given to another process since is taken over', async () => {
  leave({ host: (await thisHost()).host, pid: process.pid, identity: 'an earlier process' })
  expect(await taken()).toBe(true)
})

test('a lock of another machine holds while it beats, and not longer', async () => {
  leave({ host: 'elsewhere' }, 60)
  expect(await taken()).toBe(false)
  leave({ host: 'elsewhere' }, 300)
  expect(await taken()).toBe(true)
})

test('a process that dies while it takes over from a dead one does not block the next', async () => {
  const { host } = await thisHost()
  leave({ host, pid: process.pid, identity: 'dead' })
  const successor = { token: 'old2', pid: process.pid, host, identity: 'dead too', command: 'weir', since: '' }
  writeFileSync(`${file}.after-old`, JSON.stringify(successor))
  expect(await taken()).toBe(true)
})

// Several times, because one race proves little.
test('of many processes that take over from a dead one at once, one wins', { repeats: 4 }, async () => {
  leave({ host: (await thisHost()).host, pid: process.pid, identity: 'dead' })
  const program = `
    const { takeLock } = await import(${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))})
    const lock = await takeLock(${JSON.stringify(file)}, 'weir start')
    console.log('release' in lock ? 'won' : 'lost')
    // Held until everybody has asked.
    await new Promise((resolve) => process.stdin.once('end', resolve).resume())`
  const children = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  const answers = await Promise.all(
    children.map(async (child) => String(((await once(child.stdout, 'data')) as [Buffer])[0]).trim()),
  )
  for (const child of children) child.stdin.end()
  await Promise.all(children.map((child) => once(child, 'exit')))
  expect(answers.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'lost'), 'won'])
  expect(readdirSync(folder)).toEqual([])
})

test('a process that ends by process.exit leaves no lock', async () => {
  const program = `
    const { takeLock } = await import(${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))})
    await takeLock(${JSON.stringify(file)}, 'weir start')
    process.exit(3)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' })
  expect(await once(child, 'exit')).toEqual([3, null])
  expect(existsSync(file)).toBe(false)
})

test('a process is itself and nobody else', () => {
  expect(identityOf(process.pid)).toBe(identityOf(process.pid))
  expect(identityOf(process.pid)).not.toBe(identityOf(process.ppid))
  expect(identityOf(2 ** 22 + 1)).toBeNull()
})

async function thisHost(): Promise<LockHolder> {
  const other = path.join(folder, 'other')
  const lock = await takeLock(other, 'weir')
  const holder = JSON.parse(readFileSync(other, 'utf8')) as LockHolder
  if ('release' in lock) lock.release()
  return holder
}
