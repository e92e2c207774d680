// Standard Workload Format (Feitelson): 18 columns of numbers, -1 for unknown, header comments that begin with ';'.
import { isExact, type LineReading, type TraceFormatReader, type TraceOrigin } from './trace-reader.ts'

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

export class SwfReader implements TraceFormatReader {
  private readonly options: SwfOptions
  private readonly seen = new Set<number>()
  private processors: number | null = null
  private nodes: number | null = null
  private epoch: number | null = null

  constructor(options: SwfOptions) {
    this.options = options
  }

  origin(): TraceOrigin {
    return { zero: 0, epoch: this.epoch, capacity: this.options.capacity ?? this.processors ?? this.nodes }
  }

  readLine(line: string): LineReading {
    const text = line.trim()
    if (text === '') return { kind: 'silent' }
    if (text.startsWith(';')) {
      this.readHeader(text)
      return { kind: 'silent' }
    }
    const values = text.split(/\s+/)
    if (values.length < 5) return { kind: 'bad', reason: 'too-few-columns' }
    const numbers = values.map(Number)
    if (numbers.some((value) => !isExact(value))) return { kind: 'bad', reason: 'not-a-number' }
    return this.readJob(numbers, values)
  }

  private readHeader(text: string): void {
    const match = /^;\s*(MaxProcs|MaxNodes|UnixStartTime)\s*:\s*(-?\d+)/.exec(text)
    if (match === null) return
    const value = Number(match[2])
    if (match[1] === 'UnixStartTime') this.epoch = value > 0 ? value : null
    else if (value > 0 && match[1] === 'MaxProcs') this.processors = value
    else if (value > 0) this.nodes = value
  }

  private readJob(numbers: readonly number[], values: readonly string[]): LineReading {
    const at = (column: number) => Math.round(numbers[column] ?? -1)
    const id = at(COLUMNS.id)
    const submit = at(COLUMNS.submit)
    const requested = at(COLUMNS.requested)
    // A job that ran longer than it requested was killed late; the limit is what a scheduler would hold it to.
    const run = requested > 0 ? Math.min(at(COLUMNS.run), requested) : at(COLUMNS.run)
    const units = at(COLUMNS.asked) > 0 ? at(COLUMNS.asked) : at(COLUMNS.allocated)
    const isStrict = this.options.filter === 'sc15'
    if (isStrict && this.failsFilter({ submit, run, requested, units })) return { kind: 'filtered' }
    if (run < 0) return { kind: 'filtered' } // cancelled before it ran
    if (units <= 0) return { kind: 'bad', reason: 'no-size' }
    if (submit < 0) return { kind: 'bad', reason: 'negative-submit' }
    if (this.seen.has(id)) return { kind: 'bad', reason: 'duplicate-job' }
    this.seen.add(id)
    const project = this.options.projectOf(values[COLUMNS[this.options.by]] ?? '-1')
    return { kind: 'job', job: { id, submit, run, requested: requested > 0 ? requested : null, units, project } }
  }

  private failsFilter(job: { submit: number; run: number; requested: number; units: number }): boolean {
    const machine = this.origin().capacity ?? Number.MAX_SAFE_INTEGER
    return job.units <= 0 || job.units > machine || job.run <= 0 || job.requested <= 0 || job.submit < 0
  }
}
