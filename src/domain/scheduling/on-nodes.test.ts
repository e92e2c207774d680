import { describe, expect, test } from 'vitest'
import { cellLayout } from '../placement/cell-layout.ts'
import type { BoardSlice } from '../placement/job-requests.ts'
import type { ShareNode } from '../policy/policy.ts'
import { Decisions } from './decisions.ts'
import type { Gang, JobTerms, Reservation } from './demand.ts'
import { Scheduler, type SchedulerRules } from './scheduler.ts'
import { treeShape } from './share-tree.ts'

interface Asked {
  readonly project?: 'p' | 'q'
  readonly units: number
  readonly seconds?: number
  readonly gang?: Gang
  readonly flavor?: string
}

interface Pool {
  readonly capacity: number
  readonly cells?: Readonly<Record<string, number>>
  readonly grainsPerCard?: number
  readonly slices?: readonly BoardSlice[]
  readonly jobs: readonly Asked[]
  readonly rules?: Partial<SchedulerRules>
  readonly reservations?: readonly Reservation[]
  readonly capacityChanges?: readonly { flavor: string; at: number; units: number }[]
}

/** Two projects, p and q, own a half each. */
function schedulerOf(pool: Pool): Scheduler {
  const { capacity, cells = { node: 8, rack: 16 }, grainsPerCard = 1, slices = [], jobs } = pool
  const half = (id: string): ShareNode => {
    const bounds = { limit: {}, borrowingLimit: {}, lendingLimit: {} }
    return {
      id,
      parent: null,
      kind: 'project',
      title: {},
      guarantee: { gpu: capacity / 2 },
      weight: 1,
      tier: 0,
      ...bounds,
    }
  }
  const shape = treeShape([half('p'), half('q')], 'gpu', capacity)
  const layout = cellLayout(capacity / grainsPerCard, cells)
  if (!layout.ok) throw new Error(layout.refusal)
  const terms = (gang: Gang | null, flavor: string): JobTerms => {
    const plain = { class: 'standard', priority: 0, flavors: [flavor], deadline: null } as const
    return { ...plain, gang, checkpointEverySeconds: null, coAllocations: [] }
  }
  const columns = {
    units: Float64Array.from(jobs, ({ units }) => units),
    requested: Float64Array.from(jobs, ({ seconds = 100 }) => seconds),
    leaf: Int32Array.from(jobs, ({ project = 'p' }) => shape.indexOf.get(project)!),
    terms: {
      table: jobs.map(({ gang, flavor = 'gpu' }) => terms(gang ?? null, flavor)),
      of: Int32Array.from(jobs, (_, job) => job),
    },
  }
  const rules = { mode: 'easy', reservedJobs: 1, windowSeconds: Infinity, ...pool.rules } as const
  return new Scheduler(shape, columns, rules, { ...pool, cells: { layout: layout.value, grainsPerCard, slices } })
}

/** Submits the jobs second by second; gives what was decided, as the scheduler writes it. */
function decided(scheduler: Scheduler, jobs: readonly Asked[]): readonly (readonly number[])[] {
  return jobs.map((_, job) => {
    const decisions = new Decisions()
    scheduler.submit(job, job, decisions)
    return decisions.entries
  })
}

const zeros = () => new Float64Array(3)
const MAY_STOP = { preemption: { protectedRuntime: zeros(), grace: zeros() } }
const inRack: Gang['topology'] = { level: 'rack', isRequired: true }

const STARTS: readonly (readonly [string, Pool, readonly (readonly number[])[]])[] = [
  [
    '6 of 6 free cards on two nodes: fragmented',
    { capacity: 16, jobs: [{ units: 5 }, { units: 5 }, { units: 6 }] },
    [[0], [1], []],
  ],
  [
    '3 + 3 as a gang: it lies',
    {
      capacity: 16,
      jobs: [{ units: 5 }, { units: 5 }, { units: 6, gang: { pods: 2, unitsPerPod: 3, topology: null } }],
    },
    [[0], [1], [2]],
  ],
  [
    '12 without a gang are a whole node and 4',
    { capacity: 24, jobs: [{ units: 1 }, { units: 1 }, { units: 12 }] },
    [[0], [1], [2]],
  ],
  [
    '12 without a gang need a whole node',
    { capacity: 16, jobs: [{ units: 1 }, { units: 12 }, { units: 8 }] },
    [[0], [1], []],
  ],
  [
    'a gang that must lie in one rack waits for it',
    {
      capacity: 32,
      jobs: [
        { units: 8 },
        { units: 8 },
        { units: 4 },
        { units: 16, gang: { pods: 2, unitsPerPod: 8, topology: inRack } },
      ],
    },
    [[0], [1], [2], []],
  ],
  [
    'a part of a card, beside another',
    { capacity: 16, cells: { node: 2 }, grainsPerCard: 4, jobs: [{ units: 3 }, { units: 1 }, { units: 12 }] },
    [[0], [1], [2]],
  ],
  [
    'two halves of two cards are no card',
    { capacity: 8, cells: { node: 2 }, grainsPerCard: 4, jobs: [{ units: 3 }, { units: 3 }, { units: 2 }] },
    [[0], [1], []],
  ],
]

/** Two cards of 14 grains: halves are 7, and a seventh is 2. */
const CUT = { capacity: 28, cells: { node: 2 }, grainsPerCard: 14, slices: [{ flavor: 'mig', grains: 2 }] }
const slices = (count: number): Asked => ({ units: 2 * count, flavor: 'mig' })

describe('cards that are cut in slices', () => {
  test.each([
    ['7 slices fill a card, and the other serves halves', [slices(7), { units: 7 }, { units: 7 }], [[0], [1], [2]]],
    [
      'one slice takes a whole card from halves',
      [slices(1), { units: 7 }, { units: 7 }, { units: 7 }],
      [[0], [1], [2], []],
    ],
    ['a half takes a whole card from slices', [{ units: 7 }, slices(7), slices(1)], [[0], [1], []]],
    ['10 slices lie on two cards', [slices(10), slices(4), slices(1)], [[0], [1], []]],
    ['half a slice is no slice', [{ units: 1, flavor: 'mig' }], [[]]],
  ] as const)('%s', (_, jobs, expected) => {
    expect(decided(schedulerOf({ ...CUT, jobs }), jobs)).toEqual(expected)
  })

  test('a card serves anything again when its last slice has ended', () => {
    const jobs: Asked[] = [slices(1), { units: 14 }, { units: 7 }]
    const scheduler = schedulerOf({ ...CUT, jobs })
    expect(decided(scheduler, jobs)).toEqual([[0], [1], []])
    const decisions = new Decisions()
    scheduler.finish(50, 0, decisions)
    expect(decisions.entries).toEqual([2])
  })
})

describe('on nodes', () => {
  test.each(STARTS)('%s', (_, pool, expected) => {
    expect(decided(schedulerOf(pool), pool.jobs)).toEqual(expected)
  })

  test('what no empty pool could hold is refused', () => {
    const jobs: Asked[] = [
      { units: 9, gang: { pods: 1, unitsPerPod: 9, topology: null } },
      { units: 24, gang: { pods: 3, unitsPerPod: 8, topology: inRack } },
      { units: 8, gang: { pods: 1, unitsPerPod: 8, topology: { level: 'hall', isRequired: true } } },
    ]
    const scheduler = schedulerOf({ capacity: 32, jobs })
    expect(jobs.map((_, job) => scheduler.submit(0, job, new Decisions()))).toEqual(
      jobs.map(() => 'larger-than-limits'),
    )
  })

  test('a fragmented job is told what lies together, and with which pods it would start', () => {
    const scheduler = schedulerOf({ capacity: 16, jobs: [{ units: 5 }, { units: 5 }, { units: 6 }] })
    decided(scheduler, [{ units: 5 }, { units: 5 }, { units: 6 }])
    scheduler.wake(2, new Decisions())
    const { code, fragments, counterfactual, start, isReserved } = scheduler.explain(2, 2)
    expect({ code, fragments, counterfactual, start, isReserved }).toEqual({
      code: 'fragmented',
      fragments: {
        level: 'node',
        freeUnits: 6,
        pods: 1,
        unitsPerPod: 6,
        podsThatFit: 0,
        largestPod: 3,
        smallerPods: { unitsPerPod: 3, level: null },
      },
      counterfactual: { change: 'pods', unitsPerPod: 3, level: null },
      start: 100,
      isReserved: true,
    })
  })

  test('nobody who stays longer is laid where the first has its start', () => {
    // The first waits for the node of job 0 until 20; on the other node 5 cards stay free beside it.
    const jobs: Asked[] = [
      { units: 7, seconds: 20 },
      { units: 3, seconds: 500 },
      { units: 8, seconds: 50 },
      { units: 1, seconds: 400 },
      { units: 1, seconds: 10 },
    ]
    const scheduler = schedulerOf({ capacity: 16, jobs })
    expect(decided(scheduler, jobs)).toEqual([[0], [1], [], [3], [4]])
    const { placement } = scheduler.pool
    // Best fit would take the last card of node 0 for either; only the short one may have it.
    expect([1, 3, 4].map((job) => placement!.nodesOf(job))).toEqual([[1], [1], [0]])
    const decisions = new Decisions()
    scheduler.finish(14, 4, decisions)
    scheduler.finish(20, 0, decisions)
    expect(decisions.entries).toEqual([2])
  })

  test('the jobs of one node are stopped, those that lose less', () => {
    const jobs: Asked[] = [
      ...[5, 5, 3, 3].map((units): Asked => ({ units, project: 'q', seconds: 1000 })),
      { units: 8, project: 'p' },
    ]
    const scheduler = schedulerOf({ capacity: 16, jobs, rules: MAY_STOP })
    expect(decided(scheduler, jobs)).toEqual([[0], [1], [2], [3], [~3, ~1, 4]])
    expect(scheduler.pool.placement!.nodesOf(0)).toEqual(scheduler.pool.placement!.nodesOf(2))
  })

  test('while its victims leave nobody else has the nodes of a claim', () => {
    const jobs: Asked[] = [
      ...[5, 4, 3, 3].map((units): Asked => ({ units, project: 'q', seconds: 1000 })),
      { units: 8, project: 'p' },
      { units: 1, project: 'p', seconds: 5 },
    ]
    const grace = Float64Array.from([0, 0, 30])
    const scheduler = schedulerOf({ capacity: 16, jobs, rules: { preemption: { protectedRuntime: zeros(), grace } } })
    expect(decided(scheduler, jobs)).toEqual([[0], [1], [2], [3], [], []])
    expect(scheduler.pool.check(5, 5)).toBe('claimed')
    expect(scheduler.nextWakeAt(5)).toBe(34)
    const decisions = new Decisions()
    scheduler.wake(34, decisions)
    expect(decisions.entries).toEqual([~3, ~1, 4])
  })

  test('lost capacity takes whole nodes, the cheapest, and all that lies on them', () => {
    const jobs: Asked[] = [{ units: 6 }, { units: 6 }, { units: 16, gang: { pods: 2, unitsPerPod: 8, topology: null } }]
    const scheduler = schedulerOf({ capacity: 40, jobs, capacityChanges: [{ flavor: 'gpu', at: 10, units: 23 }] })
    expect(decided(scheduler, jobs)).toEqual([[0], [1], [2]])
    const decisions = new Decisions()
    scheduler.wake(10, decisions)
    // 17 units are two nodes, the empty one and the one whose job has done least, and a card that is only counted.
    expect(decisions.entries).toEqual([~1])
    expect(scheduler.pool.placement!.lostNodes).toEqual([4, 1])
  })

  test('a job that would run into maintenance waits, also where jobs may be stopped', () => {
    const window = {
      id: 'm',
      owner: null,
      flavor: 'gpu',
      units: 16,
      start: 50,
      end: 90,
      beforeStart: 'keepFree',
    } as const
    const jobs: Asked[] = [{ units: 4, seconds: 100 }]
    const scheduler = schedulerOf({ capacity: 16, jobs, reservations: [window], rules: MAY_STOP })
    expect(decided(scheduler, jobs)).toEqual([[]])
    expect(scheduler.nextWakeAt(0)).toBe(50)
  })

  test('maintenance has its nodes: who would reach into it lies on the others', () => {
    const window = {
      id: 'm',
      owner: null,
      flavor: 'gpu',
      units: 8,
      start: 50,
      end: 90,
      beforeStart: 'keepFree',
    } as const
    const jobs: Asked[] = [
      { units: 6, seconds: 100 },
      { units: 2, seconds: 20 },
      { units: 4, seconds: 40 },
      { units: 4, seconds: 100 },
    ]
    const scheduler = schedulerOf({ capacity: 16, jobs, reservations: [window] })
    expect(decided(scheduler, jobs)).toEqual([[0], [1], [2], []])
    expect([0, 1, 2].map((job) => scheduler.pool.placement!.nodesOf(job))).toEqual([[0], [0], [1]])
  })
})
