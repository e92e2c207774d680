// A running job is stopped and goes back into its queue, with what its last checkpoint saved.
import { assert } from '../kernel/assert.ts'
import { savedSeconds } from './checkpoints.ts'
import type { PoolState } from './pool-state.ts'
import { RUNNING } from './roster.ts'

/** Only what was saved is charged; the rest of the requested time is what the job asks for when it starts again. */
export function stopJob(pool: PoolState, now: number, job: number): void {
  const { roster } = pool
  assert(roster.state[job] === RUNNING, 'only a running job is stopped')
  const saved = savedSeconds(roster.termsOf(job)?.checkpointEverySeconds ?? null, now - roster.startedAt[job]!)
  pool.running.remove(job)
  pool.give(now, job)
  pool.forecast.give(roster.leaf[job]!, roster.units[job]!, roster.requestedEnd[job]!)
  pool.budgets.settle(job, pool.cost(job, saved), now)
  roster.requested[job] = Math.max(1, roster.requested[job]! - saved)
  pool.enqueue(job)
}
