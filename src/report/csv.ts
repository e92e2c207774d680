// A run as CSV for spreadsheets and programs (RFC 4180): headers are the same in every language and carry the unit, numbers
// have a point and no grouping. A byte order mark stands first: without it Korean and Vietnamese Excel misread UTF-8.
import type { FlavorUnit } from '../domain/policy/policy.ts'
import type { NodeOutcome, OutcomeSeries } from '../simulator/outcome.ts'

export interface TitledNode extends NodeOutcome {
  readonly title: {
    readonly en?: string | undefined
    readonly vi?: string | undefined
    readonly ko?: string | undefined
  }
}

type Field = string | number | null

const BYTE_ORDER_MARK = '\ufeff'
const SECONDS_OF_HOUR = 3_600

/** Lines of sectors, programmes and projects: amounts in unit-hours (4 decimals), waits in seconds. */
export function nodesCsv(nodes: readonly TitledNode[], unit: FlavorUnit): string {
  const hours = (unitSeconds: number) => Math.round((unitSeconds / SECONDS_OF_HOUR) * 10_000) / 10_000
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
  ]
  return csv([columns.map(([name]) => name), ...nodes.map((node) => columns.map(([, value]) => value(node)))])
}

/** One line for each step of time, means over the step; `epoch` as the run's summary has it. */
export function seriesCsv(series: OutcomeSeries, epoch: number | null, unit: FlavorUnit): string {
  const columns: readonly (readonly [string, (step: number) => Field])[] = [
    ['from_seconds', (step) => series.startAt + step * series.stepSeconds],
    ['from_trace_time', (step) => traceTime(series.startAt + step * series.stepSeconds, epoch)],
    [`in_use_${unit}`, (step) => series.inUse[step] ?? null],
    ['queue_length_jobs', (step) => series.queueLength[step] ?? null],
    [`queued_${unit}`, (step) => series.queuedUnits[step] ?? null],
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

/** The trace's own clock, which says no time zone; null when it says no date. */
function traceTime(at: number, epoch: number | null): string | null {
  return epoch === null ? null : new Date((epoch + at) * 1000).toISOString().slice(0, 19)
}

function csv(lines: readonly (readonly Field[])[]): string {
  return BYTE_ORDER_MARK + lines.map((fields) => `${fields.map(written).join(',')}\r\n`).join('')
}

function written(field: Field): string {
  if (field === null) return ''
  if (typeof field === 'number') return String(field)
  const harmless = isFormula(field) ? `'${field}` : field
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A spreadsheet runs a text that begins like a formula, also in full-width form and after blanks; an apostrophe stops it. */
function isFormula(text: string): boolean {
  return /^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) || /^[\t\r\n]/.test(text)
}
