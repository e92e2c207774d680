// What `weir witness` does: makes its key, or answers until a signal ends it.
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { makeWitnessKey, readWitnessKey, WitnessState } from '../../adapters/proof/witness-state.ts'
import { witnessServer } from '../../adapters/proof/witness-server.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { ED25519, readVerifierKey, verifierKeyText, type VerifierKey } from '../../domain/proof/note.ts'
import { sentence, type MessageValues } from '../../text/format.ts'
import { ledgerText } from '../../text/ledger/text.ts'
import { CommandRefusal } from '../refusal.ts'

export interface ServeOptions {
  readonly keyFile: string
  readonly log: readonly string[]
  readonly state: string
  readonly port: string
  readonly host: string
}

const NAME = /^[a-z0-9][a-z0-9./-]*$/
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

export async function makeKey(name: string, file: string, language: Language): Promise<void> {
  if (!NAME.test(name)) throw new CommandRefusal(say(language, 'witness-name', { name }))
  const key = makeWitnessKey(file, name)
  if (key === null) throw new CommandRefusal(say(language, 'witness-key-exists', { file }))
  process.stdout.write(`${verifierKeyText(key.verifier)}\n`)
}

/** Resolves when a signal has ended it. */
export async function serveWitness(options: ServeOptions, language: Language): Promise<void> {
  const { keyFile: file, host } = options
  const key = readWitnessKey(file)
  if (key === null) throw new CommandRefusal(say(language, 'witness-key-missing', { file }))
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommandRefusal(say(language, 'witness-port', { port: options.port }))
  }
  const logs = options.log.map((text) => logKeyOf(text, language))
  const state = new WitnessState(options.state)
  const unlock = state.lock()
  if (typeof unlock === 'number') {
    throw new CommandRefusal(say(language, 'witness-state-in-use', { folder: options.state, pid: String(unlock) }))
  }
  const server = witnessServer({
    key,
    logs,
    state,
    clock: Date.now,
    onAnswer: ({ status, origin, size }) => process.stderr.write(`${status} ${origin ?? '-'} ${size ?? '-'}\n`),
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((error: unknown) => {
    unlock()
    const detail = error instanceof Error ? error.message : String(error)
    throw new CommandRefusal(say(language, 'witness-cannot-listen', { host, port, detail }))
  })
  const { port: bound } = server.address() as AddressInfo
  const verifier = verifierKeyText(key.verifier)
  process.stdout.write(`${say(language, 'witness-listens', { address: `http://${host}:${bound}`, key: verifier })}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => resolve()))
  })
  unlock()
}

function logKeyOf(text: string, language: Language): VerifierKey {
  const key = readVerifierKey(sha256, text)
  if (key === null || key.type !== ED25519) throw new CommandRefusal(say(language, 'url-key-malformed', { key: text }))
  return key
}

function say(language: Language, key: keyof typeof ledgerText.en, values: MessageValues = {}): string {
  return sentence(ledgerText, language, key, values)
}
