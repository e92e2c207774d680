// The portal's way to the API: fetch in a browser, the server's own routes in process when a page is rendered there.
import type { ProblemBody } from '../../src/contract/session.ts'
import type { Language } from '../../src/domain/kernel/language.ts'

/** An expected "no" of the API, with the sentence that it gave in the reader's language. */
export class ApiRefusal extends Error {
  readonly problem: ProblemBody

  constructor(problem: ProblemBody) {
    super(`${problem.refusal}: ${problem.detail}`)
    this.name = 'ApiRefusal'
    this.problem = problem
  }
}

export type ChangeMethod = 'POST' | 'DELETE'

export interface Change {
  readonly method: ChangeMethod
  readonly path: string
  readonly csrfToken: string | null
  readonly body?: unknown
}

export interface Ask {
  /** GET; rejects with ApiRefusal when the API refuses. */
  readonly get: <T>(path: string) => Promise<T>
  readonly change: <T>(change: Change) => Promise<T>
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'refusal' in body && 'status' in body && 'detail' in body
}

export function askInProcess(api: (path: string) => Promise<unknown>): Ask {
  return {
    async get<T>(path: string) {
      const body = await api(path)
      if (isProblem(body)) throw new ApiRefusal(body)
      return body as T
    },
    change: () => Promise.reject(new Error('a page that is rendered on the server changes nothing')),
  }
}

export function askByFetch(language: () => Language): Ask {
  const send = async <T>(path: string, init: RequestInit): Promise<T> => {
    const headers = new Headers(init.headers)
    headers.set('accept', 'application/json')
    headers.set('accept-language', language())
    const response = await fetch(path, { ...init, headers, credentials: 'same-origin' })
    const text = await response.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    if (!response.ok) throw isProblem(body) ? new ApiRefusal(body) : new Error(`${path} answered ${response.status}`)
    return body as T
  }
  return {
    get: (path) => send(path, { method: 'GET' }),
    change: ({ method, path, csrfToken, body }) => {
      // One key for one intention: a change that is sent twice happens once.
      const headers: Record<string, string> = { 'idempotency-key': randomKey() }
      if (csrfToken !== null) headers['x-weir-csrf'] = csrfToken
      if (body !== undefined) headers['content-type'] = 'application/json'
      return send(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    },
  }
}

/** Not crypto.randomUUID: browsers have it on secure origins only, and Weir may run on http in a closed network. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
