// A run as CSV for spreadsheets and programs (RFC 4180): headers are the same in every language and carry the unit, numbers
// have a point and no grouping. A byte order mark stands first: without it Korean and Vietnamese Excel misread UTF-8.
import { assert } from '../domain/kernel/assert.ts'
import type { FlavorUnit } from '../domain/policy/policy.ts'
import type {
  EvictionCounts,
  JobClassOutcome,
  NodeOutcome,
  OutcomeSeries,
  ShareAccounts,
} from '../simulator/outcome.ts'

export interface TitledNode extends NodeOutcome {
  readonly title: {
    readonly en?: string | undefined
    readonly vi?: string | undefined
    readonly ko?: string | undefined
  }
}

/** `digits`: a whole number that may pass 2^53, as it is written. */
export type Field = string | number | null | { readonly digits: string }

const BYTE_ORDER_MARK = '\ufeff'
const SECONDS_OF_HOUR = 3_600

/** Lines of sectors, programmes and projects: amounts in unit-hours (4 decimals), waits in seconds. */
export function nodesCsv(nodes: readonly TitledNode[], unit: FlavorUnit): string {
  const columns: readonly (readonly [string, (node: TitledNode) => Field])[] = [
    ['id', (node) => node.id],
    ['parent', (node) => node.parent],
    ['kind', (node) => node.kind],
    ['title_en', (node) => node.title.en ?? null],
    ['title_vi', (node) => node.title.vi ?? null],
    ['title_ko', (node) => node.title.ko ?? null],
    [`guarantee_${unit}`, (node) => node.guarantee],
    ['jobs', (node) => node.jobs],
    [`asked_${unit}_hours`, (node) => hours(node.askedUnitSeconds)],
    [`delivered_${unit}_hours`, (node) => hours(node.deliveredUnitSeconds)],
    [`borrowed_${unit}_hours`, (node) => hours(node.borrowedUnitSeconds)],
    [`lent_${unit}_hours`, (node) => hours(node.lentUnitSeconds)],
    ['share_of_delivered', (node) => node.shareOfDelivered],
    [`mean_in_use_${unit}`, (node) => node.meanInUse],
    ['wait_mean_seconds', (node) => node.wait.mean],
    ['wait_median_seconds', (node) => node.wait.median],
    ['wait_p90_seconds', (node) => node.wait.p90],
    ['wait_p99_seconds', (node) => node.wait.p99],
    ['wait_max_seconds', (node) => node.wait.max],
    ['bounded_slowdown_mean', (node) => node.averageBoundedSlowdown],
    [`earned_${unit}_hours`, (node) => optional(node.earnedUnitSeconds, hours)],
    ['guarantee_used', (node) => node.guaranteeUsed ?? null],
    ['turnaround_mean_seconds', (node) => node.turnaround?.mean ?? null],
    ['turnaround_p90_seconds', (node) => node.turnaround?.p90 ?? null],
    ['finish_time_fairness', (node) => node.finishTimeFairness ?? null],
    ['jobs_stopped', (node) => optional(node.evictionsSuffered, countOf)],
    ['jobs_stopped_for_it', (node) => optional(node.evictionsCaused, countOf)],
    [`lost_${unit}_hours`, (node) => optional(node.lostUnitSeconds, hours)],
  ]
  return csv([columns.map(([name]) => name), ...nodes.map((node) => columns.map(([, value]) => value(node)))])
}

export function hours(unitSeconds: number): number {
  return Math.round((unitSeconds / SECONDS_OF_HOUR) * 10_000) / 10_000
}

/** Empty in a run from before it was recorded. */
function optional<T>(value: T | undefined, form: (value: T) => Field): Field {
  return value === undefined ? null : form(value)
}

function countOf(evictions: EvictionCounts): number {
  return Object.values(evictions).reduce((sum, count) => sum + count, 0)
}

/** One line for each node and accounting period; only the header in a run from before accounts were recorded. */
export function accountsCsv(accounts: ShareAccounts | undefined, epoch: number | null, unit: FlavorUnit): string {
  const header = ['id', 'from_seconds', 'until_seconds', 'from_trace_time', 'until_trace_time']
  const amounts = ['earned', 'delivered', 'borrowed', 'lent', 'owed', 'pot'] as const
  const lines = (accounts?.nodes ?? []).flatMap((node) =>
    (accounts?.ends ?? []).map((until, period): Field[] => {
      const from = period === 0 ? (accounts?.startAt ?? 0) : (accounts?.ends[period - 1] ?? 0)
      const times = [from, until, traceTime(from, epoch), traceTime(until, epoch)]
      return [node.id, ...times, ...amounts.map((amount) => hours(node[amount][period] ?? 0))]
    }),
  )
  return csv([[...header, ...amounts.map((amount) => `${amount}_${unit}_hours`)], ...lines])
}

/** One line for each class of jobs of the pool (no node) and of each sector. */
export function classesCsv(classes: readonly JobClassOutcome[], unit: FlavorUnit): string {
  const columns: readonly (readonly [string, (row: JobClassOutcome) => Field])[] = [
    ['node', (row) => row.node],
    [`size_${unit}`, (row) => row.size],
    ['length', (row) => row.length],
    ['jobs', (row) => row.jobs],
    [`asked_${unit}_hours`, (row) => hours(row.askedUnitSeconds)],
    [`delivered_${unit}_hours`, (row) => hours(row.deliveredUnitSeconds)],
    ['wait_mean_seconds', (row) => row.wait.mean],
    ['wait_median_seconds', (row) => row.wait.median],
    ['wait_p90_seconds', (row) => row.wait.p90],
    ['wait_p99_seconds', (row) => row.wait.p99],
    ['wait_max_seconds', (row) => row.wait.max],
    ['turnaround_mean_seconds', (row) => row.turnaround.mean],
    ['turnaround_p90_seconds', (row) => row.turnaround.p90],
    ['bounded_slowdown_mean', (row) => row.averageBoundedSlowdown],
  ]
  return csv([columns.map(([name]) => name), ...classes.map((row) => columns.map(([, value]) => value(row)))])
}

/** One line for each step of time, means over the step; `epoch` as the run's summary has it. */
export function seriesCsv(series: OutcomeSeries, epoch: number | null, unit: FlavorUnit): string {
  const columns: readonly (readonly [string, (step: number) => Field])[] = [
    ['from_seconds', (step) => series.startAt + step * series.stepSeconds],
    ['from_trace_time', (step) => traceTime(series.startAt + step * series.stepSeconds, epoch)],
    [`in_use_${unit}`, (step) => series.inUse[step] ?? null],
    ['queue_length_jobs', (step) => series.queueLength[step] ?? null],
    [`queued_${unit}`, (step) => series.queuedUnits[step] ?? null],
    ...fragmentationColumns(series),
    ...series.nodes.flatMap((node): [string, (step: number) => Field][] => [
      [`${node.id}_in_use_${unit}`, (step) => node.inUse[step] ?? null],
      [`${node.id}_borrowed_${unit}`, (step) => node.borrowed[step] ?? null],
      [`${node.id}_lent_${unit}`, (step) => node.lent[step] ?? null],
      [`${node.id}_queue_length_jobs`, (step) => node.queueLength[step] ?? null],
    ]),
  ]
  const steps = Array.from({ length: series.steps }, (_, step) => step)
  return csv([columns.map(([name]) => name), ...steps.map((step) => columns.map(([, value]) => value(step)))])
}

/** Present when jobs lay on nodes. */
function fragmentationColumns({ fragmentation }: OutcomeSeries): [string, (step: number) => Field][] {
  return fragmentation === undefined ? [] : [['fragmented_share_of_free', (step) => fragmentation[step] ?? null]]
}

/** The trace's own clock, which says no time zone; null when it says no date. */
function traceTime(at: number, epoch: number | null): string | null {
  return epoch === null ? null : new Date((epoch + at) * 1000).toISOString().slice(0, 19)
}

export function csv(lines: readonly (readonly Field[])[]): string {
  return BYTE_ORDER_MARK + lines.map((fields) => `${fields.map(written).join(',')}\r\n`).join('')
}

function written(field: Field): string {
  if (field === null) return ''
  if (typeof field === 'number') return String(field)
  if (typeof field === 'object') {
    assert(/^-?\d+$/.test(field.digits), 'digits are digits')
    return field.digits
  }
  const harmless = isFormula(field) ? `'${field}` : field
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A spreadsheet runs a text that begins like a formula, also in full-width form and after blanks; an apostrophe stops it. */
function isFormula(text: string): boolean {
  return /^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) || /^[\t\r\n]/.test(text)
}
