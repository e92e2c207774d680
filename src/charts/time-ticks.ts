// Where a time axis has its marks and what stands under them, in the reader's form. ECharts' own time axis speaks
// English and the server's time zone. Trace time has no time zone: it is shown as it was written, so in UTC.
import type { Language } from '../domain/kernel/language.ts'
import { LOCALES, sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'

export interface TimeTick {
  /** Seconds in trace time. */
  readonly at: number
  readonly label: string
}

export interface TimeSpan {
  /** Seconds in trace time. */
  readonly from: number
  readonly until: number
  /** Unix seconds of the trace's zero; null: only days since the beginning are known. */
  readonly epoch: number | null
}

const HOUR = 3_600
const DAY = 24 * HOUR
const HOUR_STEPS = [1, 3, 6, 12]
const DAY_STEPS = [1, 2, 7, 14]
const MONTH_STEPS = [1, 3, 6, 12, 24, 60, 120]
/** A mark nearer than this part of a step to the end would push its label out of the chart. */
const EDGE = 0.04
/** No axis has more; steps that would need more are not even tried. */
const MARKS_MAX = 50

/** At most `count` marks at round dates or, without an epoch, at round numbers of days since the beginning. */
export function timeTicks(span: TimeSpan, count: number, language: Language): readonly TimeTick[] {
  const length = span.until - span.from
  if (length <= 0) return []
  return span.epoch === null ? relativeTicks(span, count, language) : calendarTicks(span, span.epoch, count, language)
}

function relativeTicks(span: TimeSpan, count: number, language: Language): readonly TimeTick[] {
  const length = span.until - span.from
  const isInHours = length < 3 * DAY
  const unit = isInHours ? HOUR : DAY
  const step = roundStep(length / unit / count) * unit
  const ticks: TimeTick[] = []
  for (let at = 0; at <= length; at += step) {
    const label = sentence(chartText, language, isInHours ? 'hour-number' : 'day-number', { number: at / unit })
    ticks.push({ at: span.from + at, label })
  }
  return ticks
}

/** 1, 2, 5, 10, 20, 50, ... */
function roundStep(least: number): number {
  let power = 1
  while (power * 10 <= least) power *= 10
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10)
}

function calendarTicks(span: TimeSpan, epoch: number, count: number, language: Language): readonly TimeTick[] {
  const from = epoch + span.from
  const until = epoch + span.until
  const edge = (until - from) * EDGE
  for (const { step, marks } of calendarSteps(from + edge, until - edge)) {
    if (marks.length > count) continue
    const format = labelFormat(step, language)
    return marks.map((unix) => ({ at: unix - epoch, label: format.format(new Date(unix * 1000)) }))
  }
  return []
}

type Step = 'hour' | 'day' | 'month'

/** From the finest to the coarsest; the first with few enough marks is taken. */
function* calendarSteps(from: number, until: number): Generator<{ step: Step; marks: readonly number[] }> {
  const length = until - from
  for (const hours of HOUR_STEPS) {
    if (length < MARKS_MAX * HOUR * hours) yield { step: 'hour', marks: multiples(from, until, hours * HOUR, 0) }
  }
  for (const days of DAY_STEPS) {
    // Weeks begin on Monday: 5 January 1970 was one.
    const offset = days % 7 === 0 ? 4 * DAY : 0
    if (length < MARKS_MAX * DAY * days) yield { step: 'day', marks: multiples(from, until, days * DAY, offset) }
  }
  for (const months of MONTH_STEPS) yield { step: 'month', marks: firstDays(from, until, months) }
}

function multiples(from: number, until: number, step: number, offset: number): readonly number[] {
  const found: number[] = []
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= until; at += step) found.push(at)
  return found
}

function firstDays(from: number, until: number, months: number): readonly number[] {
  const found: number[] = []
  const first = new Date(from * 1000)
  for (let month = 0; ; month += 1) {
    const index = first.getUTCFullYear() * 12 + first.getUTCMonth() + month
    const at = Date.UTC(Math.floor(index / 12), index % 12) / 1000
    if (at > until) return found
    if (at >= from && index % months === 0) found.push(at)
  }
}

function labelFormat(step: Step, language: Language): Intl.DateTimeFormat {
  const forms: Record<Step, Intl.DateTimeFormatOptions> = {
    hour: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    day: { month: 'short', day: 'numeric' },
    month: { year: 'numeric', month: 'short' },
  }
  return new Intl.DateTimeFormat(LOCALES[language], { ...forms[step], timeZone: 'UTC' })
}
