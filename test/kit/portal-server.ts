// A stand-in for Weir's server that knows only the portal-fixtures: it serves the built portal, renders its pages under
// the product's Content-Security-Policy, and answers as the API's contract says. Runs that are started go through their
// states by themselves, quickly.
import { randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import type { RenderPage } from '../../src/contract/pages.ts'
import type { RunBody, RunListBody, StartRunBody } from '../../src/contract/runs.ts'
import type { ProblemBody, SessionBody } from '../../src/contract/session.ts'
import type { SavePolicyDraftBody } from '../../src/contract/policy-drafts.ts'
import { isLanguage, type Language } from '../../src/domain/kernel/language.ts'
import { PortalDrafts } from './portal-drafts.ts'
import { AGENCIES, fixedId, NOBODY, type PortalWorld } from './portal-fixtures.ts'

const WEB = join(PROJECT_ROOT, 'dist/web')
const PAGE_SIZE = 20
const PROGRESS_MILLISECONDS = 60

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface PortalServer {
  readonly origin: string
  /** Who is signed in, whoever asks. */
  session: SessionBody
  /** Every question to the API fails, as with a broken database. */
  isBroken: boolean
  /** What a page sees as the worked example; by default the completed run. */
  showcase: RunBody | null
  /** Everything that was changed, as `METHOD path`, with the body's text. */
  readonly changes: { readonly request: string; readonly body: string; readonly headers: IncomingMessage['headers'] }[]
  readonly stop: () => Promise<void>
}

export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // React's server markup has style attributes (custom properties of Mantine's parts); they carry no code.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export async function startPortalServer(world: PortalWorld): Promise<PortalServer> {
  const entry = (await import(pathToFileURL(join(WEB, 'server/entry-server.js')).href)) as { render: RenderPage }
  const files = clientFiles()
  const drafts = new PortalDrafts(world)
  const runs = new Map(world.runs.map((run) => [run.id, run]))
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const portal: PortalServer = {
    origin: `http://127.0.0.1:${port}`,
    session: NOBODY,
    isBroken: false,
    showcase: world.runs[0] ?? null,
    changes: [],
    stop: () => stopServer(server),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', portal.origin)
    const path = decodeURIComponent(url.pathname)
    if (path.endsWith('/progress')) return followProgress(path, response)
    if (path.endsWith('/history')) return sendHistory(world, path, response)
    if (path.startsWith('/api/')) return await answerApi(request, response, url)
    if (path.startsWith('/assets/') || path === '/favicon.svg') return answerFile(files, path, response)
    const nonce = randomBytes(16).toString('base64')
    const first = path.split('/')[1] ?? ''
    const page = await entry.render({
      url: url.pathname + url.search,
      language: isLanguage(first) ? first : 'en',
      nonce,
      agency: 'hannuri',
      session: portal.session,
      api: (asked) => Promise.resolve(portal.isBroken ? broken() : (read(new URL(asked, portal.origin)) ?? notFound())),
    })
    response.writeHead(page.status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce),
    })
    response.end(page.html)
  }

  async function answerApi(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (portal.isBroken) return sendJson(response, 500, broken())
    const body =
      request.method === 'GET'
        ? (readDrafts(url, request) ?? read(url))
        : change(request.method ?? '', url, await textOf(request), request)
    if (body === undefined) return sendJson(response, 404, notFound())
    const refused = typeof body === 'object' && body !== null && 'refusal' in body ? (body as ProblemBody) : null
    return sendJson(response, refused?.status ?? 200, body)
  }

  function read(url: URL): unknown {
    const path = decodeURIComponent(url.pathname)
    if (path === '/api/session') return portal.session
    if (path === '/api/agencies') return AGENCIES
    const [, agency = '', rest = ''] = /^\/api\/agencies\/([^/]+)\/(.*)$/.exec(path) ?? []
    if (!AGENCIES.some((known) => known.id === agency)) return undefined
    const own = world.policies.filter((policy) => policy.agency === agency)
    if (rest === 'policies') return own.map(({ name, title, version }) => ({ name, title, version }))
    if (rest.startsWith('policies/')) return own.find((policy) => policy.name === rest.slice('policies/'.length))
    if (rest === 'scenarios') return agency === 'hannuri' ? world.scenarios : []
    if (rest === 'showcase')
      return (agency === 'hannuri' ? portal.showcase : null) ?? problem(404, 'showcase-not-ready')
    if (rest === 'runs') return listRuns(agency, url.searchParams)
    return runs.get(rest.slice('runs/'.length))
  }

  function listRuns(agency: string, query: URLSearchParams): RunListBody {
    const words = query.get('search') ?? ''
    const state = query.get('state')
    const page = Number(query.get('page') ?? 1)
    const found = [...runs.values()]
      .filter((run) => run.agency === agency && (state === null || run.progress.state === state))
      .filter((run) => run.scenario.includes(words) || run.policy.includes(words))
      .toSorted((a, b) => (query.get('direction') === 'ascending' ? 1 : -1) * a.createdAt.localeCompare(b.createdAt))
    const rows = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    return { rows: rows.map(asRow), total: found.length, page, pageSize: PAGE_SIZE }
  }

  function change(method: string, url: URL, body: string, request: IncomingMessage): unknown {
    const path = url.pathname
    portal.changes.push({ request: `${method} ${path}`, body, headers: request.headers })
    if (path === '/api/session' && method === 'DELETE') {
      portal.session = NOBODY
      return portal.session
    }
    if (path === '/api/session') return problem(403, 'sign-in-link-used')
    if (portal.session.person === null) return problem(401, 'not-signed-in')
    if (method === 'POST' && path.endsWith('/runs')) return startRun(JSON.parse(body) as StartRunBody)
    if (path.includes('/policy-drafts')) return changeDrafts(method, path, body, languageOf(request))
    const id = /\/runs\/([^/]+)/.exec(path)?.[1] ?? ''
    const run = runs.get(id)
    if (run === undefined) return undefined
    if (method === 'DELETE') runs.delete(id)
    else runs.set(id, { ...run, progress: { ...run.progress, state: 'cancelled' } })
    return {}
  }

  function readDrafts({ pathname }: URL, request: IncomingMessage): unknown {
    const place = /\/agencies\/hannuri\/policy-drafts(?:\/([^/]+))?$/.exec(pathname)
    if (place === null) return undefined
    const [, id] = place
    if (portal.session.person === null) return problem(401, 'not-signed-in')
    const language = languageOf(request)
    return id === undefined ? drafts.list(language) : (drafts.find(id, language) ?? notFound())
  }

  function changeDrafts(method: string, path: string, body: string, language: Language): unknown {
    const id = /\/policy-drafts\/([^/]+)/.exec(path)?.[1]
    if (id === undefined) return drafts.save(JSON.parse(body) as SavePolicyDraftBody, language)
    if (method === 'DELETE') return drafts.discard(id) ? {} : undefined
    return drafts.rename(id, (JSON.parse(body) as { name: string }).name, language)
  }

  function startRun(start: StartRunBody): RunBody | ProblemBody {
    const example = world.runs[0]
    if (example === undefined || start.scenario !== example.scenario) return problem(404, 'scenario-not-found')
    const id = fixedId(900 + runs.size)
    const progress = { state: 'running', jobsDone: 0, jobsTotal: example.progress.jobsTotal, failure: null } as const
    const nothing = {
      summary: null,
      series: null,
      trace: null,
      nodes: [],
      accounts: null,
      classes: null,
      flavors: null,
    }
    const started = { ...example, ...nothing, id, isShowcase: false, progress }
    runs.set(id, started)
    return started
  }

  /** Five steps, then the outcome of the example. */
  function followProgress(path: string, response: ServerResponse): void {
    const id = /\/runs\/([^/]+)/.exec(path)?.[1] ?? ''
    const example = world.runs[0]
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let step = 0
    const timer = setInterval(() => {
      const run = runs.get(id)
      if (run === undefined || example === undefined) return
      step += 1
      const isFixture = world.runs.some((known) => known.id === id)
      const jobsDone = isFixture ? run.progress.jobsDone : Math.floor((run.progress.jobsTotal * step) / 5)
      let { progress } = run
      if (progress.state === 'running') progress = { ...progress, jobsDone }
      if (step === 5 && progress.state === 'running' && !isFixture) {
        progress = example.progress
        runs.set(id, { ...example, id, isShowcase: false })
      }
      response.write(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`)
      if (step === 5) clearInterval(timer)
    }, PROGRESS_MILLISECONDS)
    response.on('close', () => clearInterval(timer))
  }

  return portal
}

/** A row of the list has no outcome. */
function asRow(run: RunBody): RunListBody['rows'][number] {
  const { nodes: _nodes, series: _series, trace: _trace, ...row } = run
  return row
}

/** All of them at once: a build that comes in the middle of the tests does not pull them away. */
function clientFiles(): ReadonlyMap<string, Buffer> {
  const folder = join(WEB, 'client')
  const paths = globSync(['*.svg', 'assets/*'], { cwd: folder })
  return new Map(paths.map((path) => [`/${path}`, readFileSync(join(folder, path))]))
}

function answerFile(files: ReadonlyMap<string, Buffer>, path: string, response: ServerResponse): void {
  const bytes = files.get(path)
  if (bytes === undefined) return sendJson(response, 404, notFound())
  response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(bytes)
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function problem(status: number, refusal: string): ProblemBody {
  return { type: `/problems/${refusal}`, title: refusal, status, detail: `(${refusal})`, refusal }
}

function broken(): ProblemBody {
  return problem(500, 'internal-error')
}

function notFound(): ProblemBody {
  return problem(404, 'not-found')
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) text += String(chunk)
  return text
}

async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

function sendHistory(world: PortalWorld, path: string, response: ServerResponse): void {
  const isThere = world.scenarios.some(
    (scenario) => path === `/api/agencies/hannuri/scenarios/${scenario.name}/history`,
  )
  if (!isThere) return sendJson(response, 404, notFound())
  response.writeHead(200, { 'content-type': 'application/vnd.weir.history', 'content-encoding': 'gzip' })
  response.end(world.history)
}

function languageOf(request: IncomingMessage): Language {
  const asked = request.headers['accept-language'] ?? ''
  return isLanguage(asked) ? asked : 'en'
}
