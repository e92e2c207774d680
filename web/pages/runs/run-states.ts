// What a run's state means to a page.
import type { RunState } from '../../../src/contract/runs.ts'
import type { PortalKey } from '../../../src/text/portal/portal.ts'

export const STATE_KEYS: Readonly<Record<RunState, PortalKey>> = {
  queued: 'stateQueued',
  running: 'stateRunning',
  completed: 'stateCompleted',
  failed: 'stateFailed',
  cancelled: 'stateCancelled',
}

export const RUN_STATE_ORDER = Object.keys(STATE_KEYS) as readonly RunState[]

export function isUnfinished(state: RunState): boolean {
  return state === 'queued' || state === 'running'
}
