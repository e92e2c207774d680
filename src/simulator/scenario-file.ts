// The scenario file: from its text to a Scenario, or to every problem that it has. The reading is that of the policy file.
import { secondsOfDuration } from '../domain/policy/amount.ts'
import { nearestName, nearestOrAll } from '../domain/policy/nearest.ts'
import { readDocuments } from '../domain/policy/parse.ts'
import type { Policy, Pool } from '../domain/policy/policy.ts'
import type { FileProblem } from '../domain/policy/problem.ts'
import type { ProblemList } from '../domain/policy/problem-list.ts'
import { readFlavors } from '../domain/policy/read-flavors.ts'
import { checkShape } from '../domain/policy/shape.ts'
import type { SourceDocument, SourcePath } from '../domain/policy/source-document.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { ScenarioDocument } from './scenario-file-schema.ts'
import { checkTrace, traceDetails } from './scenario-file-trace.ts'
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
  if (written !== null) checkTrace(written.spec.trace, written.spec.map.by, document, problems)
  if (written !== null) checkNames(written, pool, document, problems, options.policy)
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
    pool,
    flavor: spec.flavor,
    map: { by: spec.map.by, projects: byTraceName(spec.map.projects), default: spec.map.default },
    estimate: estimateRule(spec.estimate),
    backfill: spec.backfill ?? null,
    filter: spec.filter ?? 'none',
    seed: spec.seed ?? 1,
  })
}

/** null: the scenario has no pool of its own. */
function readPool(document: SourceDocument, problems: ProblemList): Pool | null {
  if (document.plainAt(['spec', 'pool']) === undefined) return null
  const { flavors } = readFlavors(document, problems, undefined, ['spec', 'pool', 'flavors'])
  return { flavors }
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

function checkNames(
  { spec }: ScenarioDocument,
  pool: Pool | null,
  document: SourceDocument,
  problems: ProblemList,
  policy: Policy | undefined,
): void {
  const flavors = (pool ?? policy?.pool)?.flavors.map(({ name }) => name)
  if (flavors !== undefined && !flavors.includes(spec.flavor)) {
    const at = ['spec', 'flavor']
    const place = { offset: document.offsetOf(at), path: document.pathText(at), found: spec.flavor }
    problems.report({ ...place, code: 'flavor-unknown', expected: () => nearestOrAll(spec.flavor, flavors) })
  }
  if (policy === undefined) return
  for (const [name, project] of Object.entries(spec.map.projects)) {
    checkProject(project, ['spec', 'map', 'projects', name], document, problems, policy)
  }
  checkProject(spec.map.default, ['spec', 'map', 'default'], document, problems, policy)
}

function checkProject(
  id: string,
  at: SourcePath,
  document: SourceDocument,
  problems: ProblemList,
  policy: Policy,
): void {
  const place = { offset: document.offsetOf(at), path: document.pathText(at), subject: id }
  const node = policy.tree.find((candidate) => candidate.id === id)
  if (node === undefined) {
    const projects = policy.tree.filter(({ kind }) => kind === 'project').map((project) => project.id)
    const expected = () => nearestName(id, projects) ?? ''
    problems.report({ ...place, code: 'project-unknown', found: id, expected })
  } else if (node.kind !== 'project') {
    problems.report({ ...place, code: 'node-not-project', found: node.kind })
  }
}
