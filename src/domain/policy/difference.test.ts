// What changes from one policy to another: each change once, at the node or flavor that it is about, and nothing else.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policyDifference } from './difference.ts'
import { parsePolicy } from './parse.ts'
import type { Policy } from './policy.ts'

const BEFORE = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec:
  flavors:
    - {name: h200, unit: gpu, capacity: 1000, price: 1, cells: {node: 8}}
    - {name: qpu, unit: seat, capacity: 1, price: 40}
    - {name: mig, unit: slice, perGpu: 7, backedBy: h200, price: 0.15}
  history: {influence: 0.5}
---
kind: ShareTree
spec:
  - {id: academia, kind: sector, guarantee: {h200: 600}, preemption: {grace: 5m}}
  - {id: labs, parent: academia, kind: programme, guarantee: {h200: 400, cell: {node: 4}}, limit: {h200: 800}}
  - {id: vision, parent: labs, kind: project, guarantee: {h200: 200}, weight: 2}
  - {id: industry, kind: sector, guarantee: {h200: 400}}
`

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal))
  return parsed.value
}

const before = policyOf(BEFORE)

function changes(from: string, to: string) {
  expect(BEFORE).toContain(from)
  return policyDifference(before, policyOf(BEFORE.replace(from, to)))
}

const units = (part: string, id: string, from: number | null, to: number | null) => ({
  kind: 'units-changed',
  part,
  id,
  flavor: 'h200',
  unit: 'gpu',
  from,
  to,
})

describe('a policy with', () => {
  test.each<[claim: string, from: string, to: string, expected: readonly object[]]>([
    ['nothing changed', '{id: industry', '{id: industry', []],
    ['another guarantee', 'h200: 600}', 'h200: 550}', [units('guarantee', 'academia', 600, 550)]],
    ['a limit gone', ', limit: {h200: 800}', '', [units('limit', 'labs', 800, null)]],
    [
      'a limit come',
      'weight: 2',
      'weight: 2, lendingLimit: 50%',
      [units('lendingLimit', 'vision', null, 100), expect.objectContaining({ flavor: 'qpu', to: 0 })],
    ],
    ['another weight', 'weight: 2', 'weight: 3', [{ kind: 'weight-changed', id: 'vision', from: 2, to: 3 }]],
    ['a tier', 'weight: 2', 'weight: 2, tier: 1', [{ kind: 'tier-changed', id: 'vision', from: 0, to: 1 }]],
    [
      'a node moved',
      'parent: labs',
      'parent: academia',
      [{ kind: 'node-moved', id: 'vision', from: 'labs', to: 'academia' }],
    ],
    [
      'another kind',
      'kind: programme',
      'kind: consortium',
      [{ kind: 'kind-changed', id: 'labs', from: 'programme', to: 'consortium' }],
    ],
    [
      'a title',
      'weight: 2',
      'weight: 2, title: {en: Vision}',
      [{ kind: 'title-changed', id: 'vision', from: {}, to: { en: 'Vision' } }],
    ],
    ['fewer whole cells', 'node: 4', 'node: 3', [{ kind: 'cells-changed', id: 'labs', level: 'node', from: 4, to: 3 }]],
    [
      'priorities across projects',
      'kind: programme',
      'kind: programme, priorityScope: group',
      [{ kind: 'scope-changed', id: 'labs', from: 'project', to: 'group' }],
    ],
    ['the default written', 'kind: programme', 'kind: programme, priorityScope: project', []],
    [
      'another notice, told where it is stated and not below',
      'grace: 5m',
      'grace: 6m',
      [{ kind: 'grace-changed', id: 'academia', from: 300, to: 360 }],
    ],
    [
      'a notice of its own',
      'weight: 2',
      'weight: 2, preemption: {protectedRuntime: 1h}',
      [{ kind: 'protection-changed', id: 'vision', from: 0, to: 3600 }],
    ],
    [
      'a flavor gone',
      '    - {name: qpu, unit: seat, capacity: 1, price: 40}\n',
      '',
      [expect.objectContaining({ kind: 'flavor-removed' })],
    ],
    [
      'a flavor come',
      '    - {name: mig',
      '    - {name: b200, unit: gpu, capacity: 8, price: 2}\n    - {name: mig',
      [expect.objectContaining({ kind: 'flavor-added' })],
    ],
    [
      'more capacity at another price',
      'capacity: 1000, price: 1,',
      'capacity: 1008, price: 1.5,',
      [
        expect.objectContaining({ kind: 'flavor-changed', part: 'capacity' }),
        expect.objectContaining({ kind: 'flavor-changed', part: 'price' }),
      ],
    ],
    ['racks', 'cells: {node: 8}', 'cells: {rack: 64, node: 8}', [expect.objectContaining({ part: 'cells' })]],
    ['appointments', 'price: 40}', 'price: 40, calendar: true}', [expect.objectContaining({ part: 'calendar' })]],
    [
      'slices gone',
      '    - {name: mig, unit: slice, perGpu: 7, backedBy: h200, price: 0.15}\n',
      '',
      [expect.objectContaining({ kind: 'slices-removed' })],
    ],
    ['other slices', 'perGpu: 7', 'perGpu: 4', [expect.objectContaining({ kind: 'slices-changed' })]],
    [
      'a rule',
      'influence: 0.5',
      'influence: 0.5, halfLife: 1d',
      [
        {
          kind: 'rule-changed',
          rule: 'half-life',
          from: { kind: 'seconds', seconds: 604_800 },
          to: { kind: 'seconds', seconds: 86_400 },
        },
      ],
    ],
    ['a rule written as it is by default', 'influence: 0.5', 'influence: 0.5, halfLife: 7d', []],
  ])('%s', (_, from, to, expected) => {
    expect(changes(from, to)).toEqual(expected)
  })

  test('a node gone and another come', () => {
    const told = changes('id: industry', 'id: enterprise')
    expect(told.map(({ kind }) => kind)).toEqual(['node-removed', 'node-added'])
  })
})

test('a percentage of a parent that changes is told in the units that it becomes', () => {
  const shares = BEFORE.replace('guarantee: {h200: 200}', 'guarantee: {h200: 50%}')
  const told = policyDifference(policyOf(shares), policyOf(shares.replace('h200: 400, cell', 'h200: 300, cell')))
  expect(told).toEqual([units('guarantee', 'labs', 400, 300), units('guarantee', 'vision', 200, 150)])
})

test('there and back are the same changes, turned round; a policy does not differ from itself', () => {
  const number = fc.integer({ min: 0, max: 200 })
  fc.assert(
    fc.property(number, number, number, (guarantee, weight, limit) => {
      const other = policyOf(
        BEFORE.replace('{h200: 200}, weight: 2', `{h200: ${guarantee}}, weight: ${weight}, limit: {h200: ${limit}}`),
      )
      expect(policyDifference(other, other)).toEqual([])
      const turned = policyDifference(other, before).map((change) =>
        'from' in change ? { ...change, from: change.to, to: change.from } : change,
      )
      expect(turned).toEqual(policyDifference(before, other))
    }),
  )
})
