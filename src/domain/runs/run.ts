// A run is one replay of a scenario under one version of a policy. Its state changes by these moves alone.
import { accept, refuse, type Result } from '../kernel/result.ts'
import { canMove, type Moves } from '../kernel/moves.ts'

export const RUN_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const
export type RunState = (typeof RUN_STATES)[number]

export const MOVES = {
  /** A worker takes it. */
  claim: { from: ['queued'], to: 'running' },
  complete: { from: ['running'], to: 'completed' },
  /** It could not be replayed; trying again would give the same. */
  fail: { from: ['queued', 'running'], to: 'failed' },
  cancel: { from: ['queued', 'running'], to: 'cancelled' },
  /** Its worker is gone; another one takes it from the beginning. */
  requeue: { from: ['running'], to: 'queued' },
} as const satisfies Moves<RunState>

export type RunMove = keyof typeof MOVES

/** Whether nothing more will happen to it. */
export function isFinal(state: RunState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled'
}

/** How often the worker of one run may be lost before the run is given up. */
export const CLAIMS_MAX = 3

export interface RunCourse {
  readonly state: RunState
  /** How often a worker took it. */
  readonly claims: number
}

export function claim(run: RunCourse): Result<RunState, 'run-not-queued'> {
  return canMove<RunState, typeof MOVES>(MOVES, 'claim', run.state) ? accept(MOVES.claim.to) : refuse('run-not-queued')
}

export function complete(run: RunCourse): Result<RunState, 'run-not-running'> {
  return canMove<RunState, typeof MOVES>(MOVES, 'complete', run.state)
    ? accept(MOVES.complete.to)
    : refuse('run-not-running')
}

export function fail(run: RunCourse): Result<RunState, 'run-already-ended'> {
  return canMove<RunState, typeof MOVES>(MOVES, 'fail', run.state) ? accept(MOVES.fail.to) : refuse('run-already-ended')
}

export function cancel(run: RunCourse): Result<RunState, 'run-already-ended'> {
  return canMove<RunState, typeof MOVES>(MOVES, 'cancel', run.state)
    ? accept(MOVES.cancel.to)
    : refuse('run-already-ended')
}

/** A run whose worker is gone goes back into the queue, or is given up when that has happened too often. */
export function requeue(run: RunCourse): Result<'queued' | 'failed', 'run-not-running'> {
  if (!canMove<RunState, typeof MOVES>(MOVES, 'requeue', run.state)) return refuse('run-not-running')
  return accept(run.claims >= CLAIMS_MAX ? MOVES.fail.to : MOVES.requeue.to)
}

/** Only a run that has ended may be deleted: a worker would write into nothing. */
export function mayDelete(run: RunCourse): Result<null, 'run-not-ended'> {
  return isFinal(run.state) ? accept(null) : refuse('run-not-ended')
}
