// What a witness remembers: its key, and of each log the checkpoint that it signed last. What was signed is on the disk before
// anybody is told, so that a witness that fell over never signs two histories.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { readCheckpoint, type Checkpoint } from '../../domain/proof/checkpoint.ts'
import { COSIGNATURE_V1, verifierKey, type SignEd25519, type VerifierKey } from '../../domain/proof/note.ts'
import { newSeed, signingKey } from './ed25519.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

export interface WitnessKey {
  readonly verifier: VerifierKey
  readonly sign: SignEd25519
}

const KEY = /^weir-witness-key\/1 (\S+) ([0-9a-f]{64})\n$/

/** A new key in a file that only its owner may read; null: the file is there already and stays as it is. */
export function makeWitnessKey(file: string, name: string): WitnessKey | null {
  const seed = newSeed()
  try {
    writeFileSync(file, `weir-witness-key/1 ${name} ${seed.toHex()}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null
    throw error
  }
  return witnessKey(name, seed)
}

/** null: the file is not there, or is not the key of a witness. */
export function readWitnessKey(file: string): WitnessKey | null {
  if (!existsSync(file)) return null
  const found = KEY.exec(readFileSync(file, 'utf8'))
  return found === null ? null : witnessKey(found[1] ?? '', Uint8Array.fromHex(found[2] ?? ''))
}

export function witnessKey(name: string, seed: Uint8Array): WitnessKey {
  const { publicKey, sign } = signingKey(seed)
  return { verifier: verifierKey(sha256, name, COSIGNATURE_V1, publicKey), sign }
}

/** The last signed checkpoints, one file for each log. */
export class WitnessState {
  readonly #folder: string

  /** @param folder it is made when it is not there */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
  }

  /**
   * Takes the folder for this process: two that remember in one folder could sign two histories. Returns how to give it back;
   * a number: the process that has it.
   */
  lock(): (() => void) | number {
    const file = path.join(this.#folder, 'lock')
    for (let trial = 0; trial < 2; trial += 1) {
      try {
        writeFileSync(file, `${process.pid}\n`, { mode: 0o600, flag: 'wx', flush: true })
        return () => rmSync(file, { force: true })
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
        const owner = Number.parseInt(readFileSync(file, 'utf8'), 10)
        if (isAlive(owner)) return owner
        // One that was killed has left it.
        rmSync(file, { force: true })
      }
    }
    return Number.parseInt(readFileSync(file, 'utf8'), 10)
  }

  /** Throws when the file is damaged: a witness that has forgotten must not sign. */
  last(origin: string): Checkpoint | null {
    const file = this.#file(origin)
    if (!existsSync(file)) return null
    const checkpoint = readCheckpoint(readFileSync(file, 'utf8'))
    if (checkpoint === null || checkpoint.origin !== origin) throw new Error(`the file ${file} is damaged`)
    return checkpoint
  }

  /** @param note the whole signed note */
  keep(origin: string, note: string): void {
    const file = this.#file(origin)
    const draft = `${file}.new`
    const descriptor = openSync(draft, 'w', 0o600)
    try {
      writeFileSync(descriptor, note)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(draft, file)
    syncFolder(this.#folder)
  }

  #file(origin: string): string {
    return path.join(this.#folder, `${sha256(Buffer.from(origin)).toHex().slice(0, 32)}.checkpoint`)
  }
}

function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** A rename is durable only when its folder is. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
