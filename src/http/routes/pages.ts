// The portal: its files, and its pages rendered whole on the server.
import fastifyStatic from '@fastify/static'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { PageResponse } from '../../contract/pages.ts'
import { isRefusal } from '../../contract/refusals.ts'
import { isLanguage } from '../../domain/kernel/language.ts'
import type { App, Reply, Request } from '../app.ts'
import { SESSION_COOKIE, sessionBody } from '../caller.ts'
import { INNER_HEADER } from '../guards.ts'
import { plainPage } from '../plain-page.ts'
import { sendProblem } from '../problem.ts'
import type { PageCache } from '../page-cache.ts'
import type { Portal } from '../portal.ts'

export interface PageOptions {
  readonly portal: Portal
  /** Whose worked example the home page tells of. */
  readonly homeAgency: string
  readonly innerSecret: string
  readonly cache: PageCache
}

const HTML = 'text/html; charset=utf-8'

export async function pageRoutes(app: App, options: PageOptions): Promise<void> {
  const { portal } = options
  await app.register(fastifyStatic, { root: portal.clientFolder, serve: false })
  const hidden = { schema: { hide: true } }
  // Names in assets/ change with their content.
  app.get<{ Params: { '*': string } }>('/assets/*', hidden, async (request, reply) => {
    const name = path.posix.join('assets', path.posix.normalize(`/${request.params['*']}`))
    if (!existsSync(path.join(portal.clientFolder, name))) return sendProblem(reply, 'route-not-found')
    return await reply.sendFile(name, { immutable: true, maxAge: '365d' })
  })
  for (const name of portal.topFiles()) {
    app.get(`/${name}`, hidden, async (_request, reply) => await reply.sendFile(name, { maxAge: '1h' }))
  }
  app.get('/', hidden, async (request, reply) =>
    reply.header('vary', 'accept-language').redirect(`/${request.language}`, 302),
  )
  app.get<{ Params: { name: string } }>('/problems/:name', hidden, async (request, reply) => {
    const { name } = request.params
    if (!isRefusal(name)) return await sendPage(app, request, reply, options)
    return await reply.type(HTML).send(plainPage(name, request.language, request.nonce))
  })
}

/** Any other address that a browser asks for: the portal knows its pages, and has one for those it does not know. */
export async function sendPage(app: App, request: Request, reply: Reply, options: PageOptions): Promise<Reply> {
  const render = await options.portal.renderer()
  if (render === null) {
    request.log.warn({}, 'a page was asked for, but the portal is not built: npm run build')
    return await reply
      .code(503)
      .type(HTML)
      .send(plainPage('pages-not-built', request.language, request.nonce))
  }
  const first = request.url.split(/[/?#]/)[1] ?? ''
  const language = isLanguage(first) ? first : request.language
  const renderWith = (nonce: string): Promise<PageResponse> =>
    render({
      url: request.url,
      language,
      nonce,
      agency: options.homeAgency,
      session: sessionBody(request.caller),
      api: async (address) => await askInside(app, request, address, { language, secret: options.innerSecret }),
    })
  const isForAll = request.cookies[SESSION_COOKIE] === undefined
  try {
    const page = isForAll
      ? await options.cache.page(`${language} ${request.url}`, request.nonce, renderWith)
      : await renderWith(request.nonce)
    return await reply
      .code(page.status)
      .type(HTML)
      .headers({ 'content-language': language, 'cache-control': 'private, no-cache', vary: 'cookie, accept-language' })
      .send(page.html)
  } catch (error) {
    request.log.error({ err: error, url: request.url }, 'a page could not be rendered')
    return await reply
      .code(500)
      .type(HTML)
      .send(plainPage('internal-error', language, request.nonce))
  }
}

/** A question of the page to our own API, as the reader who asked for the page. */
async function askInside(
  app: App,
  request: Request,
  address: string,
  asked: { readonly language: string; readonly secret: string },
): Promise<unknown> {
  const { host, cookie } = request.headers
  const answer = await app.inject({
    method: 'GET',
    url: address,
    headers: {
      accept: 'application/json',
      'accept-language': asked.language,
      [INNER_HEADER]: asked.secret,
      ...(host === undefined ? {} : { host }),
      ...(cookie === undefined ? {} : { cookie }),
    },
  })
  const type = String(answer.headers['content-type'])
  if (!type.includes('json')) throw new Error(`${address} answered ${answer.statusCode} with ${type}`)
  return answer.json<unknown>()
}
