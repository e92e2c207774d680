// Holds a document against its Zod schema and says what does not fit in Weir's own words and places.
import { isAlias } from 'yaml'
import type { z } from 'zod'
import { nearestName, nearestOrAll } from './nearest.ts'
import { isExpectedForm, type FileProblemCode } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

type Issue = z.core.$ZodIssue

/** The document's value at `path` when it fits the schema, else null and its problems. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  document: SourceDocument,
  problems: ProblemList,
  path: SourcePath = [],
): z.output<Schema> | null {
  let outcome = schema.safeParse(document.plainAt(path))
  // Text that YAML takes for a number is text by its source: take it as written, and look again.
  const numbers = outcome.success ? [] : outcome.error.issues.filter(wantsText)
  const taken = numbers.filter((issue) => document.takeAsWritten([...path, ...pathOf(issue)]))
  if (taken.length > 0) outcome = schema.safeParse(document.plainAt(path))
  if (outcome.success) return outcome.data
  const reader = { document, problems, misspelt: misspeltKeys(outcome.error.issues, path, document) }
  for (const issue of outcome.error.issues) reportIssue(issue, path, reader)
  return null
}

function wantsText(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.expected === 'string'
}

function pathOf(issue: Issue): SourcePath {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
}

interface Reader {
  readonly document: SourceDocument
  readonly problems: ProblemList
  /** Places of keys that are missing because they are there under a wrong name: told once, at the wrong name. */
  readonly misspelt: ReadonlySet<string>
}

function misspeltKeys(issues: readonly Issue[], above: SourcePath, document: SourceDocument): ReadonlySet<string> {
  const places = new Set<string>()
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const holder = [...above, ...pathOf(issue)]
    for (const key of issue.keys.slice(0, MOST_MISSPELT)) {
      const meant = nearestName(key, issue.message.split(' '))
      if (meant !== null) places.add(document.pathText([...holder, meant]))
    }
  }
  return places
}

/** No map of Weir has more keys than this that could be meant. */
const MOST_MISSPELT = 40

function reportIssue(issue: Issue, above: SourcePath, reader: Reader): void {
  const { document, problems } = reader
  const path = [...above, ...pathOf(issue)]
  if (issue.code === 'invalid_union') {
    reportUnion(issue, path, reader)
    return
  }
  if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_key') {
    reportKeys(issue, path, reader)
    return
  }
  const node = document.nodeAt(path)
  if (isAlias(node)) return // told already, and what it stands for is not looked at
  if (isAbsent(document, path)) {
    if (reader.misspelt.has(document.pathText(path))) return
    const key = String(path.at(-1) ?? '')
    const offset = document.offsetOf(path.slice(0, -1))
    problems.report({ code: 'key-missing', offset, path: document.pathText(path), expected: key })
    return
  }
  const at = { offset: document.offsetOf(path), path: document.pathText(path), found: document.sourceOf(path) }
  problems.report({ ...at, ...verdict(issue, document.sourceOf(path)) })
}

function isAbsent(document: SourceDocument, path: SourcePath): boolean {
  if (path.length === 0) return false
  const holder = document.plainAt(path.slice(0, -1))
  return typeof holder === 'object' && holder !== null && !Object.hasOwn(holder, path.at(-1) ?? '')
}

/** A refinement names its own code in its parameters; other schemas name the expected form as their message. */
function verdict(issue: Issue, found: string): { code: FileProblemCode; expected: string | (() => string) } {
  switch (issue.code) {
    case 'invalid_value':
      return { code: 'value-unknown', expected: () => nearestOrAll(found, issue.values.map(String)) }
    case 'too_small':
      if (issue.origin === 'string') return { code: 'value-type', expected: 'text-not-empty' }
      return { code: 'value-range', expected: `${issue.inclusive === false ? '>' : '≥'} ${issue.minimum}` }
    case 'too_big':
      if (issue.origin === 'string') return { code: 'text-too-long', expected: String(issue.maximum) }
      return { code: 'value-range', expected: `≤ ${issue.maximum}` }
    case 'custom': {
      const { code, expected } = issue.params as { code: FileProblemCode; expected: string }
      return { code, expected }
    }
    default: {
      const form = isExpectedForm(issue.message) ? issue.message : 'text'
      return { code: form === 'id' || form === 'flavor-name' ? 'id-form' : 'value-type', expected: form }
    }
  }
}

/** The branch that the writer meant is the one whose outermost form fits; without one the union speaks for itself. */
function reportUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: SourcePath, reader: Reader): void {
  const { document, problems } = reader
  if (isAlias(document.nodeAt(path))) return
  const fitting = issue.errors.filter((branch) => branch.every((inner) => inner.path.length > 0 || !isFormIssue(inner)))
  const meant = fitting.toSorted((a, b) => strangeness(a) - strangeness(b))[0]
  if (meant !== undefined) {
    for (const inner of meant) reportIssue(inner, path, reader)
    return
  }
  const expected = isExpectedForm(issue.message) ? issue.message : 'text'
  const found = document.sourceOf(path)
  problems.report({
    code: 'value-type',
    offset: document.offsetOf(path),
    path: document.pathText(path),
    found,
    expected,
  })
}

/** A branch that does not even know the keys is hardly the one that was meant. */
function strangeness(branch: readonly Issue[]): number {
  return branch.length + (branch.some((inner) => inner.code === 'unrecognized_keys') ? 1000 : 0)
}

function isFormIssue(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_format' || issue.code === 'invalid_value'
}

function reportKeys(
  issue: Extract<Issue, { code: 'unrecognized_keys' | 'invalid_key' }>,
  path: SourcePath,
  { document, problems }: Reader,
): void {
  if (issue.code === 'invalid_key') {
    const found = String(path.at(-1) ?? '')
    const inner = issue.issues[0]?.message ?? ''
    const expected = isExpectedForm(inner) ? inner : 'text'
    problems.report({
      code: expected === 'text' ? 'value-type' : 'id-form',
      offset: document.keyOffsetOf(path),
      path: document.pathText(path),
      found,
      expected,
    })
    return
  }
  const known = issue.message.split(' ')
  for (const key of issue.keys) {
    problems.report({
      code: 'key-unknown',
      offset: document.keyOffsetOf([...path, key]),
      path: document.pathText([...path, key]),
      found: key,
      expected: () => nearestOrAll(key, known),
    })
  }
}
