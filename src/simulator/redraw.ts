// Other histories like a recorded one: its weeks (its days, when it has few weeks) are drawn anew with replacement and laid
// one after the other, each with the jobs that were submitted in it. This is the block bootstrap with blocks that do not
// overlap (Carlstein, Annals of Statistics 14, 1986): what hangs together within a week stays together. It tells how much
// of a difference between two policies is owed to the one history that happened to be recorded.
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { JobTerms } from '../domain/scheduling/demand.ts'
import { drawsOf } from './seeded-draws.ts'
import type { Workload } from './workload.ts'

const DAY = 86_400
const WEEK = 7 * DAY
/** With fewer whole weeks than this, days are drawn. */
const WEEKS_MIN = 8
/** Fewer blocks than this are no sample. */
export const BLOCKS_MIN = 5

/** The same seed and history give the same jobs. Refused when the history has fewer than BLOCKS_MIN days. */
export function redrawn(workload: Workload, seed: number): Result<Workload, 'history-too-short'> {
  const { submit } = workload
  const startAt = submit[0] ?? 0
  const length = (submit.at(-1) ?? startAt) - startAt + 1
  const block = blockOf(workload) === 'week' ? WEEK : DAY
  // The last block may be broken off; it is drawn like the others, and takes the time of a whole one.
  const blocks = Math.ceil(length / block)
  if (blocks < BLOCKS_MIN) return refuse('history-too-short')
  const firstRow = firstRowOfEach(submit, { startAt, block, blocks })
  const draws = drawsOf(seed)
  const drawn = Array.from({ length: blocks }, () => draws.below(blocks))
  const rows = drawn.flatMap((from, to) => rowsOf(firstRow, from).map((row) => ({ row, later: (to - from) * block })))
  return accept(laidOut(workload, rows))
}

/** What is drawn of the history. */
export function blockOf({ submit }: Workload): 'day' | 'week' {
  const length = (submit.at(-1) ?? 0) - (submit[0] ?? 0) + 1
  return length >= WEEKS_MIN * WEEK ? 'week' : 'day'
}

interface Drawn {
  readonly row: number
  /** Seconds by which the job moves. */
  readonly later: number
}

function firstRowOfEach(
  submit: Float64Array,
  { startAt, block, blocks }: { readonly startAt: number; readonly block: number; readonly blocks: number },
): Int32Array {
  const firstRow = new Int32Array(blocks + 1).fill(submit.length)
  for (let row = submit.length - 1; row >= 0; row -= 1) firstRow[Math.floor((submit[row]! - startAt) / block)] = row
  for (let at = blocks - 1; at >= 0; at -= 1) firstRow[at] = Math.min(firstRow[at]!, firstRow[at + 1]!)
  return firstRow
}

function rowsOf(firstRow: Int32Array, block: number): number[] {
  const first = firstRow[block]!
  return Array.from({ length: firstRow[block + 1]! - first }, (_, index) => first + index)
}

/** Jobs have new numbers, because one job may be there twice. */
function laidOut(workload: Workload, rows: readonly Drawn[]): Workload {
  const column = (values: Float64Array) => Float64Array.from(rows, ({ row }) => values[row]!)
  return {
    ...workload,
    ids: Float64Array.from(rows, (_, index) => index + 1),
    submit: Float64Array.from(rows, ({ row, later }) => workload.submit[row]! + later),
    run: column(workload.run),
    requested: column(workload.requested),
    units: column(workload.units),
    project: Int32Array.from(rows, ({ row }) => workload.project[row]!),
    terms: movedTerms(workload.terms, rows),
  }
}

/** Deadlines move with their jobs. */
function movedTerms(terms: Workload['terms'], rows: readonly Drawn[]): Workload['terms'] {
  if (terms === null) return null
  const table: JobTerms[] = [...terms.table]
  const places = new Map<string, number>()
  const of = Int32Array.from(rows, ({ row, later }) => {
    const place = terms.of[row]!
    const { deadline } = table[place]!
    if (deadline === null || later === 0) return place
    const known = places.get(`${place} ${later}`)
    if (known !== undefined) return known
    const moved = table.push({ ...table[place]!, deadline: deadline + later }) - 1
    places.set(`${place} ${later}`, moved)
    return moved
  })
  return { table, of }
}
