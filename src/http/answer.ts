// From an operation's result to a reply, and what routes share: parameters, problem answers for the description.
import { z } from 'zod'
import { LanguageParameter } from '../contract/runs.ts'
import { ProblemBody } from '../contract/session.ts'
import type { Result } from '../domain/kernel/result.ts'
import type { Call } from '../operations/operation.ts'
import type { OperationRefusal } from '../operations/refusal.ts'
import type { Reply, Request } from './app.ts'
import { PROBLEM_TYPE, sendProblem } from './problem.ts'

export const AgencyParameters = z.object({
  agency: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,31}$/)
    .meta({ description: 'Id of the agency, e.g. `hannuri`' }),
})
export const RunParameters = AgencyParameters.extend({ id: z.uuid() })
/** Every route takes it; it wins over Accept-Language. */
export const LanguageQuery = z.object({
  lang: LanguageParameter.optional().meta({ description: 'Language of sentences; wins over Accept-Language' }),
})
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'One key for one intention: a change that is sent twice with one key happens once' }),
})

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'The request is not correct; `fields` lists what and what would be right',
  401: 'Nobody is signed in, or the session has ended',
  403: 'Not permitted, or not sent by a page of Weir',
  404: 'There is no such thing',
  405: 'The address knows other methods',
  406: 'Only another form of answer is offered',
  409: 'The state does not allow it',
  413: 'The request is too large',
  415: 'The request is not JSON',
  422: 'It was understood, but cannot be done',
  429: 'Too many requests; see retry-after',
  503: 'The database cannot be reached; nothing was changed',
}

type ProblemAnswers = Record<
  number,
  { readonly description: string; readonly content: { [PROBLEM_TYPE]: { schema: typeof ProblemBody } } }
>

/** The problems that a route can answer with, for its description. */
export function problems(...statuses: readonly number[]): ProblemAnswers {
  const all = [...new Set([400, ...statuses, 421, 429, 503])].toSorted((a, b) => a - b)
  return Object.fromEntries(
    all.map((status) => [
      status,
      {
        description: STATUS_WORDS[status] ?? 'Weir does not answer under this host name',
        content: { [PROBLEM_TYPE]: { schema: ProblemBody } },
      },
    ]),
  )
}

export function callOf(request: Request, agency: string | null): Call {
  const key = request.headers['idempotency-key']
  return { actor: request.caller.actor, agency, idempotencyKey: typeof key === 'string' ? key : undefined }
}

/** Sends the answer, or the refusal as a problem. */
export function answer<T>(reply: Reply, result: Result<T, OperationRefusal>, status = 200): Reply {
  return result.ok ? reply.code(status).send(result.value) : sendProblem(reply, result.refusal)
}
