// What the HTTP server gives to the pages' renderer (dist/web/server/entry-server.js, `render`) and gets back.
import type { Language } from '../domain/kernel/language.ts'
import type { SessionBody } from './session.ts'

export interface PageRequest {
  /** Path with query, e.g. `/ko/agencies/hannuri/runs?page=2`. */
  readonly url: string
  /** The language of the path, or the reader's best one when the path names none. */
  readonly language: Language
  /** The response's Content-Security-Policy allows scripts and styles with this nonce. */
  readonly nonce: string
  /** The agency whose showcase the home page tells of. */
  readonly agency: string
  readonly session: SessionBody
  /** GET of an `/api/...` path in this process; a refusal resolves with its ProblemBody, a bug rejects. */
  readonly api: (path: string) => Promise<unknown>
}

export interface PageResponse {
  readonly status: number
  /** The whole document. */
  readonly html: string
}

export type RenderPage = (request: PageRequest) => Promise<PageResponse>
