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
  const values = Object.entries(finding).map(([name, value]) => [name, String(value)])
  return sentence(logFindingText, language, finding.problem, Object.fromEntries(values))
}
