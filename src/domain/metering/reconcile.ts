// Three accounts of the same time: the engine's own, the runs that Weir took in, and what the ledger has of them. They agree,
// or the runs that make the difference are listed, each with a reason. A sum alone can hide two faults.
import { rateRun, type Rate } from './rate-run.ts'
import type { BookedRun } from './booked-run.ts'
import { recordLine, runName, type UsageRecord } from './usage-record.ts'

export const DIFFERENCE_REASONS = [
  /** The engine has it, and Weir never saw it, e.g. because the engine's accounting queue had overflowed. */
  'missing',
  /** Weir set it aside. */
  'quarantined',
  /** Weir has it, and the engine shows it no longer: it was purged, or hidden from who asks. */
  'gone-from-source',
  /** Both have it, and they differ. */
  'facts-differ',
  /** What the ledger has of it is not what it comes to. */
  'not-booked',
] as const
export type DifferenceReason = (typeof DIFFERENCE_REASONS)[number]

export interface RunDifference {
  readonly run: string
  readonly reason: DifferenceReason
}

/** Sums of the runs that ended on one day, in milli-unit-seconds of the flavor. */
export interface ReconciledLine {
  readonly cluster: string
  readonly account: string
  readonly flavor: string
  /** By the calendar of the agency. */
  readonly day: string
  readonly source: bigint
  readonly taken: bigint
}

export interface Reconciliation {
  readonly lines: readonly ReconciledLine[]
  readonly differences: readonly RunDifference[]
  /** Projects whose USED in the ledger is not the sum of what is booked, in milli-reference-unit-seconds. */
  readonly projects: readonly { readonly project: string; readonly booked: bigint; readonly ledger: bigint }[]
  readonly isEqual: boolean
}

export interface ThreeAccounts {
  /** All that the source shows of a window, its own revision numbers aside. */
  readonly source: readonly UsageRecord[]
  /** The latest good record of each run of the window. */
  readonly taken: ReadonlyMap<string, UsageRecord>
  readonly quarantined: ReadonlySet<string>
  readonly booked: ReadonlyMap<string, BookedRun>
  /** What USED:<project> has by the ledger. */
  readonly usedOf: (project: string) => bigint
  readonly rateOf: (record: UsageRecord) => Rate
  readonly timeZone: string
}

export function reconcile(accounts: ThreeAccounts): Reconciliation {
  const source = new Map(accounts.source.filter(isEnded).map((record) => [runName(record.run), record]))
  const taken = new Map([...accounts.taken].filter(([, record]) => isEnded(record)))
  const differences = [...new Set([...source.keys(), ...taken.keys()])].toSorted().flatMap((run): RunDifference[] => {
    const reason = reasonOf(run, source.get(run), taken.get(run), accounts)
    return reason === null ? [] : [{ run, reason }]
  })
  const projects = projectSums(accounts)
  const lines = linesOf(source, taken, accounts.timeZone)
  const isEqual = differences.length === 0 && projects.every(({ booked, ledger }) => booked === ledger)
  return { lines, differences, projects: projects.filter(({ booked, ledger }) => booked !== ledger), isEqual }
}

function reasonOf(
  run: string,
  source: UsageRecord | undefined,
  taken: UsageRecord | undefined,
  { quarantined, booked, rateOf, timeZone }: ThreeAccounts,
): DifferenceReason | null {
  if (taken === undefined) return quarantined.has(run) ? 'quarantined' : 'missing'
  if (source === undefined) return 'gone-from-source'
  if (recordLine({ ...source, revision: 0 }) !== recordLine({ ...taken, revision: 0 })) return 'facts-differ'
  const target = rateRun(taken, rateOf(taken), timeZone).reduce((sum, { used, refunded }) => sum + used - refunded, 0n)
  const parts = booked.get(run)?.parts ?? []
  const own = parts.filter(({ project }) => project === taken.project)
  const isWhole = netOf(own) === target && netOf(parts) === target
  return isWhole ? null : 'not-booked'
}

function projectSums({ booked, usedOf }: ThreeAccounts): { project: string; booked: bigint; ledger: bigint }[] {
  const sums = new Map<string, bigint>()
  for (const { parts } of booked.values()) {
    for (const part of parts) sums.set(part.project, (sums.get(part.project) ?? 0n) + part.used - part.refunded)
  }
  return [...sums.keys()].toSorted().map((project) => ({
    project,
    booked: sums.get(project) ?? 0n,
    ledger: usedOf(project),
  }))
}

function linesOf(
  source: ReadonlyMap<string, UsageRecord>,
  taken: ReadonlyMap<string, UsageRecord>,
  timeZone: string,
): ReconciledLine[] {
  const lines = new Map<string, { -readonly [K in keyof ReconciledLine]: ReconciledLine[K] }>()
  for (const [side, records] of [
    ['source', source],
    ['taken', taken],
  ] as const) {
    for (const { run, account, flavor, endedAt, milliUnits, elapsedSeconds } of records.values()) {
      const day = dayOf(endedAt ?? 0, timeZone)
      const key = `${run.cluster}|${account}|${flavor}|${day}`
      const line = lines.get(key) ?? { cluster: run.cluster, account, flavor, day, source: 0n, taken: 0n }
      line[side] += BigInt(milliUnits) * BigInt(elapsedSeconds)
      lines.set(key, line)
    }
  }
  return [...lines].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line)
}

function isEnded({ state, endedAt }: UsageRecord): boolean {
  return state !== 'unfinished' && state !== 'withdrawn' && endedAt !== null
}

function netOf(parts: BookedRun['parts']): bigint {
  return parts.reduce((sum, { used, refunded }) => sum + used - refunded, 0n)
}

function dayOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()
}
