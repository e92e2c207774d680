// `weir policy ask`: reads one JSON object, or one a line, and answers each on a line of its own.
import type { Language } from '../../domain/kernel/language.ts'
import { answer } from '../../domain/scheduling/questions/answer.ts'
import type { QuestionRefusal } from '../../domain/scheduling/questions/reading.ts'
import { questionRefusalSentence } from '../../text/questions/text.ts'

export interface Asked {
  readonly out: string
  readonly error: string
  readonly isGood: boolean
}

const LARGEST_BYTES = 256 * 1024 * 1024

/** The whole of standard input, at most LARGEST_BYTES; null: there is more. */
export async function readQuestions(input: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of input) {
    bytes += chunk.length
    if (bytes > LARGEST_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function ask(text: string | null, language: Language): Asked {
  if (text === null) {
    const refusal = {
      code: 'input-too-large',
      field: '',
      found: '',
      expected: `${LARGEST_BYTES / 1024 / 1024} MiB`,
    } as const
    return { out: '', error: `weir: ${questionRefusalSentence(language, refusal)}\n`, isGood: false }
  }
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const whole = parse(source)
  const lines = source.split('\n').filter((line) => line.trim() !== '')
  // A question over several lines is one; several lines of which each is a question are many.
  if (whole.isJson || lines.length <= 1) return askOne(whole, language)
  return askMany(source, language)
}

type Parsed = { readonly isJson: true; readonly value: unknown } | { readonly isJson: false; readonly detail: string }

function parse(source: string): Parsed {
  try {
    return { isJson: true, value: JSON.parse(source) as unknown }
  } catch (error) {
    return { isJson: false, detail: error instanceof Error ? error.message : String(error) }
  }
}

function askOne(question: Parsed, language: Language): Asked {
  const outcome = outcomeOf(question)
  if (outcome.refusal === null) return { out: `${JSON.stringify(outcome.answer)}\n`, error: '', isGood: true }
  const message = questionRefusalSentence(language, outcome.refusal)
  const out = `${JSON.stringify({ refusal: { ...outcome.refusal, message } })}\n`
  return { out, error: `weir: ${message}\n`, isGood: false }
}

function askMany(source: string, language: Language): Asked {
  const answers: string[] = []
  let isGood = true
  for (const [place, line] of source.split('\n').entries()) {
    if (line.trim() === '') continue
    const outcome = outcomeOf(parse(line))
    if (outcome.refusal === null) answers.push(JSON.stringify(outcome.answer))
    else {
      isGood = false
      const message = questionRefusalSentence(language, outcome.refusal)
      answers.push(JSON.stringify({ refusal: { ...outcome.refusal, message, line: place + 1 } }))
    }
  }
  return { out: `${answers.join('\n')}\n`, error: '', isGood }
}

function outcomeOf(question: Parsed): { answer: unknown; refusal: QuestionRefusal | null } {
  if (!question.isJson) {
    return { answer: null, refusal: { code: 'not-json', field: '', found: question.detail, expected: '' } }
  }
  const outcome = answer(question.value)
  if (outcome.ok) return { answer: outcome.value, refusal: null }
  const { code } = outcome.refusal
  const expected = code === 'not-an-object' ? '{"ask": "entitlement", …}' : outcome.refusal.expected
  return { answer: null, refusal: { ...outcome.refusal, expected } }
}
