// A table that report and terminal show alike.
import type { FigureTable as Figures } from '../../src/charts/figure-table.ts'
import { WideTable } from './wide-table.tsx'

export function FigureTable({ table }: { table: Figures }) {
  return (
    <WideTable label={table.title}>
      <table className="figures-table">
        <caption className="visually-hidden">{table.title}</caption>
        <thead>
          <tr>
            <th scope="col">{table.nameTitle}</th>
            {table.columns.map((column) => (
              <th key={column.title} scope="col" className="numeric">
                {column.title}
                <span className="column-unit">{column.unit}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.id} data-depth={row.depth}>
              <th scope="row">
                <span className={`row-name tree-depth-${row.depth}`}>{row.name}</span>
              </th>
              {row.cells.map((cell, column) => (
                <td key={table.columns[column]?.title} className="numeric">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
