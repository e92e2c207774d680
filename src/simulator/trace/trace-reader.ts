// What every reader of a job history does: takes text in pieces, gives jobs, and counts and names each line that it cannot use.
import type { BadLine, BadLineReason } from '../outcome.ts'
import type { TraceJob } from '../workload.ts'

const LONGEST_LINE = 64 * 1024
const SAMPLES = 20

/** A number that a sum of times or sizes may hold: neither NaN nor infinite nor beyond whole seconds of 2^53. */
export function isExact(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER
}

/** A line of a trace: a job, a reason why it is none, or nothing to report (a comment, a header). */
export type LineReading =
  | { readonly kind: 'job'; readonly job: TraceJob }
  | { readonly kind: 'bad'; readonly reason: BadLineReason }
  | { readonly kind: 'filtered' }
  | { readonly kind: 'silent' }

/** The header's facts, as far as the format has them. */
export interface TraceOrigin {
  /** What the format writes as a time at the trace's zero; subtracted from every submission. */
  readonly zero: number
  /** Unix seconds of the trace's zero. */
  readonly epoch: number | null
  readonly capacity: number | null
}

/** One format: reads a line at a time; keeps what the header said. */
export interface TraceFormatReader {
  readLine(line: string, number: number): LineReading
  origin(): TraceOrigin
}

export class TraceReader {
  readonly jobs: TraceJob[] = []
  lines = 0
  filteredJobs = 0
  badLines = 0
  readonly badLineSamples: BadLine[] = []
  private rest = ''
  private readonly format: TraceFormatReader
  private isTooLong = false

  constructor(format: TraceFormatReader) {
    this.format = format
  }

  push(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.take(line)
    if (this.rest.length > LONGEST_LINE) {
      // Kept short, so that a file without line ends cannot fill the memory; reported when its end comes.
      this.isTooLong = true
      this.rest = this.rest.slice(0, 80)
    }
  }

  end(): void {
    if (this.rest !== '' || this.isTooLong) this.take(this.rest)
    this.rest = ''
  }

  origin(): TraceOrigin {
    return this.format.origin()
  }

  private take(raw: string): void {
    this.lines += 1
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const isTooLong = this.isTooLong || line.length > LONGEST_LINE
    this.isTooLong = false
    const reading: LineReading = isTooLong
      ? { kind: 'bad', reason: 'line-too-long' }
      : this.format.readLine(line, this.lines)
    if (reading.kind === 'job') this.jobs.push(reading.job)
    else if (reading.kind === 'filtered') this.filteredJobs += 1
    else if (reading.kind === 'bad') this.report(reading.reason, line)
  }

  private report(reason: BadLineReason, text: string): void {
    this.badLines += 1
    if (this.badLineSamples.length < SAMPLES) {
      this.badLineSamples.push({ line: this.lines, reason, text: text.slice(0, 120) })
    }
  }
}
