// The Fastify instance as our routes know it: bodies are checked and written by Zod schemas.
import type { IncomingMessage, ServerResponse, Server } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Language } from '../domain/kernel/language.ts'
import type { Actor } from '../operations/actor.ts'

export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>
export type Request = FastifyRequest
export type Reply = FastifyReply

/** Who asks, as their cookie says. */
export interface Caller {
  readonly actor: Actor
  /** null without a session. */
  readonly csrfToken: string | null
  readonly sessionSha256: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    language: Language
    /** Allows this response's own scripts and styles. */
    nonce: string
    caller: Caller
  }

  interface FastifyContextConfig {
    /** Nothing is changed although the method is not GET: no session, origin or CSRF token is asked for. */
    changesNothing?: boolean
    /** Answered under every host name and at every rate: probes. */
    isProbe?: boolean
  }
}
