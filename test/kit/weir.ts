// Weir as a whole for a test file: its own database, its real jobs and HTTP on a free port, a clock that the test turns.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import path from 'node:path'
import { pino } from 'pino'
import { logKey, type LogSigner } from '../../src/adapters/proof/log-signer.ts'
import type { Role } from '../../src/domain/people/role.ts'
import type { Portal } from '../../src/http/portal.ts'
import { startWeir, type RunningWeir } from '../../src/main.ts'
import { csrfTokenOf, tokenSha256, writeToken } from '../../src/operations/people/token.ts'
import { readSettings } from '../../src/settings.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendPerson, appendSession } from '../../src/store/people.ts'
import type { TestDatabase } from './database.ts'

export const SMALL_SCENARIO = path.join(import.meta.dirname, 'scenarios', 'small.yaml')

const testOrigin = (agency: string): string => `weir.test/log/${agency}`
/** Keys of a test; no file is written. */
export const TEST_SIGNER: LogSigner = {
  originOf: testOrigin,
  keyOf: (agency) => logKey(testOrigin(agency), Buffer.alloc(32, 7)),
  retiringKeyOf: () => null,
  rotate: () => null,
  endRotation: () => {},
}

/** A portal of one page, so that tests of the server do not need a build. */
export const TINY_PORTAL: Portal = {
  clientFolder: path.join(import.meta.dirname, 'scenarios'),
  renderer: () =>
    Promise.resolve(async ({ url, language, api }) => {
      const agencies = await api('/api/agencies')
      const html = `<!doctype html><html lang="${language}"><title>${url}</title><pre>${JSON.stringify(agencies)}</pre></html>`
      return { status: url.includes('nowhere') ? 404 : 200, html }
    }),
  topFiles: () => [],
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  readonly text: string
  /** The body as JSON; {} when it is none. */
  readonly body: Record<string, unknown>
}

export interface Asked {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Ask = (address: string, asked?: Asked) => Promise<Answer>

export interface TestWeir extends RunningWeir {
  /** As nobody. */
  readonly ask: Ask
  /** A new person of the agency with these roles, signed in. */
  signIn(roles: readonly Role[], agency?: string): Promise<Ask>
  /** Turns the clock. */
  passTime(milliseconds: number): void
}

export interface TestWeirOptions {
  readonly scenarioPaths?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly portal?: Portal
}

export async function testWeir(
  store: Pick<TestDatabase, 'database' | 'owner' | 'app'>,
  options: TestWeirOptions = {},
): Promise<TestWeir> {
  const settings = readSettings({ WEIR_PORT: '0', WEIR_REQUESTS_PER_MINUTE: '0', ...options.environment })
  if (!settings.ok) throw new Error(JSON.stringify(settings.refusal))
  let turned = 0
  const weir = await startWeir({
    settings: settings.value,
    log: pino({ level: process.env['WEIR_TEST_LOG'] ?? 'silent' }),
    store: { ...store, place: 'a test' },
    clock: () => new Date(Date.now() + turned),
    scenarioPaths: options.scenarioPaths ?? [SMALL_SCENARIO],
    logSigner: TEST_SIGNER,
    portal: options.portal ?? TINY_PORTAL,
  })
  const { address, world } = weir
  return {
    ...weir,
    ask: askerOf(address),
    passTime: (milliseconds) => {
      turned += milliseconds
    },
    signIn: async (roles, agency = 'hannuri') => {
      const token = writeToken(agency, randomBytes(32).toString('base64url'))
      const person = { agency, id: randomUUIDv7(), name: `${roles.join(' and ')} of ${agency}`, roles }
      const createdAt = world.clock()
      const expiresAt = new Date(createdAt.getTime() + 3_600_000)
      await inTransaction(world.database, { agency }, async (tx) => {
        await appendPerson(tx, { ...person, isLocal: false, createdAt })
        await appendSession(tx, { agency, tokenSha256: tokenSha256(token), personId: person.id, createdAt, expiresAt })
      })
      return askerOf(address, { cookie: `weir-session=${token}`, 'x-weir-csrf': csrfTokenOf(token) })
    },
  }
}

/** Sends what a page of Weir would send; a test changes what it is about. */
export function askerOf(address: string, always: Readonly<Record<string, string>> = {}): Ask {
  return async (place, { method = 'GET', body, headers = {} } = {}) => {
    const response = await fetch(`${address}${place}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(method === 'GET' ? {} : { origin: address }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...always,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString('utf8')
    const isJson = response.headers.get('content-type')?.includes('json') === true
    const parsed: unknown = isJson ? JSON.parse(text) : {}
    return { status: response.status, headers: response.headers, bytes, text, body: parsed as Record<string, unknown> }
  }
}

/** Asks again until `isIt`, for what happens in the background. */
export async function eventually(
  ask: () => Promise<Answer>,
  isIt: (answer: Answer) => boolean,
  patienceMilliseconds = 50_000,
): Promise<Answer> {
  const giveUpAt = performance.now() + patienceMilliseconds
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    if (performance.now() > giveUpAt)
      throw new Error(`never so; at last: ${answer.status} ${answer.text.slice(0, 500)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export function stateOf(answer: Answer): unknown {
  const { progress } = answer.body
  return typeof progress === 'object' && progress !== null && 'state' in progress ? progress.state : undefined
}
