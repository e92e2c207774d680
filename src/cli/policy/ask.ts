// `weir policy ask`: reads one JSON object, or one a line, and answers each on a line of its own as soon as it is read: a script
// may ask, wait for the answer, and ask again.
import type { Language } from '../../domain/kernel/language.ts'
import { answer } from '../../domain/scheduling/questions/answer.ts'
import type { QuestionRefusal } from '../../domain/scheduling/questions/reading.ts'
import { questionRefusalSentence } from '../../text/questions/text.ts'

/** Of one question. */
const LARGEST_BYTES = 256 * 1024 * 1024
const LINE_END = 0x0a

export interface Said {
  /** Lines for standard output; empty at the end. */
  readonly out: string
  /** At the end only: for a person who asked one question. */
  readonly error: string
  /** Nothing was refused so far. */
  readonly isGood: boolean
}

/**
 * Answers what is read, in order. While the first line is no JSON of its own everything is held back, until a later line is a
 * question of its own or all is read: it may be one question over several lines.
 */
export async function* ask(input: AsyncIterable<Buffer>, language: Language): AsyncGenerator<Said> {
  const asking = new Asking(language)
  for await (const chunk of input) {
    yield* asking.read(chunk)
    yield asking.say('')
    if (asking.isOver) break
  }
  yield* asking.end()
}

type Parsed = { readonly value: unknown } | { readonly refusal: QuestionRefusal }

/** Lines that are held back, as bytes and few objects: there may be millions of them. */
class HeldLines {
  readonly firstLine: number
  /** Without blanks around it. */
  readonly opening: string
  private readonly blocks: Buffer[] = []
  private latest: Buffer[] = []

  constructor(firstLine: number, opening: string) {
    this.firstLine = firstLine
    this.opening = opening
  }

  push(line: Buffer): void {
    this.latest.push(line)
    if (this.latest.length >= AT_ONCE) this.close()
  }

  whole(): Buffer {
    this.close()
    return Buffer.concat(this.blocks)
  }

  *lines(): Generator<Buffer> {
    this.close()
    for (const block of this.blocks) {
      for (let from = 0; from < block.length;) {
        const to = block.indexOf(LINE_END, from)
        const next = to === -1 ? block.length : to + 1
        yield block.subarray(from, next)
        from = next
      }
    }
  }

  private close(): void {
    if (this.latest.length > 0) this.blocks.push(Buffer.concat(this.latest))
    this.latest = []
  }
}

/** Lines of one block, and answers that are said together. */
const AT_ONCE = 1_000

class Asking {
  isOver = false
  private readonly language: Language
  private readonly answers: string[] = []
  private asked = 0
  private isGood = true
  private lastMessage = ''
  /** The line that is not at its end yet; `restBytes`: with all that is held back before it. */
  private rest: Buffer[] = []
  private restBytes = 0
  private held: HeldLines | null = null
  private line = 0

  constructor(language: Language) {
    this.language = language
  }

  *read(chunk: Buffer): Generator<Said> {
    let from = 0
    for (let to = chunk.indexOf(LINE_END); to !== -1 && !this.isOver; to = chunk.indexOf(LINE_END, from)) {
      yield* this.keep(chunk.subarray(from, to + 1))
      if (!this.isOver && this.lineEnds()) yield* this.answerLines()
      from = to + 1
    }
    if (from < chunk.length && !this.isOver) yield* this.keep(chunk.subarray(from))
  }

  say(error: string): Said {
    return { out: this.answers.splice(0).join(''), error, isGood: this.isGood }
  }

  *end(): Generator<Said> {
    if (!this.isOver) {
      if (this.rest.length > 0 && this.lineEnds()) yield* this.answerLines()
      if (this.held !== null) yield* this.answerHeld(this.held)
      // Nothing at all is no question.
      else if (this.asked === 0) this.answer(parsed(Buffer.alloc(0)), 1)
    }
    yield this.say(this.asked === 1 && !this.isGood ? `weir: ${this.lastMessage}\n` : '')
  }

  private *keep(bytes: Buffer): Generator<Said> {
    this.rest.push(bytes)
    this.restBytes += bytes.length
    if (this.restBytes <= LARGEST_BYTES) return
    yield* this.answerLines()
    if (this.restBytes <= LARGEST_BYTES) return
    const expected = `${LARGEST_BYTES / 1024 / 1024} MiB`
    this.answer({ refusal: { code: 'input-too-large', field: '', found: '', expected } }, this.line + 1)
    this.isOver = true
  }

  /** Whether what is held back turns out to be lines of their own. */
  private lineEnds(): boolean {
    const bytes = Buffer.concat(this.rest)
    this.rest = []
    this.line += 1
    const question = isBlank(bytes) ? null : parsed(bytes)
    if (this.held === null && (question === null || this.asked > 0 || !('refusal' in question))) {
      this.restBytes = 0
      if (question !== null) this.answer(question, this.line)
      return false
    }
    this.held ??= new HeldLines(this.line, bytes.toString().trim())
    this.held.push(bytes)
    // In a list of questions the last is one by itself.
    return asksSomething(question) && !this.held.opening.startsWith('[')
  }

  /** One question over several lines, or lines of which the first is not JSON. */
  private *answerHeld(held: HeldLines): Generator<Said> {
    const whole = parsed(held.whole())
    // A question with a slip somewhere below its opening bracket: to refuse its every line would hide where.
    if (!('refusal' in whole) || held.opening === '{') this.answer(whole, held.firstLine)
    else yield* this.answerLines()
  }

  private *answerLines(): Generator<Said> {
    let line = this.held?.firstLine ?? 0
    for (const bytes of this.held?.lines() ?? []) {
      if (!isBlank(bytes)) this.answer(parsed(bytes), line)
      line += 1
      if (this.answers.length >= AT_ONCE) yield this.say('')
    }
    this.held = null
    this.restBytes = this.rest.reduce((sum, { length }) => sum + length, 0)
  }

  private answer(question: Parsed, line: number): void {
    this.asked += 1
    const outcome = 'refusal' in question ? { ok: false as const, refusal: question.refusal } : answer(question.value)
    if (outcome.ok) {
      this.answers.push(`${JSON.stringify(outcome.value)}\n`)
      return
    }
    this.isGood = false
    const expected = outcome.refusal.code === 'not-an-object' ? '{"ask": "entitlement", …}' : outcome.refusal.expected
    const refusal = { ...outcome.refusal, expected }
    this.lastMessage = questionRefusalSentence(this.language, refusal)
    this.answers.push(`${JSON.stringify({ refusal: { ...refusal, message: this.lastMessage, line } })}\n`)
  }
}

function asksSomething(question: Parsed | null): boolean {
  if (question === null || 'refusal' in question) return false
  return typeof question.value === 'object' && question.value !== null && Object.hasOwn(question.value, 'ask')
}

/** Also takes away a byte order mark. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))
}

function parsed(bytes: Buffer): Parsed {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { refusal: { code: 'not-utf8', field: '', found: '', expected: 'UTF-8' } }
  }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { refusal: { code: 'not-json', field: '', found, expected: '{"ask": "entitlement", …}' } }
  }
}
