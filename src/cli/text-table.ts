// A table of the terminal: names at the left, figures right-aligned, as many columns beside each other as fit; the rest
// follows below with the names again. Control characters of names are taken out: a title must not steer a terminal.
import { styleText } from 'node:util'
import { displayWidth, padLeft, padRight, shortenTo } from './display-width.ts'

export interface Terminal {
  /** Cells in a line. */
  readonly width: number
  readonly isStyled: boolean
}

export interface TextColumn {
  readonly title: string
  /** Second line of the head. */
  readonly unit: string
  /** One for each row. */
  readonly cells: readonly string[]
}

export interface TextTable {
  readonly title: string
  readonly nameTitle: string
  readonly names: readonly string[]
  readonly columns: readonly TextColumn[]
}

const PLAIN_WIDTH = 120
const NAME_CELLS_MAX = 34
const GAP = '  '

/** Piped output has no width and no styles; NO_COLOR and FORCE_COLOR are heard. */
export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  const isTerminal = stream.isTTY
  const noColour = process.env['NO_COLOR'] ?? ''
  return { width: isTerminal ? stream.columns : PLAIN_WIDTH, isStyled: isTerminal && noColour === '' }
}

export function textTable(table: TextTable, terminal: Terminal): string {
  const room = Math.max(12, Math.min(NAME_CELLS_MAX, Math.floor(terminal.width * 0.4)))
  const names = table.names.map((name) => shortenTo(room, withoutControls(name)))
  const nameWidth = Math.max(displayWidth(table.nameTitle), ...names.map(displayWidth))
  const bands = bandsOf(table.columns, terminal.width - nameWidth)
  const head = terminal.isStyled ? styleText('bold', table.title, { validateStream: false }) : table.title
  return [head, ...bands.flatMap((band) => [...bandLines(band, table.nameTitle, names, nameWidth, terminal), ''])].join(
    '\n',
  )
}

/** Columns that fit beside each other; a column that never fits stands alone. */
function bandsOf(columns: readonly TextColumn[], width: number): readonly (readonly TextColumn[])[] {
  const bands: TextColumn[][] = []
  let left = -1
  for (const column of columns) {
    const needed = columnWidth(column) + GAP.length
    if (left < needed) {
      bands.push([])
      left = width
    }
    bands.at(-1)?.push(column)
    left -= needed
  }
  return bands
}

function columnWidth(column: TextColumn): number {
  return Math.max(...[column.title, column.unit, ...column.cells].map(displayWidth))
}

function bandLines(
  band: readonly TextColumn[],
  nameTitle: string,
  names: readonly string[],
  nameWidth: number,
  terminal: Terminal,
): string[] {
  const widths = band.map(columnWidth)
  const line = (name: string, cells: readonly string[]) =>
    [padRight(nameWidth, name), ...cells.map((cell, index) => padLeft(widths[index] ?? 0, cell))].join(GAP).trimEnd()
  const titles = line(
    nameTitle,
    band.map((column) => column.title),
  )
  const units = line(
    '',
    band.map((column) => column.unit),
  )
  const rule = '─'.repeat(nameWidth + widths.reduce((sum, width) => sum + width + GAP.length, 0))
  const muted = (text: string) => (terminal.isStyled ? styleText('dim', text, { validateStream: false }) : text)
  const rows = names.map((name, row) =>
    line(
      name,
      band.map((column) => column.cells[row] ?? ''),
    ),
  )
  return [titles, muted(units), muted(rule), ...rows]
}

function withoutControls(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
}
