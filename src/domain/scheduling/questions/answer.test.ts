import { describe, expect, test } from 'vitest'
import { answer } from './answer.ts'

const ask = (question: unknown) => {
  const outcome = answer(question)
  return outcome.ok ? outcome.value : outcome.refusal
}

describe('entitlement: the worked numbers of the policy model', () => {
  const sectors = (lendingLimit?: number) => [
    { id: 'academia', guarantee: 500, weight: 5, demand: 700 },
    { id: 'industry', guarantee: 300, weight: 3, demand: 100, ...(lendingLimit === undefined ? {} : { lendingLimit }) },
    { id: 'startups', guarantee: 200, weight: 2, demand: 600 },
  ]
  test.each([
    ['what is idle goes by weight', 1000, undefined, { academia: 643, industry: 100, startups: 257 }, 0],
    ['a lending limit keeps the rest back', 1000, 100, { academia: 571, industry: 100, startups: 229 }, 100],
    ['less than the guarantees in use: scaled', 600, undefined, { academia: 357, industry: 100, startups: 143 }, 0],
  ])('%s', (_says, capacity, lendingLimit, entitlement, remaining) => {
    expect(ask({ ask: 'entitlement', capacity, nodes: sectors(lendingLimit) })).toEqual({ entitlement, remaining })
  })

  test.each([
    ['higher tiers are served first', { tier: 1 }, {}, { a: 8, b: 2 }],
    ['weight 0 gets what positive weights leave', { weight: 0 }, { weight: 1, demand: 4 }, { a: 6, b: 4 }],
    ['equal weights 0 share equally', { weight: 0 }, { weight: 0 }, { a: 5, b: 5 }],
    ['a limit below the guarantee caps', { guarantee: 6, limit: 4 }, {}, { a: 4, b: 6 }],
    ['a borrowing limit caps', { guarantee: 2, borrowingLimit: 1 }, {}, { a: 3, b: 7 }],
    ['nothing is lent with a lending limit of 0', { guarantee: 6, lendingLimit: 0, demand: 1 }, {}, { a: 1, b: 4 }],
  ])('%s', (_says, a, b, entitlement) => {
    const nodes = [
      { id: 'a', demand: 8, ...a },
      { id: 'b', demand: 8, ...b },
    ]
    expect(ask({ ask: 'entitlement', capacity: 10, nodes })).toMatchObject({ entitlement })
  })

  test('in steps of the quantum, the rest stays', () => {
    const nodes = ['a', 'b', 'c'].map((id) => ({ id, demand: 100 }))
    expect(ask({ ask: 'entitlement', capacity: 50, quantum: 8, nodes })).toEqual({
      entitlement: { a: 16, b: 16, c: 16 },
      remaining: 2,
    })
  })

  test('less than a quantum stays, also where somebody could use just that', () => {
    const nodes = [
      { id: 'n0', guarantee: 21, demand: 21 },
      { id: 'n1', guarantee: 12, demand: 9 },
      { id: 'n2', guarantee: 1, demand: 14 },
    ]
    expect(ask({ ask: 'entitlement', capacity: 18, quantum: 4, nodes })).toEqual({
      entitlement: { n0: 12, n1: 4, n2: 0 },
      remaining: 2,
    })
  })

  test('products beyond 2^53 stay exact', () => {
    const nodes = [
      { id: 'a', weight: 999_999_999_999, demand: 1_000_000_000_000 },
      { id: 'b', weight: 1, demand: 1_000_000_000_000 },
    ]
    expect(ask({ ask: 'entitlement', capacity: 1_000_000_000_000, nodes })).toEqual({
      entitlement: { a: 999_999_999_999, b: 1 },
      remaining: 0,
    })
  })

  test('so do the largest numbers that are taken', () => {
    const nodes = [
      { id: 'a', guarantee: 999_999_999_999_999, weight: 7, demand: 1e15, limit: Number.MAX_SAFE_INTEGER },
      { id: 'b', weight: 1e15, demand: 1e15 },
      { id: 'c', weight: 1e15 - 1, demand: 1e15 },
    ]
    expect(ask({ ask: 'entitlement', capacity: 1e15, nodes })).toMatchObject({
      entitlement: { a: 999_999_999_999_999, b: 1, c: 0 },
    })
  })

  test('a group covers its children, or stands beside them', () => {
    const nodes = [
      { id: 'child', parent: 'group', guarantee: 4, demand: 20 },
      { id: 'group', guarantee: 6 },
      { id: 'other', guarantee: 10, demand: 20 },
    ]
    const question = { ask: 'entitlement', capacity: 20, nodes }
    expect(ask(question)).toMatchObject({ entitlement: { group: 8, child: 8, other: 12 } })
    expect(ask({ ...question, groupGuarantee: 'adds' })).toMatchObject({ entitlement: { group: 10, other: 10 } })
  })
})

describe('headroom', () => {
  test('what a sibling keeps from lending is not there', () => {
    const nodes = [
      { id: 'a', guarantee: 5, lendingLimit: 2 },
      { id: 'b', guarantee: 5, allocated: 4 },
    ]
    expect(ask({ ask: 'headroom', capacity: 10, nodes })).toEqual({ headroom: { a: 6, b: 3 } })
  })

  test('a limit on any ancestor counts, and over-allocation is below 0', () => {
    const nodes = [
      { id: 'group', limit: 4 },
      { id: 'a', parent: 'group', allocated: 3 },
      { id: 'b', parent: 'group', limit: 0, allocated: 2 },
    ]
    expect(ask({ ask: 'headroom', capacity: 10, nodes })).toEqual({ headroom: { group: -1, a: -1, b: -2 } })
  })
})

describe('reclaim', () => {
  const nodes = [
    { id: 'a', guarantee: 5 },
    { id: 'b', guarantee: 5 },
  ]
  const running = [
    { id: 'old', leaf: 'b', request: 5, start: 0 },
    { id: 'new', leaf: 'b', request: 5, start: 8 },
  ]
  const question = { ask: 'reclaim', capacity: 10, nodes, running, now: 10 }
  const pending = { id: 'p', leaf: 'a', request: 5 }

  test('the owner takes back what costs least', () => {
    expect(ask({ ...question, pending })).toEqual({ admitted: true, victims: [{ id: 'new', kind: 'reclaim' }] })
  })

  test('nobody is stopped for what is not owned', () => {
    expect(ask({ ...question, pending: { ...pending, request: 6 } })).toEqual({
      admitted: false,
      victims: [],
      reason: 'pool-full',
    })
  })

  test.each([
    ['protected', { protectedUntil: 11 }],
    ['not preemptible', { preemptible: false }],
  ])('a job that is %s stays', (_says, rule) => {
    const [old, fresh] = running
    const outcome = ask({ ...question, pending, running: [old, { ...fresh, ...rule }] })
    expect(outcome).toEqual({ admitted: true, victims: [{ id: 'old', kind: 'reclaim' }] })
  })

  test('a higher priority goes first in its own project, an equal one does not', () => {
    const own = { ...pending, leaf: 'b', priority: 1 }
    expect(ask({ ...question, pending: own })).toMatchObject({ victims: [{ id: 'new', kind: 'preempt' }] })
    expect(ask({ ...question, pending: { ...own, priority: 0 } })).toMatchObject({ admitted: false })
  })

  test('times may be milliseconds since 1970', () => {
    const now = 1_795_452_000_000
    const jobs = running.map((job) => ({ ...job, start: now - 9_000 + job.start, protectedUntil: now - 1 }))
    const victims = [{ id: 'new', kind: 'reclaim' }]
    expect(ask({ ...question, now, pending, running: jobs })).toEqual({ admitted: true, victims })
  })

  test('with room nobody is stopped', () => {
    expect(ask({ ...question, running: running.slice(1), pending })).toEqual({ admitted: true, victims: [] })
  })
})

describe('one list of nodes serves every question', () => {
  const nodes = [
    { id: 'g', guarantee: 5, demand: 0, allocated: 0 },
    { id: 'a', parent: 'g', guarantee: 3, demand: 9, allocated: 4, limit: Number.MAX_SAFE_INTEGER },
    { id: 'b', guarantee: 5, demand: 4, allocated: 2 },
  ]
  const running = [
    { id: 'r', leaf: 'a', request: 4 },
    { id: 's', leaf: 'b', request: 2 },
  ]
  test.each([
    ['entitlement', {}, { entitlement: { g: 6, a: 6, b: 4 }, remaining: 0 }],
    ['headroom', {}, { headroom: { g: 4, a: 4, b: 4 } }],
    ['reclaim', { running, pending: { id: 'p', leaf: 'b', request: 4 } }, { admitted: true, victims: [] }],
  ])('%s', (question, more, answered) => {
    expect(ask({ ask: question, capacity: 10, quantum: 1, nodes, ...more })).toEqual(answered)
  })

  test('the quantum counts where reclaim looks at entitlements', () => {
    // In steps of 1 the entitlements are 5 and 5, in steps of 8 they are 8 and 0.
    const full = {
      ask: 'reclaim',
      capacity: 10,
      nodes: [{ id: 'a' }, { id: 'b', demand: 10 }],
      running: [
        { id: 'r', leaf: 'a', request: 5 },
        { id: 's', leaf: 'a', request: 5 },
      ],
      pending: { id: 'p', leaf: 'b', request: 5 },
      rebalance: true,
    }
    expect(ask(full)).toEqual({ admitted: true, victims: [{ id: 'r', kind: 'rebalance' }] })
    expect(ask({ ...full, quantum: 8 })).toEqual({ admitted: false, victims: [], reason: 'pool-full' })
  })

  test.each([
    [
      'demand of a group',
      {
        nodes: [
          { id: 'g', demand: 7 },
          { id: 'a', parent: 'g', demand: 3 },
        ],
      },
      'nodes[0].demand',
      '3',
    ],
    [
      'allocated of a group',
      {
        ask: 'headroom',
        nodes: [
          { id: 'g', allocated: 7 },
          { id: 'a', parent: 'g', allocated: 3 },
        ],
      },
      'nodes[0].allocated',
      '3',
    ],
    [
      'allocated beside running jobs',
      { ask: 'reclaim', nodes, running: running.slice(1), pending: { id: 'p', leaf: 'b', request: 4 } },
      'nodes[1].allocated',
      '0',
    ],
  ])('%s that is not the sum is refused', (_says, question, field, expected) => {
    expect(ask({ ask: 'entitlement', capacity: 10, ...question })).toMatchObject({
      code: 'sum-differs',
      field,
      expected,
    })
  })
})

const manyNodes = (fields: object) => ({
  ask: 'entitlement',
  capacity: 10,
  nodes: Array.from({ length: 10 }, (_, place) => ({ id: `n${place}`, ...fields })),
})

describe('nonsense is refused by its field', () => {
  const nodes = [{ id: 'a', guarantee: 5 }]
  const question = { ask: 'entitlement', capacity: 10, nodes }
  test.each<[string, unknown, string, string]>([
    ['no object', 5, 'not-an-object', ''],
    ['a list', [], 'not-an-object', ''],
    ['null', null, 'not-an-object', ''],
    ['no question', { capacity: 1 }, 'field-missing', 'ask'],
    ['an unknown question', { ...question, ask: 'headrom' }, 'question-unknown', 'ask'],
    ['a slip in a key', { ...question, capcity: 1 }, 'field-unknown', 'capcity'],
    ['a prototype', JSON.parse('{"ask":"entitlement","__proto__":{"capacity":1}}'), 'field-unknown', '__proto__'],
    ['a fraction', { ...question, capacity: 1.5 }, 'field-type', 'capacity'],
    ['a text for a number', { ...question, capacity: '10' }, 'field-type', 'capacity'],
    ['a percentage', { ...question, nodes: [{ id: 'a', guarantee: '50%' }] }, 'field-type', 'nodes[0].guarantee'],
    ['a negative number', { ...question, nodes: [{ id: 'a', limit: -1 }] }, 'number-range', 'nodes[0].limit'],
    ['a number that is not exact', { ...question, capacity: 2 ** 60 }, 'number-range', 'capacity'],
    ['a quantum of 0', { ...question, quantum: 0 }, 'number-range', 'quantum'],
    ['guarantees beyond 2^53', manyNodes({ guarantee: 1e15 }), 'sum-too-large', 'nodes[0].guarantee'],
    ['weights beyond 2^53', manyNodes({ weight: 1e15 }), 'sum-too-large', 'nodes[9].weight'],
    [
      'units in use beyond 2^53',
      { ...manyNodes({ allocated: 1e15 }), ask: 'headroom' },
      'sum-too-large',
      'nodes[9].allocated',
    ],
    ['an id twice', { ...question, nodes: [...nodes, ...nodes] }, 'id-duplicate', 'nodes[1].id'],
    ['an empty id', { ...question, nodes: [{ id: '' }] }, 'field-type', 'nodes[0].id'],
    ['an unknown parent', { ...question, nodes: [{ id: 'a', parent: 'b' }] }, 'parent-unknown', 'nodes[0].parent'],
    ['its own parent', { ...question, nodes: [{ id: 'a', parent: 'a' }] }, 'parent-cycle', 'nodes[0].parent'],
    [
      'children above their group',
      { ...question, nodes: [...nodes, { id: 'c', parent: 'a', guarantee: 6 }] },
      'guarantee-over-parent',
      'nodes[0].guarantee',
    ],
    ['another reading', { ...question, groupGuarantee: 'both' }, 'field-type', 'groupGuarantee'],
    [
      'a job at a group',
      {
        ask: 'reclaim',
        capacity: 5,
        nodes: [{ id: 'g' }, { id: 'a', parent: 'g' }],
        running: [{ id: 'r', leaf: 'g', request: 1 }],
        pending: { id: 'p', leaf: 'a', request: 1 },
      },
      'not-a-project',
      'running[0].leaf',
    ],
    [
      'the pending job runs already',
      {
        ask: 'reclaim',
        capacity: 5,
        nodes,
        running: [{ id: 'p', leaf: 'a', request: 1 }],
        pending: { id: 'p', leaf: 'a', request: 1 },
      },
      'id-duplicate',
      'pending.id',
    ],
    ['more than any number', { ...question, capacity: Infinity }, 'field-type', 'capacity'],
    [
      'a limit that is not exact',
      { ...question, nodes: [{ id: 'a', limit: 2 ** 60 }] },
      'number-range',
      'nodes[0].limit',
    ],
  ])('%s', (_says, asked, code, field) => {
    expect(ask(asked)).toMatchObject({ code, field })
  })

  test.each<[string, unknown, string, string]>([
    ['a missing list', { ask: 'entitlement', capacity: 5 }, '', 'list'],
    ['a missing number', { ask: 'entitlement', nodes }, '', 'whole-number'],
    ['a slip in a parent', { ...question, nodes: [...nodes, { id: 'aa', parent: 'A' }] }, 'A', 'a'],
    ['more than any number', { ...question, capacity: Infinity }, 'Infinity', 'whole-number'],
    ['a job at nothing', { ...question, ask: 'reclaim', running: [], pending: { id: 'p', leaf: 'b' } }, 'b', 'a'],
  ])('%s: what is there, and what would be right', (_says, asked, found, expected) => {
    expect(ask(asked)).toMatchObject({ found, expected })
  })

  test('100,000 nodes in one level, and a chain too deep to be meant', () => {
    const wide = Array.from({ length: 100_000 }, (_, place) => ({
      id: `n${place}`,
      demand: 2,
      weight: 1 + (place % 7),
    }))
    expect(ask({ ...question, capacity: 100_000, nodes: wide })).toMatchObject({ remaining: 0 })
    const chain = wide.map((node, place) => (place === 0 ? node : { id: node.id, parent: `n${place - 1}` }))
    expect(ask({ ...question, nodes: chain })).toMatchObject({ code: 'tree-too-deep', found: '1001', expected: '1000' })
    const deep = chain
      .slice(0, 1000)
      .map((node) => (node.id === 'n999' ? { ...node, demand: 7 } : { ...node, demand: 0 }))
    expect(ask({ ...question, nodes: deep })).toMatchObject({ entitlement: { n0: 7, n999: 7 }, remaining: 3 })
    const broad = [...deep, ...wide.slice(1000).map(({ id }) => ({ id, parent: 'n998' }))]
    expect(ask({ ...question, nodes: broad })).toMatchObject({ code: 'tree-too-deep', found: '1000', expected: '999' })
  })
})
