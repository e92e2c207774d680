// What must be said about a history besides its format, and which of its columns can decide whose a job is.
import { TRACE_TIMES, type TraceTime } from './trace-fields.ts'

export const TRACE_FORMATS = ['swf', 'philly-csv', 'sacct-parsable2', 'sacct-json', 'openb-csv', 'csv'] as const
export type TraceFormat = (typeof TRACE_FORMATS)[number]

export const MAP_COLUMNS = ['account', 'cluster', 'group', 'partition', 'project', 'qos', 'queue', 'user'] as const
/** What a history calls those for whom a job ran. */
export type MapColumn = (typeof MAP_COLUMNS)[number]

const SLURM_COLUMNS = [
  'account',
  'user',
  'group',
  'qos',
  'partition',
  'cluster',
] as const satisfies readonly MapColumn[]

/** The columns that a format has; the first is the usual one. */
export const MAP_COLUMNS_OF = {
  swf: ['user', 'group', 'queue', 'partition'],
  'philly-csv': ['cluster'],
  'sacct-parsable2': SLURM_COLUMNS,
  'sacct-json': SLURM_COLUMNS,
  'openb-csv': ['qos'],
  csv: MAP_COLUMNS,
} as const satisfies Record<TraceFormat, readonly MapColumn[]>

export const CSV_COLUMNS = [
  'id',
  'submit',
  'run',
  'start',
  'end',
  'units',
  'requested',
  'priority',
  'class',
  'deadline',
  'gpusPerPod',
  'flavor',
  ...MAP_COLUMNS,
] as const
export type CsvColumn = (typeof CSV_COLUMNS)[number]
export type CsvColumnNames = { readonly [column in CsvColumn]?: string | undefined }

export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const
export type Delimiter = keyof typeof DELIMITERS
export const DELIMITER_NAMES = Object.keys(DELIMITERS) as Delimiter[]

export interface CsvLayout {
  /** Weir's name of a column -> the name that stands in the file's header. */
  readonly columns: CsvColumnNames
  readonly delimiter: Delimiter
  readonly time: TraceTime
}
export { TRACE_TIMES }

/** What a format needs to know besides the file. */
export interface TraceDetails {
  /** For times without a zone (sacct, csv): seconds east of UTC. */
  readonly zoneSeconds: number
  /** sacct: the trackable resource that is a unit, e.g. gres/gpu, gres/gpu:h200, cpu, node. */
  readonly tres: string
  /** openb-csv: 1, and a part of a card is refused; 1000, and units are thousandths of a card; 7, and they are slices. */
  readonly unitsPerCard: number
  /** Of the format csv, and null for all others. */
  readonly csv: CsvLayout | null
}

export const USUAL_DETAILS: TraceDetails = { zoneSeconds: 0, tres: 'gres/gpu', unitsPerCard: 1, csv: null }

/** Columns without which a CSV is no history: the names of those that are missing, in groups of which one would do. */
export function missingColumns(columns: CsvColumnNames): readonly string[] {
  const missing: string[] = []
  if (columns.submit === undefined) missing.push('submit')
  if (columns.units === undefined) missing.push('units')
  if (columns.run === undefined && (columns.start === undefined || columns.end === undefined)) missing.push('run')
  return missing
}
