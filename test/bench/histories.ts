// Reading speed: lines and megabytes a second and peak memory, for a million lines of each format. Every format is read in a
// process of its own, so that the peak is its own. `npm run bench -- histories`. Prints figures; it judges nothing.
import { execFileSync } from 'node:child_process'
import { readTraceFile } from '../../src/adapters/files/trace-file.ts'
import { TraceReader } from '../../src/simulator/trace/trace-reader.ts'
import { traceSource } from '../../src/simulator/trace/trace-source.ts'
import { defaultTermsOf } from '../../src/simulator/scenario-demand.ts'
import { USUAL_DETAILS, type TraceFormat } from '../../src/simulator/trace/trace-layout.ts'
import { workloadOf } from '../../src/simulator/workload.ts'
import { HAS_SHARED_TRACES, sharedTrace } from '../kit/shared-traces.ts'

const LINES = 1_000_000
const PIECE = 1 << 18
const FIRST_SECOND = 1_767_571_200

interface Figure {
  readonly format: string
  readonly lines: number
  readonly megabytes: number
  readonly seconds: number
  readonly linesPerSecond: number
  readonly peakMegabytes: number
}

interface Sample {
  readonly format: TraceFormat
  readonly header: string
  readonly row: (job: number) => string
  readonly footer?: string
}

const stamp = (job: number) => new Date((FIRST_SECOND + job * 31) * 1000).toISOString().slice(0, 19)

const SAMPLES: readonly Sample[] = [
  {
    format: 'swf',
    header: '; MaxProcs: 8192',
    row: (job) => `${job + 1} ${job * 31} 5 ${job % 9000} 8 -1 -1 8 7200 -1 1 ${job % 500} 1 -1 1 -1 -1 -1`,
  },
  {
    format: 'philly-csv',
    header: 'timestamp,duration,num_gpus,gpu_time,cluster',
    row: (job) => `${stamp(job).replace('T', ' ')},${job % 9000}.0,8,66.0,6214e9`,
  },
  {
    format: 'csv',
    header: 'job,created,seconds,gpus,limit,team',
    row: (job) => `${job},${stamp(job)}Z,${job % 9000},8,7200,"team, ${job % 500}"`,
  },
  {
    format: 'sacct-parsable2',
    header:
      'JobID|JobIDRaw|Submit|Start|End|ElapsedRaw|TimelimitRaw|AllocTRES|Account|User|QOS|Partition|Cluster|State',
    row: (job) =>
      `${job}|${job}|${stamp(job)}|${stamp(job + 1)}|${stamp(job + 9)}|248|120|billing=8,cpu=64,gres/gpu:h200=8,gres/gpu=8,` +
      `mem=512G,node=1|team-${job % 500}|alice|normal|gpu|weir|COMPLETED`,
  },
  {
    format: 'sacct-json',
    header: '{ "jobs": [',
    row: (job) =>
      `{"account":"team-${job % 500}","cluster":"weir","job_id":${job},"state":{"current":["COMPLETED"],"reason":"None"},` +
      `"steps":[{"time":{"elapsed":248},"tres":{"allocated":[{"type":"cpu","name":"","count":64}]}}],` +
      `"time":{"elapsed":248,"end":${FIRST_SECOND + job * 31 + 300},"limit":{"set":true,"infinite":false,"number":120},` +
      `"start":${FIRST_SECOND + job * 31 + 52},"submission":${FIRST_SECOND + job * 31}},"tres":{"allocated":` +
      `[{"type":"gres","name":"gpu","id":1001,"count":8}],"requested":[]},"user":"alice"}${job === LINES - 1 ? '' : ','}`,
    footer: ']}',
  },
]

function measured(sample: Sample): Figure {
  const csv = {
    columns: { id: 'job', submit: 'created', run: 'seconds', units: 'gpus', requested: 'limit', project: 'team' },
    delimiter: 'comma',
    time: 'iso',
  } as const
  const details = { ...USUAL_DETAILS, csv: sample.format === 'csv' ? csv : null }
  const usual = { details, filter: 'none', capacity: null, terms: defaultTermsOf({}, 'h200'), by: null } as const
  const reader = new TraceReader(traceSource({ ...usual, format: sample.format, projectOf: (value) => value }))
  let [milliseconds, bytes] = [0, 0]
  const push = (text: string) => {
    const piece = Buffer.from(text)
    const from = performance.now()
    reader.push(piece)
    milliseconds += performance.now() - from
    bytes += piece.length
  }
  let text = `${sample.header}\n`
  for (let job = 0; job < LINES; job += 1) {
    text += `${sample.row(job)}\n`
    if (text.length < PIECE) continue
    push(text)
    text = ''
  }
  push(text + (sample.footer ?? ''))
  const from = performance.now()
  reader.end()
  workloadOf(reader.jobs, reader.origin(), (job) => job.requested ?? job.run)
  milliseconds += performance.now() - from
  if (reader.jobs.length < LINES || reader.badLines > 0) throw new Error(JSON.stringify(reader.badLineSamples[0]))
  return figure(sample.format, reader.lines, bytes, milliseconds)
}

function figure(format: string, lines: number, bytes: number, milliseconds: number): Figure {
  return {
    format,
    lines,
    megabytes: Math.round(bytes / 1e6),
    seconds: Number((milliseconds / 1000).toFixed(2)),
    linesPerSecond: Math.round((lines / milliseconds) * 1000),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

/** The whole way from the disk: SHA-256, gunzip, lines, columns. */
async function ofRicc(): Promise<Figure> {
  const options = { format: 'swf', filter: 'none', capacity: 8192, estimate: { kind: 'requested' }, map: null } as const
  const from = performance.now()
  const file = await readTraceFile(sharedTrace('RICC-2010-2.swf.gz'), options)
  if (!file.ok) throw new Error(JSON.stringify(file.refusal))
  return figure('RICC.swf.gz', file.value.reading.lines, 0, performance.now() - from)
}

const only = process.env['WEIR_BENCH_FORMAT']
if (only !== undefined) {
  const sample = SAMPLES.find(({ format }) => format === only)
  process.stdout.write(JSON.stringify(sample === undefined ? await ofRicc() : measured(sample)))
} else {
  const names = [...SAMPLES.map(({ format }) => format), ...(HAS_SHARED_TRACES ? ['ricc'] : [])]
  const figures = names.map((name) => {
    const env = { ...process.env, WEIR_BENCH_FORMAT: name }
    return JSON.parse(execFileSync(process.execPath, [import.meta.filename], { env, encoding: 'utf8' })) as Figure
  })
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  else console.table(figures)
}
