// Replay speed: jobs a second, peak memory, and the ratio to the reference loop that runs beside it in the same process.
// `npm run bench -- simulation`. Prints figures; it judges nothing.
import { join } from 'node:path'
import { loadScenario } from '../../src/adapters/files/scenario-files.ts'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { readTraceFile } from '../../src/adapters/files/trace-file.ts'
import { replay, type ReplayOptions } from '../../src/simulator/replay.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { HAS_SHARED_TRACES, sharedTrace, WITHOUT_TRACES } from '../kit/shared-traces.ts'
import { referenceEasy } from './reference-loop.ts'

interface Figure {
  readonly what: string
  readonly jobs: number
  readonly seconds: number
  readonly jobsPerSecond: number
  readonly peakMegabytes: number
  readonly ratioToReference: number | null
}

const ROUNDS = 5

/** Median of some rounds, so that one pause does not decide. */
function medianSeconds(work: () => void): number {
  const seconds = Array.from({ length: ROUNDS }, () => {
    const from = performance.now()
    work()
    return (performance.now() - from) / 1000
  })
  return seconds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!
}

function measure(what: string, workload: Workload, options: ReplayOptions, reference: boolean): Figure {
  const seconds = medianSeconds(() => {
    const result = replay(workload, options)
    if (!result.ok) throw new Error(result.refusal)
  })
  const besides = reference ? medianSeconds(() => referenceEasy(workload, options.capacity)) : null
  return {
    what,
    jobs: workload.submit.length,
    seconds: Number(seconds.toFixed(3)),
    jobsPerSecond: Math.round(workload.submit.length / seconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    ratioToReference: besides === null ? null : Number((seconds / besides).toFixed(2)),
  }
}

async function sharedWorkload(name: string, capacity: number): Promise<Workload> {
  const options = { format: 'swf', filter: 'sc15', capacity, estimate: { kind: 'requested' }, map: null } as const
  const file = await readTraceFile(sharedTrace(name), options)
  if (!file.ok) throw new Error(JSON.stringify(file.refusal))
  return file.value.workload
}

async function phillyFigure(): Promise<Figure> {
  const loaded = await loadScenario(join(PROJECT_ROOT, 'examples', 'scenarios', 'philly-50-30-20.yaml'))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal))
  const { scenario, policy } = loaded.value
  const capacity = policy.pool.flavors.find((flavor) => flavor.name === scenario.flavor)!.capacity
  const file = await readTraceFile(join(PROJECT_ROOT, 'examples', 'traces', 'philly-82247.csv.gz'), {
    ...scenario,
    ...scenario.trace,
    capacity,
  })
  if (!file.ok) throw new Error(JSON.stringify(file.refusal))
  const tree = { nodes: policy.tree, flavor: scenario.flavor }
  return measure('Philly, EASY, share tree', file.value.workload, { capacity, discipline: 'easy', tree }, false)
}

const figures: Figure[] = []
if (HAS_SHARED_TRACES) {
  const kth = await sharedWorkload('KTH-SP2-1996-2.swf.gz', 100)
  figures.push(measure('KTH-SP2, EASY, one project', kth, { capacity: 100, discipline: 'easy', tree: null }, true))
  const ricc = await sharedWorkload('RICC-2010-2.swf.gz', 8192)
  figures.push(measure('RICC, EASY, one project', ricc, { capacity: 8192, discipline: 'easy', tree: null }, true))
} else process.stderr.write(`KTH and RICC left out: ${WITHOUT_TRACES}\n`)
figures.push(await phillyFigure())
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
else console.table(figures)
