// A checkpoint: what a log says of itself at one size. https://c2sp.org/tlog-checkpoint
import { HASH_BYTES } from '../ledger/log-tree.ts'
import { bytesOfBase64, readNote, type Note } from './note.ts'

export interface Checkpoint {
  /** Which log it is, e.g. `weir.example/log/hannuri`. */
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toBase64()}\n`
}

const SIZE = /^(0|[1-9]\d{0,15})$/

/** Reads a checkpoint with its signatures; none of them is verified here. null: it is not in the form of one. */
export function readCheckpoint(text: string): SignedCheckpoint | null {
  const note = readNote(text)
  if (note === null) return null
  const [origin = '', sizeText = '', rootText = ''] = note.text.split('\n')
  const root = bytesOfBase64(rootText)
  if (origin === '' || !SIZE.test(sizeText) || root === null || root.length !== HASH_BYTES) return null
  return { origin, size: Number(sizeText), root, note }
}
