// Cuts a stream of bytes into lines, whatever the pieces in which it comes, and keeps no more of a line than its limit: a file
// without line ends cannot fill the memory.

export const LONGEST_LINE = 64 * 1024
/** Enough of a line that is too long to recognise it: 120 characters of at most 4 bytes. */
const KEPT_OF_TOO_LONG = 480
const NEWLINE = 10
const RETURN = 13

/** One line without its end: `bytes` from `from` to `to` (excluded). A line that is too long has only its beginning. */
export type LineListener = (bytes: Uint8Array, from: number, to: number, number: number, isTooLong: boolean) => void

export class ByteLines {
  /** Lines that were given so far. */
  count = 0
  private readonly rest = new Uint8Array(LONGEST_LINE + 1)
  /** Bytes of the unfinished line, also those beyond what `rest` holds. */
  private pending = 0
  private readonly listener: LineListener

  constructor(listener: LineListener) {
    this.listener = listener
  }

  push(bytes: Uint8Array): void {
    let from = 0
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      if (this.pending > 0) {
        this.keep(bytes, from, at)
        this.giveRest()
      } else this.give(bytes, from, at, at - from)
      from = at + 1
    }
    if (from < bytes.length) this.keep(bytes, from, bytes.length)
  }

  end(): void {
    if (this.pending > 0) this.giveRest()
  }

  private keep(bytes: Uint8Array, from: number, to: number): void {
    const room = this.rest.length - this.pending
    if (room > 0) this.rest.set(bytes.subarray(from, Math.min(to, from + room)), this.pending)
    this.pending += to - from
  }

  private giveRest(): void {
    const length = this.pending
    this.pending = 0
    this.give(this.rest, 0, Math.min(length, this.rest.length), length)
  }

  private give(bytes: Uint8Array, from: number, to: number, length: number): void {
    this.count += 1
    let start = from
    // A byte order mark is no part of the first line.
    const isMarked = this.count === 1 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf
    if (isMarked && to - from >= 3) start += 3
    if (length > LONGEST_LINE) return this.listener(bytes, start, from + KEPT_OF_TOO_LONG, this.count, true)
    const end = to > start && bytes[to - 1] === RETURN ? to - 1 : to
    this.listener(bytes, start, end, this.count, false)
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text of a line; null when it is not UTF-8, or holds a NUL (UTF-16, a binary file). */
export function textOf(bytes: Uint8Array, from: number, to: number): string | null {
  try {
    const text = strict.decode(bytes.subarray(from, to))
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

/** The beginning of a line for a reader, whatever its bytes are. */
export function sampleOf(bytes: Uint8Array, from: number, to: number): string {
  return lenient.decode(bytes.subarray(from, Math.min(to, from + KEPT_OF_TOO_LONG)))
}
