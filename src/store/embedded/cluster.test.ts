// The embedded database in good order: starts and stops, two Weirs on one home, who may enter, what is refused.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { embeddedHome, query, until } from '../../../test/kit/embedded-home.ts'
import { end, startClusterProcess } from '../../../test/kit/installed-weir.ts'
import { SILENT_LOG } from '../log.ts'
import { openStore } from '../open.ts'
import { attachCluster } from './cluster.ts'

const place = embeddedHome({ isNew: false })

describe('start and stop', () => {
  test('what was written is there at the next start, and a stop leaves nothing but data', async () => {
    const first = await place.start()
    await query(first.owner, 'create table notes (id int); insert into notes values (1)')
    await first.stop()
    await place.expectNothingLeft(first.owner)
    const second = await place.start()
    expect(await query(second.owner, 'select id from notes')).toEqual([{ id: 1 }])
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s to Weir stops the database in good order', async (signal) => {
    const running = await place.startProcess()
    await end(running, signal)
    expect(await running.next()).toEqual({ event: 'stopped' })
    await place.expectNothingLeft(running.started.owner)
    expect(place.logText).toContain('database system is shut down')
  })

  test('stopping twice, also while the first stop goes on, is stopping', async () => {
    const cluster = await place.start()
    await Promise.all([cluster.stop(), cluster.stop()])
    await cluster.stop()
    await place.expectNothingLeft(cluster.owner)
  })

  test('a home whose path is longer than a socket may be', async () => {
    place.home = path.join(place.folder, 'a'.repeat(120))
    const cluster = await place.start()
    expect(Buffer.byteLength(`${cluster.owner.host}/.s.PGSQL.5432`)).toBeLessThan(100)
    expect(await query(cluster.owner, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a first start that was cut off is made anew', async () => {
    place.home = path.join(place.folder, 'another home')
    mkdirSync(path.join(place.home, 'data.new', 'base'), { recursive: true })
    writeFileSync(path.join(place.home, 'data.new', 'PG_VERSION'), '18\n')
    chmodSync(place.home, 0o711)
    const cluster = await place.start()
    expect(existsSync(path.join(place.home, 'data.new'))).toBe(false)
    expect(await query(cluster.app, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a Weir that is killed while it makes the data, and the next start at once', async () => {
    place.home = path.join(place.folder, 'another home')
    const killed = startClusterProcess(place.home)
    await until(() => existsSync(path.join(place.home, 'data.new', 'PG_VERSION')), 'initdb is at work')
    await end(killed, 'SIGKILL')
    const cluster = await place.start()
    expect(await query(cluster.app, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('under a strict umask root still lets the database pass to its data', async () => {
    place.home = path.join(place.folder, 'another home')
    const before = process.umask(0o077)
    try {
      await place.start()
    } finally {
      process.umask(before)
    }
    expect(existsSync(place.data)).toBe(true)
  })

  test('a start that was cut off before the roles were made makes them', async () => {
    const cluster = await place.start()
    await query({ ...cluster.superuser, database: 'postgres' }, 'drop database weir')
    for (const role of ['weir_owner', 'weir_app']) {
      await query({ ...cluster.superuser, database: 'postgres' }, `drop role ${role}`)
    }
    await cluster.stop()
    const next = await place.start()
    expect(await query(next.app, 'select current_user as me')).toEqual([{ me: 'weir_app' }])
  })

  test('of the logs the newest five are kept', async () => {
    const cluster = await place.start()
    await cluster.stop()
    for (let day = 1; day <= 9; day += 1)
      writeFileSync(path.join(place.home, 'log', `postgres-2026010${day}-000000.log`), '')
    const next = await place.start()
    await next.stop()
    const kept = readdirSync(path.join(place.home, 'log'))
    expect(kept).toContain('postgres-20260109-000000.log')
    expect(kept).not.toContain('postgres-20260104-000000.log')
  })
})

describe('two on one home', () => {
  test('the second is refused by name and told who has it', async () => {
    await place.start()
    const other = startClusterProcess(place.home)
    const refused = await other.next()
    expect(refused).toMatchObject({
      event: 'refused',
      refusal: 'home-in-use',
      values: { home: place.home, pid: process.pid, command: 'weir start' },
    })
    await expect(place.start()).rejects.toMatchObject({ refusal: 'home-in-use' })
  })

  test('a command beside it works on the same database and leaves it running', async () => {
    expect(attachCluster(place.home)).toBeNull()
    const running = await place.startProcess()
    const store = await openStore({ home: place.home, log: SILENT_LOG, whenInUse: 'attach' })
    await query(running.started.owner, 'create table notes (id int); insert into notes values (1)')
    const { rows } = await sql`select id from notes`.execute(store.database)
    expect(rows).toEqual([{ id: 1 }])
    await store.stop()
    expect(await query(running.started.app, 'select id from notes')).toEqual([{ id: 1 }])
  })

  test('of two commands that come together without a server, one starts it and both work', async () => {
    const options = { home: place.home, log: SILENT_LOG, whenInUse: 'attach' } as const
    const stores = await Promise.all([openStore(options), openStore(options)])
    for (const store of stores) expect(await store.database.selectFrom('agencies').selectAll().execute()).toEqual([])
    // The one that attached goes first; the other has the cluster.
    await Promise.all(stores.map((store) => store.stop()))
    await place.expectNothingLeft(stores[0].owner)
  })
})

describe('who may enter', () => {
  test('nobody without a password, and nobody over the network', async () => {
    const cluster = await place.start()
    await expect(query({ ...cluster.owner, password: 'guess' }, 'select 1')).rejects.toThrow(
      'password authentication failed',
    )
    await expect(query({ ...cluster.superuser, password: '' }, 'select 1')).rejects.toThrow(/password/)
    expect(await query(cluster.superuser, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
    const { rules } = (
      await query(cluster.superuser, 'select array_agg(auth_method) as rules from pg_hba_file_rules')
    )[0] as {
      rules: string[]
    }
    expect(rules).toEqual(['scram-sha-256'])
  })

  test('secrets can be read by their owner alone', async () => {
    const cluster = await place.start()
    for (const name of ['credentials.json', 'running.json', 'lock']) {
      expect(statSync(path.join(place.home, name)).mode & 0o777).toBe(0o600)
    }
    for (const name of [place.data, path.join(place.home, 'log'), cluster.owner.host]) {
      expect(statSync(name).mode & 0o777).toBe(0o700)
    }
  })

  test('durability is on', async () => {
    const cluster = await place.start()
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) {
      expect(await query(cluster.owner, `show ${setting}`)).toEqual([{ [setting]: 'on' }])
    }
  })
})

describe('refusals', () => {
  test('data of another PostgreSQL', async () => {
    const cluster = await place.start()
    await cluster.stop()
    writeFileSync(path.join(place.data, 'PG_VERSION'), '17\n')
    await expect(place.start()).rejects.toMatchObject({
      refusal: 'data-version-differs',
      values: { data: 17, programs: 18 },
    })
    expect(existsSync(path.join(place.home, 'lock'))).toBe(false)
  })

  test('passwords that are gone', async () => {
    const cluster = await place.start()
    await cluster.stop()
    rmSync(path.join(place.home, 'credentials.json'))
    await expect(place.start()).rejects.toMatchObject({ refusal: 'credentials-missing' })
  })

  test('data that is broken, with what the database says', async () => {
    const cluster = await place.start()
    await cluster.stop()
    rmSync(path.join(place.data, 'global', 'pg_control'))
    await expect(place.start()).rejects.toMatchObject({
      refusal: 'database-not-started',
      values: { reason: expect.stringContaining('pg_control') },
    })
    place.expectNothingButData()
  })

  test('a number in postmaster.pid that another process has now is no obstacle', async () => {
    const cluster = await place.start()
    await cluster.stop()
    const sleeper = spawn('sleep', ['60'])
    writeFileSync(path.join(place.data, 'postmaster.pid'), `${sleeper.pid}\n${place.data}\n`)
    const next = await place.start()
    expect(await query(next.owner, 'select 1 as one')).toEqual([{ one: 1 }])
    const ended = once(sleeper, 'exit')
    expect(sleeper.kill()).toBe(true)
    await ended
  })
})
