// How numbers and times stand in a history. Each reader returns the value, or the name of what is wrong with it.
import { SECONDS_PER_DAY, daysSinceEpoch } from './civil-days.ts'
import type { BadLineReason } from '../outcome.ts'

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const WITH_COMMA = /^[+-]?\d[\d.]*(?:,\d+)+$/
const WHOLE = /^-?\d{1,15}$/

/** A number of the usual form, at most 2^53: a bigger one would not be counted exactly. */
export function numberOf(text: string): number | BadLineReason {
  if (WHOLE.test(text)) return Number(text)
  const trimmed = text.trim()
  if (WITH_COMMA.test(trimmed)) return 'decimal-comma'
  if (!DECIMAL.test(trimmed)) return 'not-a-number'
  const value = Number(trimmed)
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : 'number-too-big'
}

/** A number rounded to whole seconds (or whatever its unit is). */
export function wholeOf(text: string): number | BadLineReason {
  const value = numberOf(text)
  return typeof value === 'number' ? roundedExactly(value) : value
}

/** -0 would be other bytes than 0 in an answer. */
function roundedExactly(value: number): number {
  return Math.round(value) + 0
}

export const TRACE_TIMES = ['seconds', 'unix', 'unix-ms', 'iso'] as const
/** seconds: since the trace's own zero. unix, unix-ms: since 1970. iso: a date with a time of day, with or without zone. */
export type TraceTime = (typeof TRACE_TIMES)[number]

/** 2017-10-09 07:01:55, 2017-10-09T07:01:55.25+09:00: Unix seconds. Without a zone the clock is `zoneSeconds` east of UTC. */
export function isoSeconds(text: string, zoneSeconds: number): number | 'not-a-time' {
  const length = text.length
  if (length < 19 || length > 40) return 'not-a-time'
  const separator = text.charCodeAt(10)
  const isPunctuated =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    (separator === CAPITAL_T || separator === SPACE) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  if (!isPunctuated) return 'not-a-time'
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const ofDay = secondsOfDay(digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19))
  const days = daysSinceEpoch(year, month, day)
  const zone = length === 19 ? zoneSeconds : zoneOf(text.slice(19), zoneSeconds)
  return ofDay === null || days === null || zone === null ? 'not-a-time' : days * SECONDS_PER_DAY + ofDay - zone
}

/** `UTC`, `Z`, `+09:00`, `-0330`: seconds east of UTC; null for anything else. */
export function zoneSecondsOf(text: string): number | null {
  if (text === 'UTC' || text === 'Z') return 0
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text)
  if (match === null) return null
  const [hours, minutes] = [Number(match[2]), Number(match[3])]
  if (hours > 14 || minutes > 59) return null
  return (match[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60) + 0
}

/** What follows the seconds: a fraction, which is cut off, and a zone. */
function zoneOf(text: string, without: number): number | null {
  const zone = text.replace(/^[.,]\d{1,9}/, '').trim()
  return zone === '' ? without : zoneSecondsOf(zone)
}

function secondsOfDay(hour: number, minute: number, second: number): number | null {
  // Second 60 is a leap second; the clock of a history counts it with the next minute.
  const isReal = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60
  return isReal ? hour * 3600 + minute * 60 + second : null
}

/** -1 when something else than digits stands there. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

const ZERO = 48
const DASH = 45
const COLON = 58
const SPACE = 32
const CAPITAL_T = 84
