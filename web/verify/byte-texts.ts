// Bytes as hexadecimal and base64, for browsers from before 2025 that lack what the standard now has. Only what is missing is
// added, and only as far as the verification of logs needs it.

const HEX = '0123456789abcdef'

function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += (HEX[byte >> 4] ?? '') + (HEX[byte & 15] ?? '')
  return text
}

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** Strict: one text for the same bytes, padding and all. Throws otherwise, as the standard's does. */
function bytesOfBase64(text: string): Uint8Array {
  const decoded = atob(text)
  if (btoa(decoded) !== text) throw new SyntaxError('not base64 in its one form')
  return Uint8Array.from(decoded, (letter) => letter.charCodeAt(0))
}

export interface ByteTexts {
  readonly hexOf: (bytes: Uint8Array) => string
  readonly base64Of: (bytes: Uint8Array) => string
  readonly bytesOfBase64: (text: string) => Uint8Array
}

export const BYTE_TEXTS: ByteTexts = { hexOf, base64Of, bytesOfBase64 }

function addMissing(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

addMissing(Uint8Array.prototype, 'toHex', function toHex(this: Uint8Array): string {
  return hexOf(this)
})
addMissing(Uint8Array.prototype, 'toBase64', function toBase64(this: Uint8Array): string {
  return base64Of(this)
})
addMissing(Uint8Array, 'fromBase64', bytesOfBase64)
