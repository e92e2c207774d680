// Files that only their owner may read. When root works in the home of another user, that user stays the owner.
import { chownSync, closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const OWNER_ONLY = 0o600

/** Written beside its place and renamed, so that it is there whole or not at all, also after a power loss. */
export function writePrivate(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`
  const descriptor = openSync(draft, 'w', OWNER_ONLY)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  giveToFolderOwner(draft)
  renameSync(draft, file)
}

function giveToFolderOwner(file: string): void {
  if (process.getuid?.() !== 0) return
  const owner = statSync(path.dirname(file))
  if (owner.uid !== 0) chownSync(file, owner.uid, owner.gid)
}
