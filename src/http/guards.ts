// What every request passes before its route: host, origin, rate, headers that protect the reader, who asks.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { World } from '../operations/world.ts'
import type { App, Reply, Request } from './app.ts'
import { callerOf, NOBODY } from './caller.ts'
import { isHostAllowed, isOriginAllowed, type HostRules } from './hosts.ts'
import { languageOf } from './language.ts'
import { sendProblem } from './problem.ts'

export interface GuardOptions {
  readonly world: World
  readonly hosts: HostRules
  /** Of one address; 0 is no limit. */
  readonly requestsPerMinute: number
  /** Known to this process only: the pages' own questions are not counted against their reader. */
  readonly innerSecret: string
}

export const INNER_HEADER = 'x-weir-inner'
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export async function useGuards(app: App, options: GuardOptions): Promise<void> {
  app.decorateRequest('language', 'en')
  app.decorateRequest('nonce', '')
  app.decorateRequest('caller')
  await app.register(cookie)
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    // Only a proxy that ends TLS may promise it.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  app.addHook('onRequest', async (request, reply) => {
    request.language = languageOf({ query: request.query, acceptLanguage: request.headers['accept-language'] })
    request.nonce = randomBytes(16).toString('base64')
    void reply.header('content-security-policy', contentSecurityPolicy(request.nonce))
    // No name holds a NUL, and PostgreSQL takes none: such an address is refused before anything looks it up.
    if (/%00/.test(request.url)) return sendProblem(reply, 'request-malformed')
    return guardOrigin(request, reply, options.hosts)
  })
  await useRateLimit(app, options)
  app.addHook('preHandler', async (request, reply) => {
    const caller = await callerOf(options.world, request, reply)
    if (caller === 'unknown' && isChange(request)) return sendProblem(reply, 'database-unavailable')
    request.caller = caller === 'unknown' ? NOBODY : caller
    return guardCsrf(request, reply)
  })
}

/**
 * Scripts and styles only from here or with the nonce. Mantine and ECharts set style attributes: those are allowed.
 * `styles`: 'inline' for a page whose styles cannot carry the nonce.
 */
export function contentSecurityPolicy(nonce: string, styles: 'nonce' | 'inline' = 'nonce'): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' ${styles === 'inline' ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function isChange(request: Request): boolean {
  return !SAFE_METHODS.has(request.method) && request.routeOptions.config?.changesNothing !== true
}

function guardOrigin(request: Request, reply: Reply, hosts: HostRules): Reply | undefined {
  if (request.routeOptions.config?.isProbe === true) return undefined
  const { host, origin } = request.headers
  if (!isHostAllowed(hosts, host)) return sendProblem(reply, 'host-not-allowed')
  if (isChange(request) && !isOriginAllowed(hosts, origin, host)) return sendProblem(reply, 'origin-not-allowed')
  return undefined
}

/** Whoever has a session proves with each change that the page which sends it has read our answers. */
function guardCsrf(request: Request, reply: Reply): Reply | undefined {
  const { csrfToken } = request.caller
  if (csrfToken === null || !isChange(request)) return undefined
  const given = request.headers['x-weir-csrf']
  if (typeof given === 'string' && isSame(given, csrfToken)) return undefined
  return sendProblem(reply, 'csrf-token-wrong')
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

async function useRateLimit(app: App, options: GuardOptions): Promise<void> {
  const { requestsPerMinute, innerSecret } = options
  if (requestsPerMinute === 0) return
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    cache: 10_000,
    allowList: (request: Request) =>
      request.routeOptions.config?.isProbe === true || request.headers[INNER_HEADER] === innerSecret,
    errorResponseBuilder: () => Object.assign(new Error('too many requests'), { statusCode: 429 }),
  })
}
