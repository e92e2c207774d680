// A source was read and its records are taken in: the reading is noted, and the cursor moves when the answer was whole. That
// is a transaction after those of the records: a crash between them has the same window read again, which changes nothing.
import { z } from 'zod'
import { EndUsageReadingBody, SourceName } from '../../contract/metering.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { cursorAfter, type SourceAnswer } from '../../domain/metering/read-window.ts'
import { appendReading, lockSource, moveCursor } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'

export const endUsageReading = operation({
  name: 'end-usage-reading',
  kind: 'change',
  input: z.object({ source: SourceName, reading: EndUsageReadingBody }),
  async run({ source: name, reading }, { tx, agency, now, world, record }) {
    const source = await lockSource(tx, agency, name)
    if (source === null) return refuse('usage-source-not-found')
    const { from, until, ...counts } = reading
    const window = { from: secondsOf(from), until: secondsOf(until) }
    // Nobody has read what has not been yet.
    if (window.until > Math.floor(now.getTime() / 1000) + source.clockSkewSeconds) return refuse('window-in-the-future')
    await appendReading(tx, agency, { id: world.newId(), source: name, window, ...counts, readAt: now })
    const cursor = cursorAfter(source.cursor, window, answerOf(reading.answer))
    if (cursor !== null && cursor !== source.cursor) await moveCursor(tx, agency, name, cursor)
    const after = { cursor: cursor === null ? null : new Date(cursor * 1000).toISOString() }
    record({ subject: `usage source ${name}`, before: null, after: { ...after, answer: reading.answer } })
    return accept(after)
  },
})

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000)
}

function answerOf(kind: SourceAnswer['kind']): SourceAnswer {
  if (kind === 'no-answer') return { kind, reason: '' }
  return kind === 'empty' ? { kind } : { kind, records: [], broken: [] }
}
