import { describe, expect, test } from 'vitest'
import { queueAt } from './queue-moment.ts'
import { replay, type ReplayOptions } from './replay.ts'
import type { Workload } from './workload.ts'

/** Two sectors of four units each; `second` lends nothing. */
const OPTIONS: ReplayOptions = {
  capacity: 8,
  discipline: 'easy',
  tree: { flavor: 'gpu', nodes: [sector('first', {}), sector('second', { gpu: 0 })] },
}

function sector(id: string, lendingLimit: Readonly<Record<string, number>>) {
  return {
    id,
    parent: null,
    kind: 'project' as const,
    title: {},
    guarantee: { gpu: 4 },
    weight: 1,
    tier: 0,
    limit: {},
    borrowingLimit: {},
    lendingLimit,
  }
}

/** [number, submitted, run, units, project] */
function workload(jobs: readonly (readonly [number, number, number, number, 0 | 1])[]): Workload {
  const column = (index: 0 | 1 | 2 | 3) => Float64Array.from(jobs, (job) => job[index])
  return {
    ids: column(0),
    submit: column(1),
    run: column(2),
    requested: column(2),
    units: column(3),
    project: Int32Array.from(jobs, (job) => job[4]),
    projects: ['first', 'second'],
    epoch: null,
    capacity: null,
    terms: null,
  }
}

const JOBS = workload([
  [101, 0, 100, 4, 0],
  [102, 10, 50, 3, 0],
  [103, 20, 10, 4, 1],
  [104, 30, 500, 4, 1],
])

const at = (time: number, job?: number) => {
  const moment = queueAt(JOBS, OPTIONS, { time, explainMax: 10, job })
  if (!moment.ok) throw new Error(moment.refusal)
  return moment.value
}
const numbers = (jobs: readonly { readonly job: number }[]) => jobs.map(({ job }) => job)

describe('who runs and who waits', () => {
  test.each([
    { time: 0, running: [101], waiting: [] },
    { time: 9, running: [101], waiting: [] },
    { time: 10, running: [101], waiting: [102] },
    { time: 20, running: [101, 103], waiting: [102] },
    { time: 29, running: [101, 103], waiting: [102] },
    { time: 30, running: [101, 104], waiting: [102] },
    { time: 100, running: [104, 102], waiting: [] },
    { time: 10_000, running: [], waiting: [] },
  ])('at $time', ({ time, running, waiting }) => {
    const moment = at(time)
    expect({ running: numbers(moment.running), waiting: numbers(moment.waiting) }).toEqual({ running, waiting })
  })
})

test('a reason has the numbers of the tree, and jobs have their numbers in the history', () => {
  const { waiting, decidedAt, capacity } = at(15)
  expect({ decidedAt, capacity }).toEqual({ decidedAt: 10, capacity: 8 })
  expect(waiting).toEqual([
    expect.objectContaining({ job: 102, project: 'first', units: 3, requested: 50, submittedAt: 10 }),
  ])
  expect(waiting[0]?.reason).toMatchObject({
    code: 'lending-withheld',
    at: { node: 'first', guarantee: 4, allocated: 4 },
    askedUnits: 3,
    roomUnits: 0,
  })
})

test('before the first submission there is nothing to look at', () => {
  expect(queueAt(JOBS, OPTIONS, { time: -1, explainMax: 10 })).toEqual({ ok: false, refusal: 'moment-not-in-history' })
})

test('only as many as are wanted are explained, and the job that is looked for', () => {
  const many = workload([[1, 0, 100, 8, 0], ...Array.from({ length: 9 }, (_, n) => [n + 2, 1, 10, 8, 0] as const)])
  const options = { ...OPTIONS, tree: { flavor: 'gpu', nodes: [sector('first', {}), sector('second', {})] } }
  const moment = queueAt(many, options, { time: 5, explainMax: 2, job: 9 })
  if (!moment.ok) throw new Error(moment.refusal)
  const explained = moment.value.waiting.filter(({ reason }) => reason !== null)
  expect([moment.value.waiting.length, numbers(explained)]).toEqual([9, [2, 3, 9]])
})

test('at every moment it is the replay itself: nobody starts sooner or later for being looked at', () => {
  let seed = 7
  const next = (most: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % most
  }
  let submit = 0
  const jobs = workload(
    Array.from({ length: 400 }, (_, n) => {
      submit += next(30)
      return [1_000 + n, submit, 1 + next(300), 1 + next(4), next(2) === 0 ? 0 : 1] as const
    }),
  )
  const whole = replay(jobs, OPTIONS)
  if (!whole.ok) throw new Error(whole.refusal)
  const { starts } = whole.value
  for (let time = 0; time < submit + 500; time += 97) {
    const moment = queueAt(jobs, OPTIONS, { time, explainMax: 3 })
    if (!moment.ok) continue
    const rows = [...starts.keys()].filter((row) => (jobs.submit[row] ?? 0) <= time)
    const isRunning = (row: number) => starts[row]! <= time && time < starts[row]! + jobs.run[row]!
    expect(numbers(moment.value.waiting)).toEqual(rows.filter((row) => starts[row]! > time).map((row) => jobs.ids[row]))
    expect(numbers(moment.value.running).toSorted()).toEqual(
      rows
        .filter(isRunning)
        .map((row) => jobs.ids[row])
        .toSorted(),
    )
  }
})
