// Lays a printed document out on A4 pages. The fonts are handed in as bytes: Noto Sans KR has the letters of Vietnamese and
// Korean and the signs of both currencies, so that one font serves a page with all of them.
import PDFDocument from 'pdfkit'
import type { PrintedDocument, PrintedFact, PrintedTable } from './printed-document.ts'

/** TrueType files. */
export interface PrintedFonts {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

type Page = InstanceType<typeof PDFDocument>

/** Points, 72 an inch. */
const MARGIN = 56
const FOOT = 40
const SIZES = { title: 20, heading: 11, text: 9, small: 8 } as const
const COLOURS = { text: '#1a1a1a', quiet: '#5c5c5c', line: '#c8c8c8' } as const
const GAP = 6

export async function writePdf(document: PrintedDocument, fonts: PrintedFonts): Promise<Buffer> {
  const page = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: document.language,
    displayTitle: true,
    info: { Title: document.title, Author: document.author, CreationDate: new Date(document.madeAt) },
  })
  const done = bytesOf(page)
  page.registerFont('regular', fonts.regular)
  page.registerFont('bold', fonts.bold)
  text(page, 'bold', SIZES.title).text(document.title, MARGIN, MARGIN)
  page.y += 2 * GAP
  drawParties(page, document.parties)
  drawFacts(page, document.facts)
  drawTable(page, document.table)
  drawSums(page, document.sums)
  drawNotes(page, document.notes)
  numberPages(page, document)
  page.end()
  return done
}

async function bytesOf(page: Page): Promise<Buffer> {
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    page.on('data', (part: Buffer) => parts.push(part))
    page.on('end', () => resolve(Buffer.concat(parts)))
    page.on('error', reject)
  })
}

function text(page: Page, font: 'regular' | 'bold', size: number, colour: string = COLOURS.text): Page {
  return page.font(font).fontSize(size).fillColor(colour)
}

function innerWidth(page: Page): number {
  return page.page.width - 2 * MARGIN
}

/** Begins a page when `height` more does not fit on this one. */
function makeRoom(page: Page, height: number): boolean {
  if (page.y + height <= page.page.height - page.page.margins.bottom) return false
  page.addPage()
  return true
}

function drawParties(page: Page, parties: PrintedDocument['parties']): void {
  const top = page.y
  const width = innerWidth(page) / Math.max(1, parties.length)
  let bottom = top
  for (const [index, { title, lines }] of parties.entries()) {
    const place = { width: width - 2 * GAP }
    const left = MARGIN + index * width
    text(page, 'regular', SIZES.small, COLOURS.quiet).text(title, left, top, place)
    const [name = '', ...others] = lines
    text(page, 'bold', SIZES.heading).text(name, left, page.y, place)
    text(page, 'regular', SIZES.text)
    for (const line of others) page.text(line, left, page.y, place)
    bottom = Math.max(bottom, page.y)
  }
  page.y = bottom + 2 * GAP
}

/** Names at the left, values at the right of them. */
function drawFacts(page: Page, facts: readonly PrintedFact[]): void {
  const nameWidth = innerWidth(page) * 0.3
  for (const { name, value } of facts) {
    const place = { width: innerWidth(page) - nameWidth }
    text(page, 'regular', SIZES.text)
    const height = Math.max(page.heightOfString(value, place), page.heightOfString(name, { width: nameWidth - GAP }))
    makeRoom(page, height)
    const top = page.y
    text(page, 'regular', SIZES.text, COLOURS.quiet).text(name, MARGIN, top, { width: nameWidth - GAP })
    text(page, 'regular', SIZES.text).text(value, MARGIN + nameWidth, top, place)
    page.y = top + height + 2
  }
  page.y += 2 * GAP
}

function drawTable(page: Page, table: PrintedTable): void {
  const titles = table.columns.map(({ title }) => title)
  makeRoom(page, 5 * SIZES.title)
  text(page, 'bold', SIZES.heading).text(table.title, MARGIN, page.y)
  page.y += GAP
  drawRow(page, table, titles, 'bold')
  for (const row of table.rows) {
    if (makeRoom(page, rowHeight(page, table, row, 'regular'))) drawRow(page, table, titles, 'bold')
    drawRow(page, table, row, 'regular')
  }
  if (table.rows.length === 0) {
    text(page, 'regular', SIZES.text, COLOURS.quiet).text(table.whenEmpty, MARGIN, page.y + GAP)
    page.y += GAP
  }
  page.y += GAP
}

function columnPlaces(page: Page, { columns }: PrintedTable): { readonly left: number; readonly width: number }[] {
  const parts = columns.reduce((sum, { width }) => sum + width, 0)
  let left = MARGIN
  return columns.map((column) => {
    const width = (innerWidth(page) * column.width) / parts
    const place = { left, width: width - GAP }
    left += width
    return place
  })
}

function rowHeight(page: Page, table: PrintedTable, cells: readonly string[], font: 'regular' | 'bold'): number {
  text(page, font, SIZES.small)
  const heights = columnPlaces(page, table).map(({ width }, index) =>
    page.heightOfString(cells[index] ?? '', { width }),
  )
  return Math.max(...heights) + GAP
}

function drawRow(page: Page, table: PrintedTable, cells: readonly string[], font: 'regular' | 'bold'): void {
  const height = rowHeight(page, table, cells, font)
  const top = page.y
  for (const [index, { left, width }] of columnPlaces(page, table).entries()) {
    const align = table.columns[index]?.isNumber === true ? 'right' : 'left'
    text(page, font, SIZES.small).text(cells[index] ?? '', left, top + GAP / 2, { width, align })
  }
  drawLine(page, top + height)
  page.y = top + height
}

function drawLine(page: Page, at: number): void {
  page
    .moveTo(MARGIN, at)
    .lineTo(page.page.width - MARGIN, at)
    .lineWidth(0.5)
    .strokeColor(COLOURS.line)
    .stroke()
}

/** The sums stay together; the last one is the largest. */
function drawSums(page: Page, sums: readonly PrintedFact[]): void {
  if (sums.length === 0) return
  const half = innerWidth(page) / 2
  makeRoom(page, sums.length * 2 * SIZES.heading)
  for (const [index, { name, value }] of sums.entries()) {
    const isLast = index === sums.length - 1
    const [font, size] = isLast ? (['bold', SIZES.heading] as const) : (['regular', SIZES.text] as const)
    const top = page.y + (isLast ? GAP : 2)
    const place = { width: half / 2 }
    text(page, font, size).text(name, MARGIN + half / 2, top, { width: half - GAP })
    const bottom = page.y
    page.text(value, MARGIN + half * 1.5, top, { ...place, width: half / 2, align: 'right' })
    page.y = Math.max(bottom, page.y)
  }
  page.y += 3 * GAP
}

function drawNotes(page: Page, notes: readonly string[]): void {
  for (const note of notes) {
    text(page, 'regular', SIZES.small, COLOURS.quiet)
    makeRoom(page, page.heightOfString(note, { width: innerWidth(page) }))
    page.text(note, MARGIN, page.y, { width: innerWidth(page) })
    page.y += GAP / 2
  }
}

function numberPages(page: Page, { pageLabel, author }: PrintedDocument): void {
  const { start, count } = page.bufferedPageRange()
  for (let index = start; index < start + count; index++) {
    page.switchToPage(index)
    const top = page.page.height - MARGIN
    // Below the margin pdfkit would begin a new page for it.
    page.page.margins.bottom = 0
    const width = innerWidth(page)
    text(page, 'regular', SIZES.small, COLOURS.quiet).text(author, MARGIN, top, { width: width / 2, lineBreak: false })
    const label = pageLabel({ page: index - start + 1, pages: count })
    page.text(label, MARGIN + width / 2, top, { width: width / 2, align: 'right' })
  }
}
