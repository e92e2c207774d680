// A ledger in memory that usage records are charged into, as the sequencer and the store would: the charge and what is
// booked are saved together, or neither.
import { createHash } from 'node:crypto'
import { decideBatch } from '../../src/domain/ledger/decide.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import { nextPeriod, periodOf, periodState } from '../../src/domain/ledger/period.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import type { RecordChecks } from '../../src/domain/metering/check-record.ts'
import { NOTHING_BOOKED, type BookedRun } from '../../src/domain/metering/booked-run.ts'
import { planCharge } from '../../src/domain/metering/plan-charge.ts'
import type { Rate } from '../../src/domain/metering/rate-run.ts'
import { takeIn, type Intake } from '../../src/domain/metering/take-in.ts'
import { runName, type UsageRecord } from '../../src/domain/metering/usage-record.ts'

export const UNIT = 'milli-reference-unit-second'
export const TIME_ZONE = 'Asia/Seoul'
/** 2026-11-30 23:00 in Seoul: one hour before the month ends. */
export const EVENING = Date.parse('2026-11-30T14:00:00Z') / 1000
export const RATE: Rate = {
  version: '2026-4',
  price: { numerator: 9n, denominator: 4n },
  borrowedPrice: { numerator: 1n, denominator: 3n },
}

export function usage(change: Partial<UsageRecord> = {}): UsageRecord {
  return {
    run: { cluster: 'alps#1', job: '4711', submittedAt: EVENING - 60, restarts: 0 },
    revision: 1,
    state: 'completed',
    project: 'one',
    account: 'nat_one',
    flavor: 'b200',
    milliUnits: 8000,
    nodes: 1,
    isBorrowed: false,
    startedAt: EVENING,
    endedAt: EVENING + 1000,
    elapsedSeconds: 1000,
    limitSeconds: 86_400,
    checkpointAt: null,
    ...change,
  }
}

/** Where a step of the intake ends: before anything is saved, or after it, so that only the answer is lost. */
export type Crash = 'none' | 'before-save' | 'after-save'

export class MeteringWorld {
  readonly ledger = new MemoryLedger()
  readonly latest = new Map<string, UsageRecord>()
  readonly booked = new Map<string, BookedRun>()
  readonly recorded: Transfer[] = []
  now = EVENING + 40 * 86_400

  constructor(grants: Readonly<Record<string, bigint>>) {
    for (const [project, amount] of Object.entries(grants)) {
      const facts = { period: '2026-11', effectiveAt: EVENING - 1000, ref: null, note: null, isLinked: false }
      const supply = { unit: UNIT, debit: 'ISSUE', credit: 'POOL:national', amount } as const
      const award = { unit: UNIT, debit: 'POOL:national', credit: `PROJECT:${project}`, amount } as const
      const hold = uuidOf(`award ${project}`)
      this.post([
        { ...facts, ...supply, id: uuidOf(`supply ${project}`), kind: 'supply', phase: 'move', by: null },
        { ...facts, ...award, id: hold, kind: 'obligate', phase: 'hold', by: uuidOf('officer') },
        { ...facts, id: uuidOf(`post ${project}`), kind: 'obligate', phase: 'post', hold, amount, by: uuidOf('head') },
      ])
    }
  }

  /** What the source says once; throws when the ledger does not take the charge. */
  take(record: UsageRecord, crash: Crash = 'none', checks: Partial<RecordChecks> = {}): Intake {
    const name = runName(record.run)
    const intake = takeIn(record, this.latest.get(name) ?? null, { ...this.checks(), ...checks })
    if (intake.kind !== 'latest' || crash === 'before-save') return intake
    const booked = this.booked.get(name) ?? NOTHING_BOOKED
    const plan = planCharge(record, booked, this.rules(), {
      availableOf: (project) => this.availableOf(project),
      overdraftOf: (project) => -this.posted(`OVERDRAFT:${project}`),
    })
    this.post(plan.transfers)
    this.latest.set(name, record)
    this.booked.set(name, plan.booked)
    if (crash === 'after-save') {
      // Who heard no answer sends the same again: the ledger knows it.
      this.post(plan.transfers)
    }
    return intake
  }

  post(transfers: readonly Transfer[]): void {
    const { outcomes, change } = decideBatch(this.ledger, transfers)
    for (const [index, outcome] of outcomes.entries()) {
      if (!outcome.ok) throw new Error(`${outcome.refusal}: ${JSON.stringify(transfers[index], plain)}`)
      if (!outcome.value.isRepeated) this.recorded.push(transfers[index]!)
    }
    this.ledger.apply(change)
  }

  posted(account: Parameters<MemoryLedger['balance']>[0]): bigint {
    const { creditsPosted, debitsPosted } = this.ledger.balance(account, UNIT)
    return creditsPosted - debitsPosted
  }

  availableOf(project: string): bigint {
    return this.posted(`PROJECT:${project}`) - this.ledger.balance(`PROJECT:${project}`, UNIT).debitsPending
  }

  /** What each project has, used and overdrew, and what is held of it. */
  balances(): Record<string, string> {
    const all = this.ledger.balances().map(({ account, ...balance }) => {
      return [account, `${balance.creditsPosted - balance.debitsPosted} held ${balance.debitsPending}`] as const
    })
    return Object.fromEntries(all.filter(([, text]) => text !== '0 held 0'))
  }

  checks(): RecordChecks {
    const hasProject = (project: string) => project === 'one' || project === 'two'
    return {
      now: this.now,
      clockSkewSeconds: 60,
      graceSeconds: 120,
      hasProject,
      hasFlavor: (flavor) => flavor === 'b200',
    }
  }

  private rules() {
    const postingPeriod = (period: string): string => {
      let open = period
      while (periodState(this.ledger.closing, open) === 'closed') open = nextPeriod(open)
      return open
    }
    const period = periodOf(this.now, TIME_ZONE)
    return { rate: RATE, timeZone: TIME_ZONE, postingPeriod, period, now: this.now, idOf: uuidOf }
  }
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** UUID version 5 of a name. */
export function uuidOf(name: string): string {
  const hex = createHash('sha1').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
