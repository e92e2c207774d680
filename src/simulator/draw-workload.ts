// Histories that a description allows: the same seed gives the same jobs on every machine. Each project has as many jobs as
// the description says for that time, with growth and the mix of sectors; each job its hour by the rhythm of the week and by
// how far growth has come, its second at random, its size and durations together from the sample.
import { assert } from '../domain/kernel/assert.ts'
import { drawsOf } from './seeded-draws.ts'
import { workloadOf, type TraceJob, type Workload } from './workload.ts'
import { HOURS_OF_WEEK, type WorkloadModel } from './workload-model.ts'

export interface DrawnFrom {
  readonly seed: number
  /** Whole days. */
  readonly days: number
  /** Percent a year: with 20, each year has 1.2 times as many jobs an hour as the year before. More than -100. */
  readonly growthPercent: number
  /** Years from the history to the first day of what is drawn. */
  readonly afterYears: number
  /** Percent of all unit-seconds, by sector; the others keep their proportions in what is left. Empty: as in the history. */
  readonly mixPercent: Readonly<Record<string, number>>
}

const DAY = 86_400
const HOUR = 3_600
const DAYS_OF_YEAR = 365
/** Growth is counted in millionths, so that it is whole. */
const MILLION = 1_000_000

/** `epoch` of the result: null, its first hour is Monday 00:00. */
export function drawWorkload(model: WorkloadModel, asked: DrawnFrom): Workload {
  const { days, seed } = asked
  assert(days >= 1 && asked.growthPercent > -100, 'a time and a growth that can be')
  const growth = dailyGrowth(asked)
  const hours = cumulative(model.rhythm, growth)
  const draws = drawsOf(seed)
  const mean = growth.reduce((sum, factor) => sum + factor, 0) / days / MILLION
  const factors = mixFactors(model, asked.mixPercent)
  const jobs: TraceJob[] = []
  for (const { id: project, sector, jobs: count, sample } of model.projects) {
    const expected = count * ((days * DAY) / model.source.seconds) * mean * factors.get(sector)!
    // The part below one job is drawn, so that rare projects are not forgotten.
    const whole = Math.floor(expected) + (draws.below(MILLION) < (expected - Math.floor(expected)) * MILLION ? 1 : 0)
    for (let job = 0; job < whole; job += 1) {
      const submit = hourOf(hours, draws.belowLarge(hours.at(-1)!)) * HOUR + draws.below(HOUR)
      const [units, run, requested] = sample[draws.below(sample.length)]!
      jobs.push({ id: 0, submit, run, requested, units, project })
    }
  }
  const ordered = jobs.toSorted((a, b) => a.submit - b.submit).map((job, at) => ({ ...job, id: at + 1 }))
  return workloadOf(ordered, { zero: 0, epoch: null, capacity: null }, (job) => job.requested ?? job.run)
}

/** Millionths by day: 1 on the day of the history. */
function dailyGrowth({ days, growthPercent, afterYears }: DrawnFrom): readonly number[] {
  const rate = 1 + growthPercent / 100
  return Array.from({ length: days }, (_, day) => Math.round(rate ** (afterYears + day / DAYS_OF_YEAR) * MILLION))
}

/** Weight of all hours up to each one. */
function cumulative(rhythm: readonly number[], growth: readonly number[]): Float64Array {
  const sums = new Float64Array(growth.length * 24)
  let sum = 0
  for (let hour = 0; hour < sums.length; hour += 1) {
    sum += rhythm[hour % HOURS_OF_WEEK]! * growth[Math.floor(hour / 24)]!
    sums[hour] = sum
  }
  assert(Number.isSafeInteger(sum), 'weights are whole numbers')
  // A time of the week in which nobody ever submitted.
  if (sum === 0) return sums.map((_, hour) => hour + 1)
  return sums
}

/** The first hour whose sum is above `at`. */
function hourOf(sums: Float64Array, at: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sums[middle]! > at) high = middle
    else low = middle + 1
  }
  return low
}

/** By how much the jobs of each sector change for the asked mix. */
function mixFactors(model: WorkloadModel, mix: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const work = new Map<string, number>()
  for (const { sector, jobs, sample } of model.projects) {
    const mean = sample.reduce((sum, [units, run]) => sum + units * run, 0) / sample.length
    work.set(sector, (work.get(sector) ?? 0) + mean * jobs)
  }
  const all = [...work.values()].reduce((sum, each) => sum + each, 0)
  const named = [...work.keys()].filter((sector) => mix[sector] !== undefined)
  const left = 1 - named.reduce((sum, sector) => sum + mix[sector]!, 0) / 100
  const others = [...work].reduce((sum, [sector, each]) => sum + (named.includes(sector) ? 0 : each), 0)
  return new Map(
    [...work].map(([sector, each]) => {
      const part = mix[sector] !== undefined ? mix[sector] / 100 : others === 0 ? 0 : (left * each) / others
      return [sector, each === 0 ? 1 : (part * all) / each]
    }),
  )
}
