import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editPolicySource, type SourceEdit } from './edit-source.ts'
import { writtenChanges } from './written-changes.ts'
import { readWrittenPolicy, RULE_PATHS, UNITS_KEYS } from './written-policy.ts'

const EXAMPLES = path.join(import.meta.dirname, '../../../examples/policies')
const NATIONAL = readFileSync(path.join(EXAMPLES, 'national-50-30-20.yaml'), 'utf8')

const FILE = `# The officer's own words.
apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: p}
spec:
  flavors: [{name: gpu, unit: gpu, capacity: 100, price: 1}] # all of it
  backfill:
    mode: easy # since March
---
kind: ShareTree
spec:
  # The first.
  - id: a
    kind: sector
    guarantee: 50%   # half
    weight: 5

  - {id: b, kind: sector, guarantee: 30%, limit: {gpu: 60}}
  - weight: 2
    id: c
    kind: sector
    guarantee:
      gpu: 20 # cards
    title: {en: Third}
`

const edited = (edit: SourceEdit, source = FILE): string => {
  const result = editPolicySource(source, edit)
  if (!result.ok) throw new Error(result.refusal)
  return result.value
}
const tree = (edit: SourceEdit['path'], value: SourceEdit['value']): SourceEdit => ({
  document: 'ShareTree',
  path: ['spec', ...edit],
  value,
})
const pool = (edit: SourceEdit['path'], value: SourceEdit['value']): SourceEdit => ({
  document: 'Pool',
  path: ['spec', ...edit],
  value,
})

describe('one value changes, and the rest of the file stays to the letter', () => {
  test.each([
    {
      what: 'a share',
      edit: tree([0, 'guarantee'], '45%'),
      was: 'guarantee: 50%   # half',
      is: 'guarantee: 45%   # half',
    },
    { what: 'a share in a flow map', edit: tree([1, 'guarantee'], 25), was: 'guarantee: 30%', is: 'guarantee: 25' },
    { what: 'a share of one flavor', edit: tree([2, 'guarantee', 'gpu'], '10%'), was: 'gpu: 20 #', is: 'gpu: 10% #' },
    {
      what: 'a rule with a comment',
      edit: pool(['backfill', 'mode'], 'fcfs'),
      was: 'mode: easy #',
      is: 'mode: fcfs #',
    },
    {
      what: 'a new weight in a flow map',
      edit: tree([1, 'weight'], 3),
      was: 'guarantee: 30%,',
      is: 'guarantee: 30%, weight: 3,',
    },
    {
      what: 'a new limit after the weight',
      edit: tree([0, 'limit'], '60%'),
      was: '    weight: 5\n',
      is: '    weight: 5\n    limit: 60%\n',
    },
    {
      what: 'a new key inside a map that is not there',
      edit: tree([0, 'preemption', 'grace'], '5m'),
      was: '    weight: 5\n',
      is: '    weight: 5\n    preemption: {grace: 5m}\n',
    },
    {
      what: 'a new rule beside another',
      edit: pool(['backfill', 'window'], '7d'),
      was: 'mode: easy # since March\n',
      is: 'mode: easy # since March\n    window: 7d\n',
    },
    { what: 'a weight that goes', edit: tree([0, 'weight'], null), was: '    weight: 5\n', is: '' },
    {
      what: 'the first key of an entry that goes',
      edit: tree([2, 'weight'], null),
      was: 'weight: 2\n    id',
      is: 'id',
    },
    {
      what: 'the last limit of a map that goes',
      edit: tree([1, 'limit', 'gpu'], null),
      was: ', limit: {gpu: 60}',
      is: '',
    },
    {
      what: 'the last rule of a map that goes',
      edit: pool(['backfill', 'mode'], null),
      was: '  backfill:\n    mode: easy # since March\n',
      is: '',
    },
    { what: 'what is not there and goes', edit: tree([0, 'tier'], null), was: '', is: '' },
  ])('$what', ({ edit, was, is }) => {
    expect(edited(edit)).toBe(FILE.replace(was, is))
  })

  test('line ends of another system stay', () => {
    const source = FILE.replaceAll('\n', '\r\n')
    expect(edited(tree([0, 'limit'], 9), source)).toBe(source.replace('weight: 5\r\n', 'weight: 5\r\n    limit: 9\r\n'))
    expect(edited(tree([0, 'weight'], null), source)).toBe(source.replace('    weight: 5\r\n', ''))
  })
})

test.each([
  { what: 'no YAML', source: 'a: [', edit: tree([0, 'weight'], 1), refusal: 'text-not-readable' },
  {
    what: 'no such document',
    source: 'kind: Pool\nspec: {}\n',
    edit: tree([0, 'weight'], 1),
    refusal: 'place-not-found',
  },
  { what: 'no such node', source: FILE, edit: tree([9, 'weight'], 1), refusal: 'place-not-found' },
  {
    what: 'a map where a value is to stand',
    source: FILE,
    edit: tree([2, 'guarantee'], '5%'),
    refusal: 'place-not-a-value',
  },
])('$what is refused as $refusal', ({ source, edit, refusal }) => {
  expect(editPolicySource(source, edit)).toEqual({ ok: false, refusal })
})

test('any field of the shipped policy can be written, reads back as written, and leads back to the same file', () => {
  const nodes = readWrittenPolicy(NATIONAL)?.nodes ?? []
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 9_999 }),
    fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
  )
  const nodeEdit = fc
    .tuple(fc.nat(nodes.length - 1), fc.constantFrom(...UNITS_KEYS), amount)
    .map(([position, key, value]): SourceEdit => tree([position, key], value))
  const ruleEdit = fc
    .tuple(fc.constantFrom(...RULE_PATHS), fc.constantFrom(5, '7d', 'easy'))
    .map(([rule, value]): SourceEdit => pool(rule.split('.'), value))
  fc.assert(
    fc.property(fc.oneof(nodeEdit, ruleEdit), (edit) => {
      const before = readWrittenPolicy(NATIONAL)
      const text = edited(edit, NATIONAL)
      const after = readWrittenPolicy(text)
      if (before === null || after === null) throw new Error('the policy cannot be read')
      const changes = writtenChanges(before, after)
      // Written as it was: no change.
      if (text === NATIONAL) expect(changes).toEqual([])
      else expect(changes).toEqual([expect.objectContaining({ after: edit.value })])
      for (const change of changes) {
        if (change.kind !== 'value' && change.kind !== 'rule') continue
        expect(edited({ ...edit, value: change.before }, text)).toBe(NATIONAL)
      }
    }),
  )
})
