// Whether the one who is signed in may look into the agency's ledger. The server decides; this only says why a page is bare.
import type { SessionBody } from '../../../src/contract/session.ts'

type Role = NonNullable<SessionBody['person']>['roles'][number]

const MAY_KEEP: readonly Role[] = ['programme-officer', 'director', 'finance-officer']
const MAY_READ: readonly Role[] = [...MAY_KEEP, 'auditor']

export function mayReadLedger(session: SessionBody | undefined, agency: string): boolean {
  const person = session?.person ?? null
  return person !== null && person.agency === agency && person.roles.some((role) => MAY_READ.includes(role))
}

/** Whether they may post to it as well; an auditor never does. */
export function mayKeepLedger(session: SessionBody | undefined, agency: string): boolean {
  const roles = session?.person?.roles ?? []
  return mayReadLedger(session, agency) && roles.some((role) => MAY_KEEP.includes(role)) && !roles.includes('auditor')
}
