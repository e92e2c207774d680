import { expect, test } from 'vitest'
import { publishedRows, type ProjectUse } from './publication.ts'

const UNIT = 'milli-reference-unit-second'
const use = (project: string, amount: bigint, change: Partial<ProjectUse> = {}): ProjectUse => {
  return { project, unit: UNIT, amount, publication: 'sector', awardedFrom: 'POOL:academia', ...change }
}
const textOf = (month: readonly ProjectUse[]) =>
  publishedRows(month).map(({ account, unit, amount }) => `${account} ${unit} ${amount}`)

test.each<[string, ProjectUse[], string[]]>([
  ['nothing was used', [], []],
  ['a project by its name', [use('a', 5n, { publication: 'project' })], [`USED:a ${UNIT} 5`]],
  ['a project that is not published', [use('a', 5n, { publication: 'none' })], []],
  ['three together', [use('a', 5n), use('b', 6n), use('c', -1n)], [`POOL:academia ${UNIT} 10`]],
  // Whoever knows the one knows the other.
  ['two together tell each other', [use('a', 5n), use('b', 6n)], []],
  ['one that used nothing is not a third', [use('a', 5n), use('b', 6n), use('c', 0n)], []],
  [
    'sectors and units apart, in order',
    [
      ...['a', 'b', 'c'].map((name) => use(name, 1n, { unit: 'seat' })),
      ...['d', 'e', 'f'].map((name) => use(name, 2n, { awardedFrom: 'ROUND:2026-1:national' })),
      use('z', 3n, { publication: 'project' }),
      use('g', 9n, { awardedFrom: null }),
    ],
    [`POOL:academia seat 3`, `ROUND:2026-1:national ${UNIT} 6`, `USED:z ${UNIT} 3`],
  ],
])('%s', (_, month, rows) => {
  expect(textOf(month)).toEqual(rows)
})
