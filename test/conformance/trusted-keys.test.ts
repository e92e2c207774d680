// Which checkpoints the keys of a log may sign, as a reader trusts them, with real signatures.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { signingKey, verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import { checkpointText } from '../../src/domain/proof/checkpoint.ts'
import { ED25519, noteText, readNote, signNote, verifierKey, type Note } from '../../src/domain/proof/note.ts'
import {
  publishedKeyText,
  readPublishedKey,
  retiredAsPublished,
  signatureFinding,
  type TrustedKey,
} from '../../src/domain/proof/trusted-key.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const NAME = 'weir.test/log/hannuri'

function keyOf(seed: number) {
  const { publicKey, sign } = signingKey(Buffer.alloc(32, seed))
  return { verifier: verifierKey(sha256, NAME, ED25519, publicKey), sign }
}

const OLD = keyOf(1)
const NEW = keyOf(2)

function checkpointOf(size: number, ...keys: readonly (typeof OLD)[]): { note: Note; size: number } {
  const text = checkpointText({ origin: NAME, size, root: sha256(Buffer.of(size % 256)) })
  const signatures = keys.map(({ verifier, sign }) => signNote(text, verifier, sign))
  const note = readNote(noteText({ text, signatures }))
  if (note === null) throw new Error('a note')
  return { note, size }
}

test.each<[string, ReturnType<typeof checkpointOf>, readonly TrustedKey[], string | null]>([
  ['by the key that signs', checkpointOf(9, NEW), [NEW.verifier], null],
  ['by nobody known', checkpointOf(9, NEW), [OLD.verifier], 'signature-missing'],
  ['by a retired key, as long as it signed', checkpointOf(600, OLD), [{ ...OLD.verifier, untilSize: 600 }], null],
  ['by a retired key, beyond', checkpointOf(601, OLD), [{ ...OLD.verifier, untilSize: 600 }], 'key-retired'],
  [
    'by a retired key beyond its size, and by the one that signs',
    checkpointOf(601, OLD, NEW),
    [{ ...OLD.verifier, untilSize: 600 }, NEW.verifier],
    null,
  ],
])('a checkpoint %s', (_, checkpoint, keys, problem) => {
  expect(signatureFinding(checkpoint, keys, verifyEd25519)?.problem ?? null).toBe(problem)
})

test('a log may end a key that is trusted, and can neither prolong it nor bring another', () => {
  const published = [
    { key: { ...OLD.verifier, untilSize: 600 }, fromSize: 0 },
    { key: NEW.verifier, fromSize: 600 },
  ]
  expect(retiredAsPublished([OLD.verifier], published)).toEqual([{ ...OLD.verifier, untilSize: 600 }])
  const [longer] = published.map((one) => ({ ...one, key: { ...one.key, untilSize: 900 } }))
  expect(retiredAsPublished([{ ...OLD.verifier, untilSize: 600 }], longer === undefined ? [] : [longer])).toEqual([
    { ...OLD.verifier, untilSize: 600 },
  ])
  expect(retiredAsPublished([{ ...OLD.verifier, untilSize: 600 }], [{ key: OLD.verifier, fromSize: 0 }])).toEqual([
    { ...OLD.verifier, untilSize: 600 },
  ])
})

test.each([
  { key: NEW.verifier, fromSize: 600 },
  { key: { ...OLD.verifier, untilSize: 600 }, fromSize: 0 },
])('a line of the published keys is read back as it was written', (published) => {
  const text = publishedKeyText(published)
  const read = readPublishedKey(sha256, text)
  expect(read === null ? null : publishedKeyText(read)).toBe(text)
})

test.each(['', 'x 0', `${publishedKeyText({ key: NEW.verifier, fromSize: 0 })} 1 2`, 'a+00000000+AAAA 0'])(
  'what is no line of published keys is refused: %s',
  (line) => {
    expect(readPublishedKey(sha256, line)).toBeNull()
  },
)
