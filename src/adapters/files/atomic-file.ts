// Results reach the disk whole or not at all: written beside their place, flushed, then renamed.
import { open, rename, rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

/** Writes text as UTF-8; compressed when the path ends in `.gz`. Throws what the operating system says. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  try {
    const file = await open(beside, 'w')
    try {
      await file.writeFile(path.endsWith('.gz') ? gzipSync(text) : text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
