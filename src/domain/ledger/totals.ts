// What is published of a month at its close, in as many entries as its rows need: one leaf holds so much and no more.
import { factsText } from './facts.ts'
import type { TotalsPublished } from './entry.ts'
import { LEAF_BYTES_MAX } from './leaf.ts'

/** For what a leaf has besides the rows: its version, sequence, agency, time and commitment. */
const BESIDES = 512

export type TotalsRow = TotalsPublished['rows'][number]

/** The entries that publish the rows, in their order, each as full as its leaf can be; none for no rows. */
export function totalsEvents(period: string, rows: readonly TotalsRow[]): TotalsPublished[] {
  const events: TotalsPublished[] = []
  let part: TotalsRow[] = []
  let size = BESIDES
  for (const row of rows) {
    const length = rowLength(period, row)
    if (part.length > 0 && size + length > LEAF_BYTES_MAX) {
      events.push({ event: 'totals', period, rows: part })
      part = []
      size = BESIDES
    }
    part.push(row)
    size += length
  }
  if (part.length > 0) events.push({ event: 'totals', period, rows: part })
  return events
}

/** As the facts write it: the text with the row less the text without. */
function rowLength(period: string, row: TotalsRow): number {
  const text = (rows: readonly TotalsRow[]) =>
    factsText('', { sequence: 0, recordedAt: 0, event: { event: 'totals', period, rows } }).length
  return text([row]) - text([])
}
