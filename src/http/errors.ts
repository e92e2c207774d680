// What becomes of a request that no route answered well: a problem, whatever went wrong, and a log line for a bug.
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Refusal } from '../contract/refusals.ts'
import type { App, Reply, Request } from './app.ts'
import { fieldProblems } from '../text/refusals/field-problems.ts'
import { sendProblem } from './problem.ts'

/** What Fastify and its plugins say, by their codes. */
const REFUSAL_OF_CODE: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'body-not-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body-not-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_BAD_URL: 'request-malformed',
}

const REFUSAL_OF_STATUS: Readonly<Record<number, Refusal>> = {
  400: 'request-malformed',
  404: 'route-not-found',
  406: 'not-acceptable',
  413: 'body-too-large',
  415: 'media-type-unsupported',
  429: 'too-many-requests',
}

const PLACES = { body: 'body', params: 'path', querystring: 'query', headers: 'header' } as const

export function useErrors(app: App): void {
  app.setErrorHandler((error: unknown, request: Request, reply: Reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const place = PLACES[error.validationContext as keyof typeof PLACES]
      const issues = error.validation.map((problem) => ({
        ...problem.params,
        code: problem.keyword,
        path: problem.instancePath.split('/').filter((part) => part !== ''),
        message: problem.message ?? '',
      }))
      return sendProblem(reply, 'input-invalid', fieldProblems(issues, place, request.language))
    }
    const refusal = refusalOf(error)
    if (refusal === 'internal-error') request.log.error({ err: error, url: request.url }, 'a request failed by a bug')
    return sendProblem(reply, refusal)
  })
}

function refusalOf(error: unknown): Refusal {
  if (typeof error !== 'object' || error === null) return 'internal-error'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  const known = REFUSAL_OF_CODE[code]
  if (known !== undefined) return known
  if (status >= 500) return 'internal-error'
  return REFUSAL_OF_STATUS[status] ?? 'request-malformed'
}
