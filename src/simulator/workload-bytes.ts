// A workload as bytes, small enough to be sent to a browser, which replays it there. Columns, not rows: differences that are
// small numbers of one kind stand beside each other, and a general compressor does the rest.
//
//   `WRH1`, length of the heading (4 bytes, little endian), heading (JSON, UTF-8), then the columns one after the other:
//   submit, run, requested, units, project, ids and, where the heading has a table of terms, terms. Each column is its
//   length in bytes (4 bytes) and its values as variable-length integers of 7 bits a byte, the lowest first.
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { JobTerms } from '../domain/scheduling/demand.ts'
import type { Workload } from './workload.ts'

const MAGIC = [0x57, 0x52, 0x48, 0x31] as const
/** Of a varint of a whole number below 2^53. */
const BYTES_MAX = 8

interface Heading {
  readonly jobs: number
  readonly projects: readonly string[]
  readonly epoch: number | null
  readonly capacity: number | null
  /** Absent: 1. */
  readonly grainsPerUnit?: number
  /** requested = run x factor + what the column says. */
  readonly requestedFactor: number
  readonly terms: readonly JobTerms[] | null
}

export type WorkloadBytesRefusal = 'history-not-readable'

export function workloadBytes(workload: Workload): Uint8Array {
  const { submit, run, requested, units, project, ids, terms } = workload
  const requestedFactor = usualFactor(workload)
  const heading: Heading = {
    jobs: submit.length,
    projects: workload.projects,
    epoch: workload.epoch,
    capacity: workload.capacity,
    ...(workload.grainsPerUnit === undefined ? {} : { grainsPerUnit: workload.grainsPerUnit }),
    requestedFactor,
    terms: terms === null ? null : terms.table,
  }
  const columns = [
    column(submit.length, (row) => zigzag(submit[row]! - (row === 0 ? 0 : submit[row - 1]!))),
    column(run.length, (row) => run[row]!),
    column(requested.length, (row) => zigzag(requested[row]! - run[row]! * requestedFactor)),
    column(units.length, (row) => units[row]!),
    column(project.length, (row) => project[row]!),
    column(ids.length, (row) => zigzag(ids[row]! - (row === 0 ? 0 : ids[row - 1]!))),
    ...(terms === null ? [] : [column(terms.of.length, (row) => terms.of[row]!)]),
  ]
  const head = new TextEncoder().encode(JSON.stringify(heading))
  return joined([Uint8Array.from(MAGIC), lengthBytes(head.length), head, ...columns])
}

/** Of bytes from outside: whatever is not a whole workload is refused. */
export function readWorkloadBytes(bytes: Uint8Array): Result<Workload, WorkloadBytesRefusal> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || MAGIC.some((byte, at) => bytes[at] !== byte)) return refuse('history-not-readable')
  const headEnd = 8 + view.getUint32(4, true)
  const heading = headEnd <= bytes.length ? readHeading(bytes.subarray(8, headEnd)) : null
  if (heading === null) return refuse('history-not-readable')
  const { jobs } = heading
  const columns: Float64Array[] = []
  let at = headEnd
  for (let index = 0; index < (heading.terms === null ? 6 : 7); index += 1) {
    if (at + 4 > bytes.length) return refuse('history-not-readable')
    const end = at + 4 + view.getUint32(at, true)
    const values = end <= bytes.length ? readColumn(bytes.subarray(at + 4, end), jobs) : null
    if (values === null) return refuse('history-not-readable')
    columns.push(values)
    at = end
  }
  if (at !== bytes.length) return refuse('history-not-readable')
  return workloadFrom(heading, columns)
}

function workloadFrom(heading: Heading, columns: readonly Float64Array[]): Result<Workload, WorkloadBytesRefusal> {
  const [submit, run, requested, units, project, ids, terms] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array | undefined,
  ]
  sum(unzigzag(submit))
  sum(unzigzag(ids))
  unzigzag(requested)
  for (let row = 0; row < requested.length; row += 1) requested[row]! += run[row]! * heading.requestedFactor
  if (project.some((index) => index >= heading.projects.length)) return refuse('history-not-readable')
  if (terms?.some((index) => index >= (heading.terms?.length ?? 0)) === true) return refuse('history-not-readable')
  return accept({
    ids,
    submit,
    run,
    requested,
    units,
    ...(heading.grainsPerUnit === undefined ? {} : { grainsPerUnit: heading.grainsPerUnit }),
    project: Int32Array.from(project),
    projects: heading.projects,
    epoch: heading.epoch,
    capacity: heading.capacity,
    terms: terms === undefined || heading.terms === null ? null : { table: heading.terms, of: Int32Array.from(terms) },
  })
}

/** The whole number by which most of the requested times are multiples of the run times; 0 when there is none. */
function usualFactor({ run, requested }: Workload): number {
  const counts = new Map<number, number>()
  for (let row = 0; row < run.length; row += 1) {
    const factor = requested[row]! / run[row]!
    if (Number.isInteger(factor) && factor <= 1000) counts.set(factor, (counts.get(factor) ?? 0) + 1)
  }
  let [usual, most] = [0, run.length / 2]
  for (const [factor, count] of counts) if (count > most) [usual, most] = [factor, count]
  return usual
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

function unzigzag(values: Float64Array): Float64Array {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!
    values[row] = value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  return values
}

function sum(values: Float64Array): void {
  for (let row = 1; row < values.length; row += 1) values[row]! += values[row - 1]!
}

function column(rows: number, valueOf: (row: number) => number): Uint8Array {
  const bytes = new Uint8Array(4 + rows * BYTES_MAX)
  let at = 4
  for (let row = 0; row < rows; row += 1) {
    let value = valueOf(row)
    while (value >= 128) {
      bytes[at++] = 128 + (value % 128)
      value = Math.floor(value / 128)
    }
    bytes[at++] = value
  }
  new DataView(bytes.buffer).setUint32(0, at - 4, true)
  return bytes.subarray(0, at)
}

/** null when it has not exactly so many values. */
function readColumn(bytes: Uint8Array, rows: number): Float64Array | null {
  if (rows > bytes.length) return null
  const values = new Float64Array(rows)
  let at = 0
  for (let row = 0; row < rows; row += 1) {
    let [value, place] = [0, 1]
    for (;;) {
      if (at >= bytes.length) return null
      const byte = bytes[at++]!
      value += (byte % 128) * place
      if (byte < 128) break
      place *= 128
    }
    if (!Number.isSafeInteger(value)) return null
    values[row] = value
  }
  return at === bytes.length ? values : null
}

function readHeading(bytes: Uint8Array): Heading | null {
  try {
    const heading = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Heading> | null
    const isWhole =
      Number.isSafeInteger(heading?.jobs) &&
      Array.isArray(heading?.projects) &&
      Number.isSafeInteger(heading.requestedFactor) &&
      (heading.grainsPerUnit === undefined ||
        (Number.isSafeInteger(heading.grainsPerUnit) && heading.grainsPerUnit > 0))
    return isWhole ? (heading as Heading) : null
  } catch {
    return null
  }
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, length, true)
  return bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
