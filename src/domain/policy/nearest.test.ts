// Did you mean ...?
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestName, nearestOrAll } from './nearest.ts'

const KEYS = ['id', 'parent', 'kind', 'weight', 'limit', 'borrowingLimit', 'lendingLimit', 'tier']

describe('the nearest name', () => {
  test.each<[written: string, nearest: string | null, why: string]>([
    ['wieght', 'weight', 'two letters swapped'],
    ['wight', 'weight', 'a letter left out'],
    ['weigght', 'weight', 'a letter too many'],
    ['borrowing_limit', 'borrowingLimit', 'another way to join words'],
    ['LendingLimit', 'lendingLimit', 'capitals'],
    ['lendinglimits', 'lendingLimit', 'a plural'],
    ['kin', 'kind', 'a short word'],
    ['colour', null, 'nothing like it'],
    ['x', null, 'one letter is near to nothing'],
    ['', null, 'nothing written'],
  ])('of %s is %s: %s', (written, nearest) => {
    expect(nearestName(written, KEYS)).toBe(nearest)
  })

  test('where none is near, all are named when they are few', () => {
    expect(nearestOrAll('zebra', ['Pool', 'ShareTree'])).toBe('Pool, ShareTree')
    expect(
      nearestOrAll(
        'zebra',
        Array.from({ length: 13 }, (_, n) => `project-${n}`),
      ),
    ).toBe('')
  })

  test('is never further away than any other known name (against plain Levenshtein with swaps)', () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/)
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (written, known) => {
        const nearest = nearestName(written, known)
        const distances = known.map((name) => plainDistance(written, name))
        const bound = Math.max(1, Math.floor(written.length / 3))
        const least = Math.min(...distances)
        if (least > bound) expect(nearest).toBeNull()
        else expect(nearest === null ? null : plainDistance(written, nearest)).toBe(least)
      }),
      { numRuns: 2000 },
    )
  })
})

/** The textbook table, whole. */
function plainDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number) => table[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const row = table[i] ?? []
      row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(at(i, j), at(i - 2, j - 2) + 1)
    }
  }
  return at(a.length, b.length)
}
