// Conservative backfilling: the fast scheduler against the slow one over random histories, and what must hold at every moment.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { ConservativeScheduler } from '../../src/domain/scheduling/conservative.ts'
import { workloadOf, type TraceJob, type Workload } from '../../src/simulator/workload.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { SlowConservative } from './slow-conservative.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

type Engine = Pick<ConservativeScheduler, 'submit' | 'finish' | 'nextStartAt' | 'wake' | 'reservedStart'>

test('conservative: the fast scheduler reserves and starts what the slow one does', () => {
  const reached = { waited: 0, refused: 0, movedUp: 0, overtook: 0, zeroRuns: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const capacity = wholeNumber(random, 1, random() < 0.5 ? 8 : 60)
    const workload = randomQueue(random, capacity)
    const fast = course(new ConservativeScheduler(capacity, workload), workload, seed)
    const slow = course(new SlowConservative(workload, capacity), workload, seed)
    expect(fast.log, `seed ${seed}`).toEqual(slow.log)
    expectWithinCapacity(workload, fast.starts, capacity, seed)
    for (const name of Object.keys(reached) as (keyof typeof reached)[]) reached[name] += fast[name]
  }
  // A generator that reaches nothing proves nothing.
  if (ONE === undefined) expect(Math.min(...Object.values(reached))).toBeGreaterThan(SEEDS / 2)
})

/** Flurries of equal jobs, equal times, jobs of full width, runs of zero seconds, many ends at one instant. */
function randomQueue(random: () => number, capacity: number): Workload {
  const jobs: TraceJob[] = []
  const count = wholeNumber(random, 5, 70)
  const longest = wholeNumber(random, 2, 40)
  const gap = wholeNumber(random, 0, 12)
  const isCoarse = random() < 0.4
  let submit = 0
  while (jobs.length < count) {
    submit += random() < 0.4 ? 0 : wholeNumber(random, 0, gap)
    const requested = isCoarse ? 10 * wholeNumber(random, 1, 4) : wholeNumber(random, 1, longest)
    const width = random()
    const units = wholeNumber(random, 1, width < 0.1 ? capacity + 2 : Math.ceil(capacity / (width < 0.6 ? 4 : 2)))
    const flurry = random() < 0.3 ? wholeNumber(random, 2, 12) : 1
    for (let more = 0; more < flurry; more += 1) {
      const dice = random()
      const run = dice < 0.25 ? requested : dice < 0.35 ? 0 : wholeNumber(random, 0, requested)
      jobs.push({ id: jobs.length, submit, run, requested, units: random() < 0.05 ? capacity : units, project: 'p' })
    }
  }
  return workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, (job) => job.requested ?? job.run)
}

function course(engine: Engine, workload: Workload, seed: number) {
  const { submit, run } = workload
  const log: string[] = []
  const ends: { time: number; job: number }[] = []
  const reserved = new Map<number, number>()
  const starts = new Map<number, number>()
  const counts = { waited: 0, refused: 0, movedUp: 0, overtook: 0, zeroRuns: 0 }
  const look = () => {
    for (const [job, before] of reserved) {
      const start = engine.reservedStart(job)
      expect(start, `seed ${seed}: nobody delays job ${job}`).toBeLessThanOrEqual(before)
      if (start < before) counts.movedUp += 1
      reserved.set(job, start)
    }
    log.push([...reserved].join(' '))
  }
  const begin = (now: number, jobs: readonly number[]) => {
    for (const job of jobs) {
      log.push(`${now}: job ${job}`)
      if ([...reserved.keys()].some((other) => other < job && reserved.get(other)! > now)) counts.overtook += 1
      expect(reserved.get(job), `seed ${seed}: job ${job} starts when it was told`).toBe(now)
      reserved.delete(job)
      starts.set(job, now)
      if (now > submit[job]!) counts.waited += 1
      if (run[job] === 0) counts.zeroRuns += 1
      ends.push({ time: now + run[job]!, job })
    }
    ends.sort((a, b) => a.time - b.time) // stable: ends of one instant in order of their starts
  }
  for (let arrived = 0; ;) {
    const now = Math.min(submit[arrived] ?? Infinity, ends[0]?.time ?? Infinity, engine.nextStartAt())
    if (now === Infinity) break
    for (; submit[arrived] === now; arrived += 1) {
      if (engine.submit(now, arrived) === 'queued') reserved.set(arrived, engine.reservedStart(arrived))
      else counts.refused += 1
    }
    for (; ends[0]?.time === now; look()) engine.finish(now, ends.shift()!.job)
    const started: number[] = []
    if (engine.nextStartAt() === now) engine.wake(now, started)
    begin(now, started)
  }
  expect(reserved.size, `seed ${seed}: every accepted job starts at last`).toBe(0)
  return { log, starts, ...counts }
}

function expectWithinCapacity(workload: Workload, starts: Map<number, number>, capacity: number, seed: number): void {
  const { units, run } = workload
  for (const moment of starts.values()) {
    let inUse = 0
    for (const [job, start] of starts) if (start <= moment && moment < start + run[job]!) inUse += units[job]!
    expect(inUse, `seed ${seed}: at ${moment} the pool is not overfull`).toBeLessThanOrEqual(capacity)
  }
}
