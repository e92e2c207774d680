import { describe, expect, test } from 'vitest'
import { EVENING, MeteringWorld, usage } from '../../../test/kit/metering-world.ts'

const RICH = { one: 10n ** 12n, two: 10n ** 12n }
const running = (limitSeconds: number, revision = 1) =>
  usage({ state: 'unfinished', endedAt: null, elapsedSeconds: 0, limitSeconds, revision })
const after = (world: MeteringWorld, from: number) =>
  world.recorded.slice(from).map((transfer) => {
    if (transfer.phase === 'void') return `${transfer.kind} void`
    return `${transfer.kind} ${transfer.phase} ${transfer.amount / 1000n}`
  })

describe('what is posted of a run', () => {
  test('a start holds the limit, a raised limit holds the rest, the end posts both', () => {
    const world = new MeteringWorld(RICH)
    const from = world.recorded.length
    world.take(running(600))
    world.take(running(900, 2))
    world.take(usage({ limitSeconds: 900, revision: 3 }))
    expect(after(world, from)).toEqual([
      'encumber hold 10800',
      'encumber hold 5400',
      'consume post 10800',
      'consume post 5400',
      'consume move 1800',
    ])
    expect(world.ledger.openHolds()).toEqual([])
  })

  test('a job that never ran leaves nothing held', () => {
    const world = new MeteringWorld(RICH)
    world.take(running(600))
    world.take(usage({ state: 'cancelled', startedAt: null, elapsedSeconds: 0, revision: 2 }))
    expect(world.balances()).toEqual(new MeteringWorld(RICH).balances())
  })

  test('what a project does not have is overdraft, and a later refund lowers that first', () => {
    const world = new MeteringWorld({ one: 5_000_000n })
    world.take(usage())
    expect(world.posted('OVERDRAFT:one')).toBe(-13_000_000n)
    world.take(usage({ elapsedSeconds: 500, revision: 2 }))
    expect([world.posted('OVERDRAFT:one'), world.posted('PROJECT:one')]).toEqual([-4_000_000n, 0n])
    expect(world.recorded.at(-1)).toMatchObject({ kind: 'refund', debit: 'USED:one', credit: 'OVERDRAFT:one' })
    world.take(usage({ state: 'withdrawn', revision: 3 }))
    expect([world.posted('OVERDRAFT:one'), world.posted('PROJECT:one')]).toEqual([0n, 5_000_000n])
  })

  test('an overdraft that stood beside a hold is paid back when the hold ends', () => {
    const world = new MeteringWorld({ one: 20_000_000n })
    const other = { ...usage().run, job: '4712' }
    world.take(running(1000))
    world.take(usage({ run: other }))
    expect(world.posted('OVERDRAFT:one')).toBe(-16_000_000n)
    world.take(usage({ state: 'cancelled', startedAt: null, elapsedSeconds: 0, revision: 2 }))
    expect([world.posted('OVERDRAFT:one'), world.posted('PROJECT:one')]).toEqual([0n, 2_000_000n])
  })

  test('what is found late of a closed month is posted in an open one, and a correction refers to its first entry', () => {
    const world = new MeteringWorld(RICH)
    world.take(usage())
    const [first] = world.recorded.slice(-1)
    world.ledger.closing = { softClosedThrough: '2026-11', closedThrough: '2026-11' }
    const from = world.recorded.length
    world.take(usage({ elapsedSeconds: 400, revision: 2 }))
    world.take(usage({ run: { ...usage().run, restarts: 1 } }))
    expect(after(world, from)).toEqual(['refund move 10800', 'consume move 18000'])
    const [refund, late] = world.recorded.slice(from)
    expect([refund?.period, refund?.ref, refund?.note]).toEqual(['2026-12', first?.id, 'for 2026-11'])
    expect([late?.period, late?.ref, late?.note]).toEqual(['2026-12', null, 'for 2026-11'])
  })

  test('a month that is closed softly still takes its late records', () => {
    const world = new MeteringWorld(RICH)
    world.ledger.closing = { softClosedThrough: '2026-11', closedThrough: null }
    world.take(usage())
    expect(world.recorded.at(-1)?.period).toBe('2026-11')
  })

  test('a run over the month’s end: its hold is posted in the first month, the rest is charged in the second', () => {
    const world = new MeteringWorld(RICH)
    world.take(running(86_400))
    const from = world.recorded.length
    world.take(usage({ endedAt: EVENING + 3700, elapsedSeconds: 3700, revision: 2 }))
    expect(after(world, from)).toEqual(['consume post 64800', 'consume move 1800'])
    expect(world.recorded.slice(from).map(({ period }) => period)).toEqual(['2026-11', '2026-12'])
  })

  test('a run that was booked to the wrong project moves to the other whole', () => {
    const world = new MeteringWorld(RICH)
    world.take(usage())
    world.take(usage({ project: 'two', revision: 2 }))
    expect([world.posted('USED:one'), world.posted('USED:two')]).toEqual([0n, 18_000_000n])
  })
})
