// The scenarios that Weir ships, read once. One that cannot be used is told and left out: the others still work.
import type { Policy } from '../../domain/policy/policy.ts'
import type { Scenario } from '../../simulator/scenario.ts'
import { exampleScenarios } from './places.ts'
import { loadScenario, type ScenarioUnusable } from './scenario-files.ts'

export interface ShippedScenario {
  readonly scenario: Scenario
  readonly source: string
  /** Absolute path of the scenario file: the trace's path is relative to it. */
  readonly path: string
  /** The policy file that it names, as it is shipped. */
  readonly policy: Policy
  readonly policySource: string
}

export async function loadShippedScenarios(
  onUnusable: (path: string, unusable: ScenarioUnusable) => void,
  paths: readonly string[] = exampleScenarios(),
): Promise<ShippedScenario[]> {
  const shipped: ShippedScenario[] = []
  for (const path of paths) {
    const loaded = await loadScenario(path)
    if (!loaded.ok) {
      onUnusable(path, loaded.refusal)
      continue
    }
    const { scenario, scenarioSource, scenarioPath, policy, policySource } = loaded.value
    shipped.push({ scenario, source: scenarioSource, path: scenarioPath, policy, policySource })
  }
  return shipped
}
