// Takes records of one source into the ledger inside a transaction: what they come to, what is booked, and what is set aside
// are saved together or not at all. A record that the ledger refuses is set aside, and the others are charged.
import { nextPeriod, periodOf, periodState, type Closing } from '../../domain/ledger/period.ts'
import { NOTHING_BOOKED } from '../../domain/metering/booked-run.ts'
import type { RecordChecks } from '../../domain/metering/check-record.ts'
import { planIntake, type IntakePlan, type IntakeView } from '../../domain/metering/plan-intake.ts'
import type { DatedRate, RateList } from '../../domain/metering/rate-list.ts'
import { ratedAt, runName, type UsageRecord } from '../../domain/metering/usage-record.ts'
import { keptWhen, type Transaction } from '../../store/database.ts'
import { lockLedgerInTransaction, type LockedLedger } from '../../store/ledger/append-in-transaction.ts'
import { loadBooked, saveBooked } from '../../store/metering/booked.ts'
import { releaseRuns, setAside } from '../../store/metering/quarantine.ts'
import { loadRuns, saveCharged, saveRevisions } from '../../store/metering/runs.ts'
import type { StoredSource } from '../../store/metering/sources.ts'
import { derivedId } from '../ledger/derived-id.ts'

const UNIT = 'milli-reference-unit-second'
/** Namespace of the ids of transfers that are made for runs. */
const RUN_CHARGES = '6d0f7a52-6f0e-5a34-9c55-3a1b7e0c9d41'

export interface Intake {
  readonly tx: Transaction
  readonly agency: string
  readonly timeZone: string
  readonly source: StoredSource
  readonly rates: RateList
  readonly now: Date
}

export interface IntakeCounts {
  charged: number
  known: number
  setAside: number
  transfers: number
}

export async function chargeRecords(intake: Intake, records: readonly UsageRecord[]): Promise<IntakeCounts> {
  const counts: IntakeCounts = { charged: 0, known: 0, setAside: 0, transfers: 0 }
  await chargeAll(intake, records, counts)
  return counts
}

/** Halves a batch of which the ledger refuses something until what it refuses stands alone. */
async function chargeAll(intake: Intake, records: readonly UsageRecord[], counts: IntakeCounts): Promise<void> {
  const { tx } = intake
  if (await keptWhen(tx, () => chargeOnce(intake, records, counts))) return
  const [first] = records
  if (records.length === 1 && first !== undefined) {
    const refused = { run: runName(first.run), record: first, reason: 'charge-refused' } as const
    await setAside(tx, intake.agency, { source: intake.source.name, at: intake.now, records: [refused] })
    counts.setAside += 1
    return
  }
  const half = Math.ceil(records.length / 2)
  await chargeAll(intake, records.slice(0, half), counts)
  await chargeAll(intake, records.slice(half), counts)
}

/** False: the ledger refuses some of it; what was written is the caller's to undo. */
async function chargeOnce(intake: Intake, records: readonly UsageRecord[], counts: IntakeCounts): Promise<boolean> {
  const { tx, agency, now, timeZone, source } = intake
  const runs = [...new Set(records.map(({ run }) => runName(run)))]
  const before = await loadRuns(tx, agency, runs)
  const booked = await loadBooked(tx, agency, runs)
  const ledger = await lockLedgerInTransaction(tx, agency, now)
  const parts = [...booked.values()].flatMap(({ parts: all }) => all.map(({ project }) => project))
  const projects = await loadProjects(ledger, new Set([...records.map(({ project }) => project), ...parts]))
  const view: IntakeView = {
    cluster: source.cluster,
    latestOf: (run) => before.get(run)?.record ?? null,
    bookedOf: (run) => booked.get(run) ?? NOTHING_BOOKED,
    rateOf: (record) => intake.rates.at(record.flavor, ratedAt(record)) ?? NO_RATE,
    availableOf: (project) => projects.get(project)?.available ?? 0n,
    overdraftOf: (project) => projects.get(project)?.overdraft ?? 0n,
  }
  const seconds = Math.floor(now.getTime() / 1000)
  const plan = planIntake(records, view, rulesOf(intake, ledger.closing, seconds), {
    ...checksOf(intake, seconds),
    hasProject: (project) => projects.has(project),
  })
  const transfers = plan.charged.flatMap((one) => one.plan.transfers)
  if (transfers.length > 0 && (await ledger.append(transfers)).some(({ ok }) => !ok)) return false
  await saveCharged(tx, agency, { source: source.name, at: now, charged: plan.charged, before })
  await saveRevisions(tx, agency, plan.repeated)
  await saveBooked(tx, agency, plan.charged, timeZone)
  await setAside(tx, agency, { source: source.name, at: now, records: plan.setAside })
  await releaseRuns(tx, agency, source.name, releasedOf(plan))
  count(counts, plan, transfers.length)
  return true
}

/** Runs of which the last record of the batch is good. */
function releasedOf(plan: IntakePlan): string[] {
  const waiting = new Set(plan.setAside.map(({ run }) => run))
  const good = [...plan.charged.map(({ record }) => record), ...plan.repeated]
  return [...new Set(good.map(({ run }) => runName(run)))].filter((run) => !waiting.has(run))
}

function count(counts: IntakeCounts, plan: IntakePlan, transfers: number): void {
  counts.charged += plan.charged.length
  counts.known += plan.known.length + plan.repeated.length
  counts.setAside += plan.setAside.length
  counts.transfers += transfers
}

function rulesOf({ timeZone }: Intake, closing: Closing, now: number) {
  return {
    timeZone,
    period: periodOf(now, timeZone),
    now,
    idOf: (name: string) => derivedId(RUN_CHARGES, name),
    postingPeriod: (period: string) => {
      let open = period
      while (periodState(closing, open) === 'closed') open = nextPeriod(open)
      return open
    },
  }
}

function checksOf({ source, rates }: Intake, now: number): Omit<RecordChecks, 'hasProject'> {
  return {
    now,
    clockSkewSeconds: source.clockSkewSeconds,
    graceSeconds: source.graceSeconds,
    hasFlavor: (flavor, at) => rates.at(flavor, at) !== null,
  }
}

/** Of a record that was taken back before it had a price: nothing of it is charged. */
const NO_RATE: DatedRate = {
  flavor: '',
  validFrom: 0,
  version: 'none',
  price: { numerator: 0n, denominator: 1n },
  borrowedPrice: { numerator: 0n, denominator: 1n },
}

const PROJECT = /^[a-z0-9][a-z0-9._-]{0,62}$/

/** What each project has that has a budget. */
async function loadProjects(ledger: LockedLedger, names: ReadonlySet<string>) {
  const keys = [...names]
    .filter((name) => PROJECT.test(name))
    .flatMap((name) => [`PROJECT:${name}`, `OVERDRAFT:${name}`] as const)
    .map((account) => ({ account, unit: UNIT }) as const)
  const projects = new Map<string, { available: bigint; overdraft: bigint }>()
  const overdrafts = new Map<string, bigint>()
  for (const { account, balance } of keys.length === 0 ? [] : await ledger.loadAccounts(keys)) {
    const { creditsPosted, debitsPosted, debitsPending } = balance
    const name = account.slice(account.indexOf(':') + 1)
    if (account.startsWith('PROJECT:')) {
      projects.set(name, { available: creditsPosted - debitsPosted - debitsPending, overdraft: 0n })
    } else overdrafts.set(name, debitsPosted - creditsPosted)
  }
  for (const [name, overdraft] of overdrafts) {
    const project = projects.get(name)
    if (project !== undefined) project.overdraft = overdraft
  }
  return projects
}
