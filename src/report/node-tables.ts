// Sectors, programmes and projects in figures.
import { classTable } from '../charts/class-table.ts'
import { fairnessFigures } from '../charts/fairness-figures.ts'
import { flavorTable } from '../charts/flavor-table.ts'
import { sectorsOf, type NamedNode } from '../charts/run-figures.ts'
import { chartText } from '../text/charts/text.ts'
import { sentence } from '../text/format.ts'
import { figureTable } from './figure-tables.ts'
import { markup, type Markup } from './markup.ts'
import { depthOf, inTreeOrder, nodeColumns, type NodeColumn } from './node-columns.ts'
import type { ReportContents } from './report-contents.ts'

export function nodeTables(contents: ReportContents): Markup {
  const { figures, language, say } = contents
  const columns = nodeColumns(figures, language)
  const sectors = sectorsOf(figures)
  const all = inTreeOrder(figures.nodes)
  const levels = all.length > sectors.length ? (['sectors', 'projects'] as const) : (['sectors'] as const)
  const tables = levels.flatMap((level) =>
    (['use', 'wait'] as const).map((group) =>
      nodeTable(contents, {
        title: say(`table-${level}-${group}`),
        nameTitle: say(level === 'sectors' ? 'column-sector' : 'column-node'),
        nodes: level === 'sectors' ? sectors : all,
        columns: columns[group],
      }),
    ),
  )
  const more = [flavorTable(figures, language), classTable(figures, language)].filter((table) => table !== null)
  return markup`<section aria-labelledby="tables" class="tables">
<h2 id="tables">${say('section-tables')}</h2>
${tables}${more.map(figureTable)}${fairness(contents)}</section>
`
}

function fairness({ figures, language }: ReportContents): Markup {
  const told = fairnessFigures(figures, language)
  if (told.length === 0) return markup``
  return markup`<h3>${sentence(chartText, language, 'fairness-title')}</h3>
<dl class="figures">
${told.map(({ value, name }) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
`
}

interface NodeTable {
  readonly title: string
  readonly nameTitle: string
  readonly nodes: readonly NamedNode[]
  readonly columns: readonly NodeColumn[]
}

function nodeTable({ figures }: ReportContents, { title, nameTitle, nodes, columns }: NodeTable): Markup {
  const head = columns.map(
    (column) => markup`<th scope="col">${column.title} <span class="unit">${column.unit}</span></th>`,
  )
  const rows = nodes.map((node) => {
    const cells = columns.map((column) => markup`<td>${column.text(node)}</td>`)
    return markup`<tr class="depth-${depthOf(figures.nodes, node.id)}"><th scope="row">${node.name}</th>${cells}</tr>\n`
  })
  return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${nameTitle}</th>${head}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
`
}
