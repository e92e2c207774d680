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
    asking.read(chunk)
    yield asking.say('')
    if (asking.isOver) break
  }
  yield asking.end()
}

type Parsed = { readonly value: unknown } | { readonly refusal: QuestionRefusal }

/** null: a blank line. */
interface HeldLine {
  readonly bytes: Buffer
  readonly question: Parsed | null
}

class Asking {
  isOver = false
  private readonly language: Language
  private readonly answers: string[] = []
  private asked = 0
  private isGood = true
  private lastMessage = ''
  /** The line that is not at its end yet, and what is held back before it. */
  private rest: Buffer[] = []
  private restBytes = 0
  private held: HeldLine[] | null = null
  private line = 0

  constructor(language: Language) {
    this.language = language
  }

  read(chunk: Buffer): void {
    let from = 0
    for (let to = chunk.indexOf(LINE_END); to !== -1 && !this.isOver; to = chunk.indexOf(LINE_END, from)) {
      this.keep(chunk.subarray(from, to + 1))
      if (!this.isOver) this.lineEnds()
      from = to + 1
    }
    if (from < chunk.length && !this.isOver) this.keep(chunk.subarray(from))
  }

  say(error: string): Said {
    return { out: this.answers.splice(0).join(''), error, isGood: this.isGood }
  }

  end(): Said {
    if (!this.isOver) {
      if (this.rest.length > 0) this.lineEnds()
      if (this.held !== null) this.answerHeld(this.held)
      // Nothing at all is no question.
      else if (this.asked === 0) this.answer(parsed(Buffer.alloc(0)), 1)
    }
    return this.say(this.asked === 1 && !this.isGood ? `weir: ${this.lastMessage}\n` : '')
  }

  private keep(bytes: Buffer): void {
    this.rest.push(bytes)
    this.restBytes += bytes.length
    if (this.restBytes <= LARGEST_BYTES) return
    if (this.held !== null) this.answerLines()
    if (this.restBytes <= LARGEST_BYTES) return
    const expected = `${LARGEST_BYTES / 1024 / 1024} MiB`
    this.answer({ refusal: { code: 'input-too-large', field: '', found: '', expected } }, this.line + 1)
    this.isOver = true
  }

  private lineEnds(): void {
    const bytes = Buffer.concat(this.rest)
    this.rest = []
    this.line += 1
    const question = isBlank(bytes) ? null : parsed(bytes)
    if (this.held === null && (question === null || this.asked > 0 || !('refusal' in question))) {
      this.restBytes = 0
      if (question !== null) this.answer(question, this.line)
      return
    }
    this.held ??= []
    this.held.push({ bytes, question })
    // In a list of questions the last is one by itself.
    if (asksSomething(question) && !startsWith(this.held, '[')) this.answerLines()
  }

  /** One question over several lines, or lines of which the first is not JSON. */
  private answerHeld(held: readonly HeldLine[]): void {
    const whole = parsed(Buffer.concat(held.map(({ bytes }) => bytes)))
    // A question with a slip somewhere below its opening bracket: to refuse its every line would hide where.
    const isOne = !('refusal' in whole) || opening(held) === '{'
    if (isOne) this.answer(whole, this.line - held.length + 1)
    else this.answerLines()
  }

  private answerLines(): void {
    const held = this.held ?? []
    const first = this.line - held.length + 1
    for (const [place, { question }] of held.entries()) if (question !== null) this.answer(question, first + place)
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

function opening(held: readonly HeldLine[]): string {
  return held[0]?.bytes.toString().trim() ?? ''
}

function startsWith(held: readonly HeldLine[], bracket: string): boolean {
  return opening(held).startsWith(bracket)
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
