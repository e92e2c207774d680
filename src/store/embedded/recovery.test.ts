// kill -9 of everything: no confirmed row is lost, no process is left.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { embeddedHome, query, until } from '../../../test/kit/embedded-home.ts'
import { end } from '../../../test/kit/installed-weir.ts'
import type { ConnectionOptions } from '../connection.ts'
import { openDatabase } from '../database.ts'
import { attachCluster, type ClusterFailure } from './cluster.ts'
import { processesIn } from './process-table.ts'

const place = embeddedHome({ isNew: false })

describe('kill -9', () => {
  /** Writes numbers until stopped; gives those that the database confirmed. */
  function writing(connection: ConnectionOptions): { confirmed: number[]; stop: () => Promise<void> } {
    const database = openDatabase(connection, { patienceMilliseconds: 20_000, connectionsMax: 4 })
    const confirmed: number[] = []
    let isOn = true
    let next = 0
    const one = async (): Promise<void> => {
      while (isOn) {
        const id = (next += 1)
        try {
          await sql`insert into numbers values (${id})`.execute(database)
          confirmed.push(id)
        } catch (error) {
          expect(error).toMatchObject({ refusal: 'database-unavailable' })
        }
      }
    }
    const all = Promise.all([one(), one(), one()])
    const stop = async (): Promise<void> => {
      isOn = false
      await all
      await database.destroy()
    }
    return { confirmed, stop }
  }

  let socketFolder = ''
  const victims: [string, () => number[]][] = [
    ['the postmaster', () => [place.postmasterPid]],
    ['every process of the database', () => processesIn(place.data)],
    [
      'every process of the database and the watchdog',
      () => [...watchdogsOf(socketFolder), ...processesIn(place.data)],
    ],
    [
      'one of its backends',
      () =>
        processesIn(place.data)
          .filter((pid) => pid !== place.postmasterPid)
          .slice(-1),
    ],
  ]
  test.each(victims)(
    'of %s while rows are written: it comes back, and every confirmed row is there',
    async (_who, who) => {
      const cluster = await place.start()
      socketFolder = cluster.owner.host
      const failures: ClusterFailure[] = []
      cluster.onFailure((failure) => failures.push(failure))
      await query(cluster.owner, 'create table numbers (id int primary key); grant insert on numbers to weir_app')
      const writer = writing(cluster.app)
      await until(() => writer.confirmed.length > 50, 'fifty rows are confirmed')
      const before = writer.confirmed.length
      const isPostmasterHit = who().includes(place.postmasterPid)
      for (const pid of who()) process.kill(pid, 'SIGKILL')
      await until(() => writer.confirmed.length > before + 50, 'rows are written again')
      if (isPostmasterHit) {
        await until(() => failures.length > 0, 'the failure is told')
        expect(failures[0]?.kind).toBe('recovered')
      }
      await writer.stop()
      const rows = (await query(cluster.owner, 'select id from numbers')) as { id: number }[]
      const stored = new Set(rows.map((row) => row.id))
      expect(writer.confirmed.filter((id) => !stored.has(id))).toEqual([])
      await cluster.stop()
      await place.expectNothingLeft(cluster.owner)
    },
  )

  test('of Weir: the database ends by itself, and the next start has the rows', async () => {
    const running = await place.startProcess()
    await query(running.started.owner, 'create table notes (id int); insert into notes values (1)')
    await end(running, 'SIGKILL')
    await until(() => processesIn(place.data).length === 0, 'the database ended')
    await until(() => !existsSync(running.started.owner.host), 'the socket is gone')
    expect(attachCluster(place.home)).toBeNull()
    const next = await place.start()
    expect(await query(next.owner, 'select id from notes')).toEqual([{ id: 1 }])
    await next.stop()
    await place.expectNothingLeft(next.owner)
  })

  test('of Weir and the next start at once', async () => {
    const running = await place.startProcess()
    await query(running.started.owner, 'create table notes (id int); insert into notes values (1)')
    running.child.kill('SIGKILL')
    const next = await place.start()
    expect(await query(next.owner, 'select id from notes')).toEqual([{ id: 1 }])
  })

  test('of Weir and of the watchdog: the next start ends the database that was left, and has the rows', async () => {
    const running = await place.startProcess()
    await query(running.started.owner, 'create table notes (id int); insert into notes values (1)')
    for (const pid of watchdogsOf(running.started.owner.host)) process.kill(pid, 'SIGKILL')
    running.child.kill('SIGKILL')
    await sleep(300)
    const next = await place.start()
    expect(await query(next.owner, 'select id from notes')).toEqual([{ id: 1 }])
    expect(existsSync(running.started.owner.host)).toBe(false)
  })

  test('of the watchdog alone: the database is started again under a new one', async () => {
    const cluster = await place.start()
    const failures: ClusterFailure[] = []
    cluster.onFailure((failure) => failures.push(failure))
    for (const pid of watchdogsOf(cluster.owner.host)) process.kill(pid, 'SIGKILL')
    await until(() => failures.length > 0, 'the failure is told')
    expect(failures[0]?.kind).toBe('recovered')
    expect(watchdogsOf(cluster.owner.host)).not.toEqual([])
    await cluster.stop()
    await place.expectNothingLeft(cluster.owner)
  })

  test('a database that cannot be brought back is told as lost, with the reason, and the stop is clean', async () => {
    const cluster = await place.start()
    const failures: ClusterFailure[] = []
    cluster.onFailure((failure) => failures.push(failure))
    rmSync(path.join(place.data, 'global', 'pg_control'))
    process.kill(place.postmasterPid, 'SIGKILL')
    await until(() => failures.length > 0, 'the failure is told')
    expect(failures[0]).toMatchObject({ kind: 'lost', error: { refusal: 'database-not-started' } })
    expect(String(failures[0]?.kind === 'lost' && failures[0].error)).toContain('pg_control')
    await cluster.stop()
    await place.expectNothingLeft(cluster.owner)
  })

  test('a stop while the database is being brought back stops it', async () => {
    const cluster = await place.start()
    process.kill(place.postmasterPid, 'SIGKILL')
    await sleep(20)
    await cluster.stop()
    await place.expectNothingLeft(cluster.owner)
  })
})

const watchdogsOf = (socketFolder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        return words[3] === 'weir-watchdog' && words[4] === socketFolder
      } catch {
        return false
      }
    })
    .map(Number)
