import type { Language } from '../../domain/kernel/language.ts'
import type { ReceiptFinding } from '../../domain/proof/receipt.ts'
import { catalogue } from '../catalogue.ts'
import { sentence } from '../format.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export const logFindingText = catalogue({ en, vi, ko })

/** What is wrong, in a sentence: which entry, which check, what was expected. */
export function findingSentence(language: Language, finding: ReceiptFinding): string {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(finding)) values[name] = String(value)
  return sentence(logFindingText, language, finding.problem, values)
}
