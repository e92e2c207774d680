import { describe, expect, it } from 'vitest'
import { readStartRun } from './start-run.tsx'

describe('the form that starts a run', () => {
  it.each([
    { said: 'leaves empty fields to the scenario', fields: { capacity: '', backfill: '' }, expected: {} },
    { said: 'sends the capacity as a number', fields: { capacity: ' 480 ' }, expected: { capacity: 480 } },
    { said: 'sends the version', fields: { policyVersionId: 'v1' }, expected: { policyVersionId: 'v1' } },
    { said: 'sends a known order of jobs', fields: { backfill: 'fcfs' }, expected: { backfill: 'fcfs' } },
    {
      said: 'sends every order that a policy knows',
      fields: { backfill: 'conservative' },
      expected: { backfill: 'conservative' },
    },
    { said: 'does not send an unknown one', fields: { backfill: 'lifo' }, expected: {} },
  ])('$said', ({ fields, expected }) => {
    const form = new FormData()
    form.set('scenario', 'philly')
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    expect(readStartRun(form)).toEqual({ scenario: 'philly', ...expected })
  })
})
