// Workers that are lost, slow, or come back from the dead: a run has one worker whose word counts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadScenario } from '../../adapters/files/scenario-files.ts'
import { replayScenario } from '../../adapters/files/replay-scenario.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import { testDatabase, type TestDatabase } from '../../../test/kit/database.ts'
import { SMALL_SCENARIO } from '../../../test/kit/weir.ts'
import { testWorld, type TestWorld } from '../../../test/kit/world.ts'
import { VISITOR, WEIR } from '../actor.ts'
import { perform } from '../operation.ts'
import { cancelRun } from './cancel-run.ts'
import { claimRun } from './claim-run.ts'
import { completeRun } from './complete-run.ts'
import { failRun } from './fail-run.ts'
import { getRun } from './get-run.ts'
import { listForsakenRuns } from './list-forsaken-runs.ts'
import { recordRunProgress } from './record-run-progress.ts'
import { releaseRun } from './release-run.ts'
import { requeueRun } from './requeue-run.ts'
import { OPEN_RUNS_MAX, startRun } from './start-run.ts'

const CALL = { actor: WEIR, agency: 'hannuri' }
const MINUTE = 60_000

let store: TestDatabase
let kit: TestWorld
let outcome: Outcome

beforeAll(async () => {
  store = await testDatabase()
  kit = await testWorld(store)
  const loaded = await loadScenario(SMALL_SCENARIO)
  if (!loaded.ok) throw new Error(loaded.refusal.code)
  const replayed = await replayScenario(loaded.value)
  if (!replayed.ok) throw new Error(replayed.refusal.code)
  outcome = replayed.value.outcome
})

afterAll(async () => await store.close())

async function start(): Promise<string> {
  const started = await perform(kit.world, startRun, CALL, { scenario: 'small' })
  if (!started.ok) throw new Error(started.refusal)
  return started.value.id
}

const claim = (id: string, given: string) => perform(kit.world, claimRun, CALL, { id, claim: given })
const complete = (id: string, given: string) => perform(kit.world, completeRun, CALL, { id, claim: given, outcome })
const requeue = (id: string) =>
  perform(kit.world, requeueRun, CALL, {
    id,
    seenBefore: new Date(kit.world.clock().getTime() - MINUTE),
    failure: 'run-interrupted: three times',
  })

async function stateOf(id: string): Promise<string> {
  const run = await perform(kit.world, getRun, { actor: VISITOR, agency: 'hannuri' }, { id })
  return run.ok ? run.value.progress.state : run.refusal
}

test('a run is taken by one worker; the same worker may ask again when it got no answer', async () => {
  const id = await start()
  const [mine, others] = [kit.world.newId(), kit.world.newId()]
  expect((await claim(id, mine)).ok).toBe(true)
  expect((await claim(id, mine)).ok).toBe(true)
  expect(await claim(id, others)).toEqual({ ok: false, refusal: 'run-not-queued' })
  expect((await complete(id, mine)).ok).toBe(true)
})

test('a worker that was given up no longer counts, whatever it says', async () => {
  const id = await start()
  const [lost, next] = [kit.world.newId(), kit.world.newId()]
  await claim(id, lost)
  kit.passTime(2 * MINUTE)
  expect(await requeue(id)).toEqual({ ok: true, value: { state: 'queued' } })
  await claim(id, next)
  expect(await complete(id, lost)).toEqual({ ok: false, refusal: 'run-not-running' })
  expect(await perform(kit.world, failRun, CALL, { id, claim: lost, failure: 'x' })).toMatchObject({ ok: false })
  const told = await perform(kit.world, recordRunProgress, CALL, { id, claim: lost, jobsDone: 1, jobsTotal: 8 })
  expect(told).toEqual({ ok: true, value: { isHeld: false } })
  expect((await complete(id, next)).ok).toBe(true)
  expect(await complete(id, next)).toEqual({ ok: false, refusal: 'run-not-running' })
})

test('a worker that shows itself is not given up', async () => {
  const id = await start()
  const mine = kit.world.newId()
  await claim(id, mine)
  kit.passTime(2 * MINUTE)
  await perform(kit.world, recordRunProgress, CALL, { id, claim: mine, jobsDone: 1, jobsTotal: 8 })
  const seenBefore = new Date(kit.world.clock().getTime() - MINUTE)
  const forsaken = await perform(kit.world, listForsakenRuns, CALL, { seenBefore })
  expect(forsaken.ok && forsaken.value.map((run) => run.id)).not.toContain(id)
  expect(await requeue(id)).toEqual({ ok: false, refusal: 'run-not-queued' })
  await complete(id, mine)
})

test('a run whose worker is lost three times has failed and says so', async () => {
  const id = await start()
  const states: string[] = []
  for (let time = 0; time < 3; time += 1) {
    await claim(id, kit.world.newId())
    kit.passTime(2 * MINUTE)
    await requeue(id)
    states.push(await stateOf(id))
  }
  expect(states).toEqual(['queued', 'queued', 'failed'])
  const run = await perform(kit.world, getRun, { actor: VISITOR, agency: 'hannuri' }, { id })
  expect(run).toMatchObject({ value: { progress: { failure: 'run-interrupted: three times' } } })
})

test('a run that Weir gives back in order is not counted as lost', async () => {
  const id = await start()
  for (let time = 0; time < 5; time += 1) {
    await claim(id, kit.world.newId())
    expect((await perform(kit.world, releaseRun, CALL, { id })).ok).toBe(true)
  }
  expect(await stateOf(id)).toBe('queued')
  await perform(kit.world, cancelRun, CALL, { id })
})

test('a worker that ends after the run was cancelled stores nothing', async () => {
  const id = await start()
  const mine = kit.world.newId()
  await claim(id, mine)
  await perform(kit.world, cancelRun, CALL, { id })
  expect(await complete(id, mine)).toEqual({ ok: false, refusal: 'run-not-running' })
  const run = await perform(kit.world, getRun, { actor: VISITOR, agency: 'hannuri' }, { id })
  expect(run).toMatchObject({ value: { nodes: [], series: null, summary: null } })
})

test('an agency has so many open runs and no more', async () => {
  const ids: string[] = []
  for (;;) {
    const started = await perform(kit.world, startRun, CALL, { scenario: 'small' })
    if (!started.ok) {
      expect(started.refusal).toBe('too-many-open-runs')
      break
    }
    ids.push(started.value.id)
    expect(ids.length).toBeLessThanOrEqual(OPEN_RUNS_MAX)
  }
  expect(ids).toHaveLength(OPEN_RUNS_MAX)
  for (const id of ids) await perform(kit.world, cancelRun, CALL, { id })
})
