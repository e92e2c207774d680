// The text of a file that a person names on the command line; `-` is standard input. Never reads without bound.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { MAX_FILE_BYTES } from '../../domain/policy/yaml-documents.ts'

export interface SourceUnreadable {
  readonly code: 'file-not-found' | 'file-is-folder' | 'file-unreadable'
  readonly detail: string
}

/** Bytes that are no UTF-8 become U+FFFD: the parser tells where. One byte more than is allowed is read, and told too. */
export async function readSourceText(path: string): Promise<Result<string, SourceUnreadable>> {
  try {
    if (path !== '-' && (await stat(path)).isDirectory()) return refuse({ code: 'file-is-folder', detail: '' })
    const stream = path === '-' ? process.stdin : createReadStream(path, { end: MAX_FILE_BYTES })
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_FILE_BYTES) break
    }
    return accept(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks)))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const detail = code === '' && error instanceof Error ? error.message : code
    return refuse({ code: code === 'ENOENT' ? 'file-not-found' : 'file-unreadable', detail })
  }
}
