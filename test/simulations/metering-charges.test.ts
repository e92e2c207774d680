// Exactly-once charging from at-least-once records: whatever the order, the repetitions and the crashes, the ledger ends
// with what the latest record of each run says (I4, I5), a run's months add up to it (I8), and one project pays (I14).
import { describe, expect, test } from 'vitest'
import { multiplyHalfEven } from '../../src/domain/ledger/exchange.ts'
import { rateRun } from '../../src/domain/metering/rate-run.ts'
import { laterOf, runName, type UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { MeteringWorld, RATE, TIME_ZONE, usage, type Crash } from '../kit/metering-world.ts'
import { below, pick, randomUsage, type Random } from '../kit/random-usage.ts'
import { seededRandom } from '../kit/share-trees.ts'

const FIRST = Number(process.env['WEIR_SEED'] ?? 1)
const SEEDS = Number(process.env['WEIR_SEEDS'] ?? 200)
const seeds = Array.from({ length: SEEDS }, (_, index) => FIRST + index)

/** The same records in another order, some more than once, with crashes; at last the source tells all of them again. */
function deliver(world: MeteringWorld, records: readonly UsageRecord[], random: Random): void {
  const copies = records.flatMap((record) => Array.from({ length: below(random, 4) }, () => record))
  const shuffled = copies.map((record) => ({ record, key: random() })).toSorted((one, other) => one.key - other.key)
  for (const { record } of shuffled)
    world.take(record, pick<Crash>(random, ['none', 'none', 'before-save', 'after-save']))
  for (const record of records) world.take(record)
}

const latestOf = (records: readonly UsageRecord[]): UsageRecord[] => {
  const latest = new Map<string, UsageRecord>()
  for (const record of records) {
    const known = latest.get(runName(record.run))
    latest.set(runName(record.run), known === undefined ? record : laterOf(known, record))
  }
  return [...latest.values()]
}

const netOf = (record: UsageRecord): bigint =>
  rateRun(record, RATE, TIME_ZONE).reduce((sum, { used, refunded }) => sum + used - refunded, 0n)

describe('charges', () => {
  test.each(seeds)('seed %i: any order, repetition and crash schedule gives the same balances', (seed) => {
    const random = seededRandom(seed)
    // Rich, so that every hold fits; or poor, so that most use is overdraft and running jobs hold what is left.
    const grants = pick(random, [
      { one: 10n ** 15n, two: 10n ** 15n },
      { one: 10n ** 6n, two: 10n ** 9n },
    ])
    // What a run of a poor project holds depends on what others held before it: there all runs have ended at last.
    const records = randomUsage(random)
    if (grants.one < 10n ** 9n) for (const { run } of latestOf(records)) records.push(usage({ run, revision: 9 }))
    const first = new MeteringWorld(grants)
    const second = new MeteringWorld(grants)
    deliver(first, records, random)
    deliver(second, records, random)
    expect(second.balances()).toEqual(first.balances())
    for (const project of ['one', 'two'] as const) {
      const expected = latestOf(records).filter((record) => record.project === project)
      const net = expected.reduce((sum, record) => sum + netOf(record), 0n)
      expect(first.posted(`USED:${project}`)).toBe(net)
      expect(first.posted(`PROJECT:${project}`) + first.posted(`OVERDRAFT:${project}`)).toBe(grants[project] - net)
      expect(-first.posted(`OVERDRAFT:${project}`)).toBe(net > grants[project] ? net - grants[project] : 0n)
    }
  })

  test.each(seeds)('seed %i: what is booked of each run is its latest record, to one project', (seed) => {
    const random = seededRandom(seed)
    const records = randomUsage(random)
    const world = new MeteringWorld({ one: 10n ** 12n, two: 10n ** 8n })
    deliver(world, records, random)
    for (const record of latestOf(records)) {
      const parts = world.booked.get(runName(record.run))?.parts ?? []
      const other = parts.filter(({ project }) => project !== record.project)
      expect(other.every(({ used, refunded }) => used === 0n && refunded === 0n)).toBe(true)
      const net = parts.reduce((sum, { used, refunded }) => sum + used - refunded, 0n)
      expect(net).toBe(netOf(record))
    }
  })

  test.each(seeds)('seed %i: the months of a run add up to it, whatever the price', (seed) => {
    const random = seededRandom(seed)
    for (const record of randomUsage(random)) {
      const price = { numerator: BigInt(1 + below(random, 1000)), denominator: BigInt(1 + below(random, 1000)) }
      const parts = rateRun({ ...record, isBorrowed: false }, { ...RATE, price }, TIME_ZONE)
      if (parts.length === 0) continue
      const milliUnitSeconds = BigInt(record.milliUnits) * BigInt(record.elapsedSeconds)
      expect(parts.reduce((sum, part) => sum + part.milliUnitSeconds, 0n)).toBe(milliUnitSeconds)
      expect(parts.reduce((sum, { used }) => sum + used, 0n)).toBe(multiplyHalfEven(milliUnitSeconds, price))
      for (const { used, refunded } of parts) expect(refunded >= 0n && refunded <= used).toBe(true)
    }
  })
})
