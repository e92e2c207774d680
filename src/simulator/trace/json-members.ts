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
const JOBS = [0x6a, 0x6f, 0x62, 0x73]
const STEPS = [0x73, 0x74, 0x65, 0x70, 0x73]
/** One more than the longest key that means something here. */
const KEY_ROOM = 6

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
  private piece = new Uint8Array(0)
  /** From where the piece belongs to the member; -1: nothing of it does. */
  private keptFrom = -1
  /** What earlier pieces had of the member. */
  private buffer = new Uint8Array(16 * 1024)
  private length = 0
  private start = 0
  private depth = 0
  private isInString = false
  private isEscaped = false
  private isInJobs = false
  private isCollecting = false
  /** Depth of the list that is skipped; 0: none is. */
  private skippedDepth = 0
  /** The beginning of the last string, and whether a colon came after it. */
  private readonly key = new Uint8Array(KEY_ROOM)
  private keyLength = 0
  private isAfterColon = false

  constructor(listener: (member: JsonMember) => void) {
    this.listener = listener
  }

  /** Whether everything that was opened was closed. */
  get isWhole(): boolean {
    return this.depth === 0 && !this.isInString
  }

  push(bytes: Uint8Array): void {
    this.piece = bytes as Uint8Array<ArrayBuffer>
    this.keptFrom = this.isCollecting && this.skippedDepth === 0 ? 0 : -1
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.isInString) at = this.readString(bytes, at)
      else {
        const byte = bytes[at]!
        if (byte === NEWLINE) this.line += 1
        else if (byte > 32) this.readOutside(byte, at)
      }
    }
    this.keepUntil(bytes.length)
  }

  /** What is left unfinished is given as it is. */
  end(): void {
    this.piece = new Uint8Array(0)
    if (this.isCollecting) this.give(0)
  }

  /** Reads on in a string; the place of its last byte, or of the last one of the piece. */
  private readString(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at]!
      // No string of JSON holds a line end: one that is not closed ends with its line, and costs only its job.
      if (byte === NEWLINE) {
        this.line += 1
        this.isInString = false
        this.isEscaped = false
        return at
      }
      if (this.isEscaped) this.isEscaped = false
      else if (byte === BACKSLASH) this.isEscaped = true
      else if (byte === QUOTE) {
        this.isInString = false
        return at
      }
      if (this.keyLength < KEY_ROOM) {
        this.key[this.keyLength] = byte
        this.keyLength += 1
      }
    }
    return bytes.length
  }

  private readOutside(byte: number, at: number): void {
    this.hasContent = true
    if (byte === LIST || byte === OBJECT) return this.open(byte, at)
    if (byte === END_OF_LIST || byte === END_OF_OBJECT) return this.close(at)
    if (this.isInJobs && this.depth === IN_JOBS) {
      if (byte === COMMA) {
        if (this.isCollecting) this.give(at)
        return
      }
      // Neither a job nor between two: kept, so that it is named.
      this.collect(at)
    }
    if (byte === QUOTE) {
      this.isInString = true
      this.keyLength = 0
      this.isAfterColon = false
    } else if (byte === COLON) this.isAfterColon = true
    else if (byte === COMMA) this.forgetKey()
  }

  private open(byte: number, at: number): void {
    const isNamedList = this.isAfterColon && byte === LIST
    if (isNamedList && this.depth === IN_DOCUMENT && !this.hasFoundJobs && this.isKey(JOBS)) {
      this.isInJobs = true
      this.hasFoundJobs = true
    } else if (this.isInJobs && this.depth === IN_JOBS) {
      if (this.isCollecting && byte === OBJECT) this.give(at)
      this.collect(at)
    }
    this.depth += 1
    const isSteps = isNamedList && this.isInJobs && this.depth === IN_JOB + 1 && this.isKey(STEPS)
    if (isSteps && this.skippedDepth === 0) {
      this.keepUntil(at + 1)
      this.skippedDepth = this.depth
    }
    this.forgetKey()
  }

  private close(at: number): void {
    if (this.depth === 0) return
    if (this.skippedDepth === this.depth) {
      this.skippedDepth = 0
      this.keptFrom = at
    }
    this.depth -= 1
    this.forgetKey()
    if (!this.isInJobs) return
    if (this.depth < IN_JOBS) {
      if (this.isCollecting) this.give(at)
      this.isInJobs = false
    } else if (this.depth === IN_JOBS && this.isCollecting) this.give(at + 1)
  }

  private isKey(name: readonly number[]): boolean {
    return this.keyLength === name.length && name.every((byte, at) => this.key[at] === byte)
  }

  private forgetKey(): void {
    this.keyLength = 0
    this.isAfterColon = false
  }

  private collect(at: number): void {
    if (this.isCollecting) return
    this.isCollecting = true
    this.start = this.line
    this.keptFrom = at
    this.length = 0
  }

  /** Takes the member's part of the piece, up to `to`, into the buffer. */
  private keepUntil(to: number): void {
    if (this.keptFrom === -1) return
    const part = this.piece.subarray(this.keptFrom, Math.min(to, this.keptFrom + LONGEST_MEMBER + 1 - this.length))
    this.keptFrom = -1
    if (this.length + part.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + part.length))
      larger.set(this.buffer.subarray(0, this.length))
      this.buffer = larger
    }
    this.buffer.set(part, this.length)
    this.length += part.length
  }

  private give(to: number): void {
    this.isCollecting = false
    this.skippedDepth = 0
    this.keepUntil(to)
    const isTooLong = this.length > LONGEST_MEMBER
    this.listener({ bytes: this.buffer.subarray(0, this.length), line: this.start, isTooLong })
  }
}
