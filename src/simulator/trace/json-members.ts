// Finds the members of the list `jobs` of a JSON document that may be larger than the memory: one pass over the bytes, one
// member held at a time. The list of a job's steps, which is most of the file, is not kept.

const LONGEST_MEMBER = 1024 * 1024
const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const LIST = 0x5b
const OBJECT = 0x7b
const END_OF_LIST = 0x5d
const END_OF_OBJECT = 0x7d
const NEWLINE = 10
/** The longest key that means something here. */
const LONGEST_KEY = 5

/** Depth of the lists and objects that are open: 1 in the document, 2 in its list of jobs, 3 in a job. */
const IN_DOCUMENT = 1
const IN_JOBS = 2
const IN_JOB = 3

export interface JsonMember {
  /** Valid until the listener returns. */
  readonly bytes: Uint8Array
  /** Where it begins in the file. */
  readonly line: number
  /** Only its beginning is there. */
  readonly isTooLong: boolean
}

export class JsonMembers {
  /** Line that is being read; 1-based. */
  line = 1
  hasFoundJobs = false
  hasContent = false
  private readonly listener: (member: JsonMember) => void
  private buffer = new Uint8Array(16 * 1024)
  private length = 0
  private start = 0
  private depth = 0
  private isInString = false
  private isEscaped = false
  private isInJobs = false
  /** Depth at which a list is skipped; 0: none is. */
  private skippedFrom = 0
  private isCollecting = false
  /** The last string at a depth where keys matter, and whether a colon came after it. */
  private key = ''
  private isAfterColon = false

  constructor(listener: (member: JsonMember) => void) {
    this.listener = listener
  }

  /** Whether everything that was opened was closed. */
  get isWhole(): boolean {
    return this.depth === 0 && !this.isInString
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]!
      if (byte === NEWLINE) this.line += 1
      if (this.isInString) this.readInString(byte)
      else this.readOutside(byte)
    }
  }

  /** What is left unfinished is given as it is. */
  end(): void {
    if (this.isCollecting) this.give()
  }

  private readInString(byte: number): void {
    this.keep(byte)
    if (this.isEscaped) this.isEscaped = false
    else if (byte === BACKSLASH) this.isEscaped = true
    // No string of JSON holds a line end: one that is not closed ends with its line, and costs only its job.
    else if (byte === QUOTE || byte === NEWLINE) this.isInString = false
    else if (this.key.length <= LONGEST_KEY) this.key += String.fromCharCode(byte)
    if (byte === NEWLINE) this.isInString = false
  }

  private readOutside(byte: number): void {
    if (byte <= 32) return this.keep(byte)
    this.hasContent = true
    if (byte === LIST || byte === OBJECT) return this.open(byte)
    if (byte === END_OF_LIST || byte === END_OF_OBJECT) return this.close(byte)
    if (this.isInJobs && this.depth === IN_JOBS) {
      if (byte === COMMA) {
        if (this.isCollecting) this.give()
        return
      }
      // Neither a job nor between two: kept, so that it is named.
      this.collect()
    }
    if (byte === QUOTE) {
      this.isInString = true
      this.key = ''
      this.isAfterColon = false
    } else if (byte === COLON) this.isAfterColon = true
    else if (byte === COMMA) this.key = ''
    this.keep(byte)
  }

  private open(byte: number): void {
    const isNamed = this.isAfterColon && byte === LIST
    if (isNamed && this.depth === IN_DOCUMENT && this.key === 'jobs' && !this.hasFoundJobs) {
      this.isInJobs = true
      this.hasFoundJobs = true
    } else if (this.isInJobs && this.depth === IN_JOBS) {
      if (this.isCollecting && byte === OBJECT) this.give()
      this.collect()
    }
    this.keep(byte)
    if (isNamed && this.isInJobs && this.depth === IN_JOB && this.key === 'steps' && this.skippedFrom === 0) {
      this.skippedFrom = IN_JOB + 1
    }
    this.depth += 1
    this.key = ''
    this.isAfterColon = false
  }

  private close(byte: number): void {
    if (this.depth === 0) return
    if (this.skippedFrom === this.depth) this.skippedFrom = 0
    this.depth -= 1
    this.key = ''
    this.isAfterColon = false
    if (!this.isInJobs) return
    if (this.depth < IN_JOBS) {
      if (this.isCollecting) this.give()
      this.isInJobs = false
      return
    }
    this.keep(byte)
    if (this.depth === IN_JOBS && this.isCollecting) this.give()
  }

  private collect(): void {
    if (this.isCollecting) return
    this.isCollecting = true
    this.start = this.line
    this.length = 0
  }

  private keep(byte: number): void {
    if (!this.isCollecting || this.skippedFrom > 0 || this.length > LONGEST_MEMBER) return
    if (this.length === this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2)
      larger.set(this.buffer)
      this.buffer = larger
    }
    this.buffer[this.length] = byte
    this.length += 1
  }

  private give(): void {
    this.isCollecting = false
    this.skippedFrom = 0
    const isTooLong = this.length > LONGEST_MEMBER
    this.listener({ bytes: this.buffer.subarray(0, this.length), line: this.start, isTooLong })
  }
}
