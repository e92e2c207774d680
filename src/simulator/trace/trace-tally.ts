// What every reader of a job history fills: the jobs, and for each entry of the file that is none the reason, counted and sampled.
import type { BadLine, BadLineReason, LeftOutReason } from '../outcome.ts'
import type { TraceJob } from '../workload.ts'

const SAMPLES = 20
const SAMPLE_CHARACTERS = 120
/** More units than any country has; sums and products with seconds stay exact below it. */
const MOST_UNITS = 1_000_000_000

/** What one entry of a trace was: a job, a reason why it is none, or nothing to report (a comment, a header). */
export type LineReading =
  /** `inPlaceOf`: position of an earlier attempt at the same job, which this one replaces. */
  | { readonly kind: 'job'; readonly job: TraceJob; readonly inPlaceOf?: number | undefined }
  | { readonly kind: 'bad'; readonly reason: BadLineReason }
  | { readonly kind: 'left-out'; readonly reason: LeftOutReason }
  | { readonly kind: 'silent' }

export const SILENT: LineReading = { kind: 'silent' }
export const bad = (reason: BadLineReason): LineReading => ({ kind: 'bad', reason })
export const leftOut = (reason: LeftOutReason): LineReading => ({ kind: 'left-out', reason })

/** The file's own facts, as far as the format has them. */
export interface TraceOrigin {
  /** What the format writes as a time at the trace's zero; subtracted from every submission. */
  readonly zero: number
  /** Unix seconds of the trace's zero. */
  readonly epoch: number | null
  readonly capacity: number | null
}

/** Is told each bad line; the tally itself keeps the first few. */
export type BadLineListener = (told: BadLine) => void

/**
 * Counts so that nothing is lost: `entries` = jobs + silent + bad + all that is left out. An entry is a line; in CSV a
 * record of several lines is one entry and its further lines are silent ones; in JSON it is a member of the list of jobs.
 */
export class TraceTally {
  readonly jobs: TraceJob[] = []
  /** Whether a job may ask for part of a unit. */
  private readonly takesParts: boolean
  private readonly onBadLine: BadLineListener | undefined
  /** Physical lines of the file. */
  lines = 0
  entries = 0
  silent = 0
  badLines = 0
  readonly badLineSamples: BadLine[] = []
  readonly leftOut: Partial<Record<LeftOutReason, number>> = {}

  constructor(takesParts = false, onBadLine?: BadLineListener) {
    this.takesParts = takesParts
    this.onBadLine = onBadLine
  }

  /** `text` is asked for only when somebody is to see it. */
  tell(reading: LineReading, line: number, text: () => string): void {
    this.entries += 1
    if (reading.kind === 'job') this.take(reading.job, reading.inPlaceOf, line, text)
    else if (reading.kind === 'bad') this.report(reading.reason, line, text)
    else if (reading.kind === 'left-out') this.leave(reading.reason)
    else this.silent += 1
  }

  /** Jobs left out with a reason: all but the steps of jobs, which are no jobs. */
  get filteredJobs(): number {
    let sum = 0
    for (const [reason, count] of Object.entries(this.leftOut)) if (reason !== 'step') sum += count
    return sum
  }

  private take(job: TraceJob, inPlaceOf: number | undefined, line: number, text: () => string): void {
    // A part is one of one unit, in whole thousandths; it is named here, in one place for all formats, and never rounded.
    const { milliUnits } = job
    const isPart = milliUnits !== undefined && Number.isInteger(milliUnits) && milliUnits > 0 && milliUnits < 1000
    if (milliUnits !== undefined && !(isPart && this.takesParts)) return this.report('fraction-of-unit', line, text)
    if (job.units > MOST_UNITS) return this.report('number-too-big', line, text)
    if (inPlaceOf === undefined) {
      this.jobs.push(job)
      return
    }
    this.jobs[inPlaceOf] = job
    this.leave('earlier-attempt')
  }

  private leave(reason: LeftOutReason): void {
    this.leftOut[reason] = (this.leftOut[reason] ?? 0) + 1
  }

  private report(reason: BadLineReason, line: number, text: () => string): void {
    this.badLines += 1
    const isSample = this.badLineSamples.length < SAMPLES
    if (!isSample && this.onBadLine === undefined) return
    const told = { line, reason, text: printable(text()) }
    if (isSample) this.badLineSamples.push(told)
    this.onBadLine?.(told)
  }
}

/** One line that any page or database can hold: no control characters, no half of a surrogate pair. */
function printable(text: string): string {
  const shown = text.slice(0, SAMPLE_CHARACTERS).replaceAll(/\p{Cc}/gu, '\uFFFD')
  return shown.toWellFormed()
}
