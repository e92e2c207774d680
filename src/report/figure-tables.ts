// Tables that page, terminal and report show alike, as HTML.
import type { FigureTable } from '../charts/figure-table.ts'
import { markup, type Markup } from './markup.ts'

export function figureTable({ title, nameTitle, columns, rows }: FigureTable): Markup {
  const head = columns.map(
    (column) => markup`<th scope="col">${column.title} <span class="unit">${column.unit}</span></th>`,
  )
  const lines = rows.map((row) => {
    const cells = row.cells.map((cell) => markup`<td>${cell}</td>`)
    return markup`<tr class="depth-${row.depth}"><th scope="row">${row.name}</th>${cells}</tr>\n`
  })
  return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${nameTitle}</th>${head}</tr></thead>
<tbody>
${lines}</tbody>
</table>
</div>
`
}
