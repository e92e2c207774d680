// What can be wrong with a policy file: the smallest file, the exact code and place. ▲ marks the place that must be told;
// it is taken out before the file is read.
import { describe, expect, test } from 'vitest'
import {
  flavor,
  holds,
  nodes,
  pool,
  POOL,
  told,
  TREE,
  withPool,
  withTree,
  type Row,
} from '../../../test/kit/marked-policy.ts'
import { parsePolicy } from './parse.ts'
import { MAX_FILE_BYTES } from './yaml-documents.ts'

const TEXT_ROWS: readonly Row[] = [
  ['nothing at all', '▲', 'file-empty'],
  ['only a remark', '▲# nothing\n', 'file-empty'],
  ['only marks of documents', '▲---\n---\n', 'file-empty'],
  ['bytes that were no UTF-8', withTree('kind: ▲\uFFFDhareTree'), 'encoding-not-utf8'],
  ['a NUL', withTree('kind: Share▲\u0000Tree'), 'character-not-allowed', 'U+0000 -> '],
  ['a tab for indentation', 'kind: Pool\n▲\tname: x', 'yaml-syntax', 'name: x -> tab'],
  ['an open bracket', 'kind: [Pool▲', 'yaml-syntax'],
  ['an open quotation mark', 'kind: "Pool▲', 'yaml-syntax', ' -> missing-character'],
  ['an unknown escape', 'kind: "Po▲\\ql"', 'yaml-syntax', '\\ql" -> escape'],
  ['two colons on a line', 'kind: ▲a: b', 'yaml-syntax', 'a: b -> indentation'],
  ['an at-sign in front', 'kind: ▲@home', 'yaml-syntax', '@home -> reserved-character'],
  ['an anchor', nodes('{id: all, kind: sector, weight: ▲&w 5}'), 'yaml-alias', '&w -> '],
  [
    'an anchor and its alias',
    nodes('{id: all, kind: sector, weight: ▲&w 5}', '{id: b, kind: sector, weight: ▲*w}'),
    ['yaml-alias', 'yaml-alias'],
  ],
  ['an alias of nothing', nodes('{id: all, kind: sector, title: ▲*t}'), 'yaml-alias', '*t -> '],
  [
    'a merge key',
    nodes('{id: all, kind: sector, ▲<<: ▲*w}'),
    ['key-unknown', 'yaml-alias'],
    '<< -> id, parent, kind, title, guarantee, weight, tier, limit, borrowingLimit, lendingLimit, preemption, priorityScope',
  ],
  ['a tag', nodes('{id: ▲!!str all, kind: sector}'), 'yaml-tag', '!!str -> '],
  ['a directive', `▲%YAML 1.1\n---\n${POOL}---\n${TREE}`, 'yaml-directive'],
  ['a list for a document', withTree(`${TREE}---\n▲[1]`), 'value-type', '[1] -> map'],
  ['a key that is a list', withTree(`${TREE}? ▲[a]\n: 1\n`), 'value-type', ' -> text'],
  ['a prototype for a key', withTree(`${TREE}▲__proto__: {a: 1}\n`), 'key-unknown', '__proto__ -> '],
]

const SHAPE_ROWS: readonly Row[] = [
  ['no tree', `▲${POOL}`, 'document-missing', ' -> ShareTree'],
  ['no pool', `▲${TREE}`, 'document-missing', ' -> Pool'],
  ['two trees', withTree(`${TREE}---\n${TREE.replace('ShareTree', '▲ShareTree')}`), 'document-duplicate'],
  ['a misspelt kind', withTree(TREE.replace('Share', '▲Shar')), 'document-kind-unknown', 'SharTree -> ShareTree'],
  [
    'a kind that is far off',
    withTree(TREE.replace('ShareTree', '▲Zebra')),
    'document-kind-unknown',
    'Zebra -> Pool, ShareTree',
  ],
  ['an award in a policy', withTree(`${TREE}---\nkind: ▲Award\nspec: {}`), 'document-not-policy', 'Award -> '],
  ['no kind', withTree(`${TREE}---\n▲spec: {}`), 'key-missing', ' -> kind'],
  ['an empty kind', withTree(`${TREE}---\n▲kind:\nspec: {}`), 'key-missing', ' -> kind'],
  [
    'another version of the format',
    withPool(POOL.replace('weir/v1', '▲weir/v2')),
    'value-unknown',
    'weir/v2 -> weir/v1',
  ],
  ['no metadata', withPool(`▲${POOL.replace(/metadata.*\n/, '')}`), 'key-missing', ' -> metadata'],
  ['no agency', withPool(POOL.replace('{agency: hannuri, ', '▲{')), 'key-missing', ' -> agency'],
  ['an agency with capitals', withPool(POOL.replace('hannuri', '▲Hannuri')), 'id-form', 'Hannuri -> id'],
  ['an unknown key', nodes('{id: all, kind: sector, ▲wieght: 5}'), 'key-unknown', 'wieght -> weight'],
  [
    'a key with an underscore',
    nodes('{id: all, kind: sector, ▲borrowing_limit: 5}'),
    'key-unknown',
    'borrowing_limit -> borrowingLimit',
  ],
  ['a key twice', nodes('{id: all, kind: sector, weight: 5, ▲weight: 6}'), 'key-duplicate', 'weight -> '],
  ['a weight in words', nodes('{id: all, kind: sector, weight: ▲five}'), 'value-type', 'five -> whole-number'],
  ['a weight in quotes', nodes('{id: all, kind: sector, weight: ▲"5"}'), 'value-type', '"5" -> whole-number'],
  ['half a weight', nodes('{id: all, kind: sector, weight: ▲2.5}'), 'value-type', '2.5 -> whole-number'],
  ['a weight that is missing', nodes('{id: all, kind: sector, ▲weight: }'), 'value-type', ' -> whole-number'],
  ['a negative weight', nodes('{id: all, kind: sector, weight: ▲-1}'), 'value-range', '-1 -> ≥ 0'],
  ['a huge weight', nodes('{id: all, kind: sector, weight: ▲1e9}'), 'value-range', '1e9 -> ≤ 1000000'],
  ['an endless weight', nodes('{id: all, kind: sector, weight: ▲.inf}'), 'value-type', '.inf -> whole-number'],
  ['no number for a weight', nodes('{id: all, kind: sector, weight: ▲.nan}'), 'value-type', '.nan -> whole-number'],
  ['a number of 400 digits', nodes(`{id: all, kind: sector, weight: ▲${'9'.repeat(400)}}`), 'value-type'],
  ['thousands with a comma', flavor('{name: h200, unit: gpu, capacity: 10,▲456, price: 1}'), 'key-unknown'],
  ['an unknown kind of node', nodes('{id: all, kind: ▲sectr}'), 'value-unknown', 'sectr -> sector'],
  ['a node without id', nodes('▲{kind: sector}'), 'key-missing', ' -> id'],
  [
    'a title without language',
    nodes('{id: all, kind: sector, title: ▲Everything}'),
    'value-type',
    'Everything -> texts-by-language',
  ],
  ['a title in no language', nodes('{id: all, kind: sector, title: ▲{}}'), 'language-missing', '{} -> en, vi, ko'],
  ['a title in French', nodes('{id: all, kind: sector, title: {▲fr: Tout}}'), 'key-unknown', 'fr -> en, vi, ko'],
  ['an empty title', nodes("{id: all, kind: sector, title: {en: ▲''}}"), 'value-type', "'' -> text-not-empty"],
  ['a title of 201 letters', nodes(`{id: all, kind: sector, title: {en: ▲${'x'.repeat(201)}}}`), 'text-too-long'],
  ['an id with spaces', nodes('{id: ▲all of it, kind: sector}'), 'id-form', 'all of it -> id'],
  ['an id that every object has', nodes('{id: ▲constructor, kind: sector}'), 'id-form'],
  ['a guarantee in words', nodes('{id: all, kind: sector, guarantee: ▲half}'), 'value-type', 'half -> units-by-flavor'],
  [
    'a guarantee in words by flavor',
    nodes('{id: all, kind: sector, guarantee: {h200: ▲half}}'),
    'value-type',
    'half -> units-or-percent',
  ],
  ['a negative guarantee', nodes('{id: all, kind: sector, guarantee: ▲-1}'), 'value-range', '-1 -> ≥ 0'],
  ['a negative percentage', nodes('{id: all, kind: sector, guarantee: ▲-5%}'), 'value-type'],
  [
    'a percentage with a comma',
    nodes('{id: all, kind: sector, guarantee: {h200: "▲"}}'.replace('"▲"', '▲"12,5%"')),
    'value-type',
  ],
  ['a pool without flavors', pool('{flavors: ▲[]}'), 'value-range', '[] -> ≥ 1'],
  ['a negative price', flavor('{name: h200, unit: gpu, capacity: 1, price: ▲-1}'), 'value-range', '-1 -> ≥ 0'],
  [
    'a price of no number',
    flavor('{name: h200, unit: gpu, capacity: 1, price: ▲.nan}'),
    'value-type',
    '.nan -> decimal',
  ],
  ['a price of seven decimals', flavor('{name: h200, unit: gpu, capacity: 1, price: ▲0.1234567}'), 'value-type'],
  ['an unknown unit', flavor('{name: h200, unit: ▲gpus, capacity: 1, price: 1}'), 'value-unknown', 'gpus -> gpu'],
  [
    'a calendar in words',
    flavor('{name: q, unit: seat, capacity: 1, price: 1, calendar: ▲yes}'),
    'value-type',
    'yes -> yes-no',
  ],
  [
    'a half-life without unit',
    pool('{flavors: [{name: h200, unit: gpu, capacity: 1, price: 1}], history: {halfLife: ▲7}}'),
    'value-type',
    '7 -> duration',
  ],
  [
    'a flavor that is called cell',
    flavor('{name: ▲cell, unit: gpu, capacity: 1, price: 1}'),
    'id-form',
    'cell -> flavor-name',
  ],
]

const TREE_ROWS: readonly Row[] = [
  [
    'a misspelt key that must be there: told once',
    withPool(POOL.replace('agency:', '▲agancy:')),
    'key-unknown',
    'agancy -> agency',
  ],
  [
    'a slip in one key, and a share too many in the same node',
    nodes('{id: a, kind: sector, guarantee: 60%}', '{id: b, kind: sector, guarantee: ▲50%, ▲wieght: 5}'),
    ['shares-over-hundred', 'key-unknown'],
    '110% -> 100%',
  ],
  ['an id twice', nodes('{id: a, kind: sector}', '{id: ▲a, kind: sector}'), 'id-duplicate', 'a -> 8'],
  [
    'a parent that is not there',
    nodes('{id: academia, kind: sector}', '{id: b, parent: ▲acadmia, kind: programme}'),
    'parent-unknown',
    'acadmia -> academia',
  ],
  [
    'a project as parent',
    nodes('{id: a, kind: project}', '{id: b, parent: ▲a, kind: project}'),
    'parent-is-project',
    'a -> ',
  ],
  [
    'a node that is its own parent',
    nodes('{id: a, kind: sector}', '{id: b, parent: ▲b, kind: sector}'),
    'parent-cycle',
    'b → b -> ',
  ],
  [
    'a circle of three, with a node that hangs on it',
    nodes(
      '{id: d, parent: c, kind: sector}',
      '{id: a, parent: ▲b, kind: sector}',
      '{id: b, parent: c, kind: sector}',
      '{id: c, parent: a, kind: sector}',
    ),
    'parent-cycle',
    'a → b → c → a -> ',
  ],
  [
    'a sector below a programme',
    nodes('{id: a, kind: programme}', '{id: b, parent: ▲a, kind: sector}'),
    'kind-order',
    'sector -> programme',
  ],
  ['a flavor that is not there', nodes('{id: a, kind: sector, guarantee: {▲h20: 5}}'), 'flavor-unknown', 'h20 -> h200'],
  [
    'a flavor that is not there, in a limit',
    nodes('{id: a, kind: sector, limit: {▲b300: 5}}'),
    'flavor-unknown',
    'b300 -> h200',
  ],
  [
    'a flavor twice',
    pool('{flavors: [{name: a, unit: gpu, capacity: 1, price: 1}, {name: ▲a, unit: gpu, capacity: 1, price: 1}]}'),
    'flavor-duplicate',
    'a -> ',
  ],
  ['a flavor without capacity', flavor('▲{name: h200, unit: gpu, price: 1}'), 'key-missing', ' -> capacity'],
  [
    'capacity that is no multiple of the quantum',
    flavor('{name: h200, unit: gpu, quantum: 8, capacity: ▲100, price: 1}'),
    'quantum-not-dividing',
    '100 -> 8 h200',
  ],
  [
    'slices of nothing',
    flavor(
      '{name: h200, unit: gpu, capacity: 1, price: 1}, {name: mig, unit: slice, perGpu: 7, backedBy: ▲h100, price: 0.1}',
    ),
    'flavor-unknown',
    'h100 -> h200',
  ],
  [
    'slices without number',
    flavor('{name: h200, unit: gpu, capacity: 1, price: 1}, ▲{name: mig, unit: slice, backedBy: h200, price: 0.1}'),
    'key-missing',
    ' -> perGpu',
  ],
  [
    'slices of what is no card',
    flavor(
      '{name: q, unit: seat, capacity: 1, price: 40, calendar: true}, {name: mig, unit: slice, perGpu: 7, backedBy: ▲q, price: 1}',
    ),
    'slices-of-no-cards',
    'q -> seat',
  ],
  [
    'slices that are called cards',
    flavor(
      '{name: h200, unit: gpu, capacity: 1, price: 1}, {name: mig, unit: ▲gpu, perGpu: 7, backedBy: h200, price: 1}',
    ),
    'value-unknown',
    'gpu -> slice',
  ],
  [
    'slices with cells, and given by sevens',
    flavor(
      '{name: h200, unit: gpu, capacity: 1, price: 1}, {name: mig, unit: slice, quantum: ▲7, perGpu: 7, backedBy: h200, ▲cells: {node: 7}, price: 1}',
    ),
    ['value-range', 'flavor-derived'],
    '7 -> ≤ 1',
  ],
  [
    'slices with capacity',
    flavor(
      '{name: h200, unit: gpu, capacity: 1, price: 1}, {name: mig, unit: slice, ▲capacity: 7, perGpu: 7, backedBy: h200, price: 0.1}',
    ),
    'flavor-derived',
  ],
  [
    'more than there is',
    nodes('{id: a, kind: sector, guarantee: 60}', '{id: b, kind: sector, guarantee: {h200: ▲41}}'),
    'guarantee-over-capacity',
    '101 h200 -> 100 h200',
  ],
  [
    'children with more than their parent',
    nodes(
      '{id: a, kind: sector, guarantee: 50%}',
      '{id: b, parent: a, kind: programme, guarantee: 30}',
      '{id: c, parent: a, kind: programme, guarantee: ▲21}',
    ),
    'guarantee-over-parent',
    '51 h200 -> 50 h200',
  ],
  [
    'a share below a parent with nothing but units above',
    nodes('{id: a, kind: sector}', '{id: b, parent: a, kind: project, guarantee: ▲1}'),
    'guarantee-over-parent',
    '1 h200 -> 0 h200',
  ],
  ['a share over 100 %', nodes('{id: a, kind: sector, lendingLimit: ▲100.5%}'), 'share-over-hundred', '100.5% -> 100%'],
  [
    'a guarantee over 100 %, by itself and in sum',
    nodes('{id: a, kind: sector, guarantee: ▲101%}').replace('▲', '▲▲'),
    ['share-over-hundred', 'shares-over-hundred'],
  ],
  [
    'shares that are over 100 % together',
    nodes('{id: a, kind: sector, guarantee: 60%}', '{id: b, kind: sector, guarantee: ▲40.000001%}'),
    'shares-over-hundred',
    '100.000001% -> 100%',
  ],
  [
    'a share and units that do not fit together',
    nodes('{id: a, kind: sector, guarantee: 60%}', '{id: b, kind: sector, guarantee: ▲41}'),
    'guarantee-over-capacity',
    '101 h200 -> 100 h200',
  ],
  [
    'units that are no multiple of the quantum',
    `${POOL.replace('capacity: 100', 'quantum: 10, capacity: 100')}---\nkind: ShareTree\nspec: [{id: a, kind: sector, guarantee: ▲15}]`,
    'quantum-not-dividing',
    '15 -> 10 h200',
  ],
]

describe('a policy file with', () => {
  for (const row of [...TEXT_ROWS, ...SHAPE_ROWS, ...TREE_ROWS]) test(row[0], () => holds(row))

  test('more than 1 MiB is not read', () => {
    const outcome = told(`▲${POOL}${'#'.repeat(MAX_FILE_BYTES)}`)
    expect(outcome.told).toEqual(['file-too-large @ 1:1'])
  })

  test('problems of every sort in one go, in the order of the file', () => {
    const source = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: ▲Big}
spec:
  flavors:
    - {name: h200, unit: gpu, capacity: ▲many, price: 1}
    - {name: b200, unit: gpu, capacity: 50, price: 2.25, ▲colour: red}
    - {name: mi300, unit: gpu, capacity: 50, price: 1}
---
kind: ShareTree
spec:
  - {id: a, kind: sector, guarantee: {h200: 80%, ▲b20: 50%, mi300: 70%}}
  - {id: b, kind: ▲sectors}
  - {id: c, parent: b, kind: project}
  - {id: d, parent: ▲x, kind: project}
  - {id: e, kind: sector, guarantee: {h200: 80%, mi300: ▲40%}}
`
    const codes = ['id-form', 'value-type', 'key-unknown', 'flavor-unknown', 'value-unknown', 'parent-unknown']
    holds(['', source, [...codes, 'shares-over-hundred']])
  })

  test('300 problems tells 200 and counts the rest', () => {
    const lines = Array.from({ length: 300 }, (_, position) => `{id: n${position}, kind: sector, nonsense: 1}`)
    const outcome = parsePolicy(nodes(...lines))
    const problems = outcome.ok ? [] : outcome.refusal
    expect(problems).toHaveLength(201)
    expect(problems.at(-1)).toMatchObject({ code: 'problems-left-out', line: 208, found: '100' })
  })
})
