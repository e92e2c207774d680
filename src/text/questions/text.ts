import { EXPECTED_VALUES, type ExpectedValue, type QuestionRefusal } from '../../domain/scheduling/questions/reading.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { catalogue } from '../catalogue.ts'
import { sentence } from '../format.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export const questionsText = catalogue<keyof typeof en>({ en, vi, ko })

export function questionRefusalSentence(language: Language, refusal: QuestionRefusal): string {
  const { code, field, found, expected } = refusal
  const form = EXPECTED_VALUES.find((value) => value === expected) satisfies ExpectedValue | undefined
  const isNames = code === 'parent-unknown' || code === 'not-a-project'
  const words = form !== undefined ? sentence(questionsText, language, form) : isNames ? inBrackets(expected) : expected
  return sentence(questionsText, language, code, { field, found, expected: words })
}

/** There may be too many to name them. */
function inBrackets(names: string): string {
  return names === '' ? '' : ` (${names})`
}
