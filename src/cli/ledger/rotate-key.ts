// `weir ledger rotate-key`: a new key for an agency's public log.
import type { Language } from '../../domain/kernel/language.ts'
import { rotateLogKey } from '../../operations/ledger/rotate-log-key.ts'
import { ask, say, type LedgerOptions } from './read.ts'

export async function rotateKey(options: LedgerOptions, language: Language): Promise<void> {
  const rotated = await ask(options, language, rotateLogKey, {})
  const { verifierKey, before } = rotated
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(rotated)}\n`
      : `${say(language, 'key-rotated', { verifierKey, before })}\n`,
  )
}
