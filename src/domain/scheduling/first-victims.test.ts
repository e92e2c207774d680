import { describe, expect, test } from 'vitest'
import type { JobTerms } from './demand.ts'
import { FirstVictims } from './first-victims.ts'
import { Roster } from './roster.ts'

const TERMS: JobTerms = {
  class: 'standard',
  priority: 0,
  flavors: ['gpu'],
  gang: null,
  checkpointEverySeconds: null,
  deadline: null,
  coAllocations: [],
}
const ANYBODY = { stoppableFrom: () => 0, isLeaving: () => false }
const NOT = (...jobs: readonly number[]) => ({ ...ANYBODY, isLeaving: (job: number) => jobs.includes(job) })

function victimsOf(
  units: readonly number[],
  startedAt: readonly number[],
  checkpointEverySeconds: number | null = null,
): { victims: FirstVictims; jobs: number[] } {
  const columns = { units: Float64Array.from(units), requested: new Float64Array(units.length).fill(100) }
  const terms = { table: [{ ...TERMS, checkpointEverySeconds }], of: new Int32Array(units.length) }
  const roster = new Roster({ ...columns, leaf: new Int32Array(units.length).fill(1), terms })
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
    expect(victimsOf(units, startedAt).victims.of(1, 10, ANYBODY)).toBe(first)
  })

  test('is somebody who may be stopped, or nobody', () => {
    expect(victimsOf([4, 1, 2], [0, 0, 0]).victims.of(1, 10, NOT(1))).toBe(2)
    expect(victimsOf([4, 1, 2], [0, 0, 0]).victims.of(1, 10, NOT(0, 1, 2))).toBe(-1)
  })

  test('is found anew when somebody goes, and when time passes', () => {
    const { victims, jobs } = victimsOf([4, 1, 2], [0, 0, 0])
    expect(victims.of(1, 10, ANYBODY)).toBe(1)
    jobs.splice(1, 1)
    victims.changed(1)
    expect(victims.of(1, 10, ANYBODY)).toBe(2)
    jobs.pop()
    expect(victims.of(1, 11, ANYBODY)).toBe(0)
  })

  test('protected jobs are none, and none starts and goes in one instant', () => {
    const who = { ...ANYBODY, stoppableFrom: (job: number) => (job === 1 ? 20 : 0) }
    const { victims } = victimsOf([4, 1, 2], [0, 0, 10])
    expect(victims.of(1, 10, who)).toBe(0)
    expect(victims.of(1, 21, who)).toBe(1)
  })
})

describe('the bound that is kept of it', () => {
  // Job 0 loses 4 x 10 at 10, and has a checkpoint at 15 and every 15 seconds from then on.
  const bound = () => {
    const { victims } = victimsOf([4], [0], 15)
    victims.of(1, 10, ANYBODY)
    return victims
  }

  test.each([
    { said: 'whoever loses less comes before', now: 12, priority: 0, lost: 39, may: false },
    { said: 'whoever loses the same may not', now: 12, priority: 0, lost: 40, may: true },
    { said: 'a lower priority comes before whatever it loses', now: 12, priority: -1, lost: 99, may: false },
    { said: 'a higher priority does not', now: 12, priority: 1, lost: 0, may: true },
    { said: 'until the next checkpoint', now: 15, priority: 0, lost: 39, may: true },
  ])('$said', ({ now, priority, lost, may }) => {
    expect(bound().mayPrecede(1, now, priority, lost)).toBe(may)
  })

  test('is gone when somebody starts or goes', () => {
    const victims = bound()
    victims.changed(1)
    expect(victims.mayPrecede(1, 12, 0, 39)).toBe(true)
  })

  test('ends with a protection, and stands while nobody may be stopped', () => {
    const who = { ...ANYBODY, stoppableFrom: () => 20 }
    const { victims } = victimsOf([4], [0])
    expect(victims.of(1, 10, who)).toBe(-1)
    expect(victims.mayPrecede(1, 19, 9, Infinity)).toBe(false)
    expect(victims.mayPrecede(1, 20, 9, Infinity)).toBe(true)
  })
})
