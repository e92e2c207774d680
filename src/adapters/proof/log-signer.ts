// The keys with which the public logs are signed. Each agency's is a file of its own that only its owner may read, made when
// it is first needed; who has it can speak for the log.
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
  /** The key before it, until it has signed once beside the new one; null: none is being replaced. */
  retiringKeyOf(agency: string): LogKey | null
  /** Makes a new key, with which the log is signed from now on. null: the one before it is still being replaced. */
  rotate(agency: string): LogKey | null
  /** Both have signed: the old key is destroyed. */
  endRotation(agency: string): void
}

/** Of a command that looks and signs nothing. */
export const SIGNS_NOTHING: LogSigner = {
  originOf: () => {
    throw new Error('bug: this process publishes no checkpoint')
  },
  keyOf: refuseToSign,
  retiringKeyOf: refuseToSign,
  rotate: refuseToSign,
  endRotation: refuseToSign,
}

function refuseToSign(): never {
  throw new Error('bug: this process signs nothing')
}

/**
 * The files are read each time: another process may have replaced a key.
 * @param folder of the keys; it is made when it is not there
 */
export function fileLogSigner(folder: string, host: string): LogSigner {
  const originOf = (agency: string): string => `${host}/log/${agency}`
  const fileOf = (agency: string): string => path.join(folder, `${agency}.key`)
  const retiringOf = (agency: string): string => path.join(folder, `${agency}.retiring.key`)
  return {
    originOf,
    keyOf: (agency) => logKey(originOf(agency), seedOf(folder, fileOf(agency))),
    retiringKeyOf: (agency) => {
      const file = retiringOf(agency)
      return existsSync(file) ? logKey(originOf(agency), readSeed(file)) : null
    },
    rotate: (agency) => {
      if (existsSync(retiringOf(agency))) return null
      seedOf(folder, fileOf(agency))
      // First the old one is kept: a crash in between leaves both names for one key, and no log without any.
      linkSync(fileOf(agency), retiringOf(agency))
      const made = path.join(folder, `${agency}.next.key`)
      writeFileSync(made, `weir-log-key/1 ${newSeed().toHex()}\n`, { mode: 0o600, flush: true })
      renameSync(made, fileOf(agency))
      return logKey(originOf(agency), readSeed(fileOf(agency)))
    },
    endRotation: (agency) => rmSync(retiringOf(agency), { force: true }),
  }
}

export function logKey(name: string, seed: Uint8Array): LogKey {
  const { publicKey, sign } = signingKey(seed)
  const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
  return { verifier: verifierKey(sha256, name, ED25519, publicKey), sign }
}

const SEED = /^weir-log-key\/1 ([0-9a-f]{64})\n$/

/** Two processes that need a new key at one moment agree on the first. */
function seedOf(folder: string, file: string): Uint8Array {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    if (!existsSync(file)) {
      writeFileSync(file, `weir-log-key/1 ${newSeed().toHex()}\n`, { mode: 0o600, flag: 'wx', flush: true })
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readSeed(file)
}

function readSeed(file: string): Uint8Array {
  const found = SEED.exec(readFileSync(file, 'utf8'))
  if (found === null) throw new Error(`the file ${file} is not a key of a log`)
  return Uint8Array.fromHex(found[1] ?? '')
}
