// An engine's accounting over weeks, and everything that such accounting does: job numbers that come again, requeued jobs, ends that are
// told days late, corrections, answers with duplicates in any order, half answers and none.
import type { ReadWindow, SourceAnswer, UsageSource } from '../../src/domain/metering/read-window.ts'
import type { RunState, UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { below, pick, type Random } from './random-usage.ts'

const HOUR = 3600
const DAY = 24 * HOUR

interface SimulatedRun {
  readonly record: UsageRecord
  /** From when on its end is told; until then it seems to run. */
  readonly toldAt: number
  /** What it is corrected to, and from when on. */
  readonly corrected: UsageRecord | null
  readonly correctedAt: number
}

export interface EngineOptions {
  /** Whole seconds since 1970. */
  readonly from: number
  readonly days: number
  readonly runs: number
  readonly projects: readonly string[]
}

export class SimulatedEngine {
  readonly #random: Random
  readonly #clock: () => number
  readonly #runs: SimulatedRun[]
  /** Whether answers may be cut, doubled or missing. */
  isFaulty = true

  constructor(random: Random, clock: () => number, options: EngineOptions) {
    this.#random = random
    this.#clock = clock
    this.#runs = Array.from({ length: options.runs }, (_, index) => this.#run(index, options))
  }

  /** As a cluster's own accounting, behind a command. */
  source(): UsageSource {
    return { read: (window) => Promise.resolve(this.#answer(window)) }
  }

  /** All that it shows at this moment of every run, without any fault. */
  shown(): UsageRecord[] {
    const now = this.#clock()
    return this.#runs.filter(({ record }) => record.run.submittedAt <= now).map((run) => shownAt(run, now))
  }

  /** What each run comes to in the end. */
  truth(): UsageRecord[] {
    return this.#runs.map(({ record, corrected }) => corrected ?? record)
  }

  #answer(window: ReadWindow): SourceAnswer {
    const random = this.#random
    if (this.isFaulty && below(random, 8) === 0) return { kind: 'no-answer', reason: 'the accounting is away' }
    const overlapping = this.shown().filter(({ run, endedAt }) => {
      return run.submittedAt < window.until && (endedAt === null || endedAt >= window.from)
    })
    if (overlapping.length === 0) return { kind: 'empty' }
    if (!this.isFaulty) return { kind: 'complete', records: overlapping, broken: [] }
    const told = overlapping
      .flatMap((record) => (below(random, 5) === 0 ? [record, record] : [record]))
      .map((record) => ({ record, key: random() }))
      .toSorted((one, other) => one.key - other.key)
      .map(({ record }) => record)
    if (below(random, 6) > 0) return { kind: 'complete', records: told, broken: [] }
    return { kind: 'partial', records: told.slice(0, below(random, told.length)), broken: [] }
  }

  #run(index: number, { from, days, projects }: EngineOptions): SimulatedRun {
    const random = this.#random
    const submittedAt = from + below(random, days * DAY)
    // Few numbers: they come again. A requeued job has the number and the submission of the run before it.
    const run = { cluster: 'alps#1', job: String(1 + (index % 9)), submittedAt, restarts: below(random, 3) }
    const startedAt = submittedAt + below(random, 12 * HOUR)
    const span = 60 + below(random, pick(random, [HOUR, 20 * HOUR, 6 * DAY]))
    const state = pick<RunState>(random, ['completed', 'completed', 'failed', 'cancelled', 'preempted', 'node_failed'])
    const elapsedSeconds = span - (below(random, 4) === 0 ? below(random, span) : 0)
    const record: UsageRecord = {
      run,
      revision: 0,
      state,
      project: pick(random, projects),
      account: 'a',
      flavor: 'b200',
      milliUnits: pick(random, [143, 1000, 8000]),
      nodes: 1 + below(random, 4),
      isBorrowed: below(random, 4) === 0,
      startedAt,
      endedAt: startedAt + span,
      elapsedSeconds,
      limitSeconds: 8 * DAY,
      checkpointAt: below(random, 2) === 0 ? null : startedAt + below(random, span),
    }
    const toldAt = startedAt + span + below(random, pick(random, [60, 3 * DAY]))
    const isCorrected = below(random, 4) === 0
    const corrected = isCorrected ? { ...record, elapsedSeconds: 1 + below(random, span) } : null
    return { record, toldAt, corrected, correctedAt: toldAt + below(random, 20 * DAY) }
  }
}

function shownAt({ record, toldAt, corrected, correctedAt }: SimulatedRun, now: number): UsageRecord {
  if (now < toldAt) return running(record, now)
  return { ...(corrected !== null && now >= correctedAt ? corrected : record), revision: now }
}

function running(record: UsageRecord, now: number): UsageRecord {
  const hasStarted = record.startedAt !== null && record.startedAt <= now
  const startedAt = hasStarted ? record.startedAt : null
  const elapsedSeconds = startedAt === null ? 0 : now - startedAt
  // Its clock goes on when its end is told late, but never beyond its limit.
  const seconds = Math.min(elapsedSeconds, record.limitSeconds ?? elapsedSeconds)
  return {
    ...record,
    revision: now,
    state: 'unfinished',
    startedAt,
    endedAt: null,
    elapsedSeconds: seconds,
    checkpointAt: null,
  }
}
