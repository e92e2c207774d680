// `weir policy show`: the pool, the tree with its guarantees in cards and in compute, and where the two splits differ.
import { textIn, type Language } from '../../domain/kernel/language.ts'
import { ratioToNumber } from '../../domain/kernel/ratio.ts'
import {
  computeShares,
  guaranteedShare,
  poolShare,
  unequalSplits,
  type NodeShare,
} from '../../domain/policy/compute-share.ts'
import type { Policy, ShareNode, UnitsByFlavor } from '../../domain/policy/policy.ts'
import { drawnTree, findNode, type DrawnNode } from '../../domain/policy/tree.ts'
import { formatNumber, sentence, type MessageValues } from '../../text/format.ts'
import { policyText } from '../../text/policy/text.ts'
import { alignedRows, type Alignment } from '../text-width.ts'
import { readPolicy } from './diff.ts'
import { cellsColumn, nodeLines, ruleSections } from './show-rules.ts'

interface ShowOptions {
  readonly language: Language
  readonly asJson: boolean
}

type Say = (key: keyof (typeof policyText)['en'], values?: MessageValues) => string

export async function showPolicy(path: string, { language, asJson }: ShowOptions): Promise<string> {
  const say: Say = (key, values = {}) => sentence(policyText, language, key, values)
  const policy = await readPolicy(path, language)
  if (asJson) return `${JSON.stringify(policyBody(policy), null, 2)}\n`
  return policyPicture(policy, language, say)
}

function policyBody(policy: Policy): object {
  const shares = computeShares(policy)
  return {
    ...policy,
    tree: policy.tree.map((node, position) => ({ ...node, share: shares[position] })),
    poolShare: poolShare(policy),
    guaranteedShare: guaranteedShare(policy),
    unequalSplits: unequalSplits(policy).map((share) => share.id),
  }
}

function policyPicture(policy: Policy, language: Language, say: Say): string {
  const title = textIn(policy.title, language)
  const name = `${policy.agency}/${policy.name}`
  const description = textIn(policy.description, language).trim()
  const limits = [...limitLines(policy, language, say), ...nodeLines(policy, language).map(indented)]
  const different = differenceSentence(policy, language, say)
  const sections = [
    [title === '' ? name : `${title} (${name})`, ...(description === '' ? [] : [description])],
    [say('heading-pool'), ...poolLines(policy, language, say)],
    [say('heading-tree'), ...treeLines(policy, language, say), say('reference-note')],
    ...(limits.length === 0 ? [] : [[say('heading-limits'), ...limits]]),
    ...ruleSections(policy, language).map(([heading = '', ...lines]) => [heading, ...lines.map(indented)]),
    ...(different === null ? [] : [[different]]),
  ]
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

function poolLines(policy: Policy, language: Language, say: Say): string[] {
  const pool = poolShare(policy)
  const number = (value: number) => formatNumber(language, value, { maximumFractionDigits: 6 })
  const heads = ['flavor', 'unit', 'quantum', 'capacity', 'price', 'reference'] as const
  const rows = policy.pool.flavors.map((flavor) => [
    flavor.name,
    flavor.unit,
    number(flavor.quantum),
    number(flavor.capacity),
    number(ratioToNumber(flavor.price)),
    number(pool.referenceByFlavor[flavor.name] ?? 0),
  ])
  const total = [say('total-pool'), '', '', number(pool.cards), '', number(pool.referenceCards)]
  const alignments: Alignment[] = ['left', 'left', 'right', 'right', 'right', 'right', 'left']
  const table = [heads.map((head) => say(`column-${head}`)), ...rows, total]
  const cells = cellsColumn(policy.pool.flavors, language)
  const column = cells === null ? null : [say('column-cells'), ...cells, '']
  const wide = column === null ? table : table.map((row, position) => [...row, column[position] ?? ''])
  return alignedRows(wide, alignments.slice(0, wide[0]?.length)).map(indented)
}

function treeLines(policy: Policy, language: Language, say: Say): string[] {
  const names = policy.pool.flavors.map((flavor) => flavor.name)
  const shares = new Map(computeShares(policy).map((share) => [share.id, share]))
  const heads = [
    say('column-node'),
    say('column-kind'),
    say('column-weight'),
    ...names,
    ...(['cards', 'reference', 'share-of-cards', 'share-of-compute'] as const).map((head) => say(`column-${head}`)),
    say('column-title'),
  ]
  const rows = drawnTree(policy).map(({ node, ...drawn }) => [
    `${branch(drawn)}${node.id}`,
    say(`kind-${node.kind}`),
    formatNumber(language, node.weight),
    ...shareCells(shares.get(node.id), names, language),
    textIn(node.title, language),
  ])
  const total = [say('total-guaranteed'), '', '', ...shareCells(guaranteedShare(policy), names, language), '']
  const numbers: Alignment[] = [...names, '', '', '', ''].map(() => 'right')
  return alignedRows([heads, ...rows, total], ['left', 'left', 'right', ...numbers, 'left']).map(indented)
}

function branch({ hasNext }: Pick<DrawnNode, 'hasNext'>): string {
  const above = hasNext.slice(0, -1).map((next) => (next ? '│  ' : '   '))
  return `${above.join('')}${hasNext.at(-1) === true ? '├─ ' : '└─ '}`
}

function shareCells(share: NodeShare | undefined, names: readonly string[], language: Language): string[] {
  if (share === undefined) return []
  return [
    ...names.map((name) => formatNumber(language, share.units[name] ?? 0)),
    formatNumber(language, share.cards),
    formatNumber(language, share.referenceCards, { maximumFractionDigits: 2 }),
    percent(language, share.shareOfCards),
    percent(language, share.shareOfCompute),
  ]
}

function percent(language: Language, value: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return formatNumber(language, value, { style: 'percent', ...digits })
}

function indented(line: string): string {
  return `  ${line}`
}

const LIMITS = [
  { key: 'limit', line: 'limit-line' },
  { key: 'borrowingLimit', line: 'borrowing-limit-line' },
  { key: 'lendingLimit', line: 'lending-limit-line' },
] as const

function limitLines(policy: Policy, language: Language, say: Say): string[] {
  const unitsText = (units: UnitsByFlavor) =>
    Object.entries(units)
      .map(([name, count]) => `${name} ${formatNumber(language, count)}`)
      .join(', ')
  const limitsOf = (node: ShareNode) => LIMITS.filter(({ key }) => Object.keys(node[key]).length > 0)
  return policy.tree.flatMap((node) =>
    limitsOf(node).map(({ key, line }) => indented(say(line, { id: node.id, units: unitsText(node[key]) }))),
  )
}

/** null when the two splits agree within a point. */
function differenceSentence(policy: Policy, language: Language, say: Say): string | null {
  const rows = unequalSplits(policy).map((share) => {
    const title = textIn(findNode(policy, share.id)?.title ?? {}, language)
    const values = { cards: percent(language, share.shareOfCards), compute: percent(language, share.shareOfCompute) }
    return say('splits-differ-row', { title: title === '' ? share.id : title, ...values })
  })
  return rows.length === 0 ? null : say('splits-differ', { rows: rows.join(' ') })
}
