// A table of figures as page, report and terminal show it alike: what stands in each cell, in the reader's form.

export interface FigureTable {
  readonly title: string
  /** Head of the first column. */
  readonly nameTitle: string
  readonly columns: readonly { readonly title: string; readonly unit: string }[]
  readonly rows: readonly FigureRow[]
}

export interface FigureRow {
  /** Unique in the table. */
  readonly id: string
  readonly name: string
  /** 0: a whole; 1 and more: a part of the nearest whole above it that is less deep. */
  readonly depth: number
  /** One for each column. */
  readonly cells: readonly string[]
}
