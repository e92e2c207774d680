// What is wrong with each field of a request, and what would be right, from what Zod says.
import type { ProblemBody } from '../../contract/session.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { sentence, type MessageValues } from '../format.ts'
import { fieldText } from './text.ts'

/** The parts of a Zod issue that we read; validation comes to us as plain objects. */
interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly expected?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly origin?: string
  readonly values?: readonly unknown[]
  readonly keys?: readonly string[]
  readonly format?: string
  readonly message: string
  readonly input?: unknown
}

export type FieldProblem = NonNullable<ProblemBody['fields']>[number]

/** @param place where the input stands, e.g. `body`; '' when its fields are named alone */
export function fieldProblems(issues: readonly Issue[], place: string, language: Language): FieldProblem[] {
  return issues.map((issue) => ({ field: fieldName(issue, place), message: messageOf(issue, language) }))
}

function fieldName(issue: Issue, place: string): string {
  const path = issue.path.map(String).join('.')
  return [place, path].filter((part) => part !== '').join('.')
}

type FieldKey = keyof (typeof fieldText)['en']

function messageOf(issue: Issue, language: Language): string {
  const say = (key: FieldKey, values: MessageValues = {}): string => sentence(fieldText, language, key, values)
  switch (issue.code) {
    case 'invalid_type':
      return say(issue.message.includes('received undefined') ? 'missing' : 'type', {
        expected: expectedForm(issue.expected ?? '', language),
      })
    case 'too_small':
      return say(issue.origin === 'string' ? 'too-short' : 'too-small', { minimum: Number(issue.minimum) })
    case 'too_big':
      return say(issue.origin === 'string' ? 'too-long' : 'too-big', { maximum: Number(issue.maximum) })
    case 'invalid_value':
      return say('option', { options: (issue.values ?? []).map(String).join(', ') })
    case 'unrecognized_keys':
      return say('unknown-key', { keys: (issue.keys ?? []).join(', ') })
    case 'invalid_format':
      return issue.format === 'uuid' ? say('uuid') : say('format', { format: issue.format ?? '' })
    default:
      return say('other')
  }
}

function expectedForm(expected: string, language: Language): string {
  const key = `expected-${expected}`
  return isFieldKey(key)
    ? sentence(fieldText, language, key)
    : sentence(fieldText, language, 'expected-other', { expected })
}

function isFieldKey(key: string): key is FieldKey {
  return key in fieldText.en && key !== 'expected-other'
}
