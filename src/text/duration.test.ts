import { describe, expect, it } from 'vitest'
import { formatDuration } from './duration.ts'

describe('a length of time', () => {
  it.each([
    { said: 'nothing is zero seconds', seconds: 0, en: '0 secs', vi: '0 giây', ko: '0초' },
    { said: 'less than a second is rounded', seconds: 0.4, en: '0 secs', vi: '0 giây', ko: '0초' },
    { said: 'seconds stand alone', seconds: 42, en: '42 secs', vi: '42 giây', ko: '42초' },
    { said: 'the second unit is left out when it is zero', seconds: 7_200, en: '2 hrs', vi: '2 giờ', ko: '2시간' },
    { said: 'two units are said', seconds: 8_100, en: '2 hrs 15 mins', vi: '2 giờ 15 phút', ko: '2시간 15분' },
    { said: 'days come with hours', seconds: 100_000, en: '1 day 4 hrs', vi: '1 ngày 4 giờ', ko: '1일 4시간' },
    { said: 'rounding reaches the larger unit', seconds: 3_599.6, en: '1 hr', vi: '1 giờ', ko: '1시간' },
    { said: 'rounding reaches a day', seconds: 86_399, en: '1 day', vi: '1 ngày', ko: '1일' },
  ])('$said', ({ seconds, en, vi, ko }) => {
    expect([formatDuration('en', seconds), formatDuration('vi', seconds), formatDuration('ko', seconds)]).toEqual([
      en,
      vi,
      ko,
    ])
  })
})
