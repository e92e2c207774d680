// What the lab works on, by its address: a policy, a history and perhaps a draft. What the address leaves open is chosen.
import type { PolicyRowBody } from '../../../src/contract/policies.ts'
import type { ScenarioRowBody } from '../../../src/contract/runs.ts'

export interface LabSearch {
  readonly policy?: string
  readonly scenario?: string
  /** Id of a draft that is opened again. */
  readonly draft?: string
}

export interface LabChoice {
  readonly policy: string
  readonly scenario: ScenarioRowBody
  readonly draft: string | null
}

export function readLabSearch(search: Readonly<Record<string, unknown>>): LabSearch {
  const given = (key: keyof LabSearch) => {
    const value = search[key]
    return typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value) ? { [key]: value } : {}
  }
  return { ...given('policy'), ...given('scenario'), ...given('draft') }
}

/** null when the agency has no policy or no history. */
export function labChoice(
  search: LabSearch,
  { policies, scenarios }: { policies: readonly PolicyRowBody[]; scenarios: readonly ScenarioRowBody[] },
): LabChoice | null {
  const asked = policies.find((policy) => policy.name === search.policy)
  const scenario =
    scenarios.find((known) => known.name === search.scenario) ??
    scenarios.find((known) => known.policy === asked?.name) ??
    scenarios[0]
  if (scenario === undefined) return null
  const policy = asked ?? policies.find((known) => known.name === scenario.policy) ?? policies[0]
  return policy === undefined ? null : { policy: policy.name, scenario, draft: search.draft ?? null }
}
