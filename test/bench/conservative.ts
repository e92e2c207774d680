// Conservative backfilling: jobs a second, peak memory, and, where it ends in time, the ratio to the plain loop beside it.
// `npm run bench -- conservative`; `--whole` only the whole of RICC. Prints figures; it judges nothing.
import { readTraceFile } from '../../src/adapters/files/trace-file.ts'
import { replay } from '../../src/simulator/replay.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { HAS_SHARED_TRACES, sharedTrace, WITHOUT_TRACES } from '../kit/shared-traces.ts'
import { plainConservative } from './plain-conservative.ts'

const ROUNDS = 5

/** Median seconds of the rounds, so that one pause does not decide; and what the last round gave. */
function timed<T>(rounds: number, work: () => T): { seconds: number; result: T } {
  let result: T | undefined
  const seconds = Array.from({ length: rounds }, () => {
    const from = performance.now()
    result = work()
    return (performance.now() - from) / 1000
  })
  return { seconds: seconds.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!, result: result as T }
}

function measure(what: string, workload: Workload, capacity: number, rounds: number, plainRounds: number) {
  const ours = timed(rounds, () => {
    const result = replay(workload, { capacity, discipline: 'conservative', tree: null })
    if (!result.ok) throw new Error(result.refusal)
    return result.value
  })
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  const plain = plainRounds === 0 ? null : timed(plainRounds, () => plainConservative(workload, capacity))
  const { starts, summary } = ours.result
  return {
    what,
    jobs: workload.submit.length,
    seconds: Number(ours.seconds.toFixed(3)),
    jobsPerSecond: Math.round(workload.submit.length / ours.seconds),
    peakMegabytes,
    boundedSlowdown: summary.averageBoundedSlowdown,
    longestQueue: summary.queueLengthMax,
    ratioToPlainLoop: plain === null ? null : Number((ours.seconds / plain.seconds).toFixed(3)),
    differingStarts: plain === null ? null : starts.filter((start, job) => !Object.is(start, plain.result[job])).length,
  }
}

async function sharedWorkload(name: string, capacity: number): Promise<Workload> {
  const options = { format: 'swf', filter: 'sc15', capacity, estimate: { kind: 'requested' }, map: null } as const
  const file = await readTraceFile(sharedTrace(name), options)
  if (!file.ok) throw new Error(JSON.stringify(file.refusal))
  return file.value.workload
}

/** The first jobs of a history alone: what the plain loop can still do. */
function firstJobs(workload: Workload, count: number): Workload {
  return {
    ...workload,
    ids: workload.ids.slice(0, count),
    submit: workload.submit.slice(0, count),
    run: workload.run.slice(0, count),
    requested: workload.requested.slice(0, count),
    units: workload.units.slice(0, count),
    project: workload.project.slice(0, count),
  }
}

if (HAS_SHARED_TRACES) {
  const kth = await sharedWorkload('KTH-SP2-1996-2.swf.gz', 100)
  const ricc = await sharedWorkload('RICC-2010-2.swf.gz', 8192)
  const beside = () => [
    measure('KTH-SP2, conservative', kth, 100, ROUNDS, ROUNDS),
    measure('RICC, conservative, first 40,000', firstJobs(ricc, 40_000), 8192, 1, 1),
  ]
  const figures = [
    ...(process.argv.includes('--whole') ? [] : beside()),
    measure('RICC, conservative', ricc, 8192, 1, 0),
  ]
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  else console.table(figures)
} else process.stderr.write(`KTH and RICC left out: ${WITHOUT_TRACES}\n`)
