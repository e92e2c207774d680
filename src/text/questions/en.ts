// Refusals of `weir policy ask`: the field, what is wrong with it, what would be right.
export const en = {
  'not-utf8': 'This is not UTF-8 text, in which JSON is written.',
  'not-json': 'This is not JSON: {found}',
  'not-an-object': 'A question is a JSON object such as {expected}, not {found}.',
  'question-unknown': 'ask: there is no question “{found}”. Expected: {expected}.',
  'field-unknown': '{field}: this field is not known. Expected: {expected}.',
  'field-missing': '{field} is missing: it should be {expected}.',
  'field-type': '{field}: {found} should be {expected}.',
  'number-range': '{field}: {found} should be {expected}.',
  'id-duplicate': '{field}: the id “{found}” is there already, at {expected}.',
  'parent-unknown': '{field}: there is no node “{found}”. Expected: the id of a node{expected}.',
  'parent-cycle':
    '{field}: “{found}” is below this node itself: the tree has a circle. Expected: a node that is not below it, or no parent.',
  'tree-too-deep': '{field}: the tree has {found} levels; at most {expected} are read.',
  'guarantee-over-parent':
    '{field}: the children are guaranteed {found}, more than the {expected} of their group. A group’s guarantee covers its children’s; with "groupGuarantee":"adds" it stands beside them.',
  'sum-too-large': '{field}: the sum {found} should be {expected}.',
  'not-a-project': '{field}: “{found}” is not a project. Jobs stand at nodes without children{expected}.',
  'sum-differs': '{field}: {found} should be {expected}, the sum of what stands below this node, or be left out.',
  'input-too-large': 'The input is larger than {expected}.',
  object: 'an object',
  list: 'a list',
  text: 'a text that is not empty',
  'whole-number': 'a whole number',
  'true-or-false': 'true or false',
} as const
