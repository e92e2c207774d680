// `weir meter ingest`: a file of usage records, taken in as an answer of its source.
import type { Language } from '../../domain/kernel/language.ts'
import type { ReadWindow, SourceAnswer } from '../../domain/metering/read-window.ts'
import { listUsageSources } from '../../operations/metering/list-usage-sources.ts'
import { takeInAnswer } from '../../operations/metering/take-in-answer.ts'
import { perform } from '../../operations/operation.ts'
import { brokenWords } from '../../text/metering/broken-words.ts'
import { askAs, type LedgerOptions } from '../ledger/read.ts'
import { refusalFor } from '../operation-refusal.ts'
import { progressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'
import { readRecordsFile } from './records-file.ts'
import { print, printJson, say } from './say.ts'

export interface IngestOptions extends LedgerOptions {
  readonly source: string
  readonly from?: string
  readonly until?: string
  readonly cutShort?: boolean
}

export async function ingest(path: string, options: IngestOptions, language: Language): Promise<void> {
  const { source: name } = options
  const given = windowOf(options, language)
  await askAs(options, language, async (world, call) => {
    const listed = await perform(world, listUsageSources, call, {})
    if (!listed.ok) throw refusalFor(listed.refusal, language)
    const source = listed.value.find((one) => one.name === name)
    if (source === undefined) throw refusalFor('usage-source-not-found', language)
    const isWhole = options.cutShort !== true && given !== null
    const { answer, readAt } = readRecordsFile(path, source, isWhole, language)
    const window = given ?? spanOf(answer, readAt)
    const bar = progressBar(process.stderr, language)
    try {
      const asked = { source: name, window, answer, onProgress: bar.update }
      const taken = await takeInAnswer(world, call, asked)
      bar.end()
      if (!taken.ok) throw refusalFor(taken.refusal, language)
      const { cursor, ...counts } = taken.value
      const broken = 'broken' in answer ? answer.broken : []
      if (options.json === true) printJson({ ...taken.value, brokenLines: broken })
      else {
        print(`${say(language, 'taken', counts)}\n`)
        const [first] = broken
        if (first !== undefined)
          print(
            `${say(language, 'taken-broken', { broken: broken.length, line: first.line, reason: brokenWords(language, first.reason) })}\n`,
          )
        const isMoved = cursor !== null && cursor !== source.cursor
        print(`${isMoved ? say(language, 'taken-cursor', { cursor }) : say(language, 'taken-no-cursor')}\n`)
      }
    } finally {
      bar.end()
    }
  })
}

function windowOf({ from, until }: IngestOptions, language: Language): ReadWindow | null {
  if (from === undefined && until === undefined) return null
  if (from === undefined || until === undefined) throw new CommandRefusal(say(language, 'window-half'))
  const seconds = [from, until].map((written) => {
    const at = Date.parse(written)
    if (Number.isNaN(at)) throw new CommandRefusal(say(language, 'window-wrong', { found: written }))
    return Math.floor(at / 1000)
  })
  const [first = 0, last = 0] = seconds
  if (first >= last) throw new CommandRefusal(say(language, 'window-wrong', { found: `${from} - ${until}` }))
  return { from: first, until: last }
}

/** Nobody said which time was read: the time of what came, which moves no mark. */
function spanOf(answer: SourceAnswer, readAt: number): ReadWindow {
  const records = 'records' in answer ? answer.records : []
  const from = records.reduce((least, { run }) => Math.min(least, run.submittedAt), readAt - 1)
  return { from: Math.max(0, Math.floor(from)), until: readAt }
}
