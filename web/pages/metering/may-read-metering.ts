// Whether the one who is signed in may look at the agency's metering. The server decides; this says why a page is bare.
import type { SessionBody } from '../../../src/contract/session.ts'
import { mayKeepLedger, mayReadLedger } from '../ledger/may-read-ledger.ts'

function isOperator(session: SessionBody | undefined, agency: string): boolean {
  const person = session?.person ?? null
  return person !== null && person.agency === agency && person.roles.includes('operator')
}

export function mayReadMetering(session: SessionBody | undefined, agency: string): boolean {
  return isOperator(session, agency) || mayReadLedger(session, agency)
}

/** Whether they may take in as well; an auditor never does. */
export function mayMeter(session: SessionBody | undefined, agency: string): boolean {
  const isAuditor = session?.person?.roles.includes('auditor') === true
  return mayKeepLedger(session, agency) || (isOperator(session, agency) && !isAuditor)
}
