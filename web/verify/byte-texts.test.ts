import { expect, test } from 'vitest'
import { BYTE_TEXTS } from './byte-texts.ts'

const { hexOf, base64Of, bytesOfBase64 } = BYTE_TEXTS

test.each([0, 1, 2, 3, 4, 31, 32, 33, 255])('%i bytes are written and read as the standard does', (length) => {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 97 + length) % 256)
  expect(hexOf(bytes)).toBe(bytes.toHex())
  expect(base64Of(bytes)).toBe(bytes.toBase64())
  expect(bytesOfBase64(bytes.toBase64())).toEqual(bytes)
})

test.each(['A', 'AA', 'AA=', 'AB==', 'AA==\n', ' AA==', 'A A=', '*A=='])(
  '%j is no base64, as for the standard',
  (text) => {
    expect(() => Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' }).toBase64() === text || fail()).toThrow()
    expect(() => bytesOfBase64(text)).toThrow()
  },
)

function fail(): never {
  throw new Error('another text of the same bytes')
}
