// Whether the one who is signed in may start, cancel and delete runs here. The server decides; this only greys buttons.
import { useQuery } from '@tanstack/react-query'
import type { SessionBody } from '../../../src/contract/session.ts'
import { usePortal } from '../../portal-context.tsx'

type Person = NonNullable<SessionBody['person']>

const MAY_CHANGE: readonly Person['roles'][number][] = ['programme-officer', 'director']

export function useMayChangeRuns(agency: string): boolean {
  const { queries } = usePortal()
  const person = useQuery(queries.session()).data?.person ?? null
  return person !== null && person.agency === agency && person.roles.some((role) => MAY_CHANGE.includes(role))
}
