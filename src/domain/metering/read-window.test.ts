import { describe, expect, test } from 'vitest'
import { cursorAfter, readWindow, type SourceAnswer } from './read-window.ts'

const DAY = 86_400
const NOW = 1_795_392_000
const ZONE = 'Asia/Seoul'
/** 2026-10-01 00:00 in Seoul. */
const OCTOBER = Date.parse('2026-09-30T15:00:00Z') / 1000

describe('which time is asked for', () => {
  test.each<[string, number | null, Parameters<typeof readWindow>[1], number]>([
    ['two days back at each poll', NOW - 60, 'poll', NOW - 2 * DAY],
    ['35 days back each night', NOW - 60, 'night', NOW - 35 * DAY],
    ['everything that nobody has read since', NOW - 90 * DAY, 'night', NOW - 90 * DAY],
    ['everything that there is, when nobody ever has', null, 'poll', 0],
    ['the whole month before its close', NOW - 60, { period: '2026-10', timeZone: ZONE }, OCTOBER],
  ])('%s', (_, cursor, reading, from) => {
    expect(readWindow(cursor, reading, NOW)).toEqual({ from, until: NOW })
  })
})

describe('how far the source is read after it', () => {
  const whole: SourceAnswer = { kind: 'complete', records: [], broken: [] }
  test.each<[string, number | null, [from: number, until: number], SourceAnswer, number | null]>([
    ['to the end of a whole answer', 100, [50, 200], whole, 200],
    ['an empty one is whole', 100, [50, 200], { kind: 'empty' }, 200],
    ['the first one, wherever it begins', null, [50, 200], whole, 200],
    ['a window that begins where the last one ended', 100, [100, 200], whole, 200],
    ['not over time that nobody read', 100, [101, 200], whole, 100],
    ['never back', 300, [50, 200], whole, 300],
    ['not after half an answer', 100, [50, 200], { ...whole, kind: 'partial' }, 100],
    ['not after none', 100, [50, 200], { kind: 'no-answer', reason: 'x' }, 100],
  ])('%s', (_, cursor, [from, until], answer, after) => {
    expect(cursorAfter(cursor, { from, until }, answer)).toBe(after)
  })
})
