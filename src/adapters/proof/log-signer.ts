// The keys with which the public logs are signed. Each agency's is a file of its own that only its owner may read, made when
// it is first needed; who has it can speak for the log.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { ED25519, verifierKey, type SignEd25519, type VerifierKey } from '../../domain/proof/note.ts'
import { newSeed, signingKey } from './ed25519.ts'

export interface LogKey {
  readonly verifier: VerifierKey
  readonly sign: SignEd25519
}

export interface LogSigner {
  /** The origin line of an agency's checkpoints, e.g. `weir.example.org/log/hannuri`. */
  originOf(agency: string): string
  keyOf(agency: string): LogKey
}

/** Of a command that looks and signs nothing. */
export const SIGNS_NOTHING: LogSigner = {
  originOf: () => {
    throw new Error('bug: this process publishes no checkpoint')
  },
  keyOf: () => {
    throw new Error('bug: this process signs nothing')
  },
}

/** @param folder of the keys; it is made when it is not there */
export function fileLogSigner(folder: string, host: string): LogSigner {
  const keys = new Map<string, LogKey>()
  const originOf = (agency: string): string => `${host}/log/${agency}`
  const keyOf = (agency: string): LogKey => {
    let key = keys.get(agency)
    if (key === undefined) keys.set(agency, (key = logKey(originOf(agency), seedOf(folder, agency))))
    return key
  }
  return { originOf, keyOf }
}

export function logKey(name: string, seed: Uint8Array): LogKey {
  const { publicKey, sign } = signingKey(seed)
  const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
  return { verifier: verifierKey(sha256, name, ED25519, publicKey), sign }
}

const SEED = /^weir-log-key\/1 ([0-9a-f]{64})\n$/

/** Two processes that need a new key at one moment agree on the first. */
function seedOf(folder: string, agency: string): Uint8Array {
  const file = path.join(folder, `${agency}.key`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, `weir-log-key/1 ${newSeed().toHex()}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const found = SEED.exec(readFileSync(file, 'utf8'))
  if (found === null) throw new Error(`the file ${file} is not a key of a log`)
  return Uint8Array.fromHex(found[1] ?? '')
}
