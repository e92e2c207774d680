// How far a replay is: a bar on a terminal, one line every ten seconds where nobody can watch it move.
import type { Language } from '../domain/kernel/language.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { reportText } from '../text/report/text.ts'
import { shortenTo } from './shorten-text.ts'

export interface ProgressBar {
  /** `total` 0: how much there is to do is not known yet. */
  readonly update: (done: number, total: number) => void
  readonly end: () => void
}

/** What the bar needs of a stream. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string) => unknown
}

const BAR_CELLS = 24
const REDRAW_MILLISECONDS = 100
const LINE_MILLISECONDS = 10_000
const CLEAR_LINE = '\r\u001b[2K'
/** Parts of a cell, so that a slow bar is seen to move. */
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

export function progressBar(
  stream: ProgressStream,
  language: Language,
  now: () => number = () => performance.now(),
): ProgressBar {
  const isTerminal = stream.isTTY === true
  const startedAt = now()
  const every = isTerminal ? REDRAW_MILLISECONDS : LINE_MILLISECONDS
  // A terminal is drawn at once; a log hears only of what takes long.
  let drawnAt = isTerminal ? -Infinity : startedAt
  return {
    update: (done, total) => {
      const at = now()
      if (at - drawnAt < every) return
      drawnAt = at
      const line = progressLine({ done, total, seconds: (at - startedAt) / 1000 }, isTerminal, language)
      // A line that wraps could not be taken back.
      stream.write(isTerminal ? CLEAR_LINE + shortenTo((stream.columns ?? 80) - 1, line) : `${line}\n`)
    },
    end: () => {
      if (isTerminal) stream.write(CLEAR_LINE)
    },
  }
}

interface Progress {
  readonly done: number
  readonly total: number
  readonly seconds: number
}

function progressLine({ done, total, seconds }: Progress, isTerminal: boolean, language: Language): string {
  if (total === 0) return sentence(reportText, language, 'progress-reading')
  const part = Math.min(1, done / total)
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 ? formatDuration(language, (total - done) / rate) : '…'
  const number = (value: number) => formatNumber(language, value, { maximumFractionDigits: 0 })
  return sentence(reportText, language, isTerminal ? 'progress-bar' : 'progress-line', {
    bar: bar(part),
    share: formatNumber(language, part, { style: 'percent', maximumFractionDigits: 0 }),
    done: number(done),
    total: number(total),
    rate: number(rate),
    left,
  })
}

function bar(part: number): string {
  const eighths = Math.round(part * BAR_CELLS * 8)
  const drawn = '█'.repeat(Math.floor(eighths / 8)) + (PARTS[eighths % 8] ?? '')
  return `▕${drawn}${' '.repeat(BAR_CELLS - [...drawn].length)}▏`
}
