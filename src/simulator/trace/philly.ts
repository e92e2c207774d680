// The Philly history (Microsoft, 2017) as CSV: timestamp, duration in seconds, GPUs, GPU time, virtual cluster. Columns are found
// by the header. Time stamps are read as UTC: the trace does not say its zone. Nobody requested a time there.
import type { CsvFormat } from './csv-lines.ts'
import { isoSeconds, numberOf } from './trace-fields.ts'
import { bad, type LineReading, type TraceOrigin } from './trace-tally.ts'

const NEEDED = ['timestamp', 'duration', 'num_gpus', 'cluster'] as const

export class PhillyReader implements CsvFormat {
  private readonly projectOf: (cluster: string) => string
  private places: readonly number[] = []
  private earliest = Infinity

  constructor(projectOf: (cluster: string) => string) {
    this.projectOf = projectOf
  }

  origin(): TraceOrigin {
    const isKnown = Number.isFinite(this.earliest)
    return { zero: isKnown ? this.earliest : 0, epoch: isKnown ? this.earliest : null, capacity: null }
  }

  readHeader(names: readonly string[]): boolean {
    const lower = names.map((name) => name.toLowerCase())
    this.places = NEEDED.map((name) => lower.indexOf(name))
    return !this.places.includes(-1)
  }

  readRecord(values: readonly string[], line: number): LineReading {
    const [stamp, duration, gpus, cluster] = this.places.map((place) => values[place]?.trim())
    if (!stamp || duration === undefined || gpus === undefined || !cluster) return bad('too-few-columns')
    const submit = isoSeconds(stamp, 0)
    if (submit === 'not-a-time') return bad('not-a-time')
    const run = numberOf(duration)
    if (typeof run === 'string') return bad(run)
    const units = numberOf(gpus)
    if (typeof units === 'string') return bad(units)
    if (run < 0) return bad('no-run-time')
    if (units <= 0 || !Number.isInteger(units)) return bad('no-size')
    this.earliest = Math.min(this.earliest, submit)
    const project = this.projectOf(cluster)
    return { kind: 'job', job: { id: line, submit, run: Math.round(run), requested: null, units, project } }
  }
}
