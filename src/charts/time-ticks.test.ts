import { expect, test } from 'vitest'
import { timeTicks } from './time-ticks.ts'

const DAY = 86_400
const SEPTEMBER = Date.UTC(2017, 8, 4) / 1000
const labels = (days: number, count: number, language: 'en' | 'vi' | 'ko' = 'en', epoch: number | null = SEPTEMBER) =>
  timeTicks({ from: 0, until: days * DAY, epoch }, count, language).map((tick) => tick.label)

test('a season is marked at every second Monday', () => {
  expect(labels(109, 9)).toEqual(['11 Sept', '25 Sept', '9 Oct', '23 Oct', '6 Nov', '20 Nov', '4 Dec'])
})

test('a season on a telephone is marked at the first of its months', () => {
  expect(labels(109, 4)).toEqual(['Oct 2017', 'Nov 2017', 'Dec 2017'])
})

test('dates are written as the reader writes them', () => {
  expect(labels(20, 3, 'ko')).toEqual(['9월 11일', '9월 18일'])
  expect(labels(20, 3, 'vi')).toEqual(['11 thg 9', '18 thg 9'])
})

test('a day is marked in hours', () => {
  expect(labels(1, 4)).toEqual(['04/09, 06:00', '04/09, 12:00', '04/09, 18:00'])
})

test('without a date days are counted from the beginning', () => {
  expect(labels(100, 5, 'ko', null)).toEqual(['0일째', '20일째', '40일째', '60일째', '80일째', '100일째'])
})

test('forty years have few marks', () => {
  expect(labels(14_600, 8).length).toBeLessThanOrEqual(8)
})

test('a history without length has none', () => {
  expect(labels(0, 8)).toEqual([])
})

test('marks never leave the axis', () => {
  for (let days = 1; days < 900; days += 7) {
    for (const tick of timeTicks({ from: 500, until: 500 + days * DAY, epoch: SEPTEMBER }, 6, 'en')) {
      expect(tick.at).toBeGreaterThanOrEqual(500)
      expect(tick.at).toBeLessThanOrEqual(500 + days * DAY)
    }
  }
})
