import type { Language } from '../../domain/kernel/language.ts'
import { sentence, type MessageValues } from '../../text/format.ts'
import { meteringText } from '../../text/metering/text.ts'

export function say(language: Language, key: keyof typeof meteringText.en, values: MessageValues = {}): string {
  return sentence(meteringText, language, key, values)
}

export function print(text: string): void {
  process.stdout.write(text)
}

export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`)
}
