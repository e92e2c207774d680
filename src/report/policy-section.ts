// The policy that was replayed: who is guaranteed what, in cards and, where cards differ, in compute.
import { amountForms, formatShare } from '../charts/amounts.ts'
import { splitFinding } from '../charts/finding.ts'
import { splitChart } from '../charts/options.ts'
import { THEMED } from '../charts/palette.ts'
import { renderSvg } from '../charts/render-svg.ts'
import { textIn, type Language } from '../domain/kernel/language.ts'
import { computeShares } from '../domain/policy/compute-share.ts'
import type { Flavor, ShareNode, UnitsByFlavor } from '../domain/policy/policy.ts'
import { sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'
import { markup, Markup } from './markup.ts'
import { depthOf, inTreeOrder } from './node-columns.ts'
import type { ReportContents } from './report-contents.ts'

export function policySection(contents: ReportContents): Markup {
  const { policy, language, say } = contents
  const description = textIn(policy.description, language)
  return markup`<section aria-labelledby="policy">
<h2 id="policy">${say('section-policy')}: ${textIn(policy.title, language) || policy.name}</h2>
${description === '' ? markup`` : markup`<p>${description}</p>`}
${splitFigure(contents)}
${treeTable(contents)}
</section>
`
}

/** Only where cards differ: elsewhere both splits are the table's. */
function splitFigure({ policy, language }: ReportContents): Markup {
  const shares = new Map(computeShares(policy).map((share) => [share.id, share]))
  const sectors = policy.tree
    .filter((node) => node.parent === null)
    .map((node) => ({
      name: textIn(node.title, language) || node.id,
      shareOfCards: shares.get(node.id)?.shareOfCards ?? 0,
      shareOfCompute: shares.get(node.id)?.shareOfCompute ?? 0,
    }))
  if (policy.pool.flavors.length < 2) return markup``
  const finding = splitFinding(sectors, language)
  const about = sentence(chartText, language, 'about-split')
  const drawings = (
    [
      ['wide', 760],
      ['narrow', 340],
    ] as const
  ).map(([size, width]) => {
    const { option, height } = splitChart(sectors, { language, palette: THEMED, width })
    const svg = renderSvg(option, { width, height, title: finding, description: about, id: `split-${size}` })
    return markup`<div class="chart ${size}">${new Markup(svg)}</div>\n`
  })
  return markup`<figure><h3>${finding}</h3>
${drawings}<figcaption>${about}</figcaption></figure>`
}

function treeTable({ policy, language, say, figures }: ReportContents): Markup {
  const forms = amountForms(language, figures.unit)
  const { flavors } = policy.pool
  const units = (amounts: UnitsByFlavor, otherwise: string): Markup => {
    const named = flavors.filter(({ name }) => amounts[name] !== undefined)
    if (named.length === 0) return markup`<span class="unset">${otherwise}</span>`
    const parts = named.map(
      ({ name }) => `${flavors.length === 1 ? '' : `${name} `}${forms.number(amounts[name] ?? 0)}`,
    )
    return markup`${parts.join(', ')}`
  }
  const columns = [
    { title: say('column-guarantee'), unit: forms.units, cell: (node: ShareNode) => units(node.guarantee, '0') },
    { title: say('column-share-of-pool'), unit: '', cell: (node: ShareNode) => shareOfPool(node, flavors, language) },
    { title: say('column-weight'), unit: '', cell: (node: ShareNode) => markup`${forms.number(node.weight)}` },
    ...LIMITS.filter(({ key }) => policy.tree.some((node) => Object.keys(node[key]).length > 0)).map(
      ({ key, title, otherwise }) => ({
        title: say(title),
        unit: forms.units,
        cell: (node: ShareNode) => units(node[key], say(otherwise)),
      }),
    ),
  ]
  const rows = inTreeOrder(policy.tree).map(
    (node) => markup`<tr class="depth-${depthOf(policy.tree, node.id)}">
<th scope="row">${textIn(node.title, language) || node.id} <span class="kind">${say(`kind-${node.kind}`)}</span></th>${columns.map((column) => markup`<td>${column.cell(node)}</td>`)}
</tr>\n`,
  )
  const title = say('table-policy')
  return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${say('column-node')}</th>${columns.map(({ title: head, unit }) => markup`<th scope="col">${head}${unit === '' ? markup`` : markup` <span class="unit">${unit}</span>`}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>`
}

/** Told only where some node has one. */
const LIMITS = [
  { key: 'limit', title: 'column-limit', otherwise: 'no-limit' },
  { key: 'borrowingLimit', title: 'column-borrowing-limit', otherwise: 'no-limit' },
  { key: 'lendingLimit', title: 'column-lending-limit', otherwise: 'all-that-is-idle' },
] as const

function shareOfPool(node: ShareNode, flavors: readonly Flavor[], language: Language): Markup {
  const shares = flavors.map(({ name, capacity }) => (capacity === 0 ? 0 : (node.guarantee[name] ?? 0) / capacity))
  return markup`${shares.map((share) => formatShare(language, share)).join(', ')}`
}
