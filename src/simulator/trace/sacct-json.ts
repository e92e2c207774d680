// `sacct --json`, and the answer of slurmrestd to /slurmdb/.../jobs, which is the same. Numbers stand plainly in old data parsers
// and as {set, infinite, number} in newer ones; the state is a text or a list.
import { sampleOf, textOf } from './byte-lines.ts'
import { JsonMembers, type JsonMember } from './json-members.ts'
import type { SacctOptions } from './sacct-text.ts'
import { SlurmJobs, tresAmount, type SlurmRecord } from './slurm-jobs.ts'
import type { TraceSource } from './trace-reader.ts'
import { bad, type LineReading, type TraceOrigin, type TraceTally } from './trace-tally.ts'
import type { BadLineReason } from '../outcome.ts'

const MOST_UNITS = 1_000_000_000

export class SacctJsonReader implements TraceSource {
  private readonly options: SacctOptions
  private readonly jobs: SlurmJobs
  private readonly members: JsonMembers
  private tally: TraceTally | null = null
  private isLastLineOpen = false

  constructor(options: SacctOptions) {
    this.options = options
    this.jobs = new SlurmJobs(options.projectOf)
    this.members = new JsonMembers((member) => {
      const text = () => sampleOf(member.bytes, 0, member.bytes.length).replaceAll(/\s+/g, ' ')
      this.tally?.tell(this.readingOf(member), member.line, text)
    })
  }

  origin(): TraceOrigin {
    return this.jobs.origin()
  }

  push(bytes: Uint8Array, tally: TraceTally): void {
    this.tally = tally
    this.members.push(bytes)
    if (bytes.length > 0) this.isLastLineOpen = bytes.at(-1) !== 10
    tally.lines = this.members.line - (this.isLastLineOpen ? 0 : 1)
  }

  end(tally: TraceTally): void {
    this.tally = tally
    this.members.end()
    const line = Math.max(1, tally.lines)
    if (!this.members.hasContent) return
    // A file that was cut off: what it lost cannot be counted, but it is said.
    if (!this.members.hasFoundJobs) tally.tell(bad('header-missing'), line, () => '')
    else if (!this.members.isWhole) tally.tell(bad('not-json'), line, () => '')
  }

  private readingOf({ bytes, line, isTooLong }: JsonMember): LineReading {
    if (isTooLong) return bad('line-too-long')
    const text = textOf(bytes, 0, bytes.length)
    if (text === null) return bad('not-utf8')
    const record = this.recordIn(text)
    return typeof record === 'string' ? bad(record) : this.jobs.read(record, line)
  }

  private recordIn(text: string): SlurmRecord | BadLineReason {
    const job = parsed(text)
    if (!isObject(job)) return 'not-json'
    const time = objectIn(job, 'time')
    const id = job['job_id']
    if (time === null || typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return 'not-a-number'
    const limit = amountOf(time['limit'])
    const numbers = {
      submit: instantOf(time['submission']),
      start: instantOf(time['start']),
      end: instantOf(time['end']),
      elapsed: amountOf(time['elapsed']),
    }
    const units = this.unitsOf(job)
    for (const value of [...Object.values(numbers), limit, units]) if (typeof value === 'string') return value
    const { by } = this.options
    return {
      ...(numbers as Pick<SlurmRecord, 'submit' | 'start' | 'end' | 'elapsed'>),
      id,
      cluster: nameIn(job, 'cluster'),
      state: stateOf(job),
      limit: typeof limit === 'number' ? limit * 60 : null,
      units: units as number,
      isUnallocated: isEmptyList(objectIn(job, 'tres')?.['allocated']),
      owner: by === null ? '' : nameIn(job, by),
    }
  }

  private unitsOf(job: JsonObject): number | BadLineReason {
    const tres = objectIn(job, 'tres')
    for (const list of [tres?.['allocated'], tres?.['requested']]) {
      if (!Array.isArray(list) || list.length === 0) continue
      const amount = tresAmount(list.map(entryOf), this.options.details.tres)
      if (!Number.isInteger(amount) || amount < 0) return 'not-a-number'
      return amount > MOST_UNITS ? 'number-too-big' : amount
    }
    return 0
  }
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

type JsonObject = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function objectIn(object: JsonObject, key: string): JsonObject | null {
  const value = object[key]
  return isObject(value) ? value : null
}

/** The account also stands in the association, in versions that do not repeat it. */
function nameIn(job: JsonObject, key: string): string {
  const value = job[key] ?? objectIn(job, 'association')?.[key]
  return typeof value === 'string' ? value : ''
}

/** A number, or {set, infinite, number}; null: not set, or no end. */
function amountOf(value: unknown): number | null | BadLineReason {
  if (value === null || value === undefined) return null
  if (isObject(value)) {
    if (value['set'] !== true || value['infinite'] === true) return null
    return amountOf(value['number'] ?? null)
  }
  if (typeof value !== 'number') return 'not-a-number'
  if (!Number.isSafeInteger(value)) return Math.abs(value) > Number.MAX_SAFE_INTEGER ? 'number-too-big' : 'not-a-number'
  return value
}

/** 0 is "not yet" in Slurm. */
function instantOf(value: unknown): number | null | BadLineReason {
  const amount = amountOf(value)
  return amount === 0 ? null : amount
}

function stateOf(job: JsonObject): string {
  const current = objectIn(job, 'state')?.['current']
  const states = Array.isArray(current) ? (current as unknown[]) : [current]
  // An attempt that ran and was put back is PENDING with a flag; `sacct --parsable2` calls the same REQUEUED.
  const first = states.find((state) => state === 'REQUEUED') ?? states[0]
  return typeof first === 'string' ? first.toUpperCase() : ''
}

/** {type: gres, name: gpu, count: 8} is gres/gpu=8. */
function entryOf(entry: unknown): readonly [string, number] {
  if (!isObject(entry)) return ['', 0]
  const { type, name, count } = entry
  const path = typeof name === 'string' && name !== '' ? `${String(type)}/${name}` : String(type)
  return [path, typeof count === 'number' ? count : NaN]
}
