// Reads a job history from disk as a stream, plain or gzip, and says what it found: checksum, counts, bad lines by number.
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import type { TraceReading } from '../../simulator/outcome.ts'
import type { EstimateRule, WorkloadMap } from '../../simulator/scenario.ts'
import { USUAL_DETAILS, type TraceDetails, type TraceFormat } from '../../simulator/trace/trace-layout.ts'
import { TraceReader, type TraceSource } from '../../simulator/trace/trace-reader.ts'
import { defaultTermsOf, type DefaultTerms } from '../../simulator/scenario-demand.ts'
import type { BadLineListener } from '../../simulator/trace/trace-tally.ts'
import { traceSource } from '../../simulator/trace/trace-source.ts'
import { workloadOf, type TraceJob, type Workload } from '../../simulator/workload.ts'

export interface TraceOptions {
  readonly format: TraceFormat
  /** Absent: the usual ones. */
  readonly details?: TraceDetails
  readonly filter: 'none' | 'sc15'
  /** Units of the machine where the trace is silent or wrong. */
  readonly capacity: number | null
  readonly estimate: EstimateRule
  /** null: all jobs belong to one project. */
  readonly map: WorkloadMap | null
  /** What jobs ask where their own columns do not say it; absent or null: the usual terms. */
  readonly terms?: DefaultTerms | null
  /** The flavor that every job asks for; absent where there is no policy. */
  readonly flavor?: string
  /** Jobs may ask for part of a unit: the flavor has cells. Absent: they may not. */
  readonly takesParts?: boolean
  /** Is told every bad line; `reading` names the first few. */
  readonly onBadLine?: BadLineListener | undefined
}

export interface TraceFile {
  readonly workload: Workload
  readonly reading: TraceReading
}

export interface TraceUnreadable {
  readonly code: 'trace-not-found' | 'trace-broken' | 'trace-empty'
  readonly path: string
  /** What the operating system or the decompressor said, or the first bad line. */
  readonly detail: string
  /** Of a history without a job: what its lines are instead. */
  readonly reading?: TraceReading
}

export async function readTraceFile(path: string, options: TraceOptions): Promise<Result<TraceFile, TraceUnreadable>> {
  const hash = createHash('sha256')
  const reader = new TraceReader(sourceOf(options), options.takesParts, options.onBadLine)
  try {
    await streamInto(path, hash, reader)
  } catch (error) {
    return refuse(unreadable(path, error))
  }
  const reading = {
    sha256: hash.digest('hex'),
    lines: reader.lines,
    jobs: reader.jobs.length,
    filteredJobs: reader.filteredJobs,
    leftOut: reader.leftOut,
    badLines: reader.badLines,
    badLineSamples: reader.badLineSamples,
  }
  const [worst] = reader.badLineSamples
  if (reader.jobs.length === 0) {
    const detail = worst === undefined ? '' : `line ${worst.line}: ${worst.reason}: ${worst.text}`
    return refuse({ code: 'trace-empty', path, detail, reading })
  }
  const origin = reader.origin()
  const capacity = options.capacity ?? origin.capacity
  const workload = workloadOf(reader.jobs, { ...origin, capacity }, (job) => requestedBy(options.estimate, job))
  return accept({ workload, reading })
}

async function streamInto(path: string, hash: ReturnType<typeof createHash>, reader: TraceReader): Promise<void> {
  const file = await open(path)
  try {
    const isPacked = await isGzip(file)
    const source = file.createReadStream({ start: 0, highWaterMark: 1 << 18 })
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    const read = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) reader.push(chunk)
      reader.end()
    }
    if (isPacked) await pipeline(source, hashing, createGunzip({ chunkSize: 1 << 18 }), read)
    else await pipeline(source, hashing, read)
  } finally {
    await file.close()
  }
}

/** By its first bytes: what a file is called does not matter. */
async function isGzip(file: FileHandle): Promise<boolean> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
}

function sourceOf({ map, details = USUAL_DETAILS, terms, flavor = '', ...options }: TraceOptions): TraceSource {
  const projectOf = (value: string) => (map === null ? '' : (map.projects[value] ?? map.default))
  const usual = terms ?? defaultTermsOf({}, flavor)
  return traceSource({ ...options, details, terms: usual, by: map?.by ?? null, projectOf })
}

/** Requested seconds as the scheduler is told. A job whose trace says nothing requests what it ran. */
function requestedBy(rule: EstimateRule, job: TraceJob): number {
  switch (rule.kind) {
    case 'requested':
      return job.requested ?? job.run
    case 'actual':
      return job.run
    case 'factor':
      return Math.ceil(job.run * rule.factor)
    case 'fixed':
      return Math.max(rule.seconds, job.run)
  }
}

function unreadable(path: string, error: unknown): TraceUnreadable {
  const detail = error instanceof Error ? error.message : String(error)
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  return { code: isMissing ? 'trace-not-found' : 'trace-broken', path, detail }
}
