import { describe, expect, test } from 'vitest'
import { EVENING, MeteringWorld, RATE, TIME_ZONE, usage } from '../../../test/kit/metering-world.ts'
import { planClose, type CloseObstacle, type MonthToClose } from './close-month.ts'
import { reconcile, type DifferenceReason, type ThreeAccounts } from './reconcile.ts'
import { runName, type UsageRecord } from './usage-record.ts'

const DAY = 86_400
/** Midnight of 1 December in Seoul. */
const END = EVENING + 3600
const RULE = { softDays: 3, hardDays: 7, timeZone: TIME_ZONE }
const EQUAL = { lines: [], differences: [], projects: [], isEqual: true }
const month = (change: Partial<MonthToClose> = {}): MonthToClose => ({
  period: '2026-11',
  closing: { softClosedThrough: '2026-11', closedThrough: '2026-10' },
  firstPeriod: '2026-01',
  now: END + 7 * DAY,
  cursors: [{ source: 'alps', cursor: END }],
  reconciliation: EQUAL,
  quarantine: [],
  booked: [],
  ...change,
})
const open = { softClosedThrough: '2026-10', closedThrough: '2026-10' }

const ROWS: readonly [string, 'soft-closed' | 'closed', Partial<MonthToClose>, readonly CloseObstacle[]][] = [
  ['on day 7 it closes for good', 'closed', {}, []],
  ['a second earlier it does not', 'closed', { now: END + 7 * DAY - 1 }, ['too-early']],
  ['on day 3 it closes softly', 'soft-closed', { closing: open, now: END + 3 * DAY }, []],
  ['a second earlier it does not', 'soft-closed', { closing: open, now: END + 3 * DAY - 1 }, ['too-early']],
  ['what is closed softly is not closed softly again', 'soft-closed', {}, ['month-closed-already']],
  ['an open month is not closed for good', 'closed', { closing: open }, ['not-softly-closed']],
  [
    'the first month has none before it',
    'closed',
    { closing: { ...open, softClosedThrough: '2026-11', closedThrough: null }, firstPeriod: '2026-11' },
    [],
  ],
  [
    'the month before comes first',
    'closed',
    { closing: { softClosedThrough: '2026-11', closedThrough: '2026-09' } },
    ['month-before-not-closed'],
  ],
  [
    'a source that was read to the second before the end',
    'closed',
    { cursors: [{ source: 'alps', cursor: END - 1 }] },
    ['source-not-read'],
  ],
  [
    'a source that was never read',
    'soft-closed',
    { closing: open, cursors: [{ source: 'alps', cursor: null }] },
    ['source-not-read'],
  ],
  [
    'a difference holds up the close for good',
    'closed',
    { reconciliation: { ...EQUAL, isEqual: false } },
    ['reconciliation-differs'],
  ],
  ['and not the soft one', 'soft-closed', { closing: open, reconciliation: { ...EQUAL, isEqual: false } }, []],
]

describe('closing a month', () => {
  test.each(ROWS)('%s (%s)', (_, state, change, obstacles) => {
    expect(planClose(month(change), state, RULE).obstacles).toEqual(obstacles)
  })

  test('its totals are those of its own part of each run', () => {
    const world = new MeteringWorld({ one: 10n ** 12n, two: 10n ** 12n })
    world.take(usage({ endedAt: EVENING + 7200, elapsedSeconds: 7200 }))
    world.take(usage({ run: { ...usage().run, job: '2' }, project: 'two', state: 'node_failed' }))
    expect(planClose(month({ booked: world.booked.values() }), 'closed', RULE).totals).toEqual([
      { project: 'one', used: 64_800_000n, refunded: 0n },
      { project: 'two', used: 18_000_000n, refunded: 18_000_000n },
    ])
  })
})

describe('three accounts of the same time', () => {
  const differencesOf = (source: readonly UsageRecord[], change: Partial<ThreeAccounts> = {}) => {
    const world = new MeteringWorld({ one: 10n ** 12n })
    world.take(usage())
    const usedOf = (project: string) => world.posted(`USED:${project}`)
    const { latest: taken, booked } = world
    const accounts = {
      source,
      taken,
      booked,
      quarantined: new Set<string>(),
      usedOf,
      rateOf: () => RATE,
      timeZone: TIME_ZONE,
    }
    return reconcile({ ...accounts, ...change })
  }
  const other = usage({ run: { ...usage().run, job: '4712' } })

  test.each<[string, readonly UsageRecord[], Partial<ThreeAccounts>, readonly DifferenceReason[]]>([
    ['the same run is no difference, read again later', [usage({ revision: 9 })], {}, []],
    ['a run that still goes on is none', [usage(), { ...other, state: 'unfinished', endedAt: null }], {}, []],
    ['a run that Weir never saw', [usage(), other], {}, ['missing']],
    ['a run that was set aside', [usage(), other], { quarantined: new Set([runName(other.run)]) }, ['quarantined']],
    ['a run that the engine shows no longer', [], {}, ['gone-from-source']],
    ['a run that the engine tells otherwise', [usage({ elapsedSeconds: 999 })], {}, ['facts-differ']],
    ['a run that is not in the ledger', [usage()], { booked: new Map() }, ['not-booked']],
    [
      'a price that was charged wrongly',
      [usage()],
      { rateOf: () => ({ ...RATE, price: RATE.borrowedPrice }) },
      ['not-booked'],
    ],
  ])('%s', (_, source, change, reasons) => {
    const found = differencesOf(source, change)
    expect(found.differences.map(({ reason }) => reason)).toEqual(reasons)
    expect(found.isEqual).toBe(reasons.length === 0)
  })

  test('a ledger that has more than is booked is a difference of its project', () => {
    expect(differencesOf([usage()], { usedOf: () => 1n })).toMatchObject({
      isEqual: false,
      projects: [{ project: 'one', booked: 18_000_000n, ledger: 1n }],
    })
  })

  test('sums are by cluster, account, flavor and day of the agency', () => {
    expect(differencesOf([usage(), other]).lines).toEqual([
      {
        cluster: 'alps#1',
        account: 'nat_one',
        flavor: 'b200',
        day: '2026-11-30',
        source: 16_000_000n,
        taken: 8_000_000n,
      },
    ])
  })
})
