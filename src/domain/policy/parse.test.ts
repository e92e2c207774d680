// What a good policy file means: the units that its percentages become, the order of its tree, the rules of its pool.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from './parse.ts'
import type { Policy } from './policy.ts'
import { DEFAULT_POOL_RULES } from './pool-rules.ts'

function policyOf(source: string): Policy {
  const outcome = parsePolicy(source)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
  return outcome.value
}

function withNodes(lines: readonly string[], flavors = '{name: h200, unit: gpu, capacity: 1000, price: 1}'): string {
  return `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec: {flavors: [${flavors}]}
---
kind: ShareTree
spec:
${lines.map((line) => `  - ${line}`).join('\n')}
`
}

const TWO_FLAVORS =
  '{name: a, unit: gpu, capacity: 100, price: 1}, {name: b, unit: gpu, quantum: 8, capacity: 80, price: 2.25}'

function guarantees(lines: readonly string[], flavors?: string): Record<string, Readonly<Record<string, number>>> {
  return Object.fromEntries(policyOf(withNodes(lines, flavors)).tree.map((node) => [node.id, node.guarantee]))
}

describe('guarantees', () => {
  test('50, 30 and 20 % of 1,000 are 500, 300 and 200', () => {
    const lines = [
      '{id: a, kind: sector, guarantee: 50%}',
      '{id: b, kind: sector, guarantee: 30%}',
      '{id: c, kind: sector, guarantee: 20%}',
    ]
    expect(guarantees(lines)).toEqual({ a: { h200: 500 }, b: { h200: 300 }, c: { h200: 200 } })
  })

  test('three equal shares of 1,000: the odd card goes to the first id, not to the first line', () => {
    const third = 'kind: sector, guarantee: 33.333333%'
    expect(guarantees([`{id: c, ${third}}`, `{id: b, ${third}}`, `{id: a, ${third}}`])).toEqual({
      a: { h200: 334 },
      b: { h200: 333 },
      c: { h200: 333 },
    })
  })

  test('what siblings leave is a claimant too: 35 % of 10 is 3, not 4', () => {
    const ten = '{name: h200, unit: gpu, capacity: 10, price: 1}'
    expect(guarantees(['{id: a, kind: sector, guarantee: 35%}'], ten)).toEqual({ a: { h200: 3 } })
  })

  test('a percentage is of the parent, in steps of the quantum; a scalar is of every flavor', () => {
    const lines = ['{id: top, kind: sector, guarantee: 50%}', '{id: sub, parent: top, kind: programme, guarantee: 50%}']
    expect(guarantees(lines, TWO_FLAVORS)).toEqual({ top: { a: 50, b: 40 }, sub: { a: 25, b: 16 } })
  })

  test('a flavor that a map does not name is not guaranteed; nothing written is nothing guaranteed', () => {
    const lines = ['{id: x, kind: sector, guarantee: {b: 50 %}}', '{id: y, kind: sector}']
    expect(guarantees(lines, TWO_FLAVORS)).toEqual({ x: { a: 0, b: 40 }, y: { a: 0, b: 0 } })
  })

  test('units and percentages stand side by side', () => {
    const lines = ['{id: x, kind: sector, guarantee: 600}', '{id: y, kind: sector, guarantee: 40%}']
    expect(guarantees(lines)).toEqual({ x: { h200: 600 }, y: { h200: 400 } })
  })
})

describe('limits', () => {
  const limits = (line: string) => {
    const lines = [
      '{id: top, kind: sector, guarantee: 40%}',
      `{id: sub, parent: top, kind: project, guarantee: 50%, ${line}}`,
    ]
    return policyOf(withNodes(lines)).tree[1]
  }

  test.each<[line: string, expected: object, why: string]>([
    ['limit: 150%', { limit: { h200: 600 } }, "of the parent's guarantee"],
    ['borrowingLimit: 150%', { borrowingLimit: { h200: 300 } }, "of the node's own guarantee"],
    ['lendingLimit: 12.5%', { lendingLimit: { h200: 25 } }, "of the node's own guarantee"],
    ['limit: {h200: 7}', { limit: { h200: 7 } }, 'units; below the guarantee is legal'],
    ['borrowingLimit: 0', { borrowingLimit: { h200: 0 } }, 'zero is a limit'],
    ['weight: 0', { limit: {}, borrowingLimit: {}, lendingLimit: {} }, 'none when none is written'],
  ])('%s %o: %s', (line, expected) => {
    expect(limits(line)).toMatchObject(expected)
  })
})

describe('the tree', () => {
  test('parents stand before their children, siblings in the order of the file, whatever order the file has', () => {
    const lines = [
      '{id: leaf, parent: mid, kind: project}',
      '{id: z, kind: sector}',
      '{id: mid, parent: a, kind: programme}',
      '{id: a, kind: sector}',
      '{id: other, parent: a, kind: project}',
    ]
    expect(policyOf(withNodes(lines)).tree.map((node) => node.id)).toEqual(['z', 'a', 'mid', 'leaf', 'other'])
  })

  test('weight 1 and tier 0 unless written, titles by language', () => {
    const [node] = policyOf(withNodes(["{id: a, kind: sector, title: {ko: 학계, vi: 'Viện, trường'}}"])).tree
    expect(node).toMatchObject({ weight: 1, tier: 0, parent: null, title: { ko: '학계', vi: 'Viện, trường' } })
  })

  test('ids that YAML takes for numbers are what the file says', () => {
    const lines = ['{id: 6214e9, kind: sector, title: {en: 2026}}', '{id: 0777, parent: 6214e9, kind: project}']
    expect(policyOf(withNodes(lines)).tree).toMatchObject([
      { id: '6214e9', title: { en: '2026' } },
      { id: '0777', parent: '6214e9' },
    ])
  })

  test('a chain of 3,000 groups is a tree', () => {
    const lines = Array.from({ length: 3000 }, (_, level) =>
      level === 0
        ? '{id: n0, kind: sector, guarantee: 100%}'
        : `{id: n${level}, parent: n${level - 1}, kind: programme, guarantee: 100%}`,
    )
    expect(policyOf(withNodes(lines)).tree.at(-1)).toMatchObject({ id: 'n2999', guarantee: { h200: 1000 } })
  })
})

describe('forms of the file', () => {
  const plain = withNodes(['{id: a, kind: sector, guarantee: 50%}'])
  test.each([
    ['a byte order mark', `\uFEFF${plain}`],
    ['lines that end in CR LF', plain.replaceAll('\n', '\r\n')],
    ['the tree first', plain.split('---\n').toReversed().join('\n---\n')],
    ['remarks and empty documents', `# remark\n---\n${plain}---\n# end\n`],
    ['no line end at the end', plain.trimEnd()],
    [
      'JSON',
      JSON.stringify(
        JSON.parse(
          '{"apiVersion":"weir/v1","kind":"Pool","metadata":{"agency":"hannuri","name":"small"},"spec":{"flavors":[{"name":"h200","unit":"gpu","capacity":1000,"price":1}]}}',
        ),
      ) + '\n---\n{"kind": "ShareTree", "spec": [{"id": "a", "kind": "sector", "guarantee": "50%"}]}',
    ],
  ])('%s', (_, source) => {
    expect(policyOf(source)).toEqual(policyOf(plain))
  })

  test('with a byte order mark and CR LF places are those that an editor shows', () => {
    const outcome = parsePolicy(`\uFEFF${plain.replaceAll('\n', '\r\n').replace('sector', 'sektor')}`)
    expect(outcome).toMatchObject({ ok: false, refusal: [{ code: 'value-unknown', line: 8, column: 19 }] })
  })
})

describe('another pool', () => {
  const pool = {
    flavors: [{ name: 'gpu', unit: 'gpu', quantum: 1, capacity: 7, price: { numerator: 1, denominator: 1 } }],
  } as const

  test('takes the place of the file’s own; percentages are of it', () => {
    const outcome = parsePolicy(
      withNodes(['{id: a, kind: sector, guarantee: 50%}', '{id: b, kind: sector, guarantee: 50%}']),
      { pool },
    )
    const tree = outcome.ok ? outcome.value.tree.map((node) => node.guarantee) : []
    expect(tree).toEqual([{ gpu: 4 }, { gpu: 3 }])
  })

  test('a share of a flavor that it does not have is told', () => {
    const outcome = parsePolicy(withNodes(['{id: a, kind: sector, guarantee: {h200: 50%}}']), { pool })
    expect(outcome).toMatchObject({ ok: false, refusal: [{ code: 'flavor-unknown', found: 'h200', expected: 'gpu' }] })
  })
})

// The example of the design, whole: with every rule that a policy may state.
const WHOLE = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: whole}
spec:
  flavors:
    - {name: h200, unit: gpu, quantum: 1, capacity: 1000, price: 1.0, cells: {node: 8, rack: 64}}
    - {name: h200-mig, unit: slice, quantum: 1, perGpu: 7, backedBy: h200, price: 0.15}
    - {name: npu-x, unit: npu, quantum: 1, capacity: 512, price: 0.45, cells: {node: 16}}
    - {name: qpu-a, unit: seat, quantum: 1, capacity: 1, price: 40, calendar: true}
  onCapacityLoss: scale
  history: {halfLife: 7d, influence: 0.0, chargeOnly: aboveGuarantee}
  rebalance: {scope: withinGroup, rule: strict, maxEvictedGpuPerHour: 64}
  backfill: {reservedJobsPerFlavor: 8, window: 14d, resolution: 60s}
---
kind: ShareTree
spec:
  - {id: academia, kind: sector, guarantee: {h200: 50%}, weight: 5}
  - {id: industry, kind: sector, guarantee: {h200: 30%}, weight: 3, lendingLimit: {h200: 100}}
  - {id: startups, kind: sector, guarantee: {h200: 20%}, weight: 2, borrowingLimit: {h200: 150}}
  - {id: acad-llm, parent: academia, kind: programme, guarantee: {h200: 300}, limit: {h200: 600}}
  - {id: konsort-7, parent: acad-llm, kind: consortium, guarantee: {h200: 96, cell: {node: 12}}}
  - {id: proj-71, parent: konsort-7, kind: project, guarantee: {h200: 32}, weight: 2,
     preemption: {protectedRuntime: 30m, grace: 5m}}
`

const CARDS = { unit: 'gpu', quantum: 1, capacity: 1000, price: { numerator: 1, denominator: 1 } } as const

describe('the whole model', () => {
  const policy = policyOf(WHOLE)
  const node = (id: string, from = policy) => from.tree.find((candidate) => candidate.id === id)

  test('the rules of the pool: times in seconds, factors as ratios, defaults for what is not written', () => {
    const source = WHOLE.replace('influence: 0.0', 'influence: 0.35')
    expect(policyOf(source).rules).toEqual({
      onCapacityLoss: 'scale',
      history: {
        halfLifeSeconds: 604_800,
        influence: { numerator: 7, denominator: 20 },
        debtInfluence: { numerator: 0, denominator: 1 },
        chargeOnly: 'aboveGuarantee',
      },
      rebalance: { scope: 'withinGroup', maxEvictedUnitsPerHour: 64 },
      backfill: { mode: 'easy', reservedJobsPerFlavor: 8, windowSeconds: 1_209_600, resolutionSeconds: 60 },
      lending: 'always',
    })
  })

  test.each<[written: string, expected: object]>([
    ['lending: whenOwnerIdle', { lending: 'whenOwnerIdle' }],
    ['history: {debtInfluence: 0.000001}', { history: { debtInfluence: { numerator: 1, denominator: 1_000_000 } } }],
    ['history: {chargeOnly: everything}', { history: { chargeOnly: 'everything' } }],
    ['rebalance: {scope: acrossGroups}', { rebalance: { scope: 'acrossGroups', maxEvictedUnitsPerHour: null } }],
    ['backfill: {mode: conservative}', { backfill: { mode: 'conservative', windowSeconds: null } }],
    ['backfill: {reservedJobsPerFlavor: 0}', { backfill: { mode: 'easy', reservedJobsPerFlavor: 0 } }],
  ])('%s', (written, expected) => {
    const source = withNodes(['{id: a, kind: sector}']).replace('}]}', `}], ${written}}`)
    expect(policyOf(source).rules).toMatchObject(expected)
  })

  test('what a file does not say has its default', () => {
    expect(policyOf(withNodes(['{id: a, kind: sector}'])).rules).toEqual(DEFAULT_POOL_RULES)
  })

  test('lower tiers give way first when the tree has tiers', () => {
    const source = withNodes(['{id: a, kind: sector, tier: 1}', '{id: b, kind: sector}'])
    expect(policyOf(source.replace('}]}', '}], onCapacityLoss: order(tier)}')).rules.onCapacityLoss).toBe('order(tier)')
  })

  test('cells and calendars are of their flavors; slices stand beside them, or the same cards would count twice', () => {
    const { flavors, slices } = policy.pool
    expect(flavors.map(({ name, cells, isCalendar }) => ({ name, cells, isCalendar }))).toEqual([
      { name: 'h200', cells: { node: 8, rack: 64 }, isCalendar: undefined },
      { name: 'npu-x', cells: { node: 16 }, isCalendar: undefined },
      { name: 'qpu-a', cells: undefined, isCalendar: true },
    ])
    expect(slices).toEqual([
      { name: 'h200-mig', backedBy: 'h200', perGpu: 7, price: { numerator: 3, denominator: 20 } },
    ])
  })

  test('a policy without slices has no such part', () => {
    expect(policyOf(withNodes(['{id: a, kind: sector}'])).pool).not.toHaveProperty('slices')
  })

  test('nodes: whole cells, protected time, the scope of priorities', () => {
    expect(node('konsort-7')?.guaranteedCells).toEqual({ node: 12 })
    expect(node('proj-71')?.preemption).toEqual({ protectedRuntimeSeconds: 1800, graceSeconds: 300 })
    const scoped = policyOf(WHOLE.replace('kind: programme,', 'kind: programme, priorityScope: group,'))
    expect(scoped.tree.map(({ priorityScope }) => priorityScope)).toContain('group')
  })

  test('preemption is that of the nearest node above that states it, key by key', () => {
    const below = policyOf(
      WHOLE.replace('weight: 5}', 'weight: 5, preemption: {protectedRuntime: 2h, grace: 10m}}').replace(
        'protectedRuntime: 30m, grace: 5m',
        'protectedRuntime: 30m',
      ),
    )
    const inherited = { protectedRuntimeSeconds: 7200, graceSeconds: 600 }
    expect(node('acad-llm', below)?.preemption).toEqual(inherited)
    expect(node('konsort-7', below)?.preemption).toEqual(inherited)
    expect(node('proj-71', below)?.preemption).toEqual({ protectedRuntimeSeconds: 1800, graceSeconds: 600 })
    expect(node('industry', below)).not.toHaveProperty('preemption')
  })

  test('over another pool the file’s slices are unknown, like its other flavors', () => {
    const pool = { flavors: [{ ...CARDS, name: 'h200', cells: { node: 8 } }] }
    const outcome = parsePolicy(WHOLE.replace('{h200: 32}', '{h200: 32, h200-mig: 7}'), { pool })
    expect(outcome).toMatchObject({ ok: false, refusal: [{ code: 'flavor-unknown', found: 'h200-mig' }] })
  })

  test('over another pool its slices are known, and its cells must hold the guarantees of cells', () => {
    const slices = [{ name: 'h200-mig', backedBy: 'h200', perGpu: 7, price: CARDS.price }]
    const flavors = [{ ...CARDS, name: 'h200', cells: { node: 8 } }]
    expect(parsePolicy(WHOLE, { pool: { flavors, slices } })).toMatchObject({ ok: true, value: { pool: { slices } } })
    const counted = parsePolicy(WHOLE, { pool: { flavors: [{ ...CARDS, name: 'h200' }] } })
    expect(counted).toMatchObject({ ok: false, refusal: [{ code: 'cell-level-unknown', found: 'node' }] })
  })

  test('a guarantee of slices is refused', () => {
    const source = WHOLE.replace('{h200: 32}', '{h200: 32, h200-mig: 7}')
    expect(parsePolicy(source)).toMatchObject({ ok: false, refusal: [{ code: 'flavor-derived', found: 'h200-mig' }] })
  })
})
