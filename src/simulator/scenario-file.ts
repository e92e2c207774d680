// The scenario file: from its text to a Scenario, or to every problem that it has. The reading is that of the policy file.
import { secondsOfDuration } from '../domain/policy/amount.ts'
import { readDocuments } from '../domain/policy/parse.ts'
import type { Policy, Pool } from '../domain/policy/policy.ts'
import type { FileProblem } from '../domain/policy/problem.ts'
import type { ProblemList } from '../domain/policy/problem-list.ts'
import { readFlavors } from '../domain/policy/read-flavors.ts'
import { checkShape } from '../domain/policy/shape.ts'
import type { SourceDocument } from '../domain/policy/source-document.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { DemandCheck } from './check-demand.ts'
import {
  awardOf,
  capacityChangeOf,
  defaultTermsOf,
  windowIdOf,
  windowOf,
  type ScenarioWindow,
} from './scenario-demand.ts'
import { ScenarioDocument } from './scenario-file-schema.ts'
import { checkTrace, traceDetails } from './scenario-file-trace.ts'
import { checkWorkload, forecastOf } from './scenario-file-workload.ts'
import type { EstimateRule, Scenario } from './scenario.ts'

export interface ScenarioOptions {
  /** The policy that the scenario names, when it is at hand: the map's projects and the flavor are looked up in it. */
  readonly policy?: Policy
}

export function parseScenario(source: string, options: ScenarioOptions = {}): Result<Scenario, readonly FileProblem[]> {
  const { documents, problems } = readDocuments(source, ['Scenario'])
  const document = documents.get('Scenario')
  if (document === undefined) return refuse(problems.finished())
  const written = checkShape(ScenarioDocument, document, problems)
  const pool = readPool(document, problems)
  if (written !== null) {
    checkTrace(written.spec, document, problems)
    const { workload } = written.spec
    if (workload !== undefined) checkWorkload(workload, document, problems, options.policy ?? null)
    const check = new DemandCheck(written.spec, document, problems, { pool, policy: options.policy ?? null })
    check.check()
    for (const [name, id] of Object.entries(written.spec.map.projects)) {
      check.project(id, ['spec', 'map', 'projects', name])
    }
    check.project(written.spec.map.default, ['spec', 'map', 'default'])
  }
  if (written === null || !problems.isEmpty) return refuse(problems.finished())
  const { metadata, spec } = written
  return accept({
    name: metadata.name,
    title: metadata.title ?? {},
    description: metadata.description ?? {},
    policyPath: spec.policy,
    trace: {
      path: spec.trace.path,
      format: spec.trace.format,
      details: traceDetails(spec.trace),
      notice: spec.trace.notice ?? {},
    },
    ...(spec.workload === undefined ? {} : { forecast: forecastOf(spec.workload, spec.seed ?? 1) }),
    pool,
    flavor: spec.flavor,
    map: { by: spec.map.by, projects: byTraceName(spec.map.projects), default: spec.map.default },
    estimate: estimateRule(spec.estimate),
    backfill: spec.backfill ?? null,
    terms: spec.jobs === undefined ? null : defaultTermsOf(spec.jobs, spec.flavor),
    awards: (spec.awards ?? []).map((award) => awardOf(award, spec.flavor)),
    reservations: windowsOf(spec),
    capacityChanges: (spec.capacityChanges ?? []).map((change) => capacityChangeOf(change, spec.flavor)),
    filter: spec.filter ?? 'none',
    seed: spec.seed ?? 1,
  })
}

/** null: the scenario has no pool of its own. */
function readPool(document: SourceDocument, problems: ProblemList): Pool | null {
  if (document.plainAt(['spec', 'pool']) === undefined) return null
  const { flavors, slices } = readFlavors(document, problems, undefined, ['spec', 'pool', 'flavors'])
  return { flavors, ...(slices.length === 0 ? {} : { slices }) }
}

function windowsOf({ reservations = [], maintenance = [], flavor }: ScenarioDocument['spec']): ScenarioWindow[] {
  return [
    ...reservations.map((window, position) =>
      windowOf(window, windowIdOf(window, 'reservation', position), window.for, flavor),
    ),
    ...maintenance.map((window, position) =>
      windowOf(window, windowIdOf(window, 'maintenance', position), null, flavor),
    ),
  ]
}

/** Names of the trace are anything: without a prototype, `constructor` is no project. */
function byTraceName(projects: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null) as Record<string, string>, projects)
}

function estimateRule(written: ScenarioDocument['spec']['estimate']): EstimateRule {
  if (typeof written === 'string') return { kind: written }
  if ('factor' in written) return { kind: 'factor', factor: written.factor }
  return { kind: 'fixed', seconds: secondsOfDuration(written.fixed) }
}
