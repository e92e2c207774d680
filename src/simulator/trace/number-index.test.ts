import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberIndex } from './number-index.ts'

test('numbers in any order are found where a map finds them', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 200 }), { maxLength: 400 }), (numbers) => {
      const index = new NumberIndex()
      const map = new Map<number, number>()
      for (const [place, number] of numbers.entries()) {
        expect(index.placeOf(number)).toBe(map.get(number) ?? -1)
        if (map.has(number)) continue
        map.set(number, place)
        index.add(number, place)
      }
      for (let number = -51; number <= 201; number += 1) expect(index.placeOf(number)).toBe(map.get(number) ?? -1)
    }),
  )
})

test('a million numbers upwards', () => {
  const index = new NumberIndex()
  for (let number = 0; number < 1_000_000; number += 1) index.add(number * 3, number)
  expect([index.placeOf(2_999_997), index.placeOf(299_997), index.placeOf(299_998)]).toEqual([999_999, 99_999, -1])
})
