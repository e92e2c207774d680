// The months of the ledger: how each stands, and which projects with use have no invoice of it.
import type { FinanceBody } from '../../../src/contract/finance.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { AskedTwice } from './asked-twice.tsx'
import { useCloseMonth, useFinanceText } from './use-finance.ts'

interface MonthsProps {
  readonly agency: string
  readonly months: FinanceBody['months']
  readonly isKept: boolean
}

export function Months({ agency, months, isKept }: MonthsProps) {
  const say = useFinanceText()
  const { number } = useReader()
  const close = useCloseMonth(agency)
  const refusal = useRefusalSentence(close.error)
  return (
    <Section title={say('months')} lead={say('months-lead')}>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
      <WideTable label={say('months')}>
        <table className="figures-table ledger-lines finance-months">
          <caption className="visually-hidden">{say('months')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('month')}</th>
              <th scope="col">{say('state')}</th>
              <th scope="col" className="numeric">
                {say('invoiced')}
              </th>
              <th scope="col">{say('not-invoiced')}</th>
              {isKept && <th scope="col">{say('actions')}</th>}
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month.period}>
                <th scope="row">{month.period}</th>
                <td>{say(month.hasEnded ? `state-${month.state}` : 'state-running')}</td>
                <td className="numeric">{number(month.invoiced)}</td>
                <td>{month.notInvoiced.length === 0 ? '–' : month.notInvoiced.join(', ')}</td>
                {isKept && (
                  <td className="draft-actions">
                    <MonthActions month={month} onClose={(state) => close.mutate({ period: month.period, state })} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </Section>
  )
}

interface MonthActionsProps {
  readonly month: FinanceBody['months'][number]
  readonly onClose: (state: 'soft-closed' | 'closed') => void
}

function MonthActions({ month: { period, state, hasEnded }, onClose }: MonthActionsProps) {
  const say = useFinanceText()
  if (!hasEnded || state === 'closed') return null
  if (state === 'open') {
    return (
      <button type="button" className="text-button" onClick={() => onClose('soft-closed')}>
        {say('close-softly')}
        <span className="visually-hidden"> {period}</span>
      </button>
    )
  }
  return (
    <AskedTwice
      words={say('close-for-good')}
      question={say('close-confirm', { month: period })}
      yes={say('yes-close')}
      no={say('no-keep')}
      onYes={() => onClose('closed')}
    />
  )
}
