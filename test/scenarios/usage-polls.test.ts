// The sources that an installation may ask are read by a real program: whole answers move the mark, silence and half an
// answer do not, and what nobody read for long is read too.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { UsageSourceBody } from '../../src/contract/metering.ts'
import { usageRound, type PolledSource, type UsagePollOptions } from '../../src/jobs/usage-polls.ts'
import { WEIR } from '../../src/operations/actor.ts'
import { listUsageSources } from '../../src/operations/metering/list-usage-sources.ts'
import { saveUsageSource } from '../../src/operations/metering/save-usage-source.ts'
import { perform } from '../../src/operations/operation.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWorld, type TestWorld } from '../kit/world.ts'

const HEAD =
  'JobIDRaw|Submit|Start|End|ElapsedRaw|State|Account|Partition|QOS|AllocTRES|ReqTRES|TimelimitRaw|NNodes|Restarts'
const CALL = { actor: WEIR, agency: 'hannuri' }

let store: TestDatabase
let weir: TestWorld
let folder: string
let polled: PolledSource
let options: UsagePollOptions
let nights: Map<PolledSource, number>

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWorld(store)
  const source = { name: 'alps', cluster: 'alps#1', flavors: { h200: 'h200' } }
  expect(await perform(weir.world, saveUsageSource, CALL, { source })).toMatchObject({ ok: true })
  folder = mkdtempSync(path.join(tmpdir(), 'weir-sacct-'))
  nights = new Map()
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await store.close()
})

beforeEach(() => {
  polled = { agency: 'hannuri', source: 'alps', command: [path.join(folder, 'sacct')] }
  options = { world: weir.world, log: pino({ level: 'silent' }), sources: [polled] }
})

/** A program that writes down how it was called. */
function install(script: string): void {
  const file = path.join(folder, 'sacct')
  writeFileSync(file, `#!/bin/sh\necho "$TZ $SLURM_TIME_FORMAT $*" >> "${folder}/calls"\n${script}\n`)
  chmodSync(file, 0o755)
}

async function sourceNow(): Promise<UsageSourceBody> {
  const listed = await perform(weir.world, listUsageSources, CALL, {})
  if (!listed.ok || listed.value[0] === undefined) throw new Error('the source is there')
  return listed.value[0]
}

const lastCall = () => readFileSync(path.join(folder, 'calls'), 'utf8').trimEnd().split('\n').at(-1)
const lastReading = async () => {
  const { cursor, readings } = await sourceNow()
  const { answer, reason, charged, setAside, broken } = readings[0]!
  return { cursor, answer, reason, charged, setAside, broken: broken.length }
}

test('a program that is not there, complains, or prints nothing is no answer', async () => {
  await usageRound(options, nights)
  expect(await lastReading()).toMatchObject({
    cursor: null,
    answer: 'no-answer',
    reason: expect.stringMatching(/ENOENT/),
  })
  install('echo "sacct: error: slurmdbd does not answer" >&2; exit 1')
  weir.passTime(300_000)
  await usageRound(options, nights)
  expect(await lastReading()).toMatchObject({
    cursor: null,
    answer: 'no-answer',
    reason: 'sacct: error: slurmdbd does not answer',
  })
  expect(lastCall()).toMatch(/^UTC %s .*--duplicates .*--starttime=1970-01-01T00:00:00 --endtime=2026-11-23T08:05:00/)
})

test('a whole answer moves the mark, half a one does not', async () => {
  install(`printf '${HEAD}\\n'`)
  weir.passTime(300_000)
  await usageRound(options, nights)
  expect(await lastReading()).toMatchObject({ cursor: '2026-11-23T08:10:00.000Z', answer: 'empty', charged: 0 })
  const line = '7|1795420000|1795420100|1795420200|100|COMPLETED|nobody|pool|normal|gres/gpu:h200=1||60|1|0'
  install(`printf '${HEAD}\\n${line}\\nhalf a li'`)
  weir.passTime(300_000)
  await usageRound(options, nights)
  expect(await lastReading()).toMatchObject({
    cursor: '2026-11-23T08:10:00.000Z',
    answer: 'partial',
    setAside: 1,
    broken: 1,
  })
  install(`printf '${HEAD}\\n${line}\\n'; exit 3`)
  weir.passTime(1000)
  await usageRound(options, nights)
  expect(await lastReading()).toMatchObject({ cursor: '2026-11-23T08:10:00.000Z', answer: 'partial', setAside: 1 })
  install(`printf '${HEAD}\\n${line}\\n'`)
  weir.passTime(1000)
  await usageRound(options, nights)
  expect(await lastReading()).toMatchObject({ cursor: '2026-11-23T08:15:02.000Z', answer: 'complete', setAside: 1 })
  // Two days back by day, 35 by night.
  expect(lastCall()).toContain('--starttime=2026-11-21T08:15:02 --endtime=2026-11-23T08:15:02')
  weir.passTime(24 * 3_600_000)
  await usageRound(options, nights)
  expect(lastCall()).toContain('--starttime=2026-10-20T08:15:02 --endtime=2026-11-24T08:15:02')
  weir.passTime(10 * 24 * 3_600_000)
  nights.set(polled, weir.world.clock().getTime() / 1000)
  await usageRound(options, nights)
  expect(lastCall()).toContain('--starttime=2026-11-24T08:15:02 --endtime=2026-12-04T08:15:02')
})

test('a source that is not set up holds up no other', async () => {
  const missing = { ...polled, source: 'dodam' }
  weir.passTime(300_000)
  await usageRound({ ...options, sources: [missing, polled] }, nights)
  expect((await sourceNow()).cursor).toBe('2026-12-04T08:20:02.000Z')
})
