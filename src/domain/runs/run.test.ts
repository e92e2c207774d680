import { describe, expect, test } from 'vitest'
import {
  cancel,
  claim,
  CLAIMS_MAX,
  complete,
  fail,
  isFinal,
  mayDelete,
  requeue,
  RUN_STATES,
  type RunState,
} from './run.ts'

const ALLOWED: Readonly<Record<string, readonly RunState[]>> = {
  claim: ['queued'],
  complete: ['running'],
  fail: ['queued', 'running'],
  cancel: ['queued', 'running'],
  requeue: ['running'],
  delete: ['completed', 'failed', 'cancelled'],
}

const DECISIONS = { claim, complete, fail, cancel, requeue, delete: mayDelete }

describe.each(Object.entries(DECISIONS))('%s', (move, decide) => {
  test.each(RUN_STATES)('of a run that is %s', (state) => {
    expect(decide({ state, claims: 1 }).ok).toBe(ALLOWED[move]?.includes(state))
  })
})

test.each([
  ['a queued run that is claimed runs', claim({ state: 'queued', claims: 0 }), 'running'],
  ['a running run that is completed is completed', complete({ state: 'running', claims: 1 }), 'completed'],
  ['a running run that fails has failed', fail({ state: 'running', claims: 1 }), 'failed'],
  ['a queued run that is cancelled is cancelled', cancel({ state: 'queued', claims: 0 }), 'cancelled'],
  ['a run whose worker is lost waits again', requeue({ state: 'running', claims: CLAIMS_MAX - 1 }), 'queued'],
  ['a run whose worker is lost too often is given up', requeue({ state: 'running', claims: CLAIMS_MAX }), 'failed'],
])('%s', (_sentence, decision, state) => {
  expect(decision).toEqual({ ok: true, value: state })
})

test('from a final state no move leads anywhere, so a run ends once', () => {
  for (const state of RUN_STATES.filter(isFinal)) {
    const { delete: _delete, ...moves } = DECISIONS
    expect(Object.values(moves).map((decide) => decide({ state, claims: 1 }).ok)).not.toContain(true)
  }
})
