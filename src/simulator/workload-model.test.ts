// Fitting a description to a history and drawing histories from it: what is kept, within bounds that chance allows.
import { describe, expect, test } from 'vitest'
import { seededRandom, wholeNumber } from '../../test/kit/share-trees.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import { drawWorkload, type DrawnFrom } from './draw-workload.ts'
import { readWorkloadModel } from './workload-model-file.ts'
import { fitWorkload, hourOfWeek, type WorkloadModel } from './workload-model.ts'
import { workloadOf, type TraceJob, type Workload } from './workload.ts'

const WEEK = 7 * 86_400
const SOURCE = { name: 'made', sha256: 'abc' }

const node = (id: string, parent: string | null, kind: ShareNode['kind']): ShareNode => {
  const none = { guarantee: {}, limit: {}, borrowingLimit: {}, lendingLimit: {} }
  return { id, parent, kind, title: {}, weight: 1, tier: 0, ...none }
}
const TREE = [
  node('north', null, 'sector'),
  node('a', 'north', 'project'),
  node('b', 'north', 'project'),
  node('south', null, 'sector'),
  node('c', 'south', 'project'),
]

/** Eight weeks; people of `c` have large jobs, and nobody submits at night. */
function history(seed: number): Workload {
  const random = seededRandom(seed)
  const jobs = Array.from({ length: 4_000 }, (_, id): TraceJob => {
    const project = ['a', 'a', 'b', 'c'][Math.floor(random() * 4)]!
    const day = wholeNumber(random, 0, 55)
    const submit = day * 86_400 + wholeNumber(random, 8 * 3_600, 20 * 3_600)
    const run = wholeNumber(random, 10, 5_000)
    return { id, submit, run, requested: 2 * run, units: project === 'c' ? 8 : 1, project }
  })
  return workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, (job) => job.requested ?? job.run)
}

const model = fitWorkload(history(1), TREE, SOURCE)
const USUAL: DrawnFrom = { seed: 7, days: 56, growthPercent: 0, afterYears: 0, mixPercent: {} }
const drawn = (asked: Partial<DrawnFrom>) => drawWorkload(model, { ...USUAL, ...asked })
const work = (workload: Workload, ids: readonly string[]) =>
  workload.units.reduce(
    (sum, units, row) =>
      sum + (ids.includes(workload.projects[workload.project[row]!]!) ? units * workload.run[row]! : 0),
    0,
  )

describe('the fit', () => {
  test('counts jobs by project and hour, and knows their sectors', () => {
    expect(model.source.jobs).toBe(4_000)
    expect(model.rhythm.reduce((sum, jobs) => sum + jobs, 0)).toBe(4_000)
    expect(model.projects.map(({ id, sector }) => `${sector}/${id}`)).toEqual(['north/a', 'north/b', 'south/c'])
    expect(model.projects.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(4_000)
    expect(model.projects[2]!.sample.every(([units]) => units === 8)).toBe(true)
  })

  test('an hour of the week is by the calendar where there is one', () => {
    // Thursday 1 January 1970, 05:00.
    expect(hourOfWeek(5 * 3_600, 0, 0)).toBe(3 * 24 + 5)
    expect(hourOfWeek(5 * 3_600, 3_600, null)).toBe(4)
  })

  test('a model file is read back, and a broken one is named by its place', () => {
    expect(readWorkloadModel(JSON.stringify(model))).toEqual({ ok: true, value: model })
    const broken = { ...model, rhythm: model.rhythm.slice(1) }
    expect(readWorkloadModel(JSON.stringify(broken))).toMatchObject({ ok: false, refusal: { at: 'rhythm' } })
    expect(readWorkloadModel('{')).toMatchObject({ ok: false, refusal: { code: 'model-broken' } })
  })
})

describe('what is drawn', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(drawn({})).toEqual(drawn({}))
    expect([...drawn({ seed: 8 }).submit]).not.toEqual([...drawn({}).submit])
  })

  test.each([1, 2, 3, 4, 5])(
    'has as many jobs as the history, only sizes of it, and none at night (seed %d)',
    (seed) => {
      const workload = drawn({ seed })
      expect(Math.abs(workload.ids.length - (4_000 * 56 * 86_400) / model.source.seconds)).toBeLessThanOrEqual(3)
      expect(new Set(workload.units)).toEqual(new Set([1, 8]))
      const isAsked = workload.requested.every((requested, row) => requested === Math.max(1, 2 * workload.run[row]!))
      expect(isAsked).toBe(true)
      const hours = workload.submit.map((submit) => Math.floor((submit % 86_400) / 3_600))
      // The history begins in the morning of its first day, which is hour 0 of its week.
      const quiet = model.rhythm.flatMap((jobs, hour) => (jobs === 0 ? [hour] : []))
      expect(quiet.length).toBeGreaterThan(0)
      for (const submit of workload.submit) expect(quiet).not.toContain(Math.floor(submit / 3_600) % 168)
      expect(hours.length).toBe(workload.ids.length)
      expect(workload.submit.at(-1)!).toBeLessThan(8 * WEEK)
    },
  )

  test('arrivals keep the rhythm: chi-square of the hours within five standard deviations', () => {
    const workload = drawn({ days: 560 })
    const seen = Array.from({ length: 168 }, () => 0)
    for (const submit of workload.submit) seen[Math.floor(submit / 3_600) % 168]! += 1
    const scale = workload.ids.length / model.source.jobs
    const open = model.rhythm.flatMap((jobs, hour) => (jobs > 0 ? [[jobs * scale, seen[hour]!] as const] : []))
    const chi = open.reduce((sum, [expected, found]) => sum + (found - expected) ** 2 / expected, 0)
    const freedom = open.length - 1
    expect(Math.abs(chi - freedom)).toBeLessThan(5 * Math.sqrt(2 * freedom))
  })

  test.each([
    [100, 1, 2],
    [20, 2, 1.44],
    [-50, 1, 0.5],
  ])('%d %% a year, after %d years: %d times the jobs', (growthPercent, afterYears, factor) => {
    const days = 7
    const before = drawn({ days, growthPercent: 0 }).ids.length
    const after = drawn({ days, growthPercent, afterYears }).ids.length
    // Growth goes on within the week.
    expect(after / before / factor).toBeCloseTo(1, 1)
  })

  test('growth goes on from day to day', () => {
    const { submit } = drawn({ days: 730, growthPercent: 100 })
    const [first, second] = [0, 1].map((year) => submit.filter((at) => Math.floor(at / (365 * 86_400)) === year).length)
    expect(second! / first!).toBeCloseTo(2, 1)
  })

  test('the asked mix of sectors is what runs, and the others keep their proportions', () => {
    const workload = drawn({ days: 560, mixPercent: { south: 20 } })
    const all = work(workload, ['a', 'b', 'c'])
    expect(work(workload, ['c']) / all).toBeCloseTo(0.2, 1)
    const ratio = (of: Workload) => work(of, ['a']) / work(of, ['b'])
    expect(ratio(workload) / ratio(drawn({ days: 560 }))).toBeCloseTo(1, 0)
  })

  test('fitted again it is the same description, within what chance allows', () => {
    const again: WorkloadModel = fitWorkload(drawn({ days: 560 }), TREE, SOURCE)
    for (const [at, project] of again.projects.entries()) {
      const first = model.projects[at]!
      expect(project.jobs / again.source.seconds / (first.jobs / model.source.seconds)).toBeCloseTo(1, 1)
      const mean = (of: typeof project) => of.sample.reduce((sum, [, run]) => sum + run, 0) / of.sample.length
      expect(mean(project) / mean(first)).toBeCloseTo(1, 1)
    }
  })
})
