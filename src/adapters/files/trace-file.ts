// Reads a job history from disk as a stream, plain or gzip, and says what it found: checksum, counts, bad lines by number.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import type { TraceReading } from '../../simulator/outcome.ts'
import type { EstimateRule, TraceFormat, WorkloadMap } from '../../simulator/scenario.ts'
import { PhillyReader } from '../../simulator/trace/philly.ts'
import { SwfReader } from '../../simulator/trace/swf.ts'
import { TraceReader } from '../../simulator/trace/trace-reader.ts'
import { workloadOf, type TraceJob, type Workload } from '../../simulator/workload.ts'

export interface TraceOptions {
  readonly format: TraceFormat
  readonly filter: 'none' | 'sc15'
  /** Units of the machine where the trace is silent or wrong. */
  readonly capacity: number | null
  readonly estimate: EstimateRule
  /** null: all jobs belong to one project. */
  readonly map: WorkloadMap | null
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
}

export async function readTraceFile(path: string, options: TraceOptions): Promise<Result<TraceFile, TraceUnreadable>> {
  const hash = createHash('sha256')
  const reader = new TraceReader(formatReader(options))
  try {
    await streamInto(path, hash, reader)
  } catch (error) {
    return refuse(unreadable(path, error))
  }
  const [worst] = reader.badLineSamples
  if (reader.jobs.length === 0) {
    const detail = worst === undefined ? '' : `line ${worst.line}: ${worst.reason}: ${worst.text}`
    return refuse({ code: 'trace-empty', path, detail })
  }
  const workload = workloadOf(reader.jobs, reader.origin(), (job) => requestedBy(options.estimate, job))
  return accept({
    workload,
    reading: {
      sha256: hash.digest('hex'),
      lines: reader.lines,
      jobs: reader.jobs.length,
      filteredJobs: reader.filteredJobs,
      badLines: reader.badLines,
      badLineSamples: reader.badLineSamples,
    },
  })
}

async function streamInto(path: string, hash: ReturnType<typeof createHash>, reader: TraceReader): Promise<void> {
  const source = createReadStream(path, { highWaterMark: 1 << 18 })
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const decoder = new TextDecoder('utf-8')
  const read = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) reader.push(decoder.decode(chunk, { stream: true }))
    reader.push(decoder.decode())
    reader.end()
  }
  if (path.endsWith('.gz')) await pipeline(source, hashing, createGunzip(), read)
  else await pipeline(source, hashing, read)
}

function formatReader(options: TraceOptions): SwfReader | PhillyReader {
  const { map } = options
  const projectOf = (value: string) => (map === null ? '' : (map.projects[value] ?? map.default))
  if (options.format === 'philly-csv') return new PhillyReader(projectOf)
  const by = map === null || map.by === 'cluster' ? 'user' : map.by
  return new SwfReader({ filter: options.filter, capacity: options.capacity, projectOf, by })
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
