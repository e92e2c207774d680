// The description of the API, made from the routes themselves: OpenAPI 3.1 at /api/openapi.json, readable at /api/docs.
import swagger from '@fastify/swagger'
import apiReference from '@scalar/fastify-api-reference'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { App } from './app.ts'
import { SESSION_COOKIE } from './caller.ts'
import { contentSecurityPolicy } from './guards.ts'

const DESCRIPTION = `Everything that the portal does, programs can do. Reading needs no session.

**Refusals.** An expected "no" is a problem (RFC 9457, \`application/problem+json\`) whose \`refusal\` is a name from a closed
list; \`title\` and \`detail\` are sentences in the language of \`?lang=\` or \`Accept-Language\` (en, vi, ko).

**Changes** need the session cookie, the header \`x-weir-csrf\` with the \`csrfToken\` of \`GET /api/session\`, and the header
\`origin\` with Weir's own address. They take an \`Idempotency-Key\`: a change that is sent twice with one key happens once.`

const TAGS = [
  { name: 'agencies', description: 'Who divides its compute with Weir' },
  { name: 'policies', description: 'The share tree of an agency, version by version' },
  { name: 'runs', description: 'Replays of a real history under a policy' },
  { name: 'ledger', description: 'Accounts, statements, entries and budgets' },
  { name: 'finance', description: 'Prices in money, fee rules, payers, invoices and credit notes' },
  { name: 'metering', description: 'Usage records, their sources and prices, and what was set aside' },
  {
    name: 'log',
    description:
      'The public log of an agency, for everybody to verify. Beside the checkpoint are its tiles, `/log/{agency}/tile/<level>/<index>[.p/<width>]` and `/log/{agency}/tile/entries/<index>[.p/<width>]`, as c2sp.org/tlog-tiles says',
  },
  { name: 'session', description: 'Signing in and out' },
  { name: 'operation', description: 'Probes of the running server' },
]

export async function describeApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Weir',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: TAGS,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
          csrf: { type: 'apiKey', in: 'header', name: 'x-weir-csrf' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** The page is served whole from here: no fonts, no telemetry, no request to any other host. */
const NONCE_PLACE = 'weir-nonce-goes-here'

export async function serveDescription(app: App): Promise<void> {
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) => await reply.send(app.swagger()))
  await app.register(async (inner) => {
    // Parts of the page add styles that carry no nonce; its scripts all do.
    inner.addHook('onRequest', async (request, reply) => {
      void reply.header('content-security-policy', contentSecurityPolicy(request.nonce, 'inline'))
    })
    inner.addHook('onSend', async (request, reply, payload) => {
      if (typeof payload !== 'string' || !String(reply.getHeader('content-type')).startsWith('text/html'))
        return payload
      return payload.replaceAll(NONCE_PLACE, request.nonce)
    })
    await inner.register(apiReference, {
      routePrefix: '/api/docs',
      configuration: {
        url: '/api/openapi.json',
        pageTitle: 'Weir API',
        nonce: NONCE_PLACE,
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: 'never',
        hideClientButton: true,
        defaultOpenAllTags: true,
      },
    })
  })
}
