// What an operation refused, as a command says it.
import type { Language } from '../domain/kernel/language.ts'
import type { OperationRefusal } from '../operations/refusal.ts'
import { sentence } from '../text/format.ts'
import { refusalDetails, refusalTitles } from '../text/refusals/text.ts'
import { CommandRefusal } from './refusal.ts'

export function refusalText(refusal: OperationRefusal, language: Language): string {
  return `${sentence(refusalTitles, language, refusal)} ${sentence(refusalDetails, language, refusal)}`
}

export function refusalFor(refusal: OperationRefusal, language: Language): CommandRefusal {
  return new CommandRefusal(refusalText(refusal, language))
}
