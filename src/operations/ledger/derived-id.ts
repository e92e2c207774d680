// Ids of transfers that a machine makes: derived from what they are for, so that making them again makes the same ones.
import { hash } from 'node:crypto'

/**
 * UUID version 5 (RFC 9562, 5.5).
 * @param namespace a UUID
 */
export function derivedId(namespace: string, name: string): string {
  const bytes = Buffer.from(namespace.replaceAll('-', '') + Buffer.from(name, 'utf8').toString('hex'), 'hex')
  const digest = Buffer.from(hash('sha1', bytes, 'latin1'), 'latin1')
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
