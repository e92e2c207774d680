// One run from claim to end: replay in a thread, progress and sign of life into the database, result or failure stored.
// While the database is away the replay goes on; its result waits until it can be stored.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Result } from '../domain/kernel/result.ts'
import { WEIR } from '../operations/actor.ts'
import { perform } from '../operations/operation.ts'
import { claimRun } from '../operations/runs/claim-run.ts'
import { completeRun } from '../operations/runs/complete-run.ts'
import { failRun } from '../operations/runs/fail-run.ts'
import { recordRunProgress } from '../operations/runs/record-run-progress.ts'
import type { OperationRefusal } from '../operations/refusal.ts'
import type { World } from '../operations/world.ts'
import type { JobsLog } from './log.ts'
import { startReplayThread, type ReplayEnd } from './replay-thread.ts'

export interface RunKey {
  readonly agency: string
  readonly run: string
}

/** Progress is written at most this often. */
const PROGRESS_MILLISECONDS = 200
/** Without progress, a sign of life is written this often. */
const SIGN_OF_LIFE_MILLISECONDS = 1_000
const PATIENCE_MILLISECONDS = 120_000
const RETRY_MILLISECONDS = 500

export class RunExecution {
  readonly key: RunKey
  readonly #world: World
  readonly #log: JobsLog
  #stopThread: () => void = () => undefined
  #isStopped = false

  constructor(key: RunKey, world: World, log: JobsLog) {
    this.key = key
    this.#world = world
    this.#log = log
  }

  /** It was cancelled, or Weir stops. */
  stop(): void {
    this.#isStopped = true
    this.#stopThread()
  }

  async execute(): Promise<void> {
    const { agency, run: id } = this.key
    const claim = this.#world.newId()
    const claimed = await this.#untilThereIsADatabase(() =>
      perform(this.#world, claimRun, { actor: WEIR, agency }, { id, claim }),
    )
    if (!claimed.ok) {
      this.#log.info({ ...this.key, refusal: claimed.refusal }, 'nothing to replay')
      return
    }
    const { scenarioPath, ...assignment } = claimed.value
    if (scenarioPath === null) {
      await this.#store(claim, { kind: 'refused', failure: 'scenario-not-found: Weir no longer ships this scenario.' })
      return
    }
    if (this.#isStopped) return
    this.#log.info(this.key, 'replaying')
    const startedAt = performance.now()
    const progress = { jobsDone: 0, jobsTotal: 0 }
    const thread = startReplayThread({ ...assignment, scenarioPath }, (given) => Object.assign(progress, given))
    this.#stopThread = () => thread.stop()
    const told = this.#tellProgress(claim, progress, thread.end)
    const end = await thread.end
    await told
    if (end.kind === 'stopped') {
      this.#log.info(this.key, 'the replay was stopped')
      return
    }
    await this.#store(claim, end)
    const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(2))
    this.#log.info({ ...this.key, end: end.kind, seconds }, 'the replay has ended')
  }

  async #tellProgress(
    claim: string,
    progress: { readonly jobsDone: number; readonly jobsTotal: number },
    end: Promise<ReplayEnd>,
  ): Promise<void> {
    const { agency, run: id } = this.key
    let isOver = false
    const over = end.then(() => {
      isOver = true
    })
    let toldJobs = -1
    let toldAt = 0
    while (!isOver) {
      const { jobsDone, jobsTotal } = progress
      const now = performance.now()
      if (jobsDone !== toldJobs || now - toldAt >= SIGN_OF_LIFE_MILLISECONDS) {
        const input = { id, claim, jobsDone, jobsTotal }
        const told = await perform(this.#world, recordRunProgress, { actor: WEIR, agency }, input)
        if (told.ok && !told.value.isHeld) this.stop()
        toldJobs = jobsDone
        toldAt = now
      }
      await Promise.race([over, sleep(PROGRESS_MILLISECONDS)])
    }
  }

  /** In one transaction. */
  async #store(claim: string, end: Exclude<ReplayEnd, { kind: 'stopped' }>): Promise<void> {
    const { agency, run: id } = this.key
    const call = { actor: WEIR, agency }
    const stored = await this.#untilThereIsADatabase(() =>
      end.kind === 'outcome'
        ? perform(this.#world, completeRun, call, { id, claim, outcome: end.outcome })
        : perform(this.#world, failRun, call, { id, claim, failure: end.failure }),
    )
    // It was cancelled meanwhile, or an earlier try was stored although its answer was lost.
    if (!stored.ok) this.#log.info({ ...this.key, refusal: stored.refusal }, 'the result was not stored')
  }

  /** Tries again while the database is away; what is tried may be repeated. */
  async #untilThereIsADatabase<T>(
    attempt: () => Promise<Result<T, OperationRefusal>>,
  ): Promise<Result<T, OperationRefusal>> {
    const giveUpAt = performance.now() + PATIENCE_MILLISECONDS
    for (;;) {
      const result = await attempt()
      if (result.ok || result.refusal !== 'database-unavailable') return result
      if (this.#isStopped || performance.now() > giveUpAt) throw new Error('there is no database')
      this.#log.warn(this.key, 'the run waits for the database')
      await sleep(RETRY_MILLISECONDS)
    }
  }
}
