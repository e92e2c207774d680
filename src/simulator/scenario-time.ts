// Times as a scenario writes them: after the first job of the history, or on the calendar.
import { secondsOfDuration } from '../domain/policy/amount.ts'

export type ScenarioTime =
  /** Seconds after the first submission. */
  | { readonly kind: 'after-first-job'; readonly seconds: number }
  | { readonly kind: 'on-calendar'; readonly unixSeconds: number }

const DURATION = /^\d{1,6}[smhd]$/
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})$/
const DAY_SECONDS = 86_400

/**
 * `12h`, `30d`; `2026-12-01T09:00+09:00`, `2026-12-01T00:00:00Z`; `2026-12-01`: the day in UTC, from its first second
 * (`start`) or through its last (`end`: the first second of the next day). null: none of these, or no time that exists.
 */
export function scenarioTime(written: string, edge: 'start' | 'end'): ScenarioTime | null {
  if (DURATION.test(written)) return { kind: 'after-first-job', seconds: secondsOfDuration(written) }
  const day = DAY.exec(written)
  if (day !== null) {
    const midnight = midnightOf(Number(day[1]), Number(day[2]), Number(day[3]))
    if (midnight === null) return null
    return { kind: 'on-calendar', unixSeconds: midnight + (edge === 'end' ? DAY_SECONDS : 0) }
  }
  const instant = INSTANT.exec(written)
  if (instant === null) return null
  const midnight = midnightOf(Number(instant[1]), Number(instant[2]), Number(instant[3]))
  const [hour, minute, second] = [Number(instant[4]), Number(instant[5]), Number(instant[6] ?? '0')]
  const offset = offsetSeconds(instant[7] ?? '')
  if (midnight === null || offset === null || hour > 23 || minute > 59 || second > 59) return null
  return { kind: 'on-calendar', unixSeconds: midnight + hour * 3600 + minute * 60 + second - offset }
}

/** Unix seconds; null for the 30th of February. */
function midnightOf(year: number, month: number, day: number): number | null {
  const milliseconds = Date.UTC(year, month - 1, day)
  const there = new Date(milliseconds)
  const isReal = there.getUTCFullYear() === year && there.getUTCMonth() === month - 1 && there.getUTCDate() === day
  return isReal ? milliseconds / 1000 : null
}

/** East is positive; no place on earth is further than 14 hours from Greenwich. */
function offsetSeconds(written: string): number | null {
  if (written === 'Z') return 0
  const hours = Number(written.slice(1, 3))
  const minutes = Number(written.slice(4, 6))
  if (hours > 14 || minutes > 59) return null
  return (written.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}
