// Usage records of a few runs as an engine might tell them: several revisions each, job numbers that are used again, runs that change
// their project, months that are crossed, borrowed time, slices, suspensions.
import { RUN_STATES, type UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { EVENING, usage } from './metering-world.ts'

export type Random = () => number
export const below = (random: Random, limit: number): number => Math.floor(random() * limit)
export const pick = <T>(random: Random, all: readonly T[]): T => all[below(random, all.length)]!

export function randomUsage(random: Random): UsageRecord[] {
  const runs = 2 + below(random, 6)
  return Array.from({ length: runs }, (_, index) => index).flatMap((index) => {
    const run = {
      cluster: 'alps#1',
      job: String(1 + below(random, 3)),
      submittedAt: EVENING - index,
      restarts: below(random, 2),
    }
    return Array.from({ length: 1 + below(random, 4) }, (__, revision) => randomRecord(random, run, revision))
  })
}

function randomRecord(random: Random, run: UsageRecord['run'], revision: number): UsageRecord {
  const startedAt = EVENING + below(random, 7200)
  const span = 1 + below(random, pick(random, [60, 7200, 3_000_000]))
  const state = below(random, 3) === 0 ? 'unfinished' : pick(random, RUN_STATES)
  const endedAt = state === 'unfinished' ? null : startedAt + span
  const elapsedSeconds = span - below(random, 2) * below(random, span)
  const checkpointAt = below(random, 2) === 0 ? null : startedAt + below(random, span + 1)
  const hasStarted = state !== 'unfinished' || below(random, 3) > 0
  return usage({
    run,
    revision: 1 + below(random, 2) + revision,
    state,
    project: pick(random, ['one', 'one', 'two']),
    milliUnits: pick(random, [143, 1000, 8000, 64_000]),
    isBorrowed: below(random, 3) === 0,
    startedAt: hasStarted ? startedAt : null,
    endedAt,
    elapsedSeconds: hasStarted ? elapsedSeconds : 0,
    limitSeconds: pick(random, [null, 3_000_000, 4_000_000]),
    checkpointAt: hasStarted ? checkpointAt : null,
  })
}
