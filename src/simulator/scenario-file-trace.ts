// The part of a scenario file that says which history is replayed and how it is to be read.
import { z } from 'zod'
import { nearestOrAll } from '../domain/policy/nearest.ts'
import type { FileProblemCode } from '../domain/policy/problem.ts'
import type { ProblemList } from '../domain/policy/problem-list.ts'
import { keys, localised, wholeNumber } from '../domain/policy/schema.ts'
import type { SourceDocument, SourcePath } from '../domain/policy/source-document.ts'
import {
  CSV_COLUMNS,
  DELIMITER_NAMES,
  MAP_COLUMNS_OF,
  missingColumns,
  TRACE_FORMATS,
  USUAL_DETAILS,
  type MapColumn,
  type TraceDetails,
  type TraceFormat,
} from './trace/trace-layout.ts'
import { TRACE_TIMES, zoneSecondsOf } from './trace/trace-fields.ts'

export const PathInFolder = z
  .string({ error: 'text' })
  .min(1)
  .max(1000)
  .regex(/^[^\r\n]*$/, { error: 'relative-path' })
  .meta({ description: 'Path relative to the folder of this file.' })

const ColumnName = z.string({ error: 'text' }).min(1).max(200)

/** A fixed distance from UTC: with summer times, export Unix seconds instead. */
const Zone = z
  .string({ error: 'zone' })
  .refine((zone) => zoneSecondsOf(zone) !== null, { error: 'zone', params: { code: 'value-type', expected: 'zone' } })
  .meta({ description: 'Zone of times that do not say theirs: UTC, or a distance from it such as +09:00; UTC.' })

export const TraceEntry = keys({
  path: PathInFolder,
  format: z.enum(TRACE_FORMATS),
  notice: localised(2000).optional().meta({ description: 'Who made the trace, and under which licence.' }),
  columns: keys(Object.fromEntries(CSV_COLUMNS.map((column) => [column, ColumnName.optional()])))
    .optional()
    .meta({
      description:
        'csv: which column of the file is which: {submit: created, run: seconds, units: gpus, project: team}. Needed are ' +
        'submit, units, and run or start and end.',
    }),
  delimiter: z.enum(DELIMITER_NAMES).optional().meta({ description: 'csv: what parts the columns; comma.' }),
  time: z
    .enum(TRACE_TIMES)
    .optional()
    .meta({ description: "csv: seconds since the trace's zero, Unix seconds or milliseconds, or ISO dates; iso." }),
  zone: Zone.optional(),
  tres: z
    .string({ error: 'text' })
    .regex(/^[a-z]+(?:\/[A-Za-z0-9_.:-]+)?$/, { error: 'text' })
    .max(100)
    .optional()
    .meta({
      description: 'sacct: the trackable resource that is a unit: gres/gpu (which is usual), gres/gpu:h200, cpu, node.',
    }),
  unitsPerCard: wholeNumber(1, 1000).optional().meta({
    description: 'openb-csv: units of one card; 1, and then a pod that asks for part of a card is refused.',
  }),
})
export type TraceEntry = z.output<typeof TraceEntry>

/** Keys that only some formats have. */
const KEYS_OF = {
  columns: ['csv'],
  delimiter: ['csv'],
  time: ['csv'],
  zone: ['csv', 'sacct-parsable2'],
  tres: ['sacct-parsable2', 'sacct-json'],
  unitsPerCard: ['openb-csv'],
} as const satisfies Record<string, readonly TraceFormat[]>

export function traceDetails(trace: TraceEntry): TraceDetails {
  return {
    zoneSeconds: zoneSecondsOf(trace.zone ?? 'UTC') ?? 0,
    tres: trace.tres ?? USUAL_DETAILS.tres,
    unitsPerCard: trace.unitsPerCard ?? USUAL_DETAILS.unitsPerCard,
    csv:
      trace.format === 'csv'
        ? { columns: trace.columns ?? {}, delimiter: trace.delimiter ?? 'comma', time: trace.time ?? 'iso' }
        : null,
  }
}

export interface HistoryEntry {
  readonly trace: TraceEntry
  readonly map: { readonly by: MapColumn }
  readonly filter?: 'none' | 'sc15' | undefined
}

/**
 * What one key by itself cannot show: keys of other formats, columns that are missing, a map by a column that is not there, a
 * filter of another format.
 */
export function checkTrace(
  { trace, map, filter }: HistoryEntry,
  document: SourceDocument,
  problems: ProblemList,
): void {
  const report = (code: FileProblemCode, at: SourcePath, found: string, expected: string) => {
    const offset = code === 'key-unknown' ? document.keyOffsetOf(at) : document.offsetOf(at)
    problems.report({ code, offset, path: document.pathText(at), found, expected })
  }
  for (const [key, formats] of Object.entries(KEYS_OF)) {
    const isOfFormat = (formats as readonly string[]).includes(trace.format)
    if (trace[key as keyof typeof KEYS_OF] !== undefined && !isOfFormat) {
      const known = Object.entries(KEYS_OF).filter(([, of]) => (of as readonly string[]).includes(trace.format))
      report(
        'key-unknown',
        ['spec', 'trace', key],
        key,
        ['path', 'format', 'notice', ...known.map(([name]) => name)].join(', '),
      )
    }
  }
  const columns = trace.format === 'csv' ? (trace.columns ?? {}) : null
  for (const column of columns === null ? [] : missingColumns(columns)) {
    report('key-missing', ['spec', 'trace', 'columns', column], '', `columns.${column}`)
  }
  const known: readonly string[] =
    columns === null ? MAP_COLUMNS_OF[trace.format] : MAP_COLUMNS_OF.csv.filter((name) => columns[name] !== undefined)
  if (!known.includes(map.by)) report('value-unknown', ['spec', 'map', 'by'], map.by, nearestOrAll(map.by, known))
  if (filter === 'sc15' && trace.format !== 'swf') report('value-unknown', ['spec', 'filter'], filter, 'none')
}
