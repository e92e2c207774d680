// What runs in the background: the queue of runs (graphile-worker, in the same database), and the watch over runs whose
// worker was lost. Several Weirs may share one database; a run is replayed by one of them at a time.
import { Logger, run as startRunner, runMigrations, type Runner, type RunnerOptions } from 'graphile-worker'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { WEIR } from '../operations/actor.ts'
import { perform } from '../operations/operation.ts'
import { releaseRun } from '../operations/runs/release-run.ts'
import type { RunNotices } from '../operations/runs/run-notices.ts'
import type { World } from '../operations/world.ts'
import type { JobsLog } from './log.ts'
import { RunExecution, type RunKey } from './run-execution.ts'
import { requeueForsakenRuns } from './forsaken-runs.ts'

/** Connections of the owner of the tables: the queue keeps its own schema. Whoever opened it ends it. */
export type QueuePool = NonNullable<RunnerOptions['pgPool']>

export interface JobsOptions {
  readonly world: World
  readonly notices: RunNotices
  /** At least `connectionsForQueue(concurrency)` connections. */
  readonly pool: QueuePool
  readonly log: JobsLog
  /** Replays at the same time. */
  readonly concurrency: number
  /** No other Weir works on this database, so every run that is marked as running has lost its worker. */
  readonly isAlone: boolean
}

export interface Jobs {
  /** Runs that this process replays now. */
  readonly active: number
  /** Stops replays where they stand; their runs go back into the queue. */
  stop(): Promise<void>
}

const RESTART_MILLISECONDS = 1_000
const WATCH_MILLISECONDS = 15_000
const POLL_MILLISECONDS = 2_000

const Payload = z.object({ agency: z.string(), run: z.string() })

/** One for each replay, one that listens, one that looks for jobs. */
export function connectionsForQueue(concurrency: number): number {
  return concurrency + 2
}

/** Makes or updates the tables of the queue. Before this no run can be started. */
export async function prepareQueue(pool: QueuePool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
}

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const jobs = new RunningJobs(options)
  await jobs.start()
  return jobs
}

class RunningJobs implements Jobs {
  readonly #options: JobsOptions
  readonly #executions = new Map<string, RunExecution>()
  readonly #stopping = new AbortController()
  #runner: Runner | null = null
  #supervised: Promise<void> = Promise.resolve()
  #watching: Promise<void> = Promise.resolve()
  #unfollow: () => void = () => undefined

  constructor(options: JobsOptions) {
    this.#options = options
  }

  get active(): number {
    return this.#executions.size
  }

  async start(): Promise<void> {
    const { notices } = this.#options
    await this.#requeue()
    this.#unfollow = notices.followAll({
      onNotice: ({ agency, run, progress }) => {
        const isOver = progress.state !== 'running' && progress.state !== 'queued'
        if (isOver) this.#executions.get(key({ agency, run }))?.stop()
      },
      // The database was away: the queue may have lost what it had just given out.
      onGap: () => void this.#requeue(),
    })
    this.#supervised = this.#superviseRunner()
    this.#watching = this.#watchOverRuns()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#unfollow()
    const { world } = this.#options
    for (const execution of this.#executions.values()) {
      execution.stop()
      const { agency, run: id } = execution.key
      await perform(world, releaseRun, { actor: WEIR, agency }, { id })
    }
    await this.#runner?.stop().catch(() => undefined)
    await this.#supervised
    await this.#watching
  }

  async #superviseRunner(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        this.#runner = await this.#startRunner()
        if (signal.aborted) await this.#runner.stop()
        await this.#runner.promise
      } catch (error) {
        if (signal.aborted) return
        const reason = error instanceof Error ? error.message : String(error)
        this.#options.log.warn({ reason }, 'the queue of runs broke off; starting it again')
      }
      await sleep(RESTART_MILLISECONDS, null, { signal }).catch(() => undefined)
    }
  }

  async #startRunner(): Promise<Runner> {
    const { pool, concurrency, log } = this.#options
    return await startRunner({
      pgPool: pool,
      concurrency,
      pollInterval: POLL_MILLISECONDS,
      noHandleSignals: true,
      // Without a delay graphile-worker 0.18 does not wait for these two, and a database that goes away at that moment
      // ends the process with an unhandled rejection; with one the runner ends, and is started again.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: new Logger(() => (_level, message) => log.debug({ from: 'queue' }, message)),
      taskList: { 'replay-run': async (payload) => await this.#replay(Payload.parse(payload)) },
    })
  }

  async #replay(run: RunKey): Promise<void> {
    if (this.#stopping.signal.aborted || this.#executions.has(key(run))) return
    const execution = new RunExecution(run, this.#options.world, this.#options.log)
    this.#executions.set(key(run), execution)
    try {
      await execution.execute()
    } finally {
      this.#executions.delete(key(run))
    }
  }

  async #watchOverRuns(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await sleep(WATCH_MILLISECONDS, null, { signal }).catch(() => undefined)
      if (!signal.aborted) await this.#requeue()
    }
  }

  async #requeue(): Promise<void> {
    const { world, log, isAlone } = this.#options
    const isOurs = (run: RunKey): boolean => this.#executions.has(key(run))
    try {
      await requeueForsakenRuns({ world, log, isAlone, isOurs })
    } catch (error) {
      log.error({ err: error }, 'looking for runs that lost their worker failed; it is done again soon')
    }
  }
}

function key({ agency, run }: RunKey): string {
  return `${agency}/${run}`
}
