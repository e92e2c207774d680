import { describe, expect, test } from 'vitest'
import { boundaryAfter, type CalendarPeriod } from './accounting-period.ts'

const at = (text: string) => Date.parse(`${text}Z`) / 1000

describe('the next boundary of an accounting period', () => {
  const ROWS: readonly [CalendarPeriod, string, string][] = [
    ['day', '2026-11-23T10:00:00', '2026-11-24T00:00:00'],
    ['day', '2026-11-23T00:00:00', '2026-11-24T00:00:00'],
    ['week', '2026-11-23T00:00:00', '2026-11-30T00:00:00'],
    ['week', '2026-11-22T23:59:59', '2026-11-23T00:00:00'],
    ['month', '2024-02-29T12:00:00', '2024-03-01T00:00:00'],
    ['month', '2026-12-31T23:59:59', '2027-01-01T00:00:00'],
    ['month', '2100-02-28T00:00:00', '2100-03-01T00:00:00'],
    ['half-year', '2026-06-30T23:59:59', '2026-07-01T00:00:00'],
    ['half-year', '2026-07-01T00:00:00', '2027-01-01T00:00:00'],
    ['month', '1969-12-31T00:00:00', '1970-01-01T00:00:00'],
  ]
  test.each(ROWS)('a %s after %s is %s', (kind, time, expected) => {
    const epoch = at('2017-10-03T04:05:06')
    expect(boundaryAfter({ kind }, at(time) - epoch, epoch)).toBe(at(expected) - epoch)
  })

  test('months go on as the calendar does for 400 years', () => {
    let time = at('1999-12-15T00:00:00')
    for (let month = 0; month < 4800; month += 1) {
      time = boundaryAfter({ kind: 'month' }, time, 0)
      expect(time).toBe(Date.UTC(2000, month, 1) / 1000)
    }
  })

  test('a list ends with its last boundary', () => {
    const period = { kind: 'list', boundaries: [10, 20] } as const
    expect([9, 10, 20].map((time) => boundaryAfter(period, time, null))).toEqual([10, 20, Infinity])
  })
})
