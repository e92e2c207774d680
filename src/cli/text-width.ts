// How many columns of a terminal a text takes: Hangul and Han take two, marks that combine take none.
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]
const NO_WIDTH = /^[\p{M}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u

export function textWidth(text: string): number {
  let width = 0
  for (const character of text) {
    if (NO_WIDTH.test(character)) continue
    const point = character.codePointAt(0) ?? 0
    width += WIDE.some(([first, last]) => point >= first && point <= last) ? 2 : 1
  }
  return width
}

export type Alignment = 'left' | 'right'

/** Rows of equal length as lines: each column as wide as its widest cell, two spaces between, none at the end. */
export function alignedRows(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => textWidth(row[column] ?? ''))))
  return rows.map((row) =>
    alignments
      .map((alignment, column) => padded(row[column] ?? '', widths[column] ?? 0, alignment))
      .join('  ')
      .trimEnd(),
  )
}

function padded(text: string, width: number, alignment: Alignment): string {
  const blank = ' '.repeat(Math.max(0, width - textWidth(text)))
  return alignment === 'left' ? text + blank : blank + text
}
