import { z } from 'zod'
import { LANGUAGES } from '../domain/kernel/language.ts'

export const LocalisedTextBody = z
  .object({ en: z.string().optional(), vi: z.string().optional(), ko: z.string().optional() })
  .meta({ id: 'LocalisedText' })

export const AgencyBody = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/),
    title: LocalisedTextBody,
    /** Which regime pack (law, remedies, working days) governs it. */
    regime: z.string(),
    languages: z.array(z.enum(LANGUAGES)).min(1),
    currencies: z.array(z.string().length(3)).min(1),
    timeZone: z.string(),
  })
  .meta({ id: 'Agency' })
export type AgencyBody = z.infer<typeof AgencyBody>
