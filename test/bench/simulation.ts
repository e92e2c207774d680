// The speed of the whole engine: jobs a second, peak memory, and the ratio to the reference loop that runs beside it in the
// same process; single decisions and explanations on a national pool. Each row is a process of its own, so that peaks are its
// own. `npm run bench -- simulation`; `--json` or `--json FILE`; `--jobs N` for the national pool; `--limit SECONDS` for each
// row, 600. Prints figures; it judges nothing.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadScenario } from '../../src/adapters/files/scenario-files.ts'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { readTraceFile } from '../../src/adapters/files/trace-file.ts'
import { replay, type ReplayOptions } from '../../src/simulator/replay.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { HAS_SHARED_TRACES, sharedTrace, WITHOUT_TRACES } from '../kit/shared-traces.ts'
import { referenceEasy } from './reference-loop.ts'

const POOL = ['national-pool', '--part', 'replay', ...jobsOption()]

/** A row in a process of its own: the benchmark and its arguments. */
const ROWS: readonly { readonly name: string; readonly needsTraces: boolean; readonly args: readonly string[] }[] = [
  { name: 'KTH-SP2, EASY', needsTraces: true, args: ['simulation', '--row', 'kth'] },
  { name: 'RICC, EASY', needsTraces: true, args: ['simulation', '--row', 'ricc'] },
  { name: 'RICC, conservative', needsTraces: true, args: ['conservative', '--whole'] },
  { name: 'Philly', needsTraces: false, args: ['simulation', '--row', 'philly'] },
  { name: 'national pool, 30 minutes protected', needsTraces: false, args: [...POOL, '--protected', '1800'] },
  {
    name: 'national pool, 30 minutes protected, 5 minutes of notice',
    needsTraces: false,
    args: [...POOL, '--protected', '1800', '--grace', '300'],
  },
  { name: 'national pool, nobody protected', needsTraces: false, args: POOL },
  { name: 'single decisions', needsTraces: false, args: ['national-pool', '--part', 'decisions'] },
]

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

async function figureOf(row: string): Promise<Figure> {
  if (row === 'philly') return phillyFigure()
  if (row === 'kth') {
    const kth = await sharedWorkload('KTH-SP2-1996-2.swf.gz', 100)
    return measure('KTH-SP2, EASY, one project', kth, { capacity: 100, discipline: 'easy', tree: null }, true)
  }
  const ricc = await sharedWorkload('RICC-2010-2.swf.gz', 8192)
  return measure('RICC, EASY, one project', ricc, { capacity: 8192, discipline: 'easy', tree: null }, true)
}

function after(option: string): string | undefined {
  const place = process.argv.indexOf(option)
  return place === -1 ? undefined : process.argv[place + 1]
}

function jobsOption(): readonly string[] {
  const jobs = after('--jobs')
  return jobs === undefined ? [] : ['--jobs', jobs]
}

/** What the rows print as JSON; a row that does not end in time is a row that says so. */
function allRows(): readonly object[] {
  const seconds = Number(after('--limit') ?? 600)
  const bench = join(PROJECT_ROOT, 'scripts', 'bench.ts')
  return ROWS.flatMap(({ name, needsTraces, args }): readonly object[] => {
    if (needsTraces && !HAS_SHARED_TRACES) {
      process.stderr.write(`${name} left out: ${WITHOUT_TRACES}\n`)
      return []
    }
    process.stderr.write(`${name}\n`)
    try {
      const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
      const settings = { encoding: 'utf8' as const, timeout: seconds * 1000, stdio }
      return JSON.parse(execFileSync(process.execPath, [bench, ...args, '--json'], settings)) as object[]
    } catch (error) {
      const isLate = error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT'
      if (!isLate) throw error
      return [{ what: `${name}: not done in ${seconds} s` }]
    }
  })
}

const row = after('--row')
const figures = row === undefined ? allRows() : [await figureOf(row)]
const json = `${JSON.stringify(figures, null, 2)}\n`
const file = after('--json')
if (file !== undefined && !file.startsWith('--')) writeFileSync(file, json)
if (process.argv.includes('--json') && file === undefined) process.stdout.write(json)
else console.table(figures)
