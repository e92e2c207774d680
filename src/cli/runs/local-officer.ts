// The command line acts as the local officer of an agency.
import { accept, type Result } from '../../domain/kernel/result.ts'
import { WEIR } from '../../operations/actor.ts'
import { perform, type Call } from '../../operations/operation.ts'
import { getLocalOfficer } from '../../operations/people/get-local-officer.ts'
import type { OperationRefusal } from '../../operations/refusal.ts'
import type { World } from '../../operations/world.ts'

export async function asLocalOfficer(
  world: World,
  agency: string,
): Promise<Result<Call & { readonly agency: string }, OperationRefusal>> {
  const found = await perform(world, getLocalOfficer, { actor: WEIR, agency }, {})
  if (!found.ok) return found
  return accept({ actor: { kind: 'person', ...found.value.officer }, agency })
}
