// What must be posted so that the ledger has what the latest record of a run says: target less what is booked, never "this
// record's usage". The same record again plans nothing; a correction plans the difference; all of a plan is one chain.
import type { Opening, Transfer } from '../ledger/transfer.ts'
import type { BookedHold, BookedPart, BookedRun } from './booked-run.ts'
import { ChargeChain, type ChargeAccounts, type ProjectLeft } from './charge-chain.ts'
import { holdAmount, rateRun, type Rate } from './rate-run.ts'
import { recordLine, runName, type UsageRecord } from './usage-record.ts'

export interface ChargeRules {
  readonly rate: Rate
  /** IANA name of the agency's time zone: its months are those of the ledger. */
  readonly timeZone: string
  /** The month in which something of this month is posted: itself, or an open one when it is closed for good. */
  readonly postingPeriod: (period: string) => string
  /** The month of now. */
  readonly period: string
  /** Whole seconds since 1970. */
  readonly now: number
  /** A UUID derived from a name: the same name gives the same one (version 5). */
  readonly idOf: (name: string) => string
}

export interface ChargePlan {
  /** One chain: recorded all or not at all. Empty: the ledger has it already. */
  readonly transfers: readonly Transfer[]
  /** What is booked when the transfers are recorded. */
  readonly booked: BookedRun
  /** What the projects of the run have then. */
  readonly left: ReadonlyMap<string, ProjectLeft>
}

/**
 * @param record the latest good record of the run
 * @param accounts what the projects of the run have now, open holds left aside
 */
export function planCharge(
  record: UsageRecord,
  booked: BookedRun,
  rules: ChargeRules,
  accounts: ChargeAccounts,
): ChargePlan {
  const name = `${runName(record.run)}|${recordLine(record)}|${rules.rate.version}`
  const chain = new ChargeChain(accounts, (label) => rules.idOf(`${name}|${label}`))
  const wanted = wantedHold(record, rules.rate)
  const lines = linesOf(record, booked, rules)
  const holds = keepsHolds(record, booked.holds, wanted) ? booked.holds : endHolds(chain, booked.holds, lines, rules)
  for (const line of lines) consumeRest(chain, line)
  for (const line of lines) giveBack(chain, line)
  for (const project of new Set([...lines, ...booked.holds].map((one) => one.project))) chain.repay(project, rules)
  const all = [...holds, ...newHold(chain, record, { held: sumOf(holds), wanted }, rules)]
  return { transfers: chain.linked(), booked: { holds: all, parts: lines.flatMap(bookedPart) }, left: chain.left() }
}

/** What a month of the run has and should have, with what remains to be posted of it. */
interface ChargeLine {
  readonly project: string
  readonly period: string
  readonly facts: Pick<Opening, 'period' | 'effectiveAt' | 'note'>
  readonly used: bigint
  readonly refunded: bigint
  readonly before: BookedPart | null
  firstId: string | null
  /** To be consumed still, by posts of holds first. */
  missing: bigint
}

/** One line for each project and month that has something or should have something; months ascending. */
function linesOf(record: UsageRecord, booked: BookedRun, rules: ChargeRules): ChargeLine[] {
  const target = rateRun(record, rules.rate, rules.timeZone)
  const lines = new Map<string, ChargeLine>()
  const put = (at: Pick<BookedPart, 'project' | 'period' | 'used' | 'refunded'>, before: BookedPart | null): void => {
    const posting = rules.postingPeriod(at.period)
    const note = posting === at.period ? null : `for ${at.period}`
    const facts = { period: posting, effectiveAt: record.endedAt ?? rules.now, note }
    lines.set(`${at.project}/${at.period}`, {
      project: at.project,
      period: at.period,
      facts,
      used: at.used,
      refunded: at.refunded,
      before,
      firstId: before?.firstId ?? null,
      missing: positive(at.used - (before?.used ?? 0n)),
    })
  }
  for (const part of booked.parts) put({ ...part, used: 0n, refunded: 0n }, part)
  for (const part of target) {
    const before = booked.parts.find((one) => one.project === record.project && one.period === part.period)
    put({ project: record.project, ...part }, before ?? null)
  }
  return [...lines.values()].toSorted((one, other) => (one.period < other.period ? -1 : 1))
}

function wantedHold(record: UsageRecord, rate: Rate): bigint {
  const isRunning = record.state === 'unfinished' && record.startedAt !== null
  return isRunning && record.limitSeconds !== null ? holdAmount(record, record.limitSeconds, rate) : 0n
}

/** Whether the holds stay: the run goes on in the same project, and needs no less than is held. */
function keepsHolds(record: UsageRecord, holds: readonly BookedHold[], wanted: bigint): boolean {
  return wanted > 0n && sumOf(holds) <= wanted && holds.every(({ project }) => project === record.project)
}

/** Every hold is posted with what the run used, or voided when nothing is left of it. */
function endHolds(
  chain: ChargeChain,
  holds: readonly BookedHold[],
  lines: readonly ChargeLine[],
  rules: ChargeRules,
): BookedHold[] {
  for (const hold of holds) {
    const line = lines.find(({ project, missing }) => project === hold.project && missing > 0n)
    if (line === undefined) {
      chain.release(hold, { period: rules.postingPeriod(rules.period), effectiveAt: rules.now })
      continue
    }
    const amount = line.missing < hold.amount ? line.missing : hold.amount
    const id = chain.post(hold, amount, { ...line.facts, ref: line.firstId })
    line.firstId ??= id
    line.missing -= amount
  }
  return []
}

/** Use beyond the holds: from what the project has, and the rest as overdraft. */
function consumeRest(chain: ChargeChain, line: ChargeLine): void {
  const again = positive((line.before?.refunded ?? 0n) - line.refunded)
  for (const [label, amount] of [
    ['used', line.missing],
    ['refund-taken-back', again],
  ] as const) {
    const id = chain.consume(line.project, amount, { ...line.facts, ref: line.firstId, label: labelOf(line, label) })
    line.firstId ??= id
  }
}

function giveBack(chain: ChargeChain, line: ChargeLine): void {
  const less = positive((line.before?.used ?? 0n) - line.used)
  const refund = positive(line.refunded - (line.before?.refunded ?? 0n))
  const facts = { ...line.facts, ref: line.firstId }
  chain.refund(line.project, less, { ...facts, label: labelOf(line, 'less') })
  chain.refund(line.project, refund, { ...facts, label: labelOf(line, 'refund') })
}

function newHold(
  chain: ChargeChain,
  record: UsageRecord,
  { held, wanted }: { readonly held: bigint; readonly wanted: bigint },
  rules: ChargeRules,
): BookedHold[] {
  const effectiveAt = record.startedAt ?? rules.now
  const facts = { period: rules.postingPeriod(rules.period), effectiveAt, label: `hold/${held}` }
  const hold = wanted > held ? chain.hold(record.project, wanted - held, facts) : null
  return hold === null ? [] : [hold]
}

function bookedPart({ project, period, used, refunded, firstId }: ChargeLine): BookedPart[] {
  return firstId === null ? [] : [{ project, period, used, refunded, firstId }]
}

function labelOf({ project, period }: ChargeLine, label: string): string {
  return `${project}/${period}/${label}`
}

function sumOf(holds: readonly BookedHold[]): bigint {
  return holds.reduce((sum, { amount }) => sum + amount, 0n)
}

function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n
}
