// A history as CSV in the columns of whoever wrote it: a map says which column is which.
import type { Gang, JobClass, JobTerms } from '../../domain/scheduling/demand.ts'
import { JOB_CLASSES } from '../../domain/scheduling/demand.ts'
import type { BadLineReason } from '../outcome.ts'
import type { TraceJob } from '../workload.ts'
import { gangOf } from '../resolve-times.ts'
import type { DefaultTerms } from '../scenario-demand.ts'
import type { CsvFormat } from './csv-lines.ts'
import type { CsvColumn, CsvLayout, MapColumn } from './trace-layout.ts'
import { NumberIndex } from './number-index.ts'
import { isoSeconds, numberOf, wholeOf } from './trace-fields.ts'
import { bad, leftOut, type LineReading, type TraceOrigin } from './trace-tally.ts'

export interface CsvColumnOptions {
  readonly layout: CsvLayout
  /** Seconds east of UTC for times without a zone. */
  readonly zoneSeconds: number
  readonly by: MapColumn | null
  readonly projectOf: (value: string) => string
  /** What a job asks where its columns are empty. */
  readonly terms: DefaultTerms
}

/** Columns that make a job's terms others than the default ones. */
const TERM_COLUMNS = ['priority', 'class', 'deadline', 'gpusPerPod', 'flavor'] as const satisfies readonly CsvColumn[]

export class CsvColumnReader implements CsvFormat {
  private readonly options: CsvColumnOptions
  private readonly hasTerms: boolean
  private readonly places = new Map<CsvColumn, number>()
  private readonly seen = new NumberIndex()
  private readonly seenNames = new Set<string>()
  private readonly terms = new Map<string, JobTerms>()
  private earliest = Infinity
  private values: readonly string[] = []

  constructor(options: CsvColumnOptions) {
    this.options = options
    this.hasTerms = TERM_COLUMNS.some((column) => options.layout.columns[column] !== undefined)
  }

  origin(): TraceOrigin {
    const isCalendar = this.options.layout.time !== 'seconds'
    const first = Number.isFinite(this.earliest) ? this.earliest : 0
    return { zero: isCalendar ? first : 0, epoch: isCalendar && first !== 0 ? first : null, capacity: null }
  }

  /** Names are compared as they are written; where none is the same, without regard to capitals. */
  readHeader(names: readonly string[]): boolean {
    const lower = names.map((name) => name.toLowerCase())
    for (const [column, name] of Object.entries(this.options.layout.columns) as [CsvColumn, string][]) {
      const exact = names.indexOf(name)
      this.places.set(column, exact === -1 ? lower.indexOf(name.toLowerCase()) : exact)
    }
    return ![...this.places.values()].includes(-1)
  }

  readRecord(values: readonly string[], line: number): LineReading {
    this.values = values
    for (const place of this.places.values()) if (values[place] === undefined) return bad('too-few-columns')
    const submit = this.time('submit')
    if (typeof submit === 'string') return bad(submit)
    const run = this.runTime()
    if (typeof run === 'string') return bad(run)
    if (run === null) return leftOut('not-ended')
    const amount = numberOf(this.text('units'))
    if (typeof amount === 'string') return bad(amount)
    const requested = this.text('requested') === '' ? null : wholeOf(this.text('requested'))
    if (typeof requested === 'string') return bad(requested)
    if (submit < 0 && this.options.layout.time === 'seconds') return bad('negative-submit')
    if (run < 0) return bad('no-run-time')
    if (amount < 0) return bad('no-size')
    if (amount === 0) return leftOut('no-units')
    return this.job({ line, submit, run, requested, amount })
  }

  private job(read: { line: number; submit: number; run: number; requested: number | null; amount: number }) {
    const { line, submit, run, amount } = read
    const terms = this.hasTerms ? this.termsOf(amount) : null
    if (typeof terms === 'string') return bad(terms)
    const id = this.text('id')
    const number = /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : null
    if (id !== '' && this.wasThere(id, number)) return bad('duplicate-job')
    const { by, projectOf } = this.options
    const project = projectOf(by === null ? '' : this.text(by))
    const requested = read.requested !== null && read.requested > 0 ? read.requested : null
    this.earliest = Math.min(this.earliest, submit)
    const job: TraceJob = {
      id: number ?? line,
      submit,
      run,
      requested,
      units: Math.ceil(amount),
      project,
      ...(Number.isInteger(amount) ? {} : { milliUnits: thousandthsOf(amount) }),
      ...(terms === null ? {} : { terms }),
    }
    return { kind: 'job', job } as const
  }

  private wasThere(id: string, number: number | null): boolean {
    if (number === null) {
      const before = this.seenNames.size
      return this.seenNames.add(id).size === before
    }
    if (this.seen.placeOf(number) !== -1) return true
    this.seen.add(number, 0)
    return false
  }

  /** Seconds; null while the job has no end. */
  private runTime(): number | null | BadLineReason {
    if (this.places.has('run')) {
      const text = this.text('run')
      return text === '' ? null : wholeOf(text)
    }
    if (this.text('end') === '') return null
    const start = this.time('start')
    const end = this.time('end')
    if (typeof start === 'string') return start
    if (typeof end === 'string') return end
    return end < start ? 'end-before-start' : end - start
  }

  private termsOf(units: number): JobTerms | BadLineReason {
    const written = TERM_COLUMNS.map((column) => this.text(column)).join('\n')
    const hasPods = this.places.has('gpusPerPod') || this.options.terms.gang !== null
    const key = `${hasPods ? units : ''}\n${written}`
    const known = this.terms.get(key)
    if (known !== undefined) return known
    const { terms: usual } = this.options
    const priority = this.text('priority') === '' ? usual.priority : wholeOf(this.text('priority'))
    if (typeof priority === 'string') return priority
    const deadline = this.text('deadline') === '' ? null : this.time('deadline')
    if (typeof deadline === 'string') return deadline
    const jobClass = this.classOf()
    if (jobClass === 'not-a-class') return jobClass
    const gang = this.gangOf(units)
    if (typeof gang === 'string') return gang
    const terms: JobTerms = {
      class: jobClass,
      priority,
      flavors: this.text('flavor') === '' ? usual.flavors : [this.text('flavor')],
      gang,
      checkpointEverySeconds: usual.checkpointEverySeconds,
      deadline,
      coAllocations: [],
    }
    // Deadlines may all be different: those are not worth keeping.
    if (deadline === null) this.terms.set(key, terms)
    return terms
  }

  private classOf(): JobClass | 'not-a-class' {
    const text = this.text('class').toLowerCase()
    return text === '' ? this.options.terms.class : (JOB_CLASSES.find((name) => name === text) ?? 'not-a-class')
  }

  private gangOf(units: number): Gang | null | BadLineReason {
    const text = this.text('gpusPerPod')
    const { gang } = this.options.terms
    if (text === '') return gang === null || !Number.isInteger(units) ? null : gangOf(gang, units)
    const unitsPerPod = wholeOf(text)
    if (typeof unitsPerPod === 'string') return unitsPerPod
    if (unitsPerPod < 1 || units % unitsPerPod !== 0) return 'pods-uneven'
    return { pods: units / unitsPerPod, unitsPerPod, topology: gang?.topology ?? null }
  }

  private text(column: CsvColumn): string {
    const place = this.places.get(column)
    return place === undefined ? '' : (this.values[place] ?? '').trim()
  }

  private time(column: CsvColumn): number | BadLineReason {
    const text = this.text(column)
    if (text === '') return 'not-a-time'
    const { layout, zoneSeconds } = this.options
    if (layout.time === 'iso') return isoSeconds(text, zoneSeconds)
    if (layout.time !== 'unix-ms') return wholeOf(text)
    const milliseconds = numberOf(text)
    return typeof milliseconds === 'string' ? milliseconds : Math.floor(milliseconds / 1000)
  }
}

/** Of a decimal: 0.3 is 300, whatever 0.3 x 1000 is in binary. More than three decimals stay no whole number. */
function thousandthsOf(amount: number): number {
  const whole = Math.round(amount * 1000)
  return whole / 1000 === amount ? whole : amount * 1000
}
