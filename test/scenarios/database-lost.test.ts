// Every process of the database is killed (kill -9) while a run is replayed and stored: Weir says so, goes on when the
// supervisor has brought the database back, and every run is there whole or not at all.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RunBody } from '../../src/contract/runs.ts'
import { listAuditRecords } from '../../src/store/audit.ts'
import { inTransaction, openDatabase, type Database } from '../../src/store/database.ts'
import type { Cluster } from '../../src/store/embedded/cluster.ts'
import { processesIn } from '../../src/store/embedded/process-table.ts'
import { migrate } from '../../src/store/migrate.ts'
import { embeddedHome } from '../kit/embedded-home.ts'
import { writeSlowScenario } from '../kit/slow-scenario.ts'
import { eventually, SMALL_SCENARIO, stateOf, testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const RUNS = '/api/agencies/hannuri/runs'

const place = embeddedHome({ isNew: false })
let cluster: Cluster
let database: Database
let weir: TestWeir
let officer: Ask

beforeEach(async () => {
  cluster = await place.start()
  await migrate(cluster.owner)
  database = openDatabase(cluster.app)
  const scenarioPaths = [SMALL_SCENARIO, await writeSlowScenario(place.folder)]
  weir = await testWeir({ database, app: cluster.app, owner: cluster.owner }, { scenarioPaths })
  officer = await weir.signIn(['programme-officer'])
})

afterEach(async () => {
  await weir.stop()
  await database.destroy()
})

function killDatabase(): void {
  for (const pid of processesIn(place.data)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended with its postmaster.
    }
  }
}

const isReady = () => weir.ask('/readyz')
const isReadyAgain = () => eventually(isReady, (answer) => answer.status === 200)

async function start(scenario: string): Promise<string> {
  const started = await officer(RUNS, { method: 'POST', body: { scenario } })
  expect(started.status, started.text).toBe(201)
  return String(started.body['id'])
}

const untilState = (id: string, ...states: string[]) =>
  eventually(
    () => weir.ask(`${RUNS}/${id}`),
    (answer) => states.includes(String(stateOf(answer))),
    // Lost runs are looked for every 15 s; a machine with other work takes a while for each try.
    100_000,
  )

test('while it is away requests are refused by name and nothing hangs; then all is there again', async () => {
  const id = await start('small')
  await untilState(id, 'completed')
  killDatabase()
  const askedAt = performance.now()
  const away = await weir.ask('/readyz')
  expect(performance.now() - askedAt).toBeLessThan(3_000)
  if (away.status !== 200) {
    expect([away.status, away.body['refusal']]).toEqual([503, 'database-unavailable'])
    expect(away.headers.get('retry-after')).toBe('3')
  }
  await isReadyAgain()
  expect(RunBody.parse((await weir.ask(`${RUNS}/${id}`)).body).nodes).toHaveLength(5)
  await untilState(await start('small'), 'completed')
})

test('while it stays away everything is refused by name within seconds, and the process lives', async () => {
  await cluster.stop()
  const askedAt = performance.now()
  const answers = await Promise.all([
    weir.ask(RUNS),
    weir.ask('/api/agencies'),
    officer(RUNS, { method: 'POST', body: { scenario: 'small' } }),
    officer('/api/session'),
    weir.ask('/readyz'),
  ])
  expect(performance.now() - askedAt).toBeLessThan(12_000)
  expect(answers.map((answer) => answer.body['refusal'] ?? answer.status)).toEqual([
    'database-unavailable',
    'database-unavailable',
    'database-unavailable',
    // Whose session it is cannot be known now, so nobody is signed in; reading needs no more.
    200,
    'database-unavailable',
  ])
  expect((await weir.ask('/healthz')).status).toBe(200)
  expect((await weir.ask('/metrics')).text).toContain('weir_database_reachable 0')
})

test('a replay that goes on meanwhile is stored when the database is back', async () => {
  const id = await start('slow')
  await untilState(id, 'running')
  killDatabase()
  await isReadyAgain()
  const run = RunBody.parse((await untilState(id, 'completed')).body)
  expect(run.summary?.jobs).toBe(150_000)
  expect(run.nodes).toHaveLength(5)
  const records = await inTransaction(database, { agency: 'hannuri' }, (tx) => listAuditRecords(tx, `run ${id}`))
  expect(records.map((record) => record.operation)).toEqual(['start-run', 'claim-run', 'complete-run'])
})

test('whenever it is killed, a run is whole or has nothing, and none stays behind', { timeout: 360_000 }, async () => {
  const ids: string[] = []
  for (const delay of [5, 40, 120]) {
    ids.push(await start('small'))
    await new Promise((resolve) => setTimeout(resolve, delay))
    killDatabase()
    await isReadyAgain()
  }
  for (const id of ids) {
    const run = RunBody.parse((await untilState(id, 'completed')).body)
    expect(run.nodes).toHaveLength(5)
    expect(run.series?.nodes).toHaveLength(5)
    expect(run.progress).toEqual({ state: 'completed', jobsDone: 8, jobsTotal: 8, failure: null })
  }
})
