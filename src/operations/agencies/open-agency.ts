// An agency comes into being, with the officer as whom the command line of this home works.
import { z } from 'zod'
import { LANGUAGES } from '../../domain/kernel/language.ts'
import { accept } from '../../domain/kernel/result.ts'
import { appendAgency } from '../../store/agencies.ts'
import { appendPerson, findLocalOfficer } from '../../store/people.ts'
import { operation } from '../operation.ts'

const LocalisedText = z.object({
  en: z.string().exactOptional(),
  vi: z.string().exactOptional(),
  ko: z.string().exactOptional(),
})

export const openAgency = operation({
  name: 'open-agency',
  kind: 'change',
  input: z.object({
    regime: z.string(),
    title: LocalisedText,
    languages: z.array(z.enum(LANGUAGES)).min(1),
    currencies: z.array(z.string()).min(1),
    timeZone: z.string(),
    officerName: z.string().min(1),
  }),
  async run({ officerName, title, ...agency }, { tx, agency: id, now, world, record }) {
    const isNew = await appendAgency(tx, { id, ...agency, title })
    if ((await findLocalOfficer(tx)) === null) {
      const person = { agency: id, id: world.newId(), name: officerName, roles: ['programme-officer'] as const }
      await appendPerson(tx, { ...person, isLocal: true, createdAt: now })
    }
    record({ subject: `agency ${id}`, before: null, after: { regime: agency.regime, isNew } })
    return accept({ isNew })
  },
})
