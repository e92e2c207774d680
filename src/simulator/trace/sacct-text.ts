// `sacct --parsable2`: a header and fields parted by '|', in whatever order they were asked for. Slurm does not escape a '|' inside
// a name: such a line has too many columns and is named as bad.
import type { BadLineReason } from '../outcome.ts'
import { SlurmJobs, tresAmount, type SlurmRecord } from './slurm-jobs.ts'
import { isoSeconds } from './trace-fields.ts'
import type { MapColumn, TraceDetails } from './trace-layout.ts'
import type { TraceFormatReader } from './trace-reader.ts'
import { bad, leftOut, SILENT, type LineReading, type TraceOrigin } from './trace-tally.ts'

export interface SacctOptions {
  readonly details: Pick<TraceDetails, 'zoneSeconds' | 'tres'>
  /** null: nothing is looked up, all jobs belong to one project. */
  readonly by: MapColumn | null
  readonly projectOf: (owner: string) => string
}

/** Columns that count the resource, the better first, for those that have columns of their own. */
const COUNT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  cpu: ['alloccpus', 'ncpus', 'reqcpus'],
  node: ['allocnodes', 'nnodes', 'reqnodes'],
}
const UNKNOWN_TIMES = new Set(['', 'unknown', 'none', 'n/a', 'invalid'])
const NO_LIMIT = new Set(['', 'unlimited', 'partition_limit', 'invalid', 'n/a', 'none'])
/** More different lists of resources than this are not remembered. */
const REMEMBERED = 20_000
const MOST_UNITS = 1_000_000_000

export class SacctTextReader implements TraceFormatReader {
  private readonly options: SacctOptions
  private readonly jobs: SlurmJobs
  private readonly amounts = new Map<string, number>()
  private header: string | null = null
  private columns = 0
  private places: ReadonlyMap<string, number> = new Map()
  private values: readonly string[] = []

  constructor(options: SacctOptions) {
    this.options = options
    this.jobs = new SlurmJobs(options.projectOf)
  }

  origin(): TraceOrigin {
    return this.jobs.origin()
  }

  readLine(line: string, number: number): LineReading {
    if (line.trim() === '') return SILENT
    if (this.header === null) return this.readHeader(line)
    // Exports of several months, one after the other, have the header of each.
    if (line === this.header) return SILENT
    this.values = line.split('|')
    if (this.values.length < this.columns) return bad('too-few-columns')
    if (this.values.length > this.columns) return bad('too-many-columns')
    const id = this.text('jobidraw') || this.text('jobid')
    if (/^\d+\S*\.\S/.test(id)) return leftOut('step')
    const record = this.recordOf(id)
    return typeof record === 'string' ? bad(record) : this.jobs.read(record, number)
  }

  private readHeader(line: string): LineReading {
    const names = line.split('|').map((name) => name.trim().toLowerCase())
    const has = (...any: readonly string[]) => any.some((name) => names.includes(name))
    const { by, details } = this.options
    const isComplete =
      has('jobid', 'jobidraw') &&
      has('submit') &&
      has('start') &&
      has('elapsed', 'elapsedraw', 'end') &&
      has('alloctres', 'reqtres', ...(COUNT_COLUMNS[details.tres] ?? [])) &&
      (by === null || has(by))
    if (!isComplete) return bad('header-missing')
    this.header = line
    this.columns = names.length
    this.places = new Map(names.map((name, place) => [name, place]))
    return SILENT
  }

  private recordOf(id: string): SlurmRecord | BadLineReason {
    const submit = this.time('submit')
    const start = this.time('start')
    const end = this.time('end')
    const elapsed = this.elapsed()
    const limit = this.limit()
    const units = this.units()
    for (const value of [submit, start, end, elapsed, limit, units]) if (typeof value === 'string') return value
    if (!/^\d{1,15}(?:[_+]\S*)?$/.test(id)) return 'not-a-number'
    const { by } = this.options
    return {
      id: /^\d+$/.test(id) ? Number(id) : id,
      cluster: this.text('cluster'),
      state: this.text('state').toUpperCase(),
      submit: submit as number | null,
      start: start as number | null,
      end: end as number | null,
      elapsed: elapsed as number | null,
      limit: limit as number | null,
      units: units as number,
      isUnallocated: this.places.has('alloctres') && this.text('alloctres') === '',
      owner: by === null ? '' : this.text(by),
    }
  }

  private text(column: string): string {
    const place = this.places.get(column)
    return place === undefined ? '' : this.values[place]!
  }

  /** Unix seconds where SLURM_TIME_FORMAT=%s was set, else a date in the cluster's zone. */
  private time(column: string): number | null | BadLineReason {
    const text = this.text(column)
    if (text.length >= 19) return isoSeconds(text, this.options.details.zoneSeconds)
    if (UNKNOWN_TIMES.has(text.toLowerCase())) return null
    return /^\d{5,12}$/.test(text) ? Number(text) : 'not-a-time'
  }

  private elapsed(): number | null | BadLineReason {
    const raw = this.text('elapsedraw')
    if (/^\d{1,12}$/.test(raw)) return Number(raw)
    if (raw !== '') return 'not-a-number'
    const text = this.text('elapsed')
    return UNKNOWN_TIMES.has(text.toLowerCase()) ? null : slurmDuration(text)
  }

  private limit(): number | null | BadLineReason {
    const raw = this.text('timelimitraw')
    if (/^\d{1,12}$/.test(raw)) return Number(raw) * 60
    if (!NO_LIMIT.has(raw.toLowerCase())) return 'not-a-number'
    const text = this.text('timelimit')
    return NO_LIMIT.has(text.toLowerCase()) ? null : slurmDuration(text)
  }

  private units(): number | BadLineReason {
    const { tres } = this.options.details
    const list = this.text('alloctres') || this.text('reqtres')
    if (list !== '') return this.amountIn(list)
    for (const column of COUNT_COLUMNS[tres] ?? []) {
      const text = this.text(column)
      if (text === '' || text === '0') continue
      return /^\d{1,9}$/.test(text) ? Number(text) : 'not-a-number'
    }
    return 0
  }

  private amountIn(list: string): number | BadLineReason {
    const known = this.amounts.get(list)
    if (known !== undefined) return known
    const amount = tresAmount(tresEntries(list), this.options.details.tres)
    if (!Number.isInteger(amount) || amount < 0) return 'not-a-number'
    if (amount > MOST_UNITS) return 'number-too-big'
    if (this.amounts.size < REMEMBERED) this.amounts.set(list, amount)
    return amount
  }
}

function tresEntries(list: string): (readonly [string, number])[] {
  return list.split(',').map((entry) => {
    const sign = entry.lastIndexOf('=')
    const amount = entry.slice(sign + 1)
    return [entry.slice(0, sign), /^\d{1,15}$/.test(amount) ? Number(amount) : NaN] as const
  })
}

/** [days-]hours:minutes:seconds, or minutes:seconds, in seconds. */
export function slurmDuration(text: string): number | 'not-a-time' {
  const match = /^(?:(?:(\d{1,6})-)?(\d{1,6}):)?(\d{1,6}):(\d{1,2})(?:\.\d+)?$/.exec(text)
  if (match === null) return 'not-a-time'
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds
}
