// Why a line is no record or a source gave no answer; words of the program itself stand for themselves.
import type { Language } from '../../domain/kernel/language.ts'
import { sentence } from '../format.ts'
import { meteringText } from './text.ts'

const REASONS = [
  'column-count',
  'unknown-state',
  'time-malformed',
  'number-malformed',
  'header-missing',
  'sacct-failed',
] as const

export function brokenWords(language: Language, reason: string): string {
  const known = REASONS.find((one) => one === reason)
  return known === undefined ? reason : sentence(meteringText, language, `broken-${known}`)
}
