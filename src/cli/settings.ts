// The settings of a command: the environment, and options that win over it.
import type { Language } from '../domain/kernel/language.ts'
import { readSettings, type Settings } from '../settings.ts'
import { sentence } from '../text/format.ts'
import { cliText } from '../text/cli/text.ts'
import { CommandRefusal } from './refusal.ts'

export interface SettingOptions {
  readonly home?: string
  readonly port?: string
}

export function settingsOf(options: SettingOptions, language: Language): Settings {
  const read = readSettings({
    ...process.env,
    ...(options.home === undefined ? {} : { WEIR_HOME: options.home }),
    ...(options.port === undefined ? {} : { WEIR_PORT: options.port }),
  })
  if (read.ok) return read.value
  throw new CommandRefusal(
    read.refusal.map((refusal) => sentence(cliText, language, 'setting-invalid', { ...refusal })).join('\n'),
  )
}
