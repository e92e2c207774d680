// How a bare history is to be read: the format, by option or by name, and what that format needs to know.
import {
  CSV_COLUMNS,
  DELIMITER_NAMES,
  missingColumns,
  TRACE_FORMATS,
  USUAL_DETAILS,
  type CsvColumnNames,
  type TraceDetails,
  type TraceFormat,
} from '../../simulator/trace/trace-layout.ts'
import { TRACE_TIMES, zoneSecondsOf } from '../../simulator/trace/trace-fields.ts'
import type { simulateText } from '../../text/simulate/text.ts'

/** As commander gives them. */
export interface TraceOptionTexts {
  readonly format?: string
  readonly columns?: string
  readonly delimiter?: string
  readonly time?: string
  readonly zone?: string
  readonly tres?: string
  readonly unitsPerCard?: string
}

export type Refuse = (key: keyof typeof simulateText.en, values?: Record<string, string>) => never

/** Options that only some formats have, as they are typed. */
const OPTIONS_OF = {
  columns: { typed: '--columns', formats: ['csv'] },
  delimiter: { typed: '--delimiter', formats: ['csv'] },
  time: { typed: '--time', formats: ['csv'] },
  zone: { typed: '--zone', formats: ['csv', 'sacct-parsable2'] },
  tres: { typed: '--tres', formats: ['sacct-parsable2', 'sacct-json'] },
  unitsPerCard: { typed: '--units-per-card', formats: ['openb-csv'] },
} as const satisfies Record<string, { typed: string; formats: readonly TraceFormat[] }>
export const TRACE_OPTIONS = Object.keys(OPTIONS_OF) as (keyof typeof OPTIONS_OF)[]
export const typedOption = (name: keyof typeof OPTIONS_OF): string => OPTIONS_OF[name].typed

const EXAMPLE = 'submit=created,run=seconds,units=gpus'

export function traceFormOf(
  path: string,
  options: TraceOptionTexts,
  refuse: Refuse,
): { readonly format: TraceFormat; readonly details: TraceDetails } {
  const format =
    oneOf('--format', options.format, TRACE_FORMATS, refuse) ??
    formatByName(path, options.columns !== undefined) ??
    refuse('format-unknown', { path, formats: TRACE_FORMATS.join(', ') })
  for (const name of TRACE_OPTIONS) {
    const { typed, formats } = OPTIONS_OF[name]
    if (options[name] !== undefined && !(formats as readonly TraceFormat[]).includes(format)) {
      refuse('option-needs-format', { option: typed, formats: formats.join(', ') })
    }
  }
  return {
    format,
    details: {
      zoneSeconds: zoneOf(options.zone, refuse),
      tres: tresOf(options.tres, refuse),
      unitsPerCard: unitsPerCardOf(options.unitsPerCard, refuse),
      csv: format === 'csv' ? layoutOf(options, refuse) : null,
    },
  }
}

export function oneOf<T extends string>(
  option: string,
  found: string | undefined,
  allowed: readonly T[],
  refuse: Refuse,
): T | null {
  if (found === undefined) return null
  const match = allowed.find((value) => value === found)
  return match ?? refuse('option-form', { option, found, expected: allowed.join(' | ') })
}

function formatByName(path: string, hasColumns: boolean): TraceFormat | null {
  if (/\.swf(\.gz)?$/i.test(path)) return 'swf'
  if (/\.json(\.gz)?$/i.test(path)) return 'sacct-json'
  if (/\.csv(\.gz)?$/i.test(path)) return hasColumns ? 'csv' : 'philly-csv'
  return null
}

function layoutOf(options: TraceOptionTexts, refuse: Refuse): TraceDetails['csv'] {
  const columns = columnsOf(options.columns ?? '', refuse)
  if (missingColumns(columns).length > 0) refuse('columns-needed', { example: EXAMPLE })
  return {
    columns,
    delimiter: oneOf('--delimiter', options.delimiter, DELIMITER_NAMES, refuse) ?? 'comma',
    time: oneOf('--time', options.time, TRACE_TIMES, refuse) ?? 'iso',
  }
}

function columnsOf(written: string, refuse: Refuse): CsvColumnNames {
  const columns: Record<string, string> = {}
  for (const pair of written === '' ? [] : written.split(',')) {
    const sign = pair.indexOf('=')
    if (sign < 1 || sign === pair.length - 1) refuse('columns-form', { found: pair })
    const column = pair.slice(0, sign).trim()
    if (!(CSV_COLUMNS as readonly string[]).includes(column)) {
      refuse('columns-unknown', { found: column, known: CSV_COLUMNS.join(', ') })
    }
    columns[column] = pair.slice(sign + 1).trim()
  }
  return columns
}

function zoneOf(found: string | undefined, refuse: Refuse): number {
  const seconds = zoneSecondsOf(found ?? 'UTC')
  return seconds ?? refuse('option-form', { option: '--zone', found: found ?? '', expected: 'UTC | +09:00 | -03:30' })
}

function tresOf(found: string | undefined, refuse: Refuse): string {
  if (found === undefined) return USUAL_DETAILS.tres
  if (/^[a-z]+(?:\/[\w.:-]+)?$/.test(found)) return found
  return refuse('option-form', { option: '--tres', found, expected: 'gres/gpu | gres/gpu:h200 | cpu | node' })
}

function unitsPerCardOf(found: string | undefined, refuse: Refuse): number {
  if (found === undefined) return USUAL_DETAILS.unitsPerCard
  const value = /^\d{1,4}$/.test(found) ? Number(found) : 0
  if (value >= 1 && value <= 1000) return value
  return refuse('option-form', { option: '--units-per-card', found, expected: '1 … 1000' })
}
