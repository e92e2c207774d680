// A table over the share tree: rows open and close, columns sort (siblings among siblings), all by keyboard.
import {
  createColumnHelper,
  createExpandedRowModel,
  createSortedRowModel,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, type ReactNode } from 'react'
import { useReader } from '../reader.tsx'
import { WideTable } from './wide-table.tsx'

export interface TreeRow {
  readonly id: string
  readonly parent: string | null
}

export interface TreeColumn<T extends TreeRow> {
  readonly id: string
  readonly title: string
  /** What the column sorts by; the first column sorts by text, the others by number. */
  readonly value: (row: T) => number | string
  readonly cell: (row: T) => ReactNode
}

interface Branch<T> {
  readonly row: T
  readonly children: Branch<T>[]
}

const features = tableFeatures({
  rowExpandingFeature,
  rowSortingFeature,
  expandedRowModel: createExpandedRowModel(),
  sortedRowModel: createSortedRowModel(),
})

export function branchesOf<T extends TreeRow>(rows: readonly T[]): Branch<T>[] {
  const branches = new Map(rows.map((row) => [row.id, { row, children: [] as Branch<T>[] }]))
  const roots: Branch<T>[] = []
  for (const branch of branches.values()) {
    const parent = branch.row.parent === null ? undefined : branches.get(branch.row.parent)
    if (parent === undefined) roots.push(branch)
    else parent.children.push(branch)
  }
  return roots
}

export interface TreeTableProps<T extends TreeRow> {
  readonly caption: string
  readonly rows: readonly T[]
  readonly columns: readonly TreeColumn<T>[]
}

export function TreeTable<T extends TreeRow>({ caption, rows, columns }: TreeTableProps<T>) {
  const { t } = useReader()
  const branches = useMemo(() => branchesOf(rows), [rows])
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Branch<T>>()
    return helper.columns(
      columns.map((column) =>
        helper.accessor((branch) => column.value(branch.row), {
          id: column.id,
          header: column.title,
          sortDescFirst: column !== columns[0],
          sortFn: (a, b, id) => inOrder(a.getValue(id), b.getValue(id)),
        }),
      ),
    )
  }, [columns])
  const table = useTable({
    features,
    columns: definitions,
    data: branches,
    getSubRows: (branch) => branch.children,
    getRowId: (branch) => branch.row.id,
    // Without JavaScript a closed row could never be opened.
    initialState: { expanded: true },
  })
  return (
    <WideTable label={caption}>
      <table className="figures-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.getFlatHeaders().map((header, index) => {
              const sorted = header.column.getIsSorted()
              return (
                <th
                  key={header.id}
                  scope="col"
                  className={index === 0 ? undefined : 'numeric'}
                  aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
                >
                  <button type="button" className="sort-button" onClick={() => header.column.toggleSorting()}>
                    {columns[index]?.title}
                    <SortSign sorted={sorted} />
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} data-depth={row.depth}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row">
                    <span className={`tree-cell tree-depth-${Math.min(row.depth, DEPTH_MAX)}`}>
                      {row.getCanExpand() ? (
                        <button
                          type="button"
                          className="tree-toggle"
                          aria-expanded={row.getIsExpanded()}
                          aria-label={t(row.getIsExpanded() ? 'closeRow' : 'openRow', {
                            name: String(column.value(row.original.row)),
                          })}
                          onClick={() => row.toggleExpanded()}
                        >
                          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                            <path d="M4 2.500 8 6l-4 3.500" fill="none" stroke="currentColor" strokeWidth="1.800" />
                          </svg>
                        </button>
                      ) : (
                        <span className="tree-leaf" />
                      )}
                      {column.cell(row.original.row)}
                    </span>
                  </th>
                ) : (
                  <td key={column.id} className="numeric">
                    {column.cell(row.original.row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

/** Deeper levels than the tree's four kinds do not exist. */
const DEPTH_MAX = 3

function inOrder(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}

export function SortSign({ sorted }: { sorted: false | 'asc' | 'desc' }) {
  return (
    <svg className="sort-sign" viewBox="0 0 10 14" width="9" height="13" aria-hidden="true">
      <path d="M5 1.500 8.500 6h-7z" className={sorted === 'asc' ? 'sort-on' : 'sort-off'} />
      <path d="M5 12.500 1.500 8h7z" className={sorted === 'desc' ? 'sort-on' : 'sort-off'} />
    </svg>
  )
}
