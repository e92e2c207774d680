// What `weir simulate` tells and writes, the same for a scenario and for a bare trace.
import { writeWholeFile } from '../../adapters/files/atomic-file.ts'
import type { TraceUnreadable } from '../../adapters/files/trace-file.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { csv } from '../../report/csv.ts'
import { LEFT_OUT_REASONS, type TraceReading } from '../../simulator/outcome.ts'
import type { BadLineListener } from '../../simulator/trace/trace-tally.ts'
import { sentence, type MessageValues } from '../../text/format.ts'
import { simulateText } from '../../text/simulate/text.ts'
import { CommandRefusal } from '../refusal.ts'

/** What was left out or cannot run is said, never silently dropped. */
export function tellReading(reading: TraceReading, impossibleJobs: number, language: Language): void {
  const lines = readingSentences(reading, language)
  if (impossibleJobs > 0) lines.push(say(language, 'impossible-jobs', { count: impossibleJobs }))
  for (const line of lines) process.stderr.write(`${line}\n`)
}

function readingSentences(reading: TraceReading, language: Language): string[] {
  const lines: string[] = []
  const [first] = reading.badLineSamples
  if (first !== undefined) {
    const reason = say(language, `bad-${first.reason}`)
    lines.push(say(language, 'bad-lines', { count: reading.badLines, line: first.line, reason, text: first.text }))
  }
  for (const leftOut of LEFT_OUT_REASONS) {
    const count = reading.leftOut?.[leftOut]
    if (count !== undefined)
      lines.push(say(language, 'left-out', { count, reason: say(language, `left-out-${leftOut}`) }))
  }
  return lines
}

/** Why a history cannot be replayed; of one without a job, what its lines are instead. */
export function unreadableSentence({ code, path, detail, reading }: TraceUnreadable, language: Language): string {
  const lines = reading === undefined ? [] : readingSentences(reading, language)
  return say(language, code, { path, detail: lines.length > 0 ? lines.join(' ') : detail }).trimEnd()
}

/** Keeps every bad line when somebody wants them in a file. */
export class BadLines {
  readonly onBadLine: BadLineListener | undefined
  private readonly path: string | null
  private readonly rows: [number, string, string][] = []

  constructor(path: string | null, language: Language) {
    this.path = path
    if (path === null) return
    this.onBadLine = ({ line, reason, text }) => this.rows.push([line, say(language, `bad-${reason}`), text])
  }

  /** Also when the history cannot be replayed: then they say why. */
  async write(language: Language): Promise<void> {
    if (this.path === null) return
    await writeResult(this.path, csv([['line', 'reason', 'text'], ...this.rows]), language, 'bad-lines-written')
  }
}

/** Why a file that was named cannot be read; `detail`: as the operating system said it. */
export function fileSentence(
  { path, detail }: { readonly path: string; readonly detail: string },
  language: Language,
): string {
  return say(language, detail.startsWith('ENOENT') ? 'trace-not-found' : 'file-unreadable', { path, detail })
}

export async function writeResult(
  path: string,
  text: string,
  language: Language,
  told: 'schedule-written' | 'report-written' | 'bad-lines-written',
): Promise<void> {
  await orNotWritten(path, language, () => writeWholeFile(path, text))
  process.stderr.write(`${say(language, told, { path })}\n`)
}

export async function orNotWritten(path: string, language: Language, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new CommandRefusal(say(language, 'file-not-written', { path, detail }))
  }
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export function say(language: Language, key: keyof typeof simulateText.en, values: MessageValues = {}): string {
  return sentence(simulateText, language, key, values)
}
