import { describe, expect, test } from 'vitest'
import { FirstVictims } from './first-victims.ts'
import { Roster } from './roster.ts'

function victimsOf(units: readonly number[], startedAt: readonly number[]): { victims: FirstVictims; jobs: number[] } {
  const columns = { units: Float64Array.from(units), requested: new Float64Array(units.length).fill(100) }
  const roster = new Roster({ ...columns, leaf: new Int32Array(units.length).fill(1) })
  roster.startedAt.set(startedAt)
  const jobs = units.map((_, job) => job)
  return { victims: new FirstVictims(roster, [[], jobs]), jobs }
}

describe('the first victim of a project', () => {
  test.each([
    { who: 'loses least work', units: [4, 1, 2], startedAt: [0, 0, 0], first: 1 },
    { who: 'of equal loss, started last', units: [1, 2, 4], startedAt: [0, 5, 0], first: 1 },
    { who: 'of equal loss and start, has the smaller number', units: [3, 2, 2], startedAt: [0, 0, 0], first: 1 },
  ])('$who', ({ units, startedAt, first }) => {
    expect(victimsOf(units, startedAt).victims.of(1, 10, () => true)).toBe(first)
  })

  test('is somebody who may be stopped, or nobody', () => {
    expect(victimsOf([4, 1, 2], [0, 0, 0]).victims.of(1, 10, (job) => job !== 1)).toBe(2)
    expect(victimsOf([4, 1, 2], [0, 0, 0]).victims.of(1, 10, () => false)).toBe(-1)
  })

  test('is found anew when somebody goes, and when time passes', () => {
    const { victims, jobs } = victimsOf([4, 1, 2], [0, 0, 0])
    expect(victims.of(1, 10, () => true)).toBe(1)
    jobs.splice(1, 1)
    victims.changed(1)
    expect(victims.of(1, 10, () => true)).toBe(2)
    jobs.pop()
    expect(victims.of(1, 11, () => true)).toBe(0)
  })
})
