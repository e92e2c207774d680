// Standard Workload Format (Feitelson): 18 columns of numbers, -1 for unknown, header comments that begin with ';'.
// Read straight from the bytes: a log of half a million lines is mostly numbers that nobody looks at again.
import { ByteLines, sampleOf } from './byte-lines.ts'
import { NumberIndex } from './number-index.ts'
import { numberOf } from './trace-fields.ts'
import type { BadLineReason } from '../outcome.ts'
import type { TraceSource } from './trace-reader.ts'
import { bad, leftOut, SILENT, type LineReading, type TraceOrigin, type TraceTally } from './trace-tally.ts'

const COLUMNS = {
  id: 0,
  submit: 1,
  run: 3,
  allocated: 4,
  asked: 7,
  requested: 8,
  user: 11,
  group: 12,
  queue: 14,
  partition: 15,
}
const FEWEST_COLUMNS = 5
const COLUMN_COUNT = 18

export interface SwfOptions {
  /**
   * sc15: the filter of "Improving backfilling by using machine learning to predict running times": drops jobs with more
   * processors than the machine, run <= 0, no requested time or a submission below 0. none: drops only what never ran.
   */
  readonly filter: 'none' | 'sc15'
  /** Processors of the machine where the header is wrong or silent. */
  readonly capacity: number | null
  /** The project of a job, by the column that the scenario's map names. */
  readonly projectOf: (value: string) => string
  readonly by: 'user' | 'group' | 'queue' | 'partition'
}

export class SwfReader implements TraceSource {
  private readonly options: SwfOptions
  private readonly seen = new NumberIndex()
  private readonly projects = new Map<string, string>()
  private readonly lines: ByteLines
  private readonly values = new Float64Array(COLUMN_COUNT)
  /** Where the column that the map names stands in the line. */
  private nameFrom = 0
  private nameTo = 0
  private tally: TraceTally | null = null
  private processors: number | null = null
  private nodes: number | null = null
  private epoch: number | null = null

  constructor(options: SwfOptions) {
    this.options = options
    this.lines = new ByteLines((bytes, from, to, number, isTooLong) => {
      const reading = isTooLong ? bad('line-too-long') : this.readLine(bytes, from, to)
      this.tally?.tell(reading, number, () => sampleOf(bytes, from, to))
    })
  }

  push(bytes: Uint8Array, tally: TraceTally): void {
    this.tally = tally
    this.lines.push(bytes)
    tally.lines = this.lines.count
  }

  end(tally: TraceTally): void {
    this.tally = tally
    this.lines.end()
    tally.lines = this.lines.count
  }

  origin(): TraceOrigin {
    return { zero: 0, epoch: this.epoch, capacity: this.options.capacity ?? this.processors ?? this.nodes }
  }

  private readLine(bytes: Uint8Array, from: number, to: number): LineReading {
    let at = from
    while (at < to && isSpace(bytes[at]!)) at += 1
    if (at === to) return SILENT
    if (bytes[at] === SEMICOLON) {
      // Names in the comments of old logs are in Latin-1: a comment is never looked at as text that must be UTF-8.
      this.readHeader(sampleOf(bytes, at, to))
      return SILENT
    }
    const wrong = this.readColumns(bytes, at, to)
    return wrong === null ? this.readJob(bytes) : bad(wrong)
  }

  /** Fills `values`; the name of what is wrong with the line, else null. */
  private readColumns(bytes: Uint8Array, start: number, to: number): BadLineReason | null {
    const name = COLUMNS[this.options.by]
    this.values.fill(-1)
    this.nameTo = 0
    let column = 0
    let wrong: BadLineReason | null = null
    for (let at = start; at < to; column += 1) {
      const from = at
      while (at < to && !isSpace(bytes[at]!)) at += 1
      const value = wholeNumberIn(bytes, from, at)
      if (typeof value === 'string') wrong ??= value
      else if (column < COLUMN_COUNT) this.values[column] = value
      if (column === name) {
        this.nameFrom = from
        this.nameTo = at
      }
      while (at < to && isSpace(bytes[at]!)) at += 1
    }
    return column < FEWEST_COLUMNS ? 'too-few-columns' : wrong
  }

  private readHeader(text: string): void {
    const match = /^;\s*(MaxProcs|MaxNodes|UnixStartTime)\s*:\s*(-?\d{1,15})/.exec(text)
    if (match === null) return
    const value = Number(match[2])
    if (match[1] === 'UnixStartTime') this.epoch = value > 0 ? value : null
    else if (value > 0 && match[1] === 'MaxProcs') this.processors = value
    else if (value > 0) this.nodes = value
  }

  private readJob(bytes: Uint8Array): LineReading {
    const { values } = this
    const id = values[COLUMNS.id]!
    const submit = values[COLUMNS.submit]!
    const requested = values[COLUMNS.requested]!
    // A job that ran longer than it requested was killed late; the limit is what a scheduler would hold it to.
    const run = requested > 0 ? Math.min(values[COLUMNS.run]!, requested) : values[COLUMNS.run]!
    const units = values[COLUMNS.asked]! > 0 ? values[COLUMNS.asked]! : values[COLUMNS.allocated]!
    const isStrict = this.options.filter === 'sc15'
    if (isStrict && this.failsFilter(submit, run, requested, units)) return leftOut('filter')
    if (run < 0) return leftOut('never-ran')
    if (units <= 0) return bad('no-size')
    if (submit < 0) return bad('negative-submit')
    if (this.seen.placeOf(id) !== -1) return bad('duplicate-job')
    this.seen.add(id, 0)
    const project = this.projectIn(bytes)
    return { kind: 'job', job: { id, submit, run, requested: requested > 0 ? requested : null, units, project } }
  }

  private failsFilter(submit: number, run: number, requested: number, units: number): boolean {
    const machine = this.origin().capacity ?? Number.MAX_SAFE_INTEGER
    return units <= 0 || units > machine || run <= 0 || requested <= 0 || submit < 0
  }

  /** By the text that stands there: a map may name `007` and `7` apart. */
  private projectIn(bytes: Uint8Array): string {
    let name = this.nameTo === 0 ? '-1' : ''
    for (let at = this.nameFrom; at < this.nameTo; at += 1) name += String.fromCharCode(bytes[at]!)
    let project = this.projects.get(name)
    if (project === undefined) {
      project = this.options.projectOf(name)
      this.projects.set(name, project)
    }
    return project
  }
}

const SEMICOLON = 59
const MINUS = 45
const ZERO = 48

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

/** Whole, or rounded when decimals stand there. */
function wholeNumberIn(bytes: Uint8Array, from: number, to: number): number | BadLineReason {
  const isNegative = bytes[from] === MINUS
  const first = isNegative ? from + 1 : from
  let value = 0
  for (let at = first; at < to; at += 1) {
    const digit = bytes[at]! - ZERO
    if (digit < 0 || digit > 9) return decimalIn(bytes, from, to)
    value = value * 10 + digit
  }
  if (first === to) return 'not-a-number'
  if (value > Number.MAX_SAFE_INTEGER) return 'number-too-big'
  return isNegative ? 0 - value : value
}

function decimalIn(bytes: Uint8Array, from: number, to: number): number | BadLineReason {
  const value = numberOf(sampleOf(bytes, from, to))
  return typeof value === 'number' ? Math.round(value) + 0 : value
}
