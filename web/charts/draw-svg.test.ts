import { describe, expect, it } from 'vitest'
import { shorterPath } from './draw-svg.ts'

describe('a path written shorter', () => {
  it.each([
    { said: 'one point stays', path: 'M3 4', expected: 'M3 4' },
    { said: 'points become steps', path: 'M0 5L3 7L4 6', expected: 'M0 5l3 2 1 -1' },
    { said: 'points along a level are left out', path: 'M0 5L1 5L2 5L3 7', expected: 'M0 5l2 0 1 2' },
    { said: 'points along an upright are left out', path: 'M0 5L0 6L0 9', expected: 'M0 5l0 4' },
    { said: 'a way back along the same level is kept', path: 'M0 5L4 5L2 5', expected: 'M0 5l4 0 -2 0' },
    { said: 'a slope keeps its points', path: 'M0 0L1 1L2 2', expected: 'M0 0l1 1 1 1' },
    { said: 'steps do not drift', path: 'M0.1 0L0.3 0.1L0.6 0', expected: 'M0.1 0l0.2 0.1 0.3 -0.1' },
  ])('$said', ({ path, expected }) => {
    expect(shorterPath(path)).toBe(expected)
  })
})
