// The store's refusals as sentences for the terminal. A refusal without a sentence does not compile.
import type { Language } from '../domain/kernel/language.ts'
import type { StoreRefusal } from '../store/refusal.ts'
import { sentence } from '../text/format.ts'
import { storeText } from '../text/store/text.ts'

export function storeRefusalSentence(refusal: StoreRefusal, language: Language): string {
  return sentence(storeText, language, refusal.refusal, refusal.values)
}
