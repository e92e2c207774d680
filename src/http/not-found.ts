// Addresses that no route answers: another method of a known address is 405, the rest of the API 404, a page otherwise.
import type { App, Reply, Request } from './app.ts'
import { sendProblem } from './problem.ts'
import { sendPage, type PageOptions } from './routes/pages.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export function useNotFound(app: App, options: PageOptions): void {
  const methodsOf = knownMethods(app)
  app.setNotFoundHandler(async (request: Request, reply: Reply) => {
    const [address = '/'] = request.url.split('?')
    const methods = methodsOf(address)
    if (methods.length > 0 && !methods.includes(request.method)) {
      void reply.header('allow', methods.join(', '))
      return sendProblem(reply, 'method-not-allowed')
    }
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !/^\/(api|assets)(\/|$)/.test(address)
    return isPage ? await sendPage(app, request, reply, options) : sendProblem(reply, 'route-not-found')
  })
}

/** The methods of each address, collected while routes are added. */
function knownMethods(app: App): (address: string) => string[] {
  const routes: { readonly pattern: RegExp; readonly method: string }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const source = url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : RegExp.escape(part)))
      .join('/')
    const pattern = new RegExp(`^${source}$`)
    for (const each of [method].flat()) routes.push({ pattern, method: each })
  })
  return (address) => {
    const found = new Set(routes.filter(({ pattern }) => pattern.test(address)).map(({ method }) => method))
    if (found.has('GET')) found.add('HEAD')
    return [...METHODS, 'HEAD'].filter((method) => found.has(method))
  }
}
