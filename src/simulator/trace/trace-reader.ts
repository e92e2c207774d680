// Reads a job history from its bytes, in pieces of any size: what a format makes of them goes into one tally.
import { ByteLines, sampleOf, textOf } from './byte-lines.ts'
import { bad, TraceTally, type BadLineListener, type LineReading, type TraceOrigin } from './trace-tally.ts'

/** A format: takes the file's bytes and tells the tally what each entry is. */
export interface TraceSource {
  push(bytes: Uint8Array, tally: TraceTally): void
  end(tally: TraceTally): void
  origin(): TraceOrigin
}

/** A format of lines of text, each an entry by itself. */
export interface TraceFormatReader {
  readLine(line: string, number: number): LineReading
  origin(): TraceOrigin
}

export class TraceReader extends TraceTally {
  private readonly source: TraceSource
  private readonly encoder = new TextEncoder()

  /** @param takesParts whether jobs may ask for part of a unit; else that is no job. */
  constructor(source: TraceSource, takesParts = false, onBadLine?: BadLineListener) {
    super(takesParts, onBadLine)
    this.source = source
  }

  push(piece: Uint8Array | string): void {
    this.source.push(typeof piece === 'string' ? this.encoder.encode(piece) : piece, this)
  }

  end(): void {
    this.source.end(this)
  }

  origin(): TraceOrigin {
    return this.source.origin()
  }
}

export class TextLines implements TraceSource {
  private readonly format: TraceFormatReader
  private readonly lines: ByteLines
  private tally: TraceTally | null = null

  constructor(format: TraceFormatReader) {
    this.format = format
    this.lines = new ByteLines((bytes, from, to, number, isTooLong) => {
      const line = isTooLong ? '' : textOf(bytes, from, to)
      const reading = isTooLong ? bad('line-too-long') : line === null ? bad('not-utf8') : format.readLine(line, number)
      this.tally?.tell(reading, number, () => sampleOf(bytes, from, to))
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
    tally.lines = this.lines.count
  }

  origin(): TraceOrigin {
    return this.format.origin()
  }
}
