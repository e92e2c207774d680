// A run from its start to its deletion, as an officer and the public see it over HTTP.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunBody, RunListBody } from '../../src/contract/runs.ts'
import { inTransaction } from '../../src/store/database.ts'
import { listAuditRecords } from '../../src/store/audit.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { openEvents } from '../kit/events.ts'
import { writeSlowScenario } from '../kit/slow-scenario.ts'
import { eventually, SMALL_SCENARIO, stateOf, testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const RUNS = '/api/agencies/hannuri/runs'

let store: TestDatabase
let weir: TestWeir
let officer: Ask
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-scenario-'))
  store = await testDatabase()
  weir = await testWeir(store, { scenarioPaths: [SMALL_SCENARIO, await writeSlowScenario(folder)] })
  officer = await weir.signIn(['programme-officer'])
})

afterAll(async () => {
  await weir.stop()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(scenario: string, more: object = {}): Promise<string> {
  const started = await officer(RUNS, { method: 'POST', body: { scenario, ...more } })
  expect(started.status, started.text).toBe(201)
  expect(stateOf(started)).toBe('queued')
  expect(started.headers.get('location')).toBe(`${RUNS}/${String(started.body['id'])}`)
  return String(started.body['id'])
}

const ended = (id: string) =>
  eventually(
    () => weir.ask(`${RUNS}/${id}`),
    (answer) => !['queued', 'running'].includes(String(stateOf(answer))),
  )

const auditOf = (id: string) =>
  inTransaction(store.database, { agency: 'hannuri' }, (tx) => listAuditRecords(tx, `run ${id}`))

describe('a run that is completed', () => {
  test('its results are rows and a series that add up, and the public reads them', async () => {
    const id = await start('small')
    const answer = await ended(id)
    const run = RunBody.parse(answer.body)
    expect(run.progress).toEqual({ state: 'completed', jobsDone: 8, jobsTotal: 8, failure: null })
    expect(run.summary).toMatchObject({ jobs: 8, capacity: 8, impossibleJobs: 0 })
    expect(run.policy).toBe('small-policy')
    expect(run.createdBy).toBe('programme-officer of hannuri')
    expect(run.trace).toMatchObject({ jobs: 8, badLines: 0 })
    const sectors = run.nodes.filter((node) => node.parent === null)
    expect(sectors.map((node) => [node.id, node.title.ko, node.guarantee])).toEqual([
      ['national', '국가 AI 프로젝트', 4],
      ['academia', '학계·연구계', 4],
    ])
    const delivered = sectors.reduce((sum, node) => sum + node.deliveredUnitSeconds, 0)
    expect(delivered).toBe(run.summary?.deliveredUnitSeconds)
    expect(run.series?.nodes.map((node) => node.id)).toEqual(run.nodes.map((node) => node.id))
    expect(run.series?.inUse.length).toBe(run.series?.steps)
    expect(run.accounts?.nodes.map((node) => node.id)).toEqual(run.nodes.map((node) => node.id))
    expect(run.accounts?.nodes[0]?.owed.at(-1)).toBe(
      (run.nodes[0]?.borrowedUnitSeconds ?? 0) - (run.nodes[0]?.lentUnitSeconds ?? 0),
    )
    expect(run.nodes[0]?.turnaround?.max).toBeGreaterThan(0)
    const ofPool = (run.classes ?? []).filter((row) => row.node === null)
    expect(ofPool.reduce((jobs, row) => jobs + row.jobs, 0)).toBe(8)
  })

  test('a run from before accounts were recorded is still read and exported', async () => {
    const id = await start('small')
    await ended(id)
    await inTransaction(store.database, { agency: 'hannuri' }, async (tx) => {
      await tx.deleteFrom('run_details').where('run_id', '=', id).execute()
      await tx.updateTable('run_nodes').set({ details: null }).where('run_id', '=', id).execute()
    })
    const run = RunBody.parse((await weir.ask(`${RUNS}/${id}`)).body)
    expect([run.accounts, run.classes, run.nodes[0]?.earnedUnitSeconds]).toEqual([null, null, undefined])
    expect((await weir.ask(`${RUNS}/${id}/accounts.csv`)).text.split('\r\n')).toHaveLength(2)
    expect((await weir.ask(`${RUNS}/${id}/nodes.csv`)).status).toBe(200)
  })

  test('every step of its life stands in the audit records, with who and what', async () => {
    const id = await start('small', { capacity: 6, backfill: 'conservative' })
    await ended(id)
    const records = await auditOf(id)
    expect(records.map((record) => [record.operation, record.actorKind, record.after])).toEqual([
      [
        'start-run',
        'person',
        expect.objectContaining({ state: 'queued', scenario: 'small', backfill: 'conservative', askedCapacity: 6 }),
      ],
      ['claim-run', 'weir', { state: 'running', claims: 1 }],
      // One of the eight jobs is larger than the pool of six.
      ['complete-run', 'weir', expect.objectContaining({ state: 'completed', jobs: 7 })],
    ])
    expect(records[0]?.decidedBy).toEqual(['officers-conduct'])
  })

  test('it can be exported, found in the list, and deleted once', async () => {
    const id = await start('small')
    await ended(id)
    const nodes = await weir.ask(`${RUNS}/${id}/nodes.csv`)
    expect(nodes.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(nodes.text.split('\r\n').length).toBe(1 + 5 + 1)
    const series = await weir.ask(`${RUNS}/${id}/series.csv`)
    expect(series.text).toContain('national_in_use_gpu')
    const accounts = await weir.ask(`${RUNS}/${id}/accounts.csv`)
    expect(accounts.text).toContain('owed_gpu_hours')
    const classes = await weir.ask(`${RUNS}/${id}/classes.csv`)
    expect(classes.text).toContain('size_gpu,length,jobs')
    const listed = RunListBody.parse((await weir.ask(`${RUNS}?search=SMALL&state=completed`)).body)
    expect(listed.rows.map((row) => row.id)).toContain(id)
    expect((await officer(`${RUNS}/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await weir.ask(`${RUNS}/${id}`)).body['refusal']).toBe('run-not-found')
    expect((await officer(`${RUNS}/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await auditOf(id)).at(-1)).toMatchObject({ operation: 'delete-run', after: null })
  })

  test('a capacity that the shares do not fit is refused, and nothing is stored', async () => {
    const before = (await weir.ask(RUNS)).body['total']
    const refused = await officer(RUNS, { method: 'POST', body: { scenario: 'nowhere' } })
    expect(refused.body['refusal']).toBe('scenario-not-found')
    expect((await weir.ask(RUNS)).body['total']).toBe(before)
  })
})

describe('a run that is followed', () => {
  test('a reader gets the state as it is now, then the steps, then the end, and the stream closes', async () => {
    const id = await start('slow')
    const stream = await openEvents(`${weir.address}${RUNS}/${id}/progress`)
    const states: string[] = []
    let last: unknown = null
    for await (const event of stream.events) {
      expect(event.event).toBe('progress')
      const { state, jobsDone } = event.data as { state: string; jobsDone: number }
      if (states.at(-1) !== state) states.push(state)
      last = { state, jobsDone, id: event.id }
    }
    expect(states.at(-1)).toBe('completed')
    expect(states).toContain('running')
    expect(last).toEqual({ state: 'completed', jobsDone: 150_000, id: 'last' })
  })

  test('a reader who comes after the end gets the end; one who already has it is told to stop', async () => {
    const id = await start('small')
    await ended(id)
    const late = await openEvents(`${weir.address}${RUNS}/${id}/progress`)
    const events = await Array.fromAsync(late.events)
    expect(events.map((event) => event.data)).toEqual([
      { state: 'completed', jobsDone: 8, jobsTotal: 8, failure: null },
    ])
    const again = await openEvents(`${weir.address}${RUNS}/${id}/progress`, { 'last-event-id': 'last' })
    expect(again.status).toBe(204)
  })

  test('a reader who leaves is forgotten', async () => {
    const id = await start('slow')
    const stream = await openEvents(`${weir.address}${RUNS}/${id}/progress`)
    await stream.events.next()
    stream.leave()
    const followers = async () => await weir.ask('/metrics')
    await eventually(followers, ({ text }) => text.includes('weir_progress_followers 0'))
    await officer(`${RUNS}/${id}/cancellation`, { method: 'POST' })
  })
})

describe('a run that is cancelled', () => {
  test('it stops at once, keeps no results, and its worker is free for the next run', async () => {
    const id = await start('slow')
    await eventually(
      () => weir.ask(`${RUNS}/${id}`),
      (answer) => stateOf(answer) === 'running',
    )
    const cancelled = await officer(`${RUNS}/${id}/cancellation`, { method: 'POST' })
    expect([cancelled.status, stateOf(cancelled)]).toEqual([200, 'cancelled'])
    const startedAt = performance.now()
    await eventually(
      () => weir.ask('/metrics'),
      ({ text }) => text.includes('weir_replays_active 0'),
    )
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    const run = RunBody.parse((await weir.ask(`${RUNS}/${id}`)).body)
    expect(run).toMatchObject({ summary: null, series: null, nodes: [], progress: { state: 'cancelled' } })
    expect((await weir.ask(`${RUNS}/${id}/nodes.csv`)).body['refusal']).toBe('run-without-results')
    await ended(await start('small'))
  })

  test('a run that is over is not cancelled, and one that is not over is not deleted', async () => {
    const over = await start('small')
    await ended(over)
    const refused = await officer(`${RUNS}/${over}/cancellation`, { method: 'POST' })
    expect([refused.status, refused.body['refusal']]).toEqual([409, 'run-already-ended'])
    const open = await start('slow')
    const kept = await officer(`${RUNS}/${open}`, { method: 'DELETE' })
    expect([kept.status, kept.body['refusal']]).toEqual([409, 'run-not-ended'])
    await officer(`${RUNS}/${open}/cancellation`, { method: 'POST' })
  })
})
