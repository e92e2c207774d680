// Which time is asked of a source, and how far it has been read. Windows overlap on purpose: records come late, twice and
// corrected, and taking one in again changes nothing.
import { periodStart } from '../ledger/period.ts'
import type { UsageRecord } from './usage-record.ts'

/** Half-open, in whole seconds since 1970: always both ends, because an engine's defaults begin at midnight. */
export interface ReadWindow {
  readonly from: number
  readonly until: number
}

/** A line that is no record. It is listed, and the others are taken in. */
export interface BrokenLine {
  readonly line: number
  readonly reason: string
}

interface SourceRecords {
  readonly records: readonly UsageRecord[]
  readonly broken: readonly BrokenLine[]
}

/** "I cannot say", "there was nothing", and "here is what I have" are three answers; the last may be cut short. */
export type SourceAnswer =
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'empty' }
  | ({ readonly kind: 'complete' | 'partial' } & SourceRecords)

/**
 * A source of usage records as Weir asks it: an engine's accounting behind a command, a file, an agent. Engines differ in how
 * they are asked; what they answer has one form.
 */
export interface UsageSource {
  /** Never rejects for what the engine does: "no answer" is an answer. Duplicates and any order are allowed. */
  read(window: ReadWindow): Promise<SourceAnswer>
}

const HOUR = 3600
const OVERLAPS = { poll: 48 * HOUR, night: 35 * 24 * HOUR } as const

/**
 * @param cursor how far the source was read whole; null: never
 * @param reading every poll goes back 48 hours, every night 35 days; before a close the whole open month is read
 */
export function readWindow(
  cursor: number | null,
  reading: 'poll' | 'night' | { readonly period: string; readonly timeZone: string },
  now: number,
): ReadWindow {
  const from = typeof reading === 'string' ? now - OVERLAPS[reading] : periodStart(reading.period, reading.timeZone)
  const since = cursor ?? 0
  // What was missed while nobody read is read too, however long that was.
  return { from: Math.min(from, typeof reading === 'string' ? since : from), until: now }
}

/** To be saved in the transaction that saved the records, never before. Only a whole answer moves it, and never back. */
export function cursorAfter(cursor: number | null, window: ReadWindow, answer: SourceAnswer): number | null {
  if (answer.kind === 'no-answer' || answer.kind === 'partial') return cursor
  const isJoined = cursor === null || window.from <= cursor
  return isJoined ? Math.max(cursor ?? 0, window.until) : cursor
}
