// I4, I5, I8 and I14 on PostgreSQL: random records in any order, repeated, in batches of any size, with transactions that break
// after everything was written and before it was true. The tables then have what the pure rules come to, and the ledger verifies.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { latestOfEach } from '../../src/domain/metering/plan-intake.ts'
import { rateRun } from '../../src/domain/metering/rate-run.ts'
import { RateList } from '../../src/domain/metering/rate-list.ts'
import type { UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { WEIR } from '../../src/operations/actor.ts'
import { openAgency } from '../../src/operations/agencies/open-agency.ts'
import { chargeRecords } from '../../src/operations/metering/charge-records.ts'
import { reconcileUsage } from '../../src/operations/metering/reconcile-usage.ts'
import { saveUsageSource } from '../../src/operations/metering/save-usage-source.ts'
import { perform } from '../../src/operations/operation.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendInTransaction, queryOf } from '../../src/store/ledger/append-in-transaction.ts'
import { sha256 } from '../../src/store/ledger/open-ledger.ts'
import { loadBalances, verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { loadBooked } from '../../src/store/metering/booked.ts'
import { appendRates, listRates } from '../../src/store/metering/rates.ts'
import { listSources } from '../../src/store/metering/sources.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { EVENING, MeteringWorld, RATE, TIME_ZONE, usage } from '../kit/metering-world.ts'
import { below, pick, randomUsage, type Random } from '../kit/random-usage.ts'
import { seededRandom } from '../kit/share-trees.ts'
import { testWorld, type TestWorld } from '../kit/world.ts'

const FIRST = Number(process.env['WEIR_SEED'] ?? 1)
const SEEDS = Number(process.env['WEIR_SEEDS'] ?? 12)
const seeds = Array.from({ length: Math.min(SEEDS, 50) }, (_, index) => FIRST + index)

let store: TestDatabase
let held: TestWorld

beforeAll(async () => {
  store = await testDatabase()
  held = await testWorld(store)
  const now = held.world.clock().getTime()
  held.passTime((EVENING + 40 * 86_400) * 1000 - now)
})

afterAll(async () => {
  await store.close()
})

class Broken extends Error {}

/** An agency of its own with a source, a price, and what its projects were granted. */
async function prepare(seed: number, grants: Readonly<Record<string, bigint>>): Promise<string> {
  const agency = `seed-${seed}`
  const shared = {
    regime: 'kr',
    title: { en: agency },
    languages: ['ko' as const],
    currencies: ['KRW'],
    timeZone: TIME_ZONE,
  }
  const opened = await perform(held.world, openAgency, { actor: WEIR, agency }, { ...shared, officerName: 'x' })
  expect(opened).toMatchObject({ ok: true })
  const source = { name: 'alps', cluster: 'alps#1', flavors: { b200: 'b200' }, graceSeconds: 120 }
  expect(await perform(held.world, saveUsageSource, { actor: WEIR, agency }, { source })).toMatchObject({ ok: true })
  await inTransaction(store.database, { agency }, async (tx) => {
    await appendRates(tx, agency, [{ ...RATE, flavor: 'b200', validFrom: 0 }], held.world.clock())
    const facts = { period: '2026-11', effectiveAt: EVENING, ref: null, note: null, isLinked: false, by: null } as const
    const transfers = Object.entries(grants).map(([project, amount]) => {
      const way = {
        unit: 'milli-reference-unit-second',
        debit: 'ADJUST:2026-10',
        credit: `PROJECT:${project}`,
        amount,
      } as const
      return { ...facts, ...way, id: randomUUID(), kind: 'adjust', phase: 'move' } as const
    })
    expect((await appendInTransaction(tx, agency, transfers, held.world.clock())).every(({ ok }) => ok)).toBe(true)
  })
  return agency
}

/** One batch in a transaction, which may break when all is written. */
async function take(agency: string, records: readonly UsageRecord[], isBroken: boolean): Promise<void> {
  const taking = inTransaction(store.database, { agency }, async (tx) => {
    const [source] = await listSources(tx, agency)
    const rates = new RateList(await listRates(tx, agency))
    const intake = { tx, agency, timeZone: TIME_ZONE, source: source!, rates, now: held.world.clock() }
    const counts = await chargeRecords(intake, records)
    expect(counts.setAside).toBe(0)
    if (isBroken) throw new Broken()
  })
  await taking.catch((error: unknown) => {
    if (!(error instanceof Broken)) throw error
  })
}

async function deliver(agency: string, records: readonly UsageRecord[], random: Random): Promise<void> {
  const copies = records.flatMap((record) => Array.from({ length: below(random, 4) }, () => record))
  const shuffled = copies.map((record) => ({ record, key: random() })).toSorted((one, other) => one.key - other.key)
  for (let from = 0; from < shuffled.length;) {
    const size = 1 + below(random, 6)
    const batch = shuffled.slice(from, from + size).map(({ record }) => record)
    const isBroken = below(random, 4) === 0
    await take(agency, batch, isBroken)
    // Whoever heard nothing sends it again, or never does.
    if (!isBroken || below(random, 2) === 0) from += size
  }
  await take(agency, records, false)
}

test.each(seeds)('seed %i: PostgreSQL has what the rules come to, whatever was repeated or broke', async (seed) => {
  const random = seededRandom(seed)
  const grants = pick(random, [
    { one: 10n ** 15n, two: 10n ** 15n },
    { one: 10n ** 6n, two: 10n ** 9n },
  ])
  const records = randomUsage(random)
  // What a run of a poor project holds depends on what others held before it: there all runs have ended at last.
  const isPoor = grants.one < 10n ** 9n
  if (isPoor) for (const { run } of latestOfEach(records).values()) records.push(usage({ run, revision: 9 }))
  const agency = await prepare(seed, grants)
  await deliver(agency, records, random)

  const expected = new MeteringWorld(grants)
  for (const record of records) expected.take(record)
  const latest = latestOfEach(records)
  await inTransaction(store.database, { agency }, async (tx) => {
    for (const { account, unit, ...balance } of await loadBalances(queryOf(tx), agency)) {
      if (!/^(PROJECT|USED|OVERDRAFT):/.test(account)) continue
      const rules = expected.ledger.balance(account, unit)
      const net = (one: typeof balance) => [one.creditsPosted - one.debitsPosted, one.debitsPending, one.creditsPending]
      expect([account, ...net(balance)]).toEqual([account, ...net(rules)])
    }
    const booked = await loadBooked(tx, agency, [...latest.keys()])
    for (const [run, record] of latest) {
      const parts = booked.get(run)?.parts ?? []
      const due = rateRun(record, RATE, TIME_ZONE).reduce((sum, { used, refunded }) => sum + used - refunded, 0n)
      expect(parts.reduce((sum, { used, refunded }) => sum + used - refunded, 0n)).toBe(due)
      const others = parts.filter(({ project }) => project !== record.project)
      expect(others.every(({ used, refunded }) => used === 0n && refunded === 0n)).toBe(true)
    }
    expect((await verifyLedger(tx, agency, sha256)).verification.findings).toEqual([])
  })
  for (const period of ['2026-11', '2026-12', '2027-01']) {
    const asked = { source: 'alps', period, records: [...latest.values()] }
    const reconciled = await perform(held.world, reconcileUsage, { actor: WEIR, agency }, asked)
    expect(reconciled).toMatchObject({ ok: true, value: { isEqual: true, differences: [] } })
  }
})
