// How each month stands and is closed, what is invoiced, at which prices and by which rule, and who pays.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { LedgerFrame } from '../ledger/ledger-frame.tsx'
import { mayKeepLedger } from '../ledger/may-read-ledger.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { usePortal } from '../../portal-context.tsx'
import { Invoices } from './invoices.tsx'
import { IssueInvoice } from './issue-invoice.tsx'
import { FeeRule, Payers, PriceLists } from './prices.tsx'
import { Months } from './months.tsx'
import { useFinanceText } from './use-finance.ts'

export function FinancePage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/finance' })
  const say = useFinanceText()
  return (
    <LedgerFrame agency={agency} title={say('title')} lead={say('lead')}>
      {() => <Finance agency={agency} />}
    </LedgerFrame>
  )
}

function Finance({ agency }: { agency: string }) {
  const { queries } = usePortal()
  const finance = useQuery(queries.finance(agency)).data
  const mayKeep = mayKeepLedger(useQuery(queries.session()).data, agency)
  const taken = useTakenOver()
  if (finance === undefined) return null
  const isKept = mayKeep && taken
  return (
    <>
      <Months agency={agency} months={finance.months} isKept={isKept} />
      <Invoices agency={agency} isKept={isKept} />
      {isKept && <IssueInvoice agency={agency} finance={finance} />}
      <PriceLists agency={agency} lists={finance.priceLists} isKept={isKept} />
      <FeeRule rule={finance.feeRule} />
      <Payers payers={finance.payers} />
    </>
  )
}
