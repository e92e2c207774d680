// What can be wrong with a policy or scenario file. Each problem names its place, what was found and what would be
// right; the sentences are in src/text/policy/, one per code and language: a missing one does not compile.

export const FILE_PROBLEM_CODES = [
  'file-empty',
  'file-too-large', // found and expected: bytes
  'encoding-not-utf8',
  'character-not-allowed', // a control character; found: U+0007
  'nesting-too-deep',
  'yaml-syntax', // expected: one of SYNTAX_HINTS
  'yaml-alias', // anchors and aliases are refused (alias bombs, and an officer cannot read them)
  'yaml-tag', // !!binary and its like
  'yaml-directive', // %YAML 1.1 would change what `no` means
  'document-kind-unknown', // kind: X is none of ours; expected: the nearest, or all of them
  'document-not-policy', // an Award, a Workload or a Reservation: given at run time, not by policy
  'document-missing', // expected: the kind that is missing
  'document-duplicate',
  'documents-too-many', // expected: how many are read
  'key-unknown', // expected: nearest known key, or all of them
  'key-missing', // expected: the key
  'key-duplicate',
  'value-type', // expected: one of EXPECTED_FORMS
  'value-range', // expected: a bound, e.g. `≥ 1`
  'value-unknown', // not one of a closed list; expected: nearest, or all of them
  'text-too-long', // expected: characters
  'id-duplicate', // expected: the line that has it already
  'id-form', // expected: one of EXPECTED_FORMS
  'parent-unknown', // expected: nearest, or ''
  'parent-is-project',
  'parent-cycle', // found: the whole circle, a → b → a
  'kind-order', // a sector inside a programme, for example; found: child's kind, expected: parent's kind
  'flavor-unknown', // expected: nearest, or all of them
  'flavor-duplicate',
  'flavor-derived', // a guarantee of slices that are cut from another flavor's cards
  'guarantee-over-parent', // the children's guarantees exceed the parent's: found and expected are units with flavor
  'guarantee-over-capacity', // the roots' guarantees exceed what exists
  'share-over-hundred', // one percentage over 100 %
  'shares-over-hundred', // the percentages of siblings together; subject: their parent, '' for the pool
  'quantum-not-dividing', // expected: the quantum
  'cells-not-nesting', // found and expected: level and units, of the level and of the next smaller
  'capacity-not-in-cells', // found: units, expected: units of a node
  'cell-level-unknown', // subject: the node or flavor that has no such cells; expected: nearest, or all of them
  'cells-over-guarantee', // found: units of the cells, expected: units of the guarantee
  'flavor-not-calendar', // appointments of a flavor that has none
  'flavor-calendar', // what a flavor that is given by appointment cannot have, or cannot be
  'slices-of-no-cards', // found: the flavor that is named, expected: its unit
  'tiers-all-equal', // order(tier) in a tree without tiers
  'language-missing', // a text without any of the languages that are asked for; expected: those
  'project-unknown', // a scenario's project is not in the tree; expected: nearest
  'node-not-project', // a scenario maps to a group; found: its kind
  'node-unknown', // a scenario names a node that the tree does not have; expected: nearest
  'units-or-cells', // a window says both, or neither
  'time-ends-early', // found: the end, expected: the start
  'problems-left-out', // found: how many more there are
] as const
export type FileProblemCode = (typeof FILE_PROBLEM_CODES)[number]

/** What a value of the wrong form should have been. The sentences name them in the reader's language. */
export const EXPECTED_FORMS = [
  'text',
  'text-not-empty',
  'texts-by-language',
  'whole-number',
  'number',
  'decimal',
  'yes-no',
  'list',
  'map',
  'id',
  'flavor-name',
  'units-or-percent',
  'units-by-flavor',
  'duration',
  'estimate',
  'relative-path',
  'zone',
  'scenario-time',
  'percent',
  'topology',
] as const
export type ExpectedForm = (typeof EXPECTED_FORMS)[number]

export function isExpectedForm(value: string): value is ExpectedForm {
  return (EXPECTED_FORMS as readonly string[]).includes(value)
}

/** What the YAML reader tripped over, in words that an officer can act on. */
export const SYNTAX_HINTS = [
  'tab',
  'indentation',
  'missing-character',
  'escape',
  'key-on-one-line',
  'reserved-character',
  'unexpected-text',
] as const
export type SyntaxHint = (typeof SYNTAX_HINTS)[number]

export interface FileProblem {
  readonly code: FileProblemCode
  /** 1-based place in the file. */
  readonly line: number
  readonly column: number
  /** Where in the document, e.g. `ShareTree.spec[2].guarantee.h200`. */
  readonly path: string
  /** Whom it is about: the id of a node, or ''. */
  readonly subject: string
  /** What stands there, as written (shortened). */
  readonly found: string
  /** What would be right: a nearest name, a bound, a form. '' when the code says it all. */
  readonly expected: string
}
