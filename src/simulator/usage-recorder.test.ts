import { describe, expect, test } from 'vitest'
import { treeShape } from '../domain/scheduling/share-tree.ts'
import { UsageRecorder, type PeriodTotals } from './usage-recorder.ts'

const node = (id: string, parent: string | null, guarantee: number) =>
  ({
    id,
    parent,
    kind: 'project',
    title: {},
    guarantee: { gpu: guarantee },
    weight: 1,
    tier: 0,
    limit: {},
    borrowingLimit: {},
    lendingLimit: {},
  }) as const

function lending(capacity: number, nodes: readonly (readonly [ReturnType<typeof node>, number])[]) {
  const shape = treeShape(
    nodes.map(([each]) => each),
    'gpu',
    capacity,
  )
  const recorder = new UsageRecorder(shape, 0)
  for (const [{ id }, units] of nodes) {
    const leaf = shape.indexOf.get(id)!
    if (shape.children[leaf]!.length === 0) recorder.allocationChanged(0, leaf, units)
  }
  const [{ borrowed, lent }] = recorder.periodTotals(1) as [PeriodTotals]
  return Object.fromEntries(shape.ids.slice(1).map((id, i) => [id, [borrowed[i + 1], lent[i + 1]]]))
}

describe('who borrows and who lends', () => {
  const ROWS = [
    [
      'nobody, while each stays within its guarantee',
      100,
      [
        [node('a', null, 50), 50],
        [node('b', null, 50), 20],
      ],
      { a: [0, 0], b: [0, 0] },
    ],
    [
      'what one uses above its guarantee is lent by the idle one',
      100,
      [
        [node('a', null, 50), 70],
        [node('b', null, 50), 20],
      ],
      { a: [20, 0], b: [0, 20] },
    ],
    [
      'what belongs to nobody is borrowed from nobody',
      100,
      [
        [node('a', null, 50), 70],
        [node('b', null, 20), 0],
      ],
      { a: [20, 0], b: [0, 0] },
    ],
    [
      'idle lenders lend in proportion to what is idle',
      100,
      [
        [node('a', null, 40), 70],
        [node('b', null, 40), 0],
        [node('c', null, 20), 0],
      ],
      { a: [30, 0], b: [0, 20], c: [0, 10] },
    ],
    [
      'a group lends outward from its idle child, and inside between siblings',
      100,
      [
        [node('g', null, 60), 40],
        [node('p', 'g', 30), 40],
        [node('q', 'g', 30), 0],
        [node('h', null, 40), 60],
      ],
      { g: [0, 20], p: [10, 0], q: [0, 30], h: [20, 0] },
    ],
    [
      'a group lends its uncovered part before its children lend theirs',
      100,
      [
        [node('g', null, 60), 30],
        [node('p', 'g', 30), 30],
        [node('h', null, 40), 60],
      ],
      { g: [0, 20], p: [0, 0], h: [20, 0] },
    ],
  ] as const
  test.each(ROWS)('%s', (_, capacity, nodes, expected) => {
    expect(lending(capacity, nodes)).toEqual(expected)
  })
})
