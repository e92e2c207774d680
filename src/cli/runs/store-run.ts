// Stores a finished replay in the database of the home, as its local officer.
import type { Language } from '../../domain/kernel/language.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import { perform } from '../../operations/operation.ts'
import { storeFinishedRun } from '../../operations/runs/store-finished-run.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import type { Scenario } from '../../simulator/scenario.ts'
import { refusalText } from '../operation-refusal.ts'
import { CommandRefusal } from '../refusal.ts'
import { settingsOf } from '../settings.ts'
import { withWorld } from '../with-world.ts'
import { asLocalOfficer } from './local-officer.ts'

export interface FinishedRun {
  /** As it was replayed. */
  readonly scenario: Scenario
  readonly scenarioSource: string
  readonly policySource: string
  readonly outcome: Outcome
  readonly startedAt: Date
  readonly endedAt: Date
}

export async function storeRun(run: FinishedRun, language: Language): Promise<Result<string, string>> {
  const policy = parsePolicy(run.policySource)
  if (!policy.ok) return refuse(refusalText('policy-has-problems', language))
  const { agency } = policy.value
  try {
    return await withWorld(settingsOf({}, language), language, async (world) => {
      const call = await asLocalOfficer(world, agency)
      if (!call.ok) return refuse(refusalText(call.refusal, language))
      const stored = await perform(world, storeFinishedRun, call.value, run)
      return stored.ok ? accept(stored.value.id) : refuse(refusalText(stored.refusal, language))
    })
  } catch (error) {
    if (error instanceof CommandRefusal) return refuse(error.message)
    throw error
  }
}
