// The first look at a log: its checkpoint, who signed it, and whether it continues what this browser saw before. A few small
// files, whatever the length of the log.
import { readCheckpoint, type SignedCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import type { LogFinding } from '../../src/domain/proof/log-audit.ts'
import { continuation } from '../../src/domain/proof/log-files.ts'
import {
  cosignedAt,
  isSignedBy,
  readVerifierKey,
  verifierKeyText,
  type VerifierKey,
} from '../../src/domain/proof/note.ts'
import {
  isSameKey,
  publishedKeyText,
  readPublishedKey,
  retiredAsPublished,
  signatureFinding,
  type PublishedKey,
} from '../../src/domain/proof/trusted-key.ts'
import { fetchFile, LogUnreachable, withFiles } from './log-address.ts'
import { MEANS } from './means.ts'
import type { Remembered } from './remembered.ts'

export interface LogAddress {
  readonly agency: string
  /** e.g. `https://weir.example.org/log/hannuri/` */
  readonly base: string
}

export interface Looked {
  readonly kind: 'looked'
  readonly origin: string
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
  /** The checkpoint as it was signed. */
  readonly note: string
  readonly findings: readonly LogFinding[]
  /** Keys that are trusted, as the log publishes its own. */
  readonly keys: readonly string[]
  /** Keys that the log names and nobody here trusts. */
  readonly otherKeys: readonly string[]
  /** Those of the trusted keys that signed this checkpoint. */
  readonly signedBy: readonly string[]
  readonly witnessed: readonly { readonly name: string; readonly atSeconds: number }[]
  /** Names on signatures that nothing here can verify. */
  readonly otherSigners: readonly string[]
  /** How long the log was when this browser saw it last; null: never. */
  readonly before: number | null
}

export type LookEnd =
  | Looked
  /** There is no checkpoint; `before` says how long the log was once. */
  | { readonly kind: 'empty'; readonly before: number | null }
  | { readonly kind: 'unreachable'; readonly url: string; readonly detail: string }
  | { readonly kind: 'malformed'; readonly url: string }

export async function lookAtLog({ base }: LogAddress, kept: Remembered | null): Promise<LookEnd> {
  try {
    const seen = kept === null || kept.note === null ? null : readCheckpoint(kept.note)
    const bytes = await fetchFile(`${base}checkpoint`)
    if (bytes === null) return { kind: 'empty', before: seen?.size ?? null }
    const note = textOf(bytes)
    const checkpoint = readCheckpoint(note)
    if (checkpoint === null) return { kind: 'malformed', url: `${base}checkpoint` }
    const published = publishedIn(await fetchFile(`${base}keys`))
    if (published === null) return { kind: 'malformed', url: `${base}keys` }
    return await compared({ base, note, checkpoint, published, seen, kept })
  } catch (error) {
    if (error instanceof LogUnreachable) return { kind: 'unreachable', url: error.url, detail: error.detail }
    throw error
  }
}

interface Shown {
  readonly base: string
  readonly note: string
  readonly checkpoint: SignedCheckpoint
  readonly published: readonly PublishedKey[]
  readonly seen: SignedCheckpoint | null
  readonly kept: Remembered | null
}

async function compared({ base, note, checkpoint, published, seen, kept }: Shown): Promise<Looked> {
  const { origin, size, root } = checkpoint
  const trusted = kept === null ? [...published] : trustedOf(kept.keys, published)
  const keys = trusted.map(({ key }) => key)
  const witnesses = readVerifierKeys(kept?.witnesses ?? [])
  const findings: LogFinding[] = []
  const expected = seen?.origin ?? keys[0]?.name ?? origin
  if (expected !== origin) findings.push({ problem: 'origin-differs', found: origin, expected })
  const unsigned = signatureFinding(checkpoint, keys, MEANS.verify)
  if (unsigned !== null) findings.push(unsigned)
  const witnessed: { name: string; atSeconds: number }[] = []
  for (const key of witnesses) {
    const atSeconds = cosignedAt(checkpoint.note, key, MEANS.verify)
    if (atSeconds === null) findings.push({ problem: 'witness-missing', witness: key.name })
    else witnessed.push({ name: key.name, atSeconds })
  }
  if (seen !== null) {
    const broken = await withFiles(base, continuation(MEANS.sha256, seen, checkpoint))
    if (broken !== null) findings.push(broken)
  }
  const signers = [...keys, ...witnesses]
  return {
    kind: 'looked',
    origin,
    size,
    root: root.toHex(),
    note,
    findings,
    witnessed,
    keys: trusted.map(publishedKeyText),
    otherKeys: published.filter(({ key }) => !keys.some((one) => isSameKey(one, key))).map(publishedKeyText),
    signedBy: keys.filter((key) => isSignedBy(checkpoint.note, key, MEANS.verify)).map(verifierKeyText),
    otherSigners: checkpoint.note.signatures
      .filter(({ name, id }) => !signers.some((key) => key.name === name && key.id.toHex() === id.toHex()))
      .map(({ name }) => name),
    before: seen?.size ?? null,
  }
}

/** The keys that were kept; those that the log has retired since are trusted no further. */
function trustedOf(lines: readonly string[], published: readonly PublishedKey[]): PublishedKey[] {
  const kept = lines.flatMap((line) => readPublishedKey(MEANS.sha256, line) ?? [])
  const keys = retiredAsPublished(
    kept.map(({ key }) => key),
    published,
  )
  return kept.map(({ fromSize }, at) => ({ key: keys[at] ?? unreachable(), fromSize }))
}

function unreachable(): never {
  throw new Error('bug: one key for each that was kept')
}

function publishedIn(bytes: Uint8Array | null): PublishedKey[] | null {
  const lines = textOf(bytes ?? new Uint8Array())
    .split('\n')
    .filter((line) => line !== '')
  const keys = lines.flatMap((line) => readPublishedKey(MEANS.sha256, line) ?? [])
  return keys.length === lines.length && keys.length > 0 ? keys : null
}

export function readVerifierKeys(texts: readonly string[]): VerifierKey[] {
  return texts.flatMap((text) => readVerifierKey(MEANS.sha256, text) ?? [])
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
