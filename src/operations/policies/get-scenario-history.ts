// The history that a scenario replays, for a replay in somebody's browser.
import { z } from 'zod'
import { refuse } from '../../domain/kernel/result.ts'
import { operation } from '../operation.ts'

export const getScenarioHistory = operation({
  name: 'get-scenario-history',
  kind: 'query',
  input: z.object({ scenario: z.string() }),
  async run({ scenario: name }, { world, agency }) {
    const shipped = world.scenarios.find(({ scenario, policy }) => scenario.name === name && policy.agency === agency)
    if (shipped === undefined) return refuse('scenario-not-found')
    const history = await world.readHistory(shipped)
    return history.ok ? history : refuse('history-not-readable')
  },
})
