// The two tables of Alibaba's cluster-trace-gpu-v2023 ("openb"): nodes with their cards, and pods that ask for cards or a part
// of one. gpu_spec lists the models of which one would do, parted by '|'.
import type { NodeKind, PodSize } from '../../domain/placement/shared-nodes.ts'
import type { BadLineReason } from '../outcome.ts'
import type { CsvFormat } from './csv-lines.ts'
import { bad, leftOut, SILENT, type LineReading, type TraceOrigin } from './trace-tally.ts'

const NODE_COLUMNS = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model'] as const
const POD_COLUMNS = ['name', 'cpu_milli', 'memory_mib', 'num_gpu', 'gpu_milli', 'gpu_spec'] as const
const TIME_COLUMNS = ['qos', 'creation_time', 'deletion_time', 'scheduled_time'] as const

export type OpenbReading<T> =
  | { readonly kind: 'row'; readonly row: T }
  | { readonly kind: 'bad'; readonly reason: BadLineReason }
  | { readonly kind: 'silent' }

/** Reads a table by the names in its first line; the order of columns does not matter. */
class NamedColumns<Name extends string> {
  private places: ReadonlyMap<Name, number> | null = null
  private readonly names: readonly Name[]

  constructor(names: readonly Name[]) {
    this.names = names
  }

  /** The values of a row by name, a reason why there are none, or null for the header and empty lines. */
  read(line: string): Readonly<Record<Name, string>> | BadLineReason | null {
    if (line.trim() === '') return null
    const values = line.split(',').map((value) => value.trim())
    if (this.places === null) {
      const places = new Map(this.names.map((name) => [name, values.indexOf(name)]))
      if ([...places.values()].includes(-1)) return 'header-missing'
      this.places = places
      return null
    }
    const row: Partial<Record<Name, string>> = {}
    for (const [name, place] of this.places) {
      const value = values[place]
      if (value === undefined) return 'too-few-columns'
      row[name] = value
    }
    return row as Readonly<Record<Name, string>>
  }
}

export class OpenbNodeReader {
  private readonly columns = new NamedColumns(NODE_COLUMNS)

  readLine(line: string): OpenbReading<NodeKind> {
    const row = this.columns.read(line)
    if (row === null) return { kind: 'silent' }
    if (typeof row === 'string') return { kind: 'bad', reason: row }
    const numbers = wholeNumbers([row.cpu_milli, row.memory_mib, row.gpu])
    if (numbers === null) return { kind: 'bad', reason: 'not-a-number' }
    const [cpuMilli, memoryMib, cards] = numbers as [number, number, number]
    return { kind: 'row', row: { cpuMilli, memoryMib, cards, model: row.model } }
  }
}

export class OpenbPodReader {
  private readonly columns = new NamedColumns(POD_COLUMNS)

  readLine(line: string): OpenbReading<PodSize> {
    const row = this.columns.read(line)
    if (row === null) return { kind: 'silent' }
    if (typeof row === 'string') return { kind: 'bad', reason: row }
    return podSizeOf(row)
  }
}

/** The pods as a history of jobs: what was scheduled, from its creation, for as long as it stayed. */
export class OpenbReader implements CsvFormat {
  private readonly options: OpenbOptions
  private readonly names = [...POD_COLUMNS, ...TIME_COLUMNS]
  private places: readonly number[] = []
  private earliest = Infinity

  constructor(options: OpenbOptions) {
    this.options = options
  }

  origin(): TraceOrigin {
    return { zero: Number.isFinite(this.earliest) ? this.earliest : 0, epoch: null, capacity: null }
  }

  readHeader(names: readonly string[]): boolean {
    this.places = this.names.map((name) => names.indexOf(name))
    return !this.places.includes(-1)
  }

  readRecord(values: readonly string[], line: number): LineReading {
    const row: Partial<Record<(typeof this.names)[number], string>> = {}
    for (const [position, name] of this.names.entries()) {
      const value = values[this.places[position]!]
      if (value === undefined) return bad('too-few-columns')
      row[name] = value.trim()
    }
    return this.readPod(row as Readonly<Record<(typeof this.names)[number], string>>, line)
  }

  private readPod(row: Readonly<Record<(typeof this.names)[number], string>>, line: number): LineReading {
    const size = podSizeOf(row)
    if (size.kind !== 'row') return size.kind === 'bad' ? bad(size.reason) : SILENT
    const { cards, milliPerCard } = size.row
    // Pods without cards ask for nothing of a flavor of cards; pods that were never scheduled never ran.
    if (cards === 0) return leftOut('no-units')
    if (row.scheduled_time === '') return leftOut('never-ran')
    if (row.deletion_time === '') return leftOut('not-ended')
    const times = wholeNumbers([row.creation_time, row.deletion_time, row.scheduled_time])
    if (times === null) return bad('not-a-time')
    const [submit, deleted, scheduled] = times as [number, number, number]
    if (deleted < scheduled) return bad('end-before-start')
    this.earliest = Math.min(this.earliest, submit)
    const { unitsPerCard, projectOf } = this.options
    const milliUnits = cards * milliPerCard * unitsPerCard
    // Slices are cut: part of one is one. A part of a whole card is a fraction that the replay must know.
    const isFraction = unitsPerCard === 1 && milliUnits % 1000 !== 0
    const job = {
      id: line,
      submit,
      run: deleted - scheduled,
      requested: null,
      units: Math.ceil(milliUnits / 1000),
      project: projectOf(row.qos),
    }
    return { kind: 'job', job: isFraction ? { ...job, milliUnits } : job }
  }
}

export interface OpenbOptions {
  /** 1: a part of a card is a fraction of a unit. 1000: units are milli-cards. 7: slices, rounded up. */
  readonly unitsPerCard: number
  /** The project of a pod, by its quality of service (LS, BE, ...): the table names no user. */
  readonly projectOf: (qualityOfService: string) => string
}

function podSizeOf(row: Readonly<Record<(typeof POD_COLUMNS)[number], string>>): OpenbReading<PodSize> {
  const numbers = wholeNumbers([row.cpu_milli, row.memory_mib, row.num_gpu, row.gpu_milli])
  if (numbers === null) return { kind: 'bad', reason: 'not-a-number' }
  const [cpuMilli, memoryMib, cards, milliPerCard] = numbers as [number, number, number, number]
  // A part of a card is of one card; a whole one has 1000.
  const isPart = milliPerCard > 0 && milliPerCard < 1000
  if (milliPerCard > 1000 || (isPart && cards !== 1) || cards > 0 !== milliPerCard > 0) {
    return { kind: 'bad', reason: 'no-size' }
  }
  const models = row.gpu_spec.split('|').filter((model) => model !== '')
  return { kind: 'row', row: { cpuMilli, memoryMib, cards, milliPerCard, models } }
}

function wholeNumbers(values: readonly string[]): readonly number[] | null {
  const numbers = values.map(Number)
  const isWhole = (value: number, at: number) => values[at] !== '' && Number.isSafeInteger(value) && value >= 0
  return numbers.every(isWhole) ? numbers : null
}
