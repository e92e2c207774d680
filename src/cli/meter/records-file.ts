// Usage records in a file: what sacct printed, or records in JSON.
import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { sacctMapOf } from '../../adapters/slurm/sacct-map.ts'
import { readSacct } from '../../adapters/slurm/sacct-usage.ts'
import { UsageRecordBody, type UsageSourceBody } from '../../contract/metering.ts'
import type { Language } from '../../domain/kernel/language.ts'
import type { SourceAnswer } from '../../domain/metering/read-window.ts'
import { brokenWords } from '../../text/metering/broken-words.ts'
import { fieldProblems } from '../../text/refusals/field-problems.ts'
import { CommandRefusal } from '../refusal.ts'
import { say } from './say.ts'

export interface RecordsFile {
  readonly answer: SourceAnswer
  /** When the engine answered, in whole seconds since 1970: when the file was written. */
  readonly readAt: number
}

/** @param isWhole whether the answer ended well */
export function readRecordsFile(
  path: string,
  source: UsageSourceBody,
  isWhole: boolean,
  language: Language,
): RecordsFile {
  const { text, readAt } = textOf(path, language)
  if (/^\s*[[{]/.test(text)) {
    const records = recordsOfJson(path, text, language)
    const kind = isWhole ? 'complete' : 'partial'
    return { readAt, answer: records.length === 0 && isWhole ? { kind: 'empty' } : { kind, records, broken: [] } }
  }
  const answer = readSacct(text, isWhole, sacctMapOf(source, readAt))
  if (answer.kind === 'no-answer')
    throw new CommandRefusal(say(language, 'no-answer', { path, reason: brokenWords(language, answer.reason) }))
  return { answer, readAt }
}

function textOf(path: string, language: Language): { readonly text: string; readonly readAt: number } {
  try {
    return { text: readFileSync(path, 'utf8'), readAt: Math.floor(statSync(path).mtimeMs / 1000) }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new CommandRefusal(say(language, 'file-unreadable', { path, detail }))
  }
}

/** An array of records, or `{"records": [...]}`. */
function recordsOfJson(path: string, text: string, language: Language): UsageRecordBody[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new CommandRefusal(say(language, 'file-not-records', { path, detail }))
  }
  const list = z.union([z.array(z.unknown()), z.object({ records: z.array(z.unknown()) })]).safeParse(value)
  if (!list.success) throw new CommandRefusal(say(language, 'file-not-records', { path, detail: '[{...}]' }))
  const all = 'records' in list.data ? list.data.records : list.data
  return all.map((one, index) => {
    const record = UsageRecordBody.safeParse(one)
    if (record.success) return record.data
    const [wrong] = fieldProblems(record.error.issues, '', language)
    const values = { path, number: index + 1, place: wrong?.field ?? '', detail: wrong?.message ?? '' }
    throw new CommandRefusal(say(language, 'record-wrong', values))
  })
}
