// `weir ledger verify --url`: the public log of an agency, verified by an outsider who trusts only the keys that they know and
// what they saw before. Asks for files over HTTP and for nothing else.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { verifyEd25519 } from '../../adapters/proof/ed25519.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { posted } from '../../domain/ledger/balance.ts'
import { readCheckpoint, type Checkpoint } from '../../domain/proof/checkpoint.ts'
import { LogAudit, type Trusted } from '../../domain/proof/log-audit.ts'
import { auditEntries } from '../../domain/proof/log-files.ts'
import { readVerifierKey, verifierKeyText, type VerifierKey } from '../../domain/proof/note.ts'
import { readSeenHashes, seenHashesText, type SeenHashes } from '../../domain/proof/seen-hashes.ts'
import { isSameKey, readPublishedKey, retiredAsPublished, type TrustedKey } from '../../domain/proof/trusted-key.ts'
import { sha256 } from '../../store/ledger/open-ledger.ts'
import { formatNumber, sentence, type MessageValues } from '../../text/format.ts'
import { ledgerText } from '../../text/ledger/text.ts'
import { findingSentence } from '../../text/log-findings/text.ts'
import { progressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'

export interface VerifyUrlOptions {
  readonly url: string
  readonly agency?: string
  readonly vkey?: readonly string[]
  readonly witness?: readonly string[]
  readonly state?: string
  readonly json?: boolean
}

const State = z.object({
  origin: z.string(),
  size: z.int().min(0),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  keys: z.array(z.string()),
  /** Of the entries that were verified, to say later where another history begins. */
  hashes: z.object({ tiles: z.string(), tail: z.string() }).optional(),
})
type State = z.output<typeof State>

const PATIENCE_MILLISECONDS = 30_000
const ASKED_MAX = 20
const WAIT_SECONDS_MAX = 120

/** Prints what it finds; whether nothing is wrong. */
export async function verifyUrl(options: VerifyUrlOptions, language: Language): Promise<boolean> {
  const { agency } = options
  if (agency === undefined) throw new CommandRefusal(say(language, 'url-needs-agency'))
  const log = `${options.url.replace(/\/$/, '')}/log/${agency}/`
  // What can be wrong here is said before anybody is asked.
  const witnesses = (options.witness ?? []).map((key) => keyOf(key, language))
  const given = options.vkey?.map((key) => keyOf(key, language))
  const state = options.state === undefined ? null : readState(options.state, language)
  const text = await textOf(`${log}checkpoint`, language)
  const checkpoint = readCheckpoint(text)
  if (checkpoint === null) throw new CommandRefusal(say(language, 'url-no-checkpoint', { url: `${log}checkpoint` }))
  const keys = await trustedKeys(given ?? state?.keys.map((key) => keyOf(key, language)), log, language)
  const trusted: Trusted = {
    // A log signs under its own name.
    origin: state?.origin ?? keys[0]?.name ?? null,
    keys,
    witnesses,
    seen: state === null ? null : { origin: state.origin, size: state.size, root: Uint8Array.fromHex(state.root) },
    ...keptHashes(state),
  }
  const audit = new LogAudit(agency, checkpoint, trusted, { sha256, verify: verifyEd25519 })
  const bar = progressBar(process.stderr, language)
  try {
    const files = auditEntries(audit, checkpoint, sha256)
    let asked = files.next()
    for (let count = 1; asked.done !== true; count += 1) {
      asked = files.next(await bytesOrNull(`${log}${asked.value}`, language))
      bar.update(Math.min(count, audit.bundleCount), audit.bundleCount)
    }
  } finally {
    bar.end()
  }
  const isGood = audit.findings.length === 0
  if (isGood && options.state !== undefined) writeState(options.state, checkpoint, keys, audit)
  process.stdout.write(
    options.json === true ? jsonOf(checkpoint, audit) : linesOf(checkpoint, audit, trusted, language),
  )
  return isGood
}

/** When none were given or kept, those that the log itself names (told). What was retired is trusted up to its size. */
async function trustedKeys(
  known: readonly VerifierKey[] | undefined,
  log: string,
  language: Language,
): Promise<TrustedKey[]> {
  const lines = (await textOf(`${log}keys`, language)).split('\n').filter((line) => line !== '')
  const published = lines.map((line) => {
    const key = readPublishedKey(sha256, line)
    if (key === null) throw new CommandRefusal(say(language, 'url-key-malformed', { key: line }))
    return key
  })
  if (known !== undefined) {
    const keys = retiredAsPublished(known, published)
    const others = published.filter(({ key }) => !keys.some((one) => isSameKey(one, key)))
    for (const { key, fromSize } of others) {
      const values = { key: verifierKeyText(key), from: fromSize }
      process.stderr.write(`${say(language, 'url-other-key', values)}\n`)
    }
    return keys
  }
  const texts = published.map(({ key }) => verifierKeyText(key))
  process.stderr.write(`${say(language, 'url-first-keys', { keys: texts.join('\n  ') })}\n`)
  return published.map(({ key }) => key)
}

export function keyOf(text: string, language: Language): VerifierKey {
  const key = readVerifierKey(sha256, text)
  if (key === null) throw new CommandRefusal(say(language, 'url-key-malformed', { key: text }))
  return key
}

export function readState(file: string, language: Language): State | null {
  if (!existsSync(file)) return null
  try {
    return State.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new CommandRefusal(say(language, 'url-state-malformed', { file }))
  }
}

function keptHashes(state: State | null): { readonly seenHashes?: SeenHashes } {
  const seenHashes = state?.hashes === undefined ? null : readSeenHashes(state.hashes)
  return seenHashes === null ? {} : { seenHashes }
}

function writeState(
  file: string,
  { origin, size, root }: Checkpoint,
  keys: readonly VerifierKey[],
  audit: LogAudit,
): void {
  const hashes = seenHashesText(audit.hashes())
  const state: State = { origin, size, root: root.toHex(), keys: keys.map(verifierKeyText), hashes }
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { flush: true })
  renameSync(`${file}.new`, file)
}

async function textOf(url: string, language: Language): Promise<string> {
  const bytes = await bytesOrNull(url, language)
  if (bytes === null) throw new CommandRefusal(say(language, 'url-unreachable', { url, detail: '404' }))
  return Buffer.from(bytes).toString('utf8')
}

/** null: the log does not have that file. */
async function bytesOrNull(url: string, language: Language): Promise<Uint8Array | null> {
  for (let asked = 1; ; asked += 1) {
    const response = await fetched(url, language)
    if (response.ok) return new Uint8Array(await response.arrayBuffer())
    if (response.status === 404) return null
    // A long log is more files than a server gives to one reader in a minute: it says how long to wait.
    const waitSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (response.status !== 429 || asked === ASKED_MAX || !(waitSeconds <= WAIT_SECONDS_MAX)) {
      throw new CommandRefusal(say(language, 'url-unreachable', { url, detail: String(response.status) }))
    }
    await sleep((waitSeconds + 1) * 1000)
  }
}

async function fetched(url: string, language: Language): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new CommandRefusal(say(language, 'url-unreachable', { url, detail }))
  }
}

function jsonOf(checkpoint: Checkpoint, { findings, replay, witnessedAt }: LogAudit): string {
  const { origin, size, root } = checkpoint
  const balances = replay.balances().map((balance) => ({ ...balance, posted: posted(balance) }))
  const told = { origin, size, root: root.toHex(), findings, public: replay.publicCount, hidden: replay.hiddenCount }
  const text = JSON.stringify(
    { ...told, witnessedAt: Object.fromEntries(witnessedAt), balances },
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
  return `${text}\n`
}

function linesOf(checkpoint: Checkpoint, audit: LogAudit, { seen }: Trusted, language: Language): string {
  const number = (value: number) => formatNumber(language, value)
  const { replay, findings } = audit
  const values = {
    origin: checkpoint.origin,
    size: number(checkpoint.size),
    public: number(replay.publicCount),
    hidden: number(replay.hiddenCount),
    root: checkpoint.root.toHex(),
    findings: number(findings.length),
    before: number(seen?.size ?? 0),
  }
  if (findings.length > 0) {
    const lines = findings.map((finding) => `  ${findingSentence(language, finding)}\n`)
    return `${say(language, 'url-bad', values)}\n${lines.join('')}`
  }
  const lines = [say(language, 'url-good', values)]
  if (seen !== null) lines.push(say(language, 'url-continues', values))
  for (const name of audit.witnessedAt.keys()) lines.push(say(language, 'url-witnessed', { name }))
  return `${lines.join('\n')}\n`
}

function say(language: Language, key: keyof typeof ledgerText.en, values: MessageValues = {}): string {
  return sentence(ledgerText, language, key, values)
}
