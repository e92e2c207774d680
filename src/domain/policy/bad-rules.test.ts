// What can be wrong with the rules of a policy file: cells, lost capacity, history, rebalancing, backfill, preemption.
import { describe, test } from 'vitest'
import { flavor, holds, nodes, pool, type Row } from '../../../test/kit/marked-policy.ts'

const cells = (written: string, rest = 'capacity: 100') =>
  flavor(`{name: h200, unit: gpu, price: 1, ${rest}, cells: ${written}}`)
const withCells = (...lines: string[]) =>
  nodes(...lines).replace('capacity: 100', 'capacity: 96, cells: {node: 8, rack: 32}')
const rules = (written: string) => pool(`{flavors: [{name: h200, unit: gpu, capacity: 1, price: 1}], ${written}}`)

const RULE_ROWS: readonly Row[] = [
  ['cells without nodes', cells('▲{rack: 50}'), 'key-missing', ' -> node'],
  ['racks that are no whole nodes', cells('{node: 10, rack: ▲25}'), 'cells-not-nesting', 'rack: 25 -> node: 10'],
  ['rows that are no whole racks', cells('{node: 5, row: ▲30, rack: 20}'), 'cells-not-nesting', 'row: 30 -> rack: 20'],
  ['racks as large as nodes', cells('{node: 10, rack: ▲10}'), 'cells-not-nesting', 'rack: 10 -> node: 10'],
  ['cells within a node', cells('{node: 10, board: ▲5}'), 'cells-not-nesting', 'board: 5 -> node: 10'],
  ['units beside the nodes', cells('{node: 8}', 'capacity: ▲100'), 'capacity-not-in-cells', '100 -> 8'],
  [
    'nodes that are no whole quanta',
    cells('{node: ▲10}', 'quantum: 4, capacity: 100'),
    'quantum-not-dividing',
    'node: 10 -> 4 h200',
  ],
  ['cells of no unit', cells('{node: ▲0}'), 'value-range', '0 -> ≥ 1'],
  [
    'a calendar with cells',
    flavor('{name: q, unit: seat, capacity: 8, price: 1, calendar: true, ▲cells: {node: 8}}'),
    'flavor-calendar',
    'cells -> ',
  ],
  [
    'a guarantee of cells that nothing has',
    withCells('{id: a, kind: sector, guarantee: {h200: 32, cell: {▲rak: 1}}}'),
    'cell-level-unknown',
    'rak -> rack',
  ],
  [
    'a guarantee of cells and of no units',
    withCells('{id: a, kind: sector, guarantee: {cell: {▲node: 1}}}'),
    'cell-level-unknown',
    'node -> ',
  ],
  [
    'a guarantee of more cells than units',
    withCells('{id: a, kind: sector, guarantee: {h200: 50%, cell: {node: 6, rack: ▲2}}}'),
    'cells-over-guarantee',
    '64 h200 -> 48 h200',
  ],
  ['an order of tiers without tiers', rules('onCapacityLoss: ▲order(tier)'), 'tiers-all-equal', 'order(tier) -> '],
  ['a loss rule that nobody knows', rules('onCapacityLoss: ▲order'), 'value-unknown', 'order -> scale, order(tier)'],
  [
    'a lending rule that nobody knows',
    rules('lending: ▲whenOwnerIdel'),
    'value-unknown',
    'whenOwnerIdel -> whenOwnerIdle',
  ],
  ['a half-life of nothing', rules('history: {halfLife: ▲0d}'), 'value-range', '0d -> > 0s'],
  ['an influence below nothing', rules('history: {influence: ▲-0.5}'), 'value-range', '-0.5 -> ≥ 0'],
  ['an influence of seven decimals', rules('history: {influence: ▲0.1234567}'), 'value-type', '0.1234567 -> decimal'],
  ['a debt that counts too much', rules('history: {debtInfluence: ▲101}'), 'value-range', '101 -> ≤ 100'],
  ['a history of half', rules('history: {chargeOnly: ▲half}'), 'value-unknown', 'half -> aboveGuarantee, everything'],
  ['rebalancing everywhere', rules('rebalance: {scope: ▲everywhere}'), 'value-unknown'],
  ['rebalancing by another rule', rules('rebalance: {rule: ▲loose}'), 'value-unknown', 'loose -> strict'],
  ['evicting a share', rules('rebalance: {maxEvictedGpuPerHour: ▲5%}'), 'value-type', '5% -> whole-number'],
  ['a backfill that nobody knows', rules('backfill: {mode: ▲easy-sjb}'), 'value-unknown', 'easy-sjb -> easy-sjbf'],
  ['a window of nothing', rules('backfill: {window: ▲00h}'), 'value-range', '00h -> > 0s'],
  ['a resolution without unit', rules('backfill: {resolution: ▲60}'), 'value-type', '60 -> duration'],
  ['a grace in words', nodes('{id: a, kind: sector, preemption: {grace: ▲short}}'), 'value-type', 'short -> duration'],
  [
    'a key of preemption that nobody knows',
    nodes('{id: a, kind: sector, preemption: {▲protected: 5m}}'),
    'key-unknown',
    'protected -> protectedRuntime, grace',
  ],
  [
    'priorities across everything',
    nodes('{id: a, kind: sector, priorityScope: ▲pool}'),
    'value-unknown',
    'pool -> project, group',
  ],
  [
    'priorities across the projects below a project',
    nodes('{id: a, kind: project, priorityScope: ▲group}'),
    'value-unknown',
    'group -> project',
  ],
]

describe('a policy file with', () => {
  for (const row of RULE_ROWS) test(row[0], () => holds(row))
})
