// Histories of every format, damaged with knowledge of their form: what real exports suffer, and what nobody would write.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { traceSource } from '../../src/simulator/trace/trace-source.ts'
import { defaultTermsOf } from '../../src/simulator/scenario-demand.ts'
import { USUAL_DETAILS, type TraceDetails, type TraceFormat } from '../../src/simulator/trace/trace-layout.ts'
import type { TraceSource } from '../../src/simulator/trace/trace-reader.ts'

type Random = () => number

export interface FuzzedFormat {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly string[]
  readonly delimiter: string
  /** An entry is a line, and the number of a bad one is that of its line. */
  readonly isOfLines: boolean
  readonly source: () => TraceSource
}

const REAL = join(import.meta.dirname, 'traces')
export const REAL_SACCT_TEXT = readFileSync(join(REAL, 'sacct-24.11.txt'), 'utf8')
export const REAL_SACCT_JSON = readFileSync(join(REAL, 'sacct-24.11.json'), 'utf8')

const [SACCT_HEADER, ...SACCT_ROWS] = REAL_SACCT_TEXT.trimEnd().split('\n')

const CSV: TraceDetails = {
  ...USUAL_DETAILS,
  csv: {
    columns: {
      id: 'job',
      submit: 'created',
      start: 'started',
      end: 'ended',
      units: 'gpus',
      requested: 'limit',
      priority: 'prio',
      class: 'class',
      deadline: 'due',
      gpusPerPod: 'per pod',
      project: 'team, old',
    },
    delimiter: 'comma',
    time: 'iso',
  },
}

function source(format: TraceFormat, details: TraceDetails = USUAL_DETAILS): () => TraceSource {
  const usual = { format, details, filter: 'none', capacity: null, terms: defaultTermsOf({}, 'h200') } as const
  const by = { csv: 'project', swf: 'user', 'openb-csv': 'qos', 'philly-csv': 'cluster' } as const
  const column = format === 'sacct-json' || format === 'sacct-parsable2' ? 'account' : by[format]
  return () => traceSource({ ...usual, by: column, projectOf: (value) => value })
}

export const FUZZED_FORMATS: readonly FuzzedFormat[] = [
  {
    name: 'swf',
    header: ['; MaxProcs: 64', '; UnixStartTime: 843480031', '; Ålesund: Malm\u00F6'],
    rows: [
      '1 10 0 60 4 -1 -1 4 120 -1 1 7 1 -1 1 -1 -1 -1',
      '2 11 0 6.5 1 -1 -1 1 99 -1 1 7 1 -1 1 -1 -1 -1',
      '  3\t12 0 -1 1 -1 -1 1 99 -1 5 007 1 -1 1 -1 -1 -1',
      '4 5 0 9 -1 -1 -1 2 99',
    ],
    delimiter: ' ',
    isOfLines: true,
    source: source('swf'),
  },
  {
    name: 'philly-csv',
    header: ['timestamp,duration,num_gpus,gpu_time,cluster'],
    rows: [
      '2017-10-09 07:01:55,66.0,1,66.0,6214e9',
      '2017-10-10 00:00:00,1,8,8,"x, y"',
      '2017-10-10 00:00:01,1,8,8,"a ""b""\nc"',
    ],
    delimiter: ',',
    isOfLines: true,
    source: source('philly-csv'),
  },
  {
    name: 'openb-csv',
    header: [
      'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time',
    ],
    rows: [
      'openb-pod-0000,12000,16384,1,1000,,LS,Running,0,12537496,0',
      'openb-pod-0001,6000,12288,1,460,V100M16|V100M32,LS,Running,427061,12902960,427100',
      'openb-pod-0061,11908,47104,1,1000,,BE,Pending,10001278,10001403,',
      'openb-pod-0099,11908,47104,0,0,,BE,Running,5,6,5',
    ],
    delimiter: ',',
    isOfLines: true,
    source: source('openb-csv'),
  },
  {
    name: 'csv',
    header: ['job,created,started,ended,gpus,limit,prio,class,due,per pod,"team, old"'],
    rows: [
      'a1,2026-01-05T00:00:00Z,2026-01-05T00:01:00Z,2026-01-05T01:00:00+00:00,8,7200,5,guaranteed,,4,vision',
      'a2,2026-01-05 00:00:00.5,2026-01-05 09:00:00+09:00,2026-01-05T01:00:00Z,0.5,,,,2026-02-01T00:00:00Z,,"한, ""국""\n둘"',
      'a3,2026-01-06T00:00:00Z,,,2,60,,opportunistic,,,x',
      '17,2026-01-05T00:00:00Z,2026-01-05T00:01:00Z,2026-01-05T00:00:00Z,1,"1,5",,,,,',
    ],
    delimiter: ',',
    isOfLines: true,
    source: source('csv', CSV),
  },
  {
    name: 'sacct-parsable2',
    header: [SACCT_HEADER!],
    rows: [
      ...SACCT_ROWS,
      '40|40|2026-11-23T10:24:13|2026-11-23T10:25:13|2026-11-23T10:25:13|00:00:00|0|UNLIMITED|UNLIMITED||gres/gpu=1|0|1|vision|alice|normal|pool|weir|CANCELLED by 1000|1|',
      '41_[3-10%2]|41|2026-11-23T10:24:13|Unknown|Unknown|00:00:00|0|00:10:00|10||gres/gpu=1|0|1|vision|alice|normal|pool|weir|PENDING|1|',
      '42|42|1795429453|1795429460|1795429470|00:00:10|10|2-01:00:00|2940|gres/gpu:a100=4||1|1|vision|alice|normal|pool|other|TIMEOUT|1|',
    ],
    delimiter: '|',
    isOfLines: true,
    source: source('sacct-parsable2'),
  },
  {
    name: 'sacct-json',
    header: ['{ "jobs": ['],
    rows: jsonRows(),
    delimiter: ',',
    isOfLines: false,
    source: source('sacct-json'),
  },
]

/** Members of the real answer, small, and one of an old data parser. */
function jsonRows(): string[] {
  const { jobs } = JSON.parse(REAL_SACCT_JSON) as { jobs: Record<string, unknown>[] }
  const small = jobs.map((job) => {
    const { job_id, account, cluster, state, time, tres, association } = job
    return `${JSON.stringify({ job_id, account, association, cluster, state, time, tres, steps: [{ time: {} }] })},`
  })
  const old =
    '{"account":"def","job_id":7,"state":{"current":"COMPLETED"},"time":{"submission":1600000000,"start":1600000010,' +
    '"end":1600000110,"elapsed":100,"limit":60},"tres":{"allocated":[{"type":"gres","name":"gpu","count":2}]}},'
  return [...small, old]
}

const NASTY = [
  '',
  ' ',
  '-',
  '-1',
  '0',
  '1e400',
  '9007199254740993',
  'NaN',
  '9'.repeat(40),
  '0x10',
  '--',
  '1,5',
  '1.5',
  '"',
  '""',
  '"""',
  'Unknown',
  'None',
  '1-99:99:99',
  '2026-02-30T00:00:00',
  '2026-02-28T23:59:60Z',
  '__proto__',
  '{}',
  '[]',
  'null',
  '{"set":true,"infinite":false,"number":1.5}',
  '\u{1F9EA}',
  '한국',
  '\uFFFD',
  'x'.repeat(300),
]
const BREAKS = ['\n', '\r\n', '\r', '\0', '\t', ';', ',', '|', '"', '\\', '{', '}', '[', ']', ':', '\uFEFF']
/** No UTF-8. */
const BYTES = [0xff, 0xfe, 0xc3, 0x80, 0x00, 0x22, 0x0a, 0x0d]

export function damagedHistory(random: Random, format: FuzzedFormat): Buffer {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const lines = [...format.header, ...Array.from({ length: Math.floor(random() * 12) }, () => pick(format.rows))]
  if (!format.isOfLines) lines.push('] }')
  for (let changes = Math.floor(random() * 6); changes > 0; changes -= 1) damageLine(random, lines, format, pick)
  const bytes = Buffer.from(lines.join(pick(['\n', '\n', '\n', '\r\n'])) + pick(['', '\n']))
  return random() < 0.3 ? damageBytes(random, bytes) : bytes
}

function damageLine(
  random: Random,
  lines: string[],
  { delimiter, header, rows }: FuzzedFormat,
  pick: <T>(from: readonly T[]) => T,
): void {
  const at = Math.floor(random() * lines.length)
  const line = lines[at] ?? ''
  const fields = line.split(delimiter)
  const field = Math.floor(random() * fields.length)
  const place = Math.floor(random() * (line.length + 1))
  const kinds: readonly (() => void)[] = [
    () => (lines[at] = fields.with(field, pick(NASTY)).join(delimiter)),
    () => (lines[at] = fields.toSpliced(field, 1).join(delimiter)),
    () => (lines[at] = fields.toSpliced(field, 0, pick(NASTY)).join(delimiter)),
    () => (lines[at] = line.slice(0, place) + pick(BREAKS) + line.slice(place)),
    () => (lines[at] = line.slice(0, place) + line.slice(place + 1 + Math.floor(random() * 5))),
    () => (lines[at] = line.replace(/-?\d+/, pick(NASTY))),
    () => (lines[at] = line.replace(/:\s*("[^"]*"|-?\d+|\{)/, `:${pick(NASTY)}`)),
    () => lines.splice(at, 1),
    () => lines.splice(at, 0, line),
    () => lines.splice(at, 0, pick(header)),
    () => lines.push(pick(rows)),
    () => lines.splice(at, 0, pick(NASTY)),
  ]
  pick(kinds)()
}

function damageBytes(random: Random, bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes)
  const at = Math.floor(random() * (damaged.length + 1))
  const kind = random()
  if (kind < 0.3) return damaged.subarray(0, at)
  if (kind < 0.4) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), damaged])
  if (kind < 0.45) return Buffer.concat([damaged.subarray(0, at), Buffer.alloc(66_000, 0x37), damaged.subarray(at)])
  if (kind < 0.5) return Buffer.concat([damaged.subarray(0, at), Buffer.alloc(40_000, '\n'), damaged.subarray(at)])
  for (let changes = 1 + Math.floor(random() * 4); changes > 0 && damaged.length > 0; changes -= 1) {
    damaged[Math.floor(random() * damaged.length)] = BYTES[Math.floor(random() * BYTES.length)]!
  }
  return damaged
}
