import { describe, expect, test } from 'vitest'
import { EVENING, RATE, TIME_ZONE, usage } from '../../../test/kit/metering-world.ts'
import { holdAmount, rateRun } from './rate-run.ts'
import type { UsageRecord } from './usage-record.ts'

// 8 units for 1,000 s at 9/4: 18,000,000 milli-reference-unit-seconds, 18,000 a second. The month ends 3,600 s after EVENING.
const part = (period: string, seconds: number, used: number, refunded = 0) => ({
  period,
  milliUnitSeconds: BigInt(8000 * seconds),
  // Each second of the eight units costs 18,000.
  refundedMilliUnitSeconds: BigInt((8000 * refunded) / 18),
  used: BigInt(used * 1000),
  refunded: BigInt(refunded * 1000),
})
const until = (seconds: number): Partial<UsageRecord> => ({ endedAt: EVENING + seconds, elapsedSeconds: seconds })

const ROWS: readonly [sentence: string, change: Partial<UsageRecord>, parts: ReturnType<typeof rateRun>][] = [
  ['a run costs its seconds, units and price', {}, [part('2026-11', 1000, 18_000)]],
  ['units are the total of all nodes', { nodes: 4 }, [part('2026-11', 1000, 18_000)]],
  ['borrowed time costs its own price', { isBorrowed: true }, [part('2026-11', 1000, 6_000)]],
  ['the second in which the month ends is of the month before', until(3600), [part('2026-11', 3600, 64_800)]],
  ['the next one is of the next', until(3601), [part('2026-11', 3600, 64_800), part('2026-12', 1, 18)]],
  [
    'a run of three months has three parts',
    until(3600 + 31 * 86_400 + 10),
    [part('2026-11', 3600, 64_800), part('2026-12', 31 * 86_400, 31 * 86_400 * 18), part('2027-01', 10, 180)],
  ],
  [
    'suspended seconds are not of the run, and lie evenly',
    { endedAt: EVENING + 7200, elapsedSeconds: 3601 },
    [part('2026-11', 1800, 32_400), part('2026-12', 1801, 32_418)],
  ],
  ['a run that goes on costs nothing yet', { state: 'unfinished', endedAt: null }, []],
  ['one that never started costs nothing', { state: 'cancelled', startedAt: null, elapsedSeconds: 0 }, []],
  ['one that was withdrawn costs nothing', { state: 'withdrawn' }, []],
  ['one that failed by itself is charged', { state: 'failed' }, [part('2026-11', 1000, 18_000)]],
  ['one that its user cancelled or requeued is charged', { state: 'cancelled' }, [part('2026-11', 1000, 18_000)]],
  [
    'one that lost its node is given back whole, as a line',
    { state: 'node_failed' },
    [part('2026-11', 1000, 18_000, 18_000)],
  ],
  ['one that was stopped without a checkpoint too', { state: 'preempted' }, [part('2026-11', 1000, 18_000, 18_000)]],
  [
    'what was stopped after a checkpoint is given back from there on',
    { state: 'preempted', checkpointAt: EVENING + 600 },
    [part('2026-11', 1000, 18_000, 7_200)],
  ],
  [
    'a checkpoint in the second month leaves the first one charged',
    { state: 'preempted', checkpointAt: EVENING + 3700, ...until(3800) },
    [part('2026-11', 3600, 64_800), part('2026-12', 200, 3_600, 1_800)],
  ],
]

describe('what a run costs', () => {
  test.each(ROWS)('%s', (_, change, parts) => {
    expect(rateRun(usage(change), RATE, TIME_ZONE)).toEqual(parts)
  })

  test('a run of a month that began in another zone is of the month of the agency', () => {
    expect(rateRun(usage(until(3700)), RATE, 'UTC').map(({ period }) => period)).toEqual(['2026-11'])
  })

  test('a hold is of the whole limit at the full price, borrowed or not', () => {
    expect(holdAmount(usage({ isBorrowed: true }), 86_400, RATE)).toBe((8000n * 86_400n * 9n) / 4n)
  })
})
