// Sentences, numbers and dates in the reader's form; the same on the server, in the terminal and in the browser.
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../domain/kernel/language.ts'
import type { Catalogue } from './catalogue.ts'

/** The locale whose forms of numbers and dates a reader of this language expects. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', vi: 'vi-VN', ko: 'ko-KR' }

export type MessageValues = Readonly<Record<string, string | number | boolean | Date>>

const compiled = new Map<string, IntlMessageFormat>()

/** One sentence of a catalogue. Throws (a bug) when a value that the sentence needs is not given. */
export function sentence<K extends string>(
  catalogue: Catalogue<K>,
  language: Language,
  key: K,
  values: MessageValues = {},
): string {
  const message = catalogue[language][key]
  const cacheKey = `${language}\u0000${message}`
  let format = compiled.get(cacheKey)
  if (format === undefined) {
    format = new IntlMessageFormat(message, LOCALES[language])
    compiled.set(cacheKey, format)
  }
  return String(format.format(values))
}

export function formatNumber(language: Language, value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(LOCALES[language], options).format(value)
}
