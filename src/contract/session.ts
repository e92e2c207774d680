import { z } from 'zod'
import { ROLES } from '../domain/people/role.ts'

export const SessionBody = z
  .object({
    /** null: nobody is signed in; the public sees what is public. */
    person: z.object({ id: z.uuid(), name: z.string(), agency: z.string(), roles: z.array(z.enum(ROLES)) }).nullable(),
    /** Sent back in the header x-weir-csrf with every change; null without a session. */
    csrfToken: z.string().nullable(),
  })
  .meta({ id: 'Session' })
export type SessionBody = z.infer<typeof SessionBody>

export const ProblemBody = z
  .object({
    /** `/problems/<refusal>`: a page that says what it means. */
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** The refusal's name, e.g. `run-not-found`. */
    refusal: z.string(),
    /** For a refused input: each field with what is wrong and what would be right. */
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemBody = z.infer<typeof ProblemBody>
