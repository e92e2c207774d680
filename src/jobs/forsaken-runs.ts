// Runs that nobody replays although somebody should: their Weir was killed, or the queue lost their job.
import { WEIR } from '../operations/actor.ts'
import { listAgencies } from '../operations/agencies/list-agencies.ts'
import { perform } from '../operations/operation.ts'
import { enqueueQueuedRun } from '../operations/runs/enqueue-queued-run.ts'
import { listForsakenRuns } from '../operations/runs/list-forsaken-runs.ts'
import { requeueRun } from '../operations/runs/requeue-run.ts'
import type { World } from '../operations/world.ts'
import type { JobsLog } from './log.ts'
import type { RunKey } from './run-execution.ts'

/** A worker that was not seen for so long is gone. It shows itself every second. */
const UNSEEN_MILLISECONDS = 30_000
const FAILURE = 'run-interrupted: Weir was stopped three times while it replayed this run.'

export async function requeueForsakenRuns(options: {
  readonly world: World
  readonly log: JobsLog
  readonly isAlone: boolean
  /** Runs that this process replays are not forsaken. */
  readonly isOurs: (run: RunKey) => boolean
}): Promise<void> {
  const { world, log, isAlone, isOurs } = options
  const agencies = await perform(world, listAgencies, { actor: WEIR, agency: null }, {})
  if (!agencies.ok) return
  const seenBefore = new Date(world.clock().getTime() - (isAlone ? 0 : UNSEEN_MILLISECONDS))
  for (const { id: agency } of agencies.value) {
    const call = { actor: WEIR, agency }
    const forsaken = await perform(world, listForsakenRuns, call, { seenBefore })
    if (!forsaken.ok) continue
    for (const { id, state } of forsaken.value) {
      if (isOurs({ agency, run: id })) continue
      if (state === 'queued') {
        await perform(world, enqueueQueuedRun, call, { id })
        continue
      }
      const requeued = await perform(world, requeueRun, call, { id, seenBefore, failure: FAILURE })
      if (requeued.ok) log.warn({ agency, run: id, state: requeued.value.state }, 'the worker of a run was lost')
    }
  }
}
