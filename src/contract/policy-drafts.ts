// Drafts of policies: what is considered, by whom, and how it differs from what is in force.
import { z } from 'zod'
import { LocalisedTextBody } from './agencies.ts'

/** A policy file may have this many characters; JSON around it makes the request a little larger. */
export const POLICY_CHARACTERS_MAX = 500_000

const DraftName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u)
  .meta({ description: 'What its author calls it; at most 120 characters' })

export const PolicyDraftRowBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    policy: z.string(),
    title: LocalisedTextBody,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    /** Number of the version that was in force when it was saved. */
    basedOn: z.int().nullable(),
    /** How it differs from the version that is in force now, in the asked language; the first of them. */
    differences: z.array(z.string()),
    differencesTotal: z.int(),
  })
  .meta({ id: 'PolicyDraftRow' })
export type PolicyDraftRowBody = z.infer<typeof PolicyDraftRowBody>

export const PolicyDraftBody = PolicyDraftRowBody.extend({ source: z.string() }).meta({ id: 'PolicyDraft' })
export type PolicyDraftBody = z.infer<typeof PolicyDraftBody>

export const SavePolicyDraftBody = z
  .object({ name: DraftName, source: z.string().max(POLICY_CHARACTERS_MAX) })
  .strict()
  .meta({ id: 'SavePolicyDraft' })
export type SavePolicyDraftBody = z.infer<typeof SavePolicyDraftBody>

export const RenamePolicyDraftBody = z.object({ name: DraftName }).strict().meta({ id: 'RenamePolicyDraft' })
export type RenamePolicyDraftBody = z.infer<typeof RenamePolicyDraftBody>
