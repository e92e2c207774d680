// Which language the terminal's reader has: --lang, else LC_ALL, LC_MESSAGES, LANG, else English.
import type { Command } from 'commander'
import { isLanguage, type Language } from '../domain/kernel/language.ts'

export function languageOf(command: Command): Language {
  const asked: unknown = command.optsWithGlobals()['lang']
  const candidates = [asked, process.env['LC_ALL'], process.env['LC_MESSAGES'], process.env['LANG']]
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue
    const code = candidate.slice(0, 2).toLowerCase()
    if (isLanguage(code)) return code
  }
  return 'en'
}
