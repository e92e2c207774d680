// Comma-separated values after RFC 4180: quoted fields may hold separators, doubled quotes and line ends. A quote that is
// never closed costs its own line and not the rest of the file.
import { ByteLines, LONGEST_LINE, sampleOf, textOf } from './byte-lines.ts'
import type { TraceSource } from './trace-reader.ts'
import { bad, SILENT, type LineReading, type TraceOrigin, type TraceTally } from './trace-tally.ts'

/** A format of records with a header. */
export interface CsvFormat {
  /** Whether the first record names the columns that are needed. */
  readHeader(names: readonly string[]): boolean
  readRecord(values: readonly string[], line: number): LineReading
  origin(): TraceOrigin
}

interface Line {
  readonly text: string
  readonly number: number
}

export class CsvLines implements TraceSource {
  private readonly format: CsvFormat
  private readonly delimiter: string
  private readonly lines: ByteLines
  private tally: TraceTally | null = null
  private columns = -1
  /** Lines of a record whose quotes are still open; their characters. */
  private open: Line[] = []
  private openLength = 0

  constructor(format: CsvFormat, delimiter = ',') {
    this.format = format
    this.delimiter = delimiter
    this.lines = new ByteLines((bytes, from, to, number, isTooLong) => {
      const text = isTooLong ? null : textOf(bytes, from, to)
      if (text !== null) return this.take({ text, number })
      // Nothing stays open across a line that is no text.
      while (this.open.length > 0) this.giveUp()
      this.tell(bad(isTooLong ? 'line-too-long' : 'not-utf8'), number, () => sampleOf(bytes, from, to))
    })
  }

  push(bytes: Uint8Array, tally: TraceTally): void {
    this.tally = tally
    this.lines.push(bytes)
    tally.lines = this.lines.count
  }

  end(tally: TraceTally): void {
    this.tally = tally
    this.lines.end()
    while (this.open.length > 0) this.giveUp()
    tally.lines = this.lines.count
  }

  origin(): TraceOrigin {
    return this.format.origin()
  }

  private take(line: Line): void {
    const isOdd = hasOddQuotes(line.text)
    if (this.open.length === 0) {
      if (isOdd) this.keepOpen(line)
      else this.readRecord(line.text, line, 1)
      return
    }
    this.keepOpen(line)
    if (isOdd) this.close()
    else if (this.openLength > LONGEST_LINE) this.giveUp()
  }

  private keepOpen(line: Line): void {
    this.open.push(line)
    this.openLength += line.text.length + 1
  }

  /** The quotes are even again: one record, unless they stand in wrong places. */
  private close(): void {
    const text = this.open.map((line) => line.text).join('\n')
    if (splitRecord(text, this.delimiter) === null) return this.giveUp()
    const [first, ...others] = this.open
    this.open = []
    this.openLength = 0
    this.readRecord(text, first!, others.length + 1)
  }

  /** The quote was no beginning: its line is bad, and those after it are read by themselves. */
  private giveUp(): void {
    const [first, ...others] = this.open
    if (first === undefined) return
    this.open = []
    this.openLength = 0
    this.tell(bad('quotes-broken'), first.number, () => first.text)
    // All but the last of them have an even number of quotes: none is kept open a second time, and the work is at most twice.
    for (const line of others) this.take(line)
  }

  private readRecord(text: string, { number }: Line, lines: number): void {
    this.tell(this.readingOf(text, number), number, () => text)
    for (let further = 1; further < lines; further += 1) this.tell(SILENT, number, () => '')
  }

  private readingOf(text: string, number: number): LineReading {
    if (text === '' || text.trim() === '') return SILENT
    const values = splitRecord(text, this.delimiter)
    if (values === null) return bad('quotes-broken')
    if (this.columns === -1) {
      const names = values.map((value) => value.trim())
      if (!this.format.readHeader(names)) return bad('header-missing')
      this.columns = values.length
      return SILENT
    }
    // One empty value more is a separator at the end of the line.
    const isLonger = values.length > this.columns + 1 || (values.length > this.columns && values.at(-1) !== '')
    return isLonger ? bad('too-many-columns') : this.format.readRecord(values, number)
  }

  private tell(reading: LineReading, number: number, text: () => string): void {
    this.tally?.tell(reading, number, text)
  }
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOdd = !isOdd
  return isOdd
}

/** The values of one record; null when a quote stands where none may. */
export function splitRecord(text: string, delimiter: string): string[] | null {
  if (!text.includes('"')) return text.split(delimiter)
  const values: string[] = []
  for (let at = 0; ; at += 1) {
    if (text[at] === '"') {
      const end = endOfQuoted(text, at + 1)
      if (end === -1) return null
      values.push(text.slice(at + 1, end).replaceAll('""', '"'))
      at = end + 1
      if (at < text.length && text[at] !== delimiter) return null
    } else {
      const end = text.indexOf(delimiter, at)
      const value = end === -1 ? text.slice(at) : text.slice(at, end)
      if (value.includes('"')) return null
      values.push(value)
      at += value.length
    }
    if (at >= text.length) return values
  }
}

/** Where the closing quote stands; -1 when there is none. */
function endOfQuoted(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at
  }
  return -1
}
