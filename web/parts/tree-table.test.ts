import { describe, expect, it } from 'vitest'
import { periodMeans } from './series-table.tsx'
import { branchesOf } from './tree-table.tsx'

describe('rows as branches', () => {
  it('hang under their parent, in the order of the rows', () => {
    const rows = [
      { id: 'a', parent: null },
      { id: 'b', parent: null },
      { id: 'a2', parent: 'a' },
      { id: 'a1', parent: 'a' },
      { id: 'a21', parent: 'a2' },
    ]
    const shape = branchesOf(rows).map((root) => [
      root.row.id,
      root.children.map((child) => [child.row.id, child.children.length]),
    ])
    expect(shape).toEqual([
      [
        'a',
        [
          ['a2', 1],
          ['a1', 0],
        ],
      ],
      ['b', []],
    ])
  })

  it('whose parent is not shown stand at the top', () => {
    expect(branchesOf([{ id: 'x', parent: 'hidden' }])).toHaveLength(1)
  })
})

describe('means over periods', () => {
  it.each([
    { said: 'periods of one step are the values', values: [1, 2], length: 1, expected: [1, 2] },
    { said: 'a whole period is its mean', values: [1, 3, 5, 7], length: 2, expected: [2, 6] },
    {
      said: 'a last period that is shorter is the mean of what it has',
      values: [1, 3, 9],
      length: 2,
      expected: [2, 9],
    },
    { said: 'nothing has no periods', values: [], length: 4, expected: [] },
  ])('$said', ({ values, length, expected }) => {
    expect(periodMeans(values, length)).toEqual(expected)
  })
})
