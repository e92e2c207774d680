// Which agencies a command works on.
import type { Language } from '../domain/kernel/language.ts'
import { VISITOR } from '../operations/actor.ts'
import { listAgencies } from '../operations/agencies/list-agencies.ts'
import { perform } from '../operations/operation.ts'
import type { World } from '../operations/world.ts'
import { cliText } from '../text/cli/text.ts'
import { sentence } from '../text/format.ts'
import { refusalFor } from './operation-refusal.ts'
import { CommandRefusal } from './refusal.ts'

/** All agencies, or the one that was named. */
export async function agenciesOf(world: World, only: string | undefined, language: Language): Promise<string[]> {
  const listed = await perform(world, listAgencies, { actor: VISITOR, agency: null }, {})
  if (!listed.ok) throw refusalFor(listed.refusal, language)
  const known = listed.value.map((agency) => agency.id)
  if (only === undefined) return known
  if (known.includes(only)) return [only]
  throw new CommandRefusal(sentence(cliText, language, 'agency-unknown', { agency: only, known: known.join(', ') }))
}
