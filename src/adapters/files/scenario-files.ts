// A scenario on disk: the scenario file, and the policy file that it names.
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import type { FileProblem } from '../../domain/policy/problem.ts'
import { parseScenario } from '../../simulator/scenario-file.ts'
import type { Scenario } from '../../simulator/scenario.ts'

export interface LoadedScenario {
  readonly scenario: Scenario
  readonly scenarioSource: string
  /** Absolute path of the scenario file: the trace's path is relative to it. */
  readonly scenarioPath: string
  /** With the scenario's pool, where it has one. */
  readonly policy: Policy
  readonly policySource: string
  readonly policyPath: string
}

export type ScenarioUnusable =
  | { readonly code: 'file-unreadable'; readonly path: string; readonly detail: string }
  | { readonly code: 'file-has-problems'; readonly path: string; readonly problems: readonly FileProblem[] }
  /** In order by itself, but not over the pool that the scenario brings. */
  | { readonly code: 'policy-not-for-pool'; readonly path: string; readonly problems: readonly FileProblem[] }

/** `otherPolicy`: path of a policy file that takes the place of the one that the scenario names. */
export async function loadScenario(
  path: string,
  otherPolicy?: string,
): Promise<Result<LoadedScenario, ScenarioUnusable>> {
  const scenarioPath = resolve(path)
  const scenarioSource = await readText(scenarioPath)
  if (!scenarioSource.ok) return scenarioSource
  const scenario = parseScenario(scenarioSource.value)
  if (!scenario.ok) return refuse({ code: 'file-has-problems', path, problems: scenario.refusal })
  const policyPath =
    otherPolicy === undefined ? resolve(dirname(scenarioPath), scenario.value.policyPath) : resolve(otherPolicy)
  const policySource = await readText(policyPath)
  if (!policySource.ok) return policySource
  const policy = policyUnder(scenario.value, policySource.value)
  if (!policy.ok) {
    const code = parsePolicy(policySource.value).ok ? 'policy-not-for-pool' : 'file-has-problems'
    return refuse({ code, path: policyPath, problems: policy.refusal })
  }
  // Once more with the policy at hand: projects and flavors that it does not have are named by their line.
  const together = parseScenario(scenarioSource.value, { policy: policy.value })
  if (!together.ok) return refuse({ code: 'file-has-problems', path, problems: together.refusal })
  return accept({
    scenario: scenario.value,
    scenarioSource: scenarioSource.value,
    scenarioPath,
    policy: policy.value,
    policySource: policySource.value,
    policyPath,
  })
}

/** The policy as the scenario replays it: over the scenario's pool where it has one, or over `capacity` units of its flavor. */
export function policyUnder(
  scenario: Scenario,
  policySource: string,
  capacity?: number,
): Result<Policy, readonly FileProblem[]> {
  const plain = parsePolicy(policySource, scenario.pool === null ? {} : { pool: scenario.pool })
  if (!plain.ok || capacity === undefined) return plain
  const flavors = plain.value.pool.flavors.map((flavor) =>
    flavor.name === scenario.flavor ? { ...flavor, capacity } : flavor,
  )
  return parsePolicy(policySource, { pool: { ...plain.value.pool, flavors } })
}

async function readText(path: string): Promise<Result<string, ScenarioUnusable>> {
  try {
    return accept(await readFile(path, 'utf8'))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return refuse({ code: 'file-unreadable', path, detail })
  }
}
