import { describe, expect, test } from 'vitest'
import { EVENING, MeteringWorld, usage } from '../../../test/kit/metering-world.ts'
import { checkRecord, RECORD_DEFECTS, quarantineLines, UNKNOWN_GRES, type QuarantineReason } from './check-record.ts'
import type { UsageRecord } from './usage-record.ts'

const { now } = new MeteringWorld({})
const CHECKS = { ...new MeteringWorld({}).checks(), now }
const run = usage().run

const ROWS: readonly [sentence: string, change: Partial<UsageRecord>, reason: QuarantineReason | null][] = [
  ['a whole record is good', {}, null],
  ['a job number that is none', { run: { ...run, job: '4711_[1-9]' } }, 'run-key-malformed'],
  ['restarts below zero', { run: { ...run, restarts: -1 } }, 'run-key-malformed'],
  ['a project that nobody knows', { project: 'three' }, 'unknown-project'],
  ['a gres that nobody knows is not nothing', { flavor: UNKNOWN_GRES }, 'unknown-gres'],
  ['a flavor that nobody knows', { flavor: 'b900' }, 'unknown-flavor'],
  ['half a thousandth of a unit', { milliUnits: 0.5 }, 'amount-malformed'],
  ['no units', { milliUnits: 0 }, 'amount-malformed'],
  ['seconds below zero', { elapsedSeconds: -1 }, 'elapsed-malformed'],
  ['seconds of a run that has no start', { startedAt: null }, 'start-missing'],
  ['a run that waits has no start', { state: 'unfinished', startedAt: null, endedAt: null, elapsedSeconds: 0 }, null],
  ['an ended run without an end', { endedAt: null }, 'end-missing'],
  ['an end before the start', { endedAt: EVENING - 1 }, 'end-before-start'],
  ['a start before it was submitted', { startedAt: run.submittedAt - 1 }, 'start-before-submission'],
  ['a start in the future', { startedAt: now + 61, endedAt: now + 2000 }, 'start-in-the-future'],
  ['a clock that is a little ahead', { startedAt: now - 1000, endedAt: now + 60 }, null],
  ['an end in the future', { endedAt: now + 61 }, 'end-in-the-future'],
  ['more seconds than from start to end', { elapsedSeconds: 1001 }, 'elapsed-beyond-span'],
  ['its whole limit and the grace', { limitSeconds: 880 }, null],
  ['a second more', { limitSeconds: 879 }, 'elapsed-beyond-limit'],
  ['a checkpoint after the end', { checkpointAt: EVENING + 1001 }, 'checkpoint-outside-run'],
  [
    'a record that was taken back needs nothing but its key',
    { state: 'withdrawn', project: 'three', endedAt: null },
    null,
  ],
]

describe('a record', () => {
  test.each(ROWS)('%s', (_, change, reason) => {
    const checked = checkRecord(usage(change), CHECKS)
    expect(checked.ok ? null : checked.refusal).toBe(reason)
  })

  test('every reason has a record above', () => {
    expect(new Set(ROWS.map(([, , reason]) => reason))).toEqual(new Set([null, ...RECORD_DEFECTS]))
  })

  test('records that wait are counted by reason, with the age of the oldest', () => {
    const waiting = (reason: QuarantineReason, since: number) => ({ record: usage(), reason, since })
    const all = [waiting('end-missing', 90), waiting('unknown-project', 50), waiting('end-missing', 30)]
    expect(quarantineLines(all, 100)).toEqual([
      { reason: 'unknown-project', records: 1, oldestSeconds: 50 },
      { reason: 'end-missing', records: 2, oldestSeconds: 70 },
    ])
  })
})
