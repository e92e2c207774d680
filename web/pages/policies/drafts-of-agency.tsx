// The list of drafts, for those who may see it; its code comes only then.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { SessionBody } from '../../../src/contract/session.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useMayChangeRuns } from '../runs/use-may-change-runs.ts'

const PolicyDrafts = lazy(() =>
  import('./policy-drafts.tsx').then(({ PolicyDrafts: component }) => ({ default: component })),
)

const MAY_SEE: readonly NonNullable<SessionBody['person']>['roles'][number][] = [
  'programme-officer',
  'director',
  'auditor',
]

/** The server decides; this only spares others a question that would be refused. */
export function DraftsOfAgency({ agency }: { agency: string }) {
  const { queries } = usePortal()
  const taken = useTakenOver()
  const person = useQuery(queries.session()).data?.person ?? null
  const mayChange = useMayChangeRuns(agency)
  if (!taken || person === null || person.agency !== agency) return null
  if (!person.roles.some((role) => MAY_SEE.includes(role))) return null
  return (
    <Suspense fallback={null}>
      <PolicyDrafts agency={agency} mayChange={mayChange && !person.roles.includes('auditor')} />
    </Suspense>
  )
}
