// A document before it has pages: what stands where, as texts in the reader's form. Invoices and statements are written as
// this; one writer turns it into a PDF.
import type { Language } from '../../domain/kernel/language.ts'

export interface PrintedDocument {
  readonly language: Language
  readonly title: string
  /** Who answers for it. */
  readonly author: string
  /** Whole milliseconds since 1970. It is part of the file: the same document gives the same bytes. */
  readonly madeAt: number
  /** Blocks that stand side by side at the top, e.g. who issues and who pays. */
  readonly parties: readonly { readonly title: string; readonly lines: readonly string[] }[]
  readonly facts: readonly PrintedFact[]
  readonly table: PrintedTable
  /** Sums under the table; the last one is what the reader looks for. */
  readonly sums: readonly PrintedFact[]
  readonly notes: readonly string[]
  /** What stands at the foot of a page. */
  readonly pageLabel: (place: { readonly page: number; readonly pages: number }) => string
}

export interface PrintedFact {
  readonly name: string
  readonly value: string
}

export interface PrintedTable {
  readonly title: string
  readonly columns: readonly {
    readonly title: string
    /** Numbers stand at the right. */
    readonly isNumber: boolean
    /** Parts of the width, in proportion to the others. */
    readonly width: number
  }[]
  readonly rows: readonly (readonly string[])[]
  /** What stands there instead when there are no rows. */
  readonly whenEmpty: string
}
