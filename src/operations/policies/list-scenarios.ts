// The shipped scenarios whose policy belongs to the agency.
import { z } from 'zod'
import type { ScenarioRowBody } from '../../contract/runs.ts'
import { backfillOf } from '../../simulator/scenario.ts'
import { accept } from '../../domain/kernel/result.ts'
import { operation } from '../operation.ts'
import { flavorBody } from './policy-body.ts'

export const listScenarios = operation({
  name: 'list-scenarios',
  kind: 'query',
  input: z.object({}),
  run(_input, { world, agency }) {
    const own = world.scenarios.filter(({ policy }) => policy.agency === agency)
    return Promise.resolve(
      accept(
        own.map(({ scenario, policy, source }): ScenarioRowBody => {
          const flavor = policy.pool.flavors.find((candidate) => candidate.name === scenario.flavor)
          return {
            name: scenario.name,
            source,
            title: scenario.title,
            description: scenario.description,
            policy: policy.name,
            flavor: scenario.flavor,
            capacity: flavor?.capacity ?? 0,
            backfill: backfillOf(scenario, policy),
            pool: scenario.pool === null ? null : scenario.pool.flavors.map(flavorBody),
            traceNotice: scenario.trace.notice,
          }
        }),
      ),
    )
  },
})
