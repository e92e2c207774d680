// What a source answered, taken in batch by batch, and then the reading noted: who is stopped in between reads the window
// again, and nothing is charged twice.
import { USAGE_BATCH_MAX, type UsageTakenBody } from '../../contract/metering.ts'
import { accept, type Result } from '../../domain/kernel/result.ts'
import type { ReadWindow, SourceAnswer } from '../../domain/metering/read-window.ts'
import { perform, type Call } from '../operation.ts'
import type { OperationRefusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { endUsageReading } from './end-usage-reading.ts'
import { takeInUsage } from './take-in-usage.ts'

const BROKEN_KEPT = 1000

export interface AnswerTaken extends UsageTakenBody {
  readonly broken: number
  /** How far the source is read now. */
  readonly cursor: string | null
}

export interface AnswerToTake {
  readonly source: string
  readonly window: ReadWindow
  readonly answer: SourceAnswer
  readonly onProgress?: (done: number, total: number) => void
}

export async function takeInAnswer(
  world: World,
  call: Call,
  { source, window, answer, onProgress = () => {} }: AnswerToTake,
): Promise<Result<AnswerTaken, OperationRefusal>> {
  const { records, broken } = 'records' in answer ? answer : { records: [], broken: [] }
  const sums = { charged: 0, known: 0, setAside: 0, transfers: 0 }
  for (let first = 0; first < records.length; first += USAGE_BATCH_MAX) {
    const batch = records.slice(first, first + USAGE_BATCH_MAX)
    const taken = await perform(world, takeInUsage, call, { source, records: batch })
    if (!taken.ok) return taken
    for (const name of ['charged', 'known', 'setAside', 'transfers'] as const) sums[name] += taken.value[name]
    onProgress(first + batch.length, records.length)
  }
  const { transfers: _, ...counts } = sums
  const reading = {
    from: timeOf(window.from),
    until: timeOf(window.until),
    answer: answer.kind,
    reason: answer.kind === 'no-answer' ? answer.reason : null,
    ...counts,
    broken: broken.slice(0, BROKEN_KEPT),
    brokenCount: broken.length,
  }
  const ended = await perform(world, endUsageReading, call, { source, reading })
  if (!ended.ok) return ended
  return accept({ ...sums, broken: broken.length, cursor: ended.value.cursor })
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
