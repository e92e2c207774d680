// `weir policy check`: each file by itself, all of its problems; a scenario together with the policy that it names.
import { dirname, resolve } from 'node:path'
import type { Language } from '../../domain/kernel/language.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { parsePolicy, readDocuments } from '../../domain/policy/parse.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import type { FileProblem } from '../../domain/policy/problem.ts'
import { parseScenario } from '../../simulator/scenario-file.ts'
import type { Scenario } from '../../simulator/scenario.ts'
import { sentence } from '../../text/format.ts'
import { fileProblemSentence } from '../../text/policy/problem-sentence.ts'
import { policyText } from '../../text/policy/text.ts'
import { problemLine } from './problem-line.ts'
import { readSourceText, type SourceUnreadable } from './source-text.ts'

interface CheckOptions {
  readonly language: Language
  readonly asJson: boolean
}

type CheckedFile = { readonly path: string } & (
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'scenario'; readonly scenario: Scenario; readonly policy: Policy }
  | { readonly kind: 'problems'; readonly problems: readonly FileProblem[] }
  | { readonly kind: 'unreadable'; readonly reason: SourceUnreadable }
  /** The scenario is in order, its policy is not. */
  | { readonly kind: 'policy-not-in-order'; readonly policyPath: string }
)

export async function checkFiles(
  paths: readonly string[],
  { language, asJson }: CheckOptions,
): Promise<{ text: string; isGood: boolean }> {
  const files: CheckedFile[] = []
  for (const path of paths) files.push({ path, ...(await checkFile(path)) })
  const isGood = files.every((file) => file.kind === 'policy' || file.kind === 'scenario')
  const text = asJson
    ? JSON.stringify({ valid: isGood, files: files.map((file) => fileBody(file, language)) }, null, 2)
    : files.flatMap((file) => fileLines(file, language)).join('\n')
  return { text: `${text}\n`, isGood }
}

type Checked = CheckedFile extends infer File ? (File extends CheckedFile ? Omit<File, 'path'> : never) : never

async function checkFile(path: string): Promise<Checked> {
  const source = await readSourceText(path)
  if (!source.ok) return { kind: 'unreadable', reason: source.refusal }
  if (isScenarioFile(source.value)) return checkScenario(path, source.value)
  const policy = parsePolicy(source.value)
  return policy.ok ? { kind: 'policy', policy: policy.value } : { kind: 'problems', problems: policy.refusal }
}

/** One document of kind Scenario makes a scenario file; everything else is held against the policy. */
function isScenarioFile(source: string): boolean {
  return readDocuments(source, ['Scenario']).documents.has('Scenario')
}

async function checkScenario(path: string, source: string): Promise<Checked> {
  const alone = parseScenario(source)
  if (!alone.ok) return { kind: 'problems', problems: alone.refusal }
  const folder = path === '-' ? '.' : dirname(path)
  const policyPath = resolve(folder, alone.value.policyPath)
  const policy = await readPolicy(policyPath, alone.value)
  if (!policy.ok) return { ...policy.refusal }
  const scenario = parseScenario(source, { policy: policy.value })
  if (!scenario.ok) return { kind: 'problems', problems: scenario.refusal }
  return { kind: 'scenario', scenario: scenario.value, policy: policy.value }
}

async function readPolicy(policyPath: string, { pool }: Scenario): Promise<Result<Policy, Checked>> {
  const source = await readSourceText(policyPath)
  if (!source.ok) return refuse({ kind: 'policy-not-in-order', policyPath })
  const policy = parsePolicy(source.value, pool === null ? {} : { pool })
  return policy.ok ? accept(policy.value) : refuse({ kind: 'policy-not-in-order', policyPath })
}

function fileLines(file: CheckedFile, language: Language): readonly string[] {
  const { path } = file
  const say = (key: keyof (typeof policyText)['en'], values: Record<string, string | number>) =>
    sentence(policyText, language, key, { path, ...values })
  switch (file.kind) {
    case 'unreadable':
      return [say(file.reason.code, { detail: file.reason.detail })]
    case 'policy-not-in-order':
      return [`${path}: ${say('policy-of-scenario', { path: file.policyPath })}`]
    case 'problems': {
      const lines = file.problems.map((problem) => problemLine(path, problem, language))
      return [...lines, say('check-bad', { count: problemCount(file.problems) })]
    }
    case 'scenario': {
      const names = Object.keys(file.scenario.map.projects).length
      return [say('check-good-scenario', { scenario: file.scenario.name, names, policy: policyName(file.policy) })]
    }
    case 'policy': {
      const { pool, tree } = file.policy
      const projects = tree.filter((node) => node.kind === 'project').length
      const counts = { flavors: pool.flavors.length, nodes: tree.length, projects }
      return [say('check-good-policy', { policy: policyName(file.policy), ...counts })]
    }
  }
}

function policyName({ agency, name }: Policy): string {
  return `${agency}/${name}`
}

/** With those that are left out. */
function problemCount(problems: readonly FileProblem[]): number {
  const last = problems.at(-1)
  return last?.code === 'problems-left-out' ? problems.length - 1 + Number(last.found) : problems.length
}

function fileBody(file: CheckedFile, language: Language): object {
  const { path } = file
  switch (file.kind) {
    case 'unreadable':
      return { path, valid: false, unreadable: file.reason.code, detail: file.reason.detail, problems: [] }
    case 'policy-not-in-order':
      return { path, valid: false, policyNotInOrder: file.policyPath, problems: [] }
    case 'problems': {
      const problems = file.problems.map((problem) => ({
        ...problem,
        sentence: fileProblemSentence(problem, language),
      }))
      return { path, valid: false, problems }
    }
    case 'scenario':
      return { path, valid: true, scenario: file.scenario.name, policy: policyName(file.policy), problems: [] }
    case 'policy':
      return { path, valid: true, policy: policyName(file.policy), problems: [] }
  }
}
