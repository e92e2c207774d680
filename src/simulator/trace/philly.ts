// The Philly history (Microsoft, 2017) as CSV: timestamp, duration in seconds, GPUs, GPU time, virtual cluster. Columns are found
// by the header. Time stamps are read as UTC: the trace does not say its zone. Nobody requested a time there.
import { isExact, type LineReading, type TraceFormatReader, type TraceOrigin } from './trace-reader.ts'

const NEEDED = ['timestamp', 'duration', 'num_gpus', 'cluster'] as const
const STAMP = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z?$/

export class PhillyReader implements TraceFormatReader {
  private columns: Readonly<Record<(typeof NEEDED)[number], number>> | null = null
  private readonly projectOf: (cluster: string) => string
  private earliest = Infinity

  constructor(projectOf: (cluster: string) => string) {
    this.projectOf = projectOf
  }

  origin(): TraceOrigin {
    const isKnown = Number.isFinite(this.earliest)
    return { zero: isKnown ? this.earliest : 0, epoch: isKnown ? this.earliest : null, capacity: null }
  }

  readLine(line: string, number: number): LineReading {
    if (line.trim() === '') return { kind: 'silent' }
    const values = line.split(',').map((value) => value.trim().replace(/^"(.*)"$/, '$1'))
    if (this.columns === null) return this.readHeader(values)
    const stamp = values[this.columns.timestamp]
    const duration = values[this.columns.duration]
    const gpus = values[this.columns.num_gpus]
    const cluster = values[this.columns.cluster]
    if (!stamp || duration === undefined || gpus === undefined || !cluster) {
      return { kind: 'bad', reason: 'too-few-columns' }
    }
    const submit = secondsOf(stamp)
    if (submit === null) return { kind: 'bad', reason: 'not-a-time' }
    const run = Number(duration)
    const units = Number(gpus)
    if (duration === '' || gpus === '' || !isExact(run) || !isExact(units)) {
      return { kind: 'bad', reason: 'not-a-number' }
    }
    if (run < 0) return { kind: 'bad', reason: 'no-run-time' }
    if (units <= 0 || !Number.isInteger(units)) return { kind: 'bad', reason: 'no-size' }
    this.earliest = Math.min(this.earliest, submit)
    const project = this.projectOf(cluster)
    return { kind: 'job', job: { id: number, submit, run: Math.round(run), requested: null, units, project } }
  }

  private readHeader(values: readonly string[]): LineReading {
    const place = (name: string) => values.findIndex((value) => value.toLowerCase() === name)
    const [timestamp, duration, gpus, cluster] = NEEDED.map(place) as [number, number, number, number]
    if ([timestamp, duration, gpus, cluster].includes(-1)) return { kind: 'bad', reason: 'header-missing' }
    this.columns = { timestamp, duration, num_gpus: gpus, cluster }
    return { kind: 'silent' }
  }
}

/** Unix seconds of `2017-10-09 07:01:55` in UTC; null when it is no time that exists. */
function secondsOf(stamp: string): number | null {
  const match = STAMP.exec(stamp)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second)
  const there = new Date(milliseconds)
  const isReal = there.getUTCMonth() === month - 1 && there.getUTCDate() === day && there.getUTCHours() === hour
  return isReal && minute < 60 && second < 60 ? milliseconds / 1000 : null
}
