// The scheduler against schedules that other people computed: the same start for every job, the same published averages.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readTraceFile } from '../../src/adapters/files/trace-file.ts'
import type { BackfillMode } from '../../src/domain/policy/pool-rules.ts'
import { replay } from '../../src/simulator/replay.ts'
import type { EstimateRule } from '../../src/simulator/scenario.ts'
import { HAS_SHARED_TRACES, sharedTrace, WITHOUT_TRACES } from '../kit/shared-traces.ts'

interface Row {
  readonly says: string
  readonly trace: string
  readonly capacity: number
  readonly discipline: BackfillMode
  readonly estimate: EstimateRule
  readonly reference: string | null
  readonly jobs: number
  readonly slowdown: number | null
  readonly meanWait: number | null
}

const requested: EstimateRule = { kind: 'requested' }
const actual: EstimateRule = { kind: 'actual' }
const KTH = { trace: 'KTH-SP2-1996-2.swf.gz', capacity: 100, jobs: 28_481 }
const HPC2N = { trace: 'HPC2N-2002-2.first3171.swf.gz', capacity: 240, jobs: 3145, slowdown: null, meanWait: null }

const ROWS: readonly Row[] = [
  {
    says: 'KTH FCFS',
    ...KTH,
    discipline: 'fcfs',
    estimate: requested,
    reference: 'KTH-SP2_fcfs',
    slowdown: 6814.9733,
    meanWait: 353_776.41,
  },
  {
    says: 'KTH EASY',
    ...KTH,
    discipline: 'easy',
    estimate: requested,
    reference: 'KTH-SP2_easy',
    slowdown: 92.5765,
    meanWait: 6836.87,
  },
  {
    says: 'KTH EASY, actual',
    ...KTH,
    discipline: 'easy',
    estimate: actual,
    reference: 'KTH-SP2_easy-clairvoyant',
    slowdown: 71.7224,
    meanWait: 6327.68,
  },
  {
    says: 'KTH EASY, shortest job first',
    ...KTH,
    discipline: 'easy-sjbf',
    estimate: requested,
    reference: 'KTH-SP2_easy-sjbf',
    slowdown: 69.4054,
    meanWait: 5904.08,
  },
  {
    says: 'KTH EASY, shortest job first, actual',
    ...KTH,
    discipline: 'easy-sjbf',
    estimate: actual,
    reference: null,
    slowdown: 49.8477,
    meanWait: null,
  },
  {
    says: 'KTH conservative',
    ...KTH,
    discipline: 'conservative',
    estimate: requested,
    reference: 'KTH-SP2_conservative',
    slowdown: 88.9973,
    meanWait: 7310.55,
  },
  { says: 'HPC2N FCFS', ...HPC2N, discipline: 'fcfs', estimate: requested, reference: 'HPC2N-3145_fcfs' },
  { says: 'HPC2N EASY', ...HPC2N, discipline: 'easy', estimate: requested, reference: 'HPC2N-3145_easy' },
  {
    says: 'HPC2N EASY, actual',
    ...HPC2N,
    discipline: 'easy',
    estimate: actual,
    reference: 'HPC2N-3145_easy-clairvoyant',
  },
  {
    says: 'HPC2N EASY, shortest job first',
    ...HPC2N,
    discipline: 'easy-sjbf',
    estimate: requested,
    reference: 'HPC2N-3145_easy-sjbf',
  },
  {
    says: 'HPC2N conservative',
    ...HPC2N,
    discipline: 'conservative',
    estimate: requested,
    reference: 'HPC2N-3145_conservative',
  },
  {
    says: 'RICC EASY',
    trace: 'RICC-2010-2.swf.gz',
    capacity: 8192,
    jobs: 447_782,
    discipline: 'easy',
    estimate: requested,
    reference: null,
    slowdown: 214.491,
    meanWait: null,
  },
]

describe.skipIf(!HAS_SHARED_TRACES)(
  `schedules of other simulators${HAS_SHARED_TRACES ? '' : `: ${WITHOUT_TRACES}`}`,
  () => {
    test.each(ROWS)('$says: every job starts when the reference says', { timeout: 60_000 }, async (row) => {
      const { starts, workload, summary } = await replayed(row)
      expect(summary.jobs).toBe(row.jobs)
      if (row.reference !== null) expect(differingStarts(row.reference, workload.ids, starts)).toEqual([])
      if (row.slowdown !== null) expect(summary.averageBoundedSlowdown).toBe(row.slowdown)
      if (row.meanWait !== null) expect(summary.wait.mean).toBeCloseTo(row.meanWait, 2)
    })
  },
)

async function replayed(row: Row) {
  const { capacity, estimate, discipline } = row
  const options = { format: 'swf', filter: 'sc15', capacity, estimate, map: null } as const
  const file = await readTraceFile(sharedTrace(row.trace), options)
  if (!file.ok) throw new Error(JSON.stringify(file.refusal))
  const result = replay(file.value.workload, { capacity, discipline, tree: null })
  if (!result.ok) throw new Error(result.refusal)
  return { ...result.value, workload: file.value.workload }
}

/** The first jobs (at most 5) whose start differs from the reference, or that one side does not have. */
function differingStarts(reference: string, ids: Float64Array, starts: Float64Array): string[] {
  const text = gunzipSync(readFileSync(sharedTrace(`reference/pyss_${reference}.csv.gz`))).toString('utf8')
  const expected = new Map<number, number>()
  for (const line of text.trim().split('\n').slice(1)) {
    const [id, , start] = line.split(',').map(Number)
    expected.set(id!, start!)
  }
  const differing: string[] = []
  ids.forEach((id, row) => {
    if (expected.get(id) !== starts[row]) differing.push(`job ${id}: ${starts[row]} instead of ${expected.get(id)}`)
    expected.delete(id)
  })
  for (const id of expected.keys()) differing.push(`job ${id}: missing`)
  return differing.slice(0, 5)
}
