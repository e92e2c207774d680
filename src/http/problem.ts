// How a "no" looks: RFC 9457 problem details with the refusal's name, in the reader's language.
import type { ProblemBody } from '../contract/session.ts'
import type { Refusal } from '../contract/refusals.ts'
import type { Language } from '../domain/kernel/language.ts'
import { sentence } from '../text/format.ts'
import { refusalDetails, refusalTitles } from '../text/refusals/text.ts'
import type { Reply } from './app.ts'
import { REFUSAL_STATUS } from './refusal-status.ts'

export const PROBLEM_TYPE = 'application/problem+json'

export function problemOf(refusal: Refusal, language: Language, fields?: ProblemBody['fields']): ProblemBody {
  return {
    type: `/problems/${refusal}`,
    title: sentence(refusalTitles, language, refusal),
    status: REFUSAL_STATUS[refusal],
    detail: sentence(refusalDetails, language, refusal),
    refusal,
    ...(fields === undefined ? {} : { fields }),
  }
}

export function sendProblem(reply: Reply, refusal: Refusal, fields?: ProblemBody['fields']): Reply {
  const { language } = reply.request
  if (refusal === 'database-unavailable') void reply.header('retry-after', '3')
  return reply
    .code(REFUSAL_STATUS[refusal])
    .type(PROBLEM_TYPE)
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemOf(refusal, language, fields))
}
