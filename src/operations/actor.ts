// Who asks. Every operation knows it, from the first verb on.
import type { Role } from '../domain/people/role.ts'
import type { Principal } from '../adapters/authorisation/cedar.ts'

export type Actor =
  /** Nobody is signed in. */
  | { readonly kind: 'visitor' }
  | {
      readonly kind: 'person'
      readonly agency: string
      readonly id: string
      readonly name: string
      readonly roles: readonly Role[]
    }
  /** Weir itself: a replay that ends, the first start. */
  | { readonly kind: 'weir' }

export const VISITOR: Actor = { kind: 'visitor' }
export const WEIR: Actor = { kind: 'weir' }

export function principalOf(actor: Actor): Principal {
  if (actor.kind !== 'person') return actor
  const { kind, id, agency, roles } = actor
  return { kind, id, agency, roles: roles.toSorted() }
}

/** The person's id, where there is a person. */
export function personIdOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.id : null
}
