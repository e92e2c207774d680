// What can be wrong with a policy or scenario file. Each problem names its place, what was found and what would be
// right; the sentences are in src/text/policy/, one per code and language: a missing one does not compile.

export const FILE_PROBLEM_CODES = [
  'yaml-syntax', // not YAML at all
  'yaml-alias', // anchors and aliases are refused (alias bombs, and an officer cannot read them)
  'file-too-large',
  'document-kind-unknown', // kind: X is none of ours
  'document-missing', // no Pool, no ShareTree
  'document-duplicate',
  'key-unknown', // expected = nearest known key
  'key-missing',
  'key-duplicate',
  'value-type', // expected = what type or form would be right
  'value-range',
  'value-unknown', // not one of a closed list; expected = nearest
  'id-duplicate',
  'id-form',
  'parent-unknown',
  'parent-is-project',
  'parent-cycle',
  'kind-order', // a sector inside a project, for example
  'flavor-unknown',
  'flavor-duplicate',
  'guarantee-over-parent', // the children's guarantees exceed the parent's
  'guarantee-over-capacity', // the roots' guarantees exceed what exists
  'share-over-hundred', // one percentage, or a sum of sibling percentages, over 100 %
  'quantum-not-dividing',
  'language-missing', // a text without any of the agency's languages
] as const
export type FileProblemCode = (typeof FILE_PROBLEM_CODES)[number]

export interface FileProblem {
  readonly code: FileProblemCode
  /** 1-based place in the file. */
  readonly line: number
  readonly column: number
  /** Where in the document, e.g. `ShareTree.spec[2].guarantee.h200`. */
  readonly path: string
  /** What stands there, as written (shortened). */
  readonly found: string
  /** What would be right: a nearest name, a bound, a form. '' when the code says it all. */
  readonly expected: string
}
