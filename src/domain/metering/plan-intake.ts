// A batch of records of one source on its way into the ledger: each is set aside, known already, or charged, in the order
// in which they came, so that the second record of a run sees what the first one booked.
import type { BookedRun } from './booked-run.ts'
import type { QuarantineReason, RecordChecks } from './check-record.ts'
import type { ChargeAccounts, ProjectLeft } from './charge-chain.ts'
import { planCharge, type ChargePlan, type ChargeRules } from './plan-charge.ts'
import type { Rate } from './rate-run.ts'
import { takeIn } from './take-in.ts'
import { laterOf, recordLine, runName, type UsageRecord } from './usage-record.ts'

/** What is known before the batch, of the runs and projects that it names. */
export interface IntakeView extends ChargeAccounts {
  /** The source's: its runs are of no other. */
  readonly cluster: string
  readonly latestOf: (run: string) => UsageRecord | null
  readonly bookedOf: (run: string) => BookedRun
  readonly rateOf: (record: UsageRecord) => Rate
}

export interface ChargedRecord {
  readonly run: string
  readonly record: UsageRecord
  readonly rate: Rate
  readonly plan: ChargePlan
}

export interface SetAsideRecord {
  readonly run: string
  readonly record: UsageRecord
  readonly reason: QuarantineReason
}

export interface IntakePlan {
  /** Records that say something new, in the order of the batch; one of a run that waits or runs may come to nothing. */
  readonly charged: readonly ChargedRecord[]
  readonly setAside: readonly SetAsideRecord[]
  /** Said nothing new. */
  readonly known: readonly UsageRecord[]
  /** Said the same facts under a newer revision: only the revision is to be kept. */
  readonly repeated: readonly UsageRecord[]
}

export function planIntake(
  records: readonly UsageRecord[],
  view: IntakeView,
  rules: Omit<ChargeRules, 'rate'>,
  checks: RecordChecks,
): IntakePlan {
  const now = new IntakeNow(view)
  const plan = {
    charged: [] as ChargedRecord[],
    setAside: [] as SetAsideRecord[],
    known: [] as UsageRecord[],
    repeated: [] as UsageRecord[],
  }
  for (const record of records) {
    const run = runName(record.run)
    if (record.run.cluster !== view.cluster) {
      plan.setAside.push({ run, record, reason: 'other-cluster' })
      continue
    }
    const before = now.latestOf(run)
    const intake = takeIn(record, before, checks)
    if (intake.kind === 'quarantined') plan.setAside.push({ run, record, reason: intake.reason })
    else if (intake.kind === 'known') plan.known.push(record)
    else if (before !== null && isSameButRevision(before, record)) {
      now.keep(run, record)
      plan.repeated.push(record)
    } else {
      const rate = view.rateOf(record)
      const charge = planCharge(record, now.bookedOf(run), { ...rules, rate }, now)
      now.charge(run, record, charge)
      plan.charged.push({ run, record, rate, plan: charge })
    }
  }
  return plan
}

/** What is known, with what the batch has changed so far. */
class IntakeNow implements ChargeAccounts {
  private readonly view: IntakeView
  private readonly latest = new Map<string, UsageRecord>()
  private readonly booked = new Map<string, BookedRun>()
  private readonly projects = new Map<string, ProjectLeft>()

  constructor(view: IntakeView) {
    this.view = view
  }

  latestOf(run: string): UsageRecord | null {
    return this.latest.get(run) ?? this.view.latestOf(run)
  }

  bookedOf(run: string): BookedRun {
    return this.booked.get(run) ?? this.view.bookedOf(run)
  }

  readonly availableOf = (project: string): bigint =>
    this.projects.get(project)?.available ?? this.view.availableOf(project)

  readonly overdraftOf = (project: string): bigint =>
    this.projects.get(project)?.overdraft ?? this.view.overdraftOf(project)

  keep(run: string, record: UsageRecord): void {
    this.latest.set(run, record)
  }

  charge(run: string, record: UsageRecord, { booked, left }: ChargePlan): void {
    this.latest.set(run, record)
    this.booked.set(run, booked)
    for (const [project, one] of left) this.projects.set(project, one)
  }
}

/** Engines without revisions tell the same facts at each reading: they are not a correction. */
function isSameButRevision(one: UsageRecord, other: UsageRecord): boolean {
  return recordLine({ ...one, revision: 0 }) === recordLine({ ...other, revision: 0 })
}

/** Of the records of one source, the one that counts of each run. */
export function latestOfEach(records: Iterable<UsageRecord>): Map<string, UsageRecord> {
  const latest = new Map<string, UsageRecord>()
  for (const record of records) {
    const run = runName(record.run)
    const known = latest.get(run)
    latest.set(run, known === undefined ? record : laterOf(known, record))
  }
  return latest
}
