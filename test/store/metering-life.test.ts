// Weeks of metering on PostgreSQL: an engine that repeats, delays, reorders and corrects itself, and gives job numbers out again; two
// pollers at a time; months that close softly and for good while it goes on. In the end the ledger has what the runs come to.
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nextPeriod, periodOf, periodStart } from '../../src/domain/ledger/period.ts'
import { latestOfEach } from '../../src/domain/metering/plan-intake.ts'
import { rateRun } from '../../src/domain/metering/rate-run.ts'
import { asLocalOfficer } from '../../src/cli/runs/local-officer.ts'
import { usageRound, type PolledSource } from '../../src/jobs/usage-polls.ts'
import { WEIR } from '../../src/operations/actor.ts'
import { closeLedgerMonth } from '../../src/operations/ledger/close-ledger-month.ts'
import { reconcileUsage } from '../../src/operations/metering/reconcile-usage.ts'
import { saveUsageSource } from '../../src/operations/metering/save-usage-source.ts'
import { perform } from '../../src/operations/operation.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendInTransaction, queryOf } from '../../src/store/ledger/append-in-transaction.ts'
import { sha256 } from '../../src/store/ledger/open-ledger.ts'
import { loadBalances, verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { appendRates } from '../../src/store/metering/rates.ts'
import { posted } from '../../src/domain/ledger/balance.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { RATE, TIME_ZONE } from '../kit/metering-world.ts'
import { below } from '../kit/random-usage.ts'
import { seededRandom } from '../kit/share-trees.ts'
import { SimulatedEngine } from '../kit/simulated-engine.ts'
import { testWorld, type TestWorld } from '../kit/world.ts'

const SEEDS = process.env['WEIR_SEED'] === undefined ? [1, 2] : [Number(process.env['WEIR_SEED'])]
const HOUR = 3600
const AGENCY = 'hannuri'
const CALL = { actor: WEIR, agency: AGENCY }
const PROJECTS = ['one', 'two', 'three']

let store: TestDatabase
let held: TestWorld

beforeEach(async () => {
  store = await testDatabase()
})

afterEach(async () => {
  await store.close()
})

const seconds = () => Math.floor(held.world.clock().getTime() / 1000)

async function prepare(): Promise<void> {
  const source = { name: 'alps', cluster: 'alps#1', flavors: { b200: 'b200' } }
  expect(await perform(held.world, saveUsageSource, CALL, { source })).toMatchObject({ ok: true })
  await inTransaction(store.database, { agency: AGENCY }, async (tx) => {
    await appendRates(tx, AGENCY, [{ ...RATE, flavor: 'b200', validFrom: 0 }], held.world.clock())
    const period = periodOf(seconds(), TIME_ZONE)
    const facts = { period, effectiveAt: seconds(), ref: null, note: null, isLinked: false, by: null } as const
    const unit = 'milli-reference-unit-second'
    const transfers = PROJECTS.map((project) => {
      const way = { unit, debit: 'ADJUST:2020-01', credit: `PROJECT:${project}`, amount: 10n ** 14n } as const
      return { ...facts, ...way, id: randomUUID(), kind: 'adjust', phase: 'move' } as const
    })
    expect((await appendInTransaction(tx, AGENCY, transfers, held.world.clock())).every(({ ok }) => ok)).toBe(true)
  })
}

/** Tries to close the month before this one; what is not ready is tried again another day. */
async function closeWhatMayBe(engine: SimulatedEngine, closed: Map<string, string>): Promise<void> {
  const officer = await asLocalOfficer(held.world, AGENCY)
  if (!officer.ok) throw new Error(officer.refusal)
  const period = Temporal.PlainYearMonth.from(periodOf(seconds(), TIME_ZONE)).subtract({ months: 1 }).toString()
  for (const state of ['soft-closed', 'closed'] as const) {
    if (state === 'closed') {
      const asked = { source: 'alps', period, records: engine.shown() }
      expect(await perform(held.world, reconcileUsage, CALL, asked)).toMatchObject({ ok: true })
    }
    const outcome = await perform(held.world, closeLedgerMonth, officer.value, { close: { period, state } })
    if (outcome.ok) closed.set(period, state)
  }
}

test.each(SEEDS)('seed %i: weeks of an engine as engines are come to what its runs come to', async (seed) => {
  const random = seededRandom(seed)
  held = await testWorld(store)
  await prepare()
  const from = seconds()
  const engine = new SimulatedEngine(random, seconds, { from, days: 50, runs: 120, projects: PROJECTS })
  const polled: PolledSource = { agency: AGENCY, source: 'alps', command: [] }
  const options = {
    world: held.world,
    log: pino({ level: 'silent' }),
    sources: [polled],
    sourceOf: () => engine.source(),
  }
  const nights = [new Map<PolledSource, number>(), new Map<PolledSource, number>()]
  const closed = new Map<string, string>()
  for (let hours = 0; hours < 80 * 24; hours += 8) {
    held.passTime(8 * HOUR * 1000)
    // Sometimes two processes ask at one moment.
    const pollers = below(random, 4) === 0 ? 2 : 1
    await Promise.all(nights.slice(0, pollers).map(async (known) => await usageRound(options, known)))
    if (hours % 24 === 0) await closeWhatMayBe(engine, closed)
  }
  // The last reading of all: everything is told by now, and nothing goes wrong.
  engine.isFaulty = false
  held.passTime(25 * HOUR * 1000)
  await usageRound(options, new Map())

  const truth = latestOfEach(engine.truth())
  const due = new Map(PROJECTS.map((project) => [project, 0n]))
  for (const record of truth.values()) {
    const parts = rateRun(record, RATE, TIME_ZONE)
    const net = parts.reduce((sum, { used, refunded }) => sum + used - refunded, 0n)
    due.set(record.project, (due.get(record.project) ?? 0n) + net)
  }
  await inTransaction(store.database, { agency: AGENCY }, async (tx) => {
    const balances = await loadBalances(queryOf(tx), AGENCY)
    for (const [project, net] of due) {
      expect(net).toBeGreaterThan(0n)
      const used = balances.find(({ account }) => account === `USED:${project}`)
      expect([project, used === undefined ? 0n : posted(used)]).toEqual([project, net])
      const own = balances.find(({ account }) => account === `PROJECT:${project}`)
      expect([project, own?.debitsPending]).toEqual([project, 0n])
    }
    expect((await verifyLedger(tx, AGENCY, sha256)).verification.findings).toEqual([])
  })
  const months = [...truth.values()].map(({ endedAt }) => periodOf(endedAt ?? 0, TIME_ZONE))
  for (const period of new Set(months)) {
    const asked = { source: 'alps', period, records: engine.shown() }
    expect(await perform(held.world, reconcileUsage, CALL, asked)).toMatchObject({ value: { isEqual: true } })
  }
  // Every month that ended more than a week ago is closed for good, and the corrections that came later are in later ones.
  const last = seconds() - 9 * 24 * HOUR
  for (
    let period = periodOf(from, TIME_ZONE);
    periodStart(nextPeriod(period), TIME_ZONE) < last;
    period = nextPeriod(period)
  ) {
    expect([period, closed.get(period)]).toEqual([period, 'closed'])
  }
})
