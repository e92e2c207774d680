// A table of the terminal: names at the left, figures right-aligned, as many columns beside each other as fit; the rest
// follows below with the names again. Control characters of names are taken out: a title must not steer a terminal.
import { styleText } from 'node:util'
import { shortenTo } from './shorten-text.ts'
import { alignedRows, textWidth } from './text-width.ts'

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
const NAME_WIDTH_MAX = 34
const GAP_WIDTH = 2

/** Piped output has no width and no styles; NO_COLOR and FORCE_COLOR are heard. */
export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  const isTerminal = stream.isTTY
  const noColour = process.env['NO_COLOR'] ?? ''
  return { width: isTerminal ? stream.columns : PLAIN_WIDTH, isStyled: isTerminal && noColour === '' }
}

export function textTable(table: TextTable, terminal: Terminal): string {
  const room = Math.max(12, Math.min(NAME_WIDTH_MAX, Math.floor(terminal.width * 0.4)))
  const names = table.names.map((name) => shortenTo(room, withoutControls(name)))
  const nameWidth = Math.max(...[table.nameTitle, ...names].map(textWidth))
  const bands = bandsOf(table.columns, terminal.width - nameWidth)
  const title = terminal.isStyled ? styleText('bold', table.title, { validateStream: false }) : table.title
  return [title, ...bands.flatMap((band) => [...bandLines(band, table.nameTitle, names, terminal), ''])].join('\n')
}

/** Columns that fit beside each other; a column that never fits stands alone. */
function bandsOf(columns: readonly TextColumn[], width: number): readonly (readonly TextColumn[])[] {
  const bands: TextColumn[][] = []
  let left = -1
  for (const column of columns) {
    const needed = Math.max(...[column.title, column.unit, ...column.cells].map(textWidth)) + GAP_WIDTH
    if (left < needed) {
      bands.push([])
      left = width
    }
    bands.at(-1)?.push(column)
    left -= needed
  }
  return bands
}

function bandLines(
  band: readonly TextColumn[],
  nameTitle: string,
  names: readonly string[],
  terminal: Terminal,
): readonly string[] {
  const rows = [
    [nameTitle, ...band.map((column) => column.title)],
    ['', ...band.map((column) => column.unit)],
    ...names.map((name, row) => [name, ...band.map((column) => column.cells[row] ?? '')]),
  ]
  const [titles = '', units = '', ...lines] = alignedRows(rows, ['left', ...band.map(() => 'right' as const)])
  const muted = (text: string) => (terminal.isStyled ? styleText('dim', text, { validateStream: false }) : text)
  const rule = '─'.repeat(Math.max(...[titles, units, ...lines].map(textWidth)))
  return [titles, muted(units), muted(rule), ...lines]
}

function withoutControls(text: string): string {
  return text.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
}
