// The reader of each format.
import { assert } from '../../domain/kernel/assert.ts'
import type { DefaultTerms } from '../scenario-demand.ts'
import { CsvColumnReader } from './csv-columns.ts'
import { CsvLines } from './csv-lines.ts'
import { OpenbReader } from './openb.ts'
import { PhillyReader } from './philly.ts'
import { SacctJsonReader } from './sacct-json.ts'
import { SacctTextReader } from './sacct-text.ts'
import { SwfReader } from './swf.ts'
import { DELIMITERS, MAP_COLUMNS_OF, type MapColumn, type TraceDetails, type TraceFormat } from './trace-layout.ts'
import { TextLines, type TraceSource } from './trace-reader.ts'

export interface TraceSourceOptions {
  readonly format: TraceFormat
  readonly details: TraceDetails
  /** swf only. */
  readonly filter: 'none' | 'sc15'
  /** Units of the machine where the trace is silent or wrong. */
  readonly capacity: number | null
  /** The column whose value `projectOf` gets; null: all jobs belong to one project. It must be one that the format has. */
  readonly by: MapColumn | null
  readonly projectOf: (value: string) => string
  /** What a job asks where its own columns do not say it (csv). */
  readonly terms: DefaultTerms
}

export function traceSource(options: TraceSourceOptions): TraceSource {
  const { format, details, by, projectOf } = options
  switch (format) {
    case 'swf': {
      const column = MAP_COLUMNS_OF.swf.find((name) => name === by) ?? 'user'
      return new SwfReader({ filter: options.filter, capacity: options.capacity, projectOf, by: column })
    }
    case 'philly-csv':
      return new CsvLines(new PhillyReader(projectOf))
    case 'openb-csv':
      return new CsvLines(new OpenbReader({ unitsPerCard: details.unitsPerCard, projectOf }))
    case 'sacct-parsable2':
      return new TextLines(new SacctTextReader({ details, by, projectOf }))
    case 'sacct-json':
      return new SacctJsonReader({ details, by, projectOf })
    case 'csv': {
      const layout = details.csv
      assert(layout !== null, 'a CSV has its columns')
      const { zoneSeconds } = details
      const reader = new CsvColumnReader({ layout, zoneSeconds, by, projectOf, terms: options.terms })
      return new CsvLines(reader, DELIMITERS[layout.delimiter])
    }
  }
}
