// A witness over HTTP: https://c2sp.org/tlog-witness. One address, `POST /add-checkpoint`; one request after the other.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { cosign, noteText, verifierKeyText, type VerifierKey } from '../../domain/proof/note.ts'
import { readWitnessRequest, witness, WITNESS_STATUS } from '../../domain/proof/witness.ts'
import { verifyEd25519 } from './ed25519.ts'
import type { WitnessKey, WitnessState } from './witness-state.ts'

const BODY_BYTES_MAX = 65_536
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

export interface WitnessOptions {
  readonly key: WitnessKey
  /** Of the logs that are watched; the name of a key is its log's origin. */
  readonly logs: readonly VerifierKey[]
  readonly state: WitnessState
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Is told of every answer. */
  readonly onAnswer?: (told: {
    readonly status: number
    readonly origin: string | null
    readonly size: number | null
  }) => void
}

/** Listens nowhere yet. */
export function witnessServer(options: WitnessOptions): Server {
  return createServer((request, response) => {
    void answerRequest(options, request, response)
  })
}

async function answerRequest(
  options: WitnessOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'GET' && request.url === '/') {
      return send(response, 200, `${verifierKeyText(options.key.verifier)}\n`)
    }
    if (request.url !== '/add-checkpoint') return send(response, 404, 'POST /add-checkpoint\n')
    if (request.method !== 'POST') return send(response, 405, 'POST /add-checkpoint\n')
    const body = await bodyOf(request)
    if (body === null) return send(response, 413, `at most ${BODY_BYTES_MAX} bytes\n`)
    answerCheckpoint(options, body, response)
  } catch (error) {
    // What it has signed is on the disk, or nobody was told: the next request finds it as it is.
    send(response, 500, `${error instanceof Error ? error.message : 'internal error'}\n`)
  }
}

function answerCheckpoint(
  { key, logs, state, clock, onAnswer }: WitnessOptions,
  body: string,
  response: ServerResponse,
): void {
  const asked = readWitnessRequest(body)?.checkpoint ?? null
  const tell = (status: number): void => {
    onAnswer?.({ status, origin: asked?.origin ?? null, size: asked?.size ?? null })
  }
  const decided = witness(body, {
    sha256,
    verify: verifyEd25519,
    keysOf: (origin) => {
      const keys = logs.filter(({ name }) => name === origin)
      return keys.length === 0 ? null : keys
    },
    lastOf: (origin) => state.last(origin),
  })
  if (!decided.ok) {
    const status = WITNESS_STATUS[decided.refusal]
    tell(status)
    if (decided.refusal !== 'old-size-differs') return send(response, status, `${decided.refusal}\n`)
    const size = asked === null ? 0 : (state.last(asked.origin)?.size ?? 0)
    return send(response, status, `${size}\n`, 'text/x.tlog.size')
  }
  const { note, origin } = decided.value
  const signature = cosign(note.text, key.verifier, Math.floor(clock() / 1000), key.sign)
  state.keep(origin, noteText({ ...note, signatures: [...note.signatures, signature] }))
  tell(200)
  const line = noteText({ text: '', signatures: [signature] }).slice(1)
  send(response, 200, line)
}

/** null: it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(text)
}
