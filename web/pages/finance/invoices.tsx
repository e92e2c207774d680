// Invoices and credit notes, the newest first, each on paper and as CSV.
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { InvoiceLineBody } from '../../../src/contract/finance.ts'
import { financePath, readFinanceSearch } from '../../api/finance-queries.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { LedgerPages } from '../ledger/ledger-frame.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { AskedTwice } from './asked-twice.tsx'
import { moneyText } from './money.ts'
import { useCancelInvoice, useFinanceText } from './use-finance.ts'

const PAGE = '/$lang/agencies/$agency/finance'

export function Invoices({ agency, isKept }: { agency: string; isKept: boolean }) {
  const search = readFinanceSearch({ ...useSearch({ from: PAGE }) })
  const say = useFinanceText()
  const { language } = useReader()
  const { queries } = usePortal()
  const invoices = useQuery(queries.invoices(agency, search)).data
  const cancel = useCancelInvoice(agency)
  const refusal = useRefusalSentence(cancel.error)
  if (invoices === undefined) return null
  return (
    <Section title={say('invoices')} lead={say('invoices-lead')}>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
      {invoices.total === 0 ? (
        <p className="quiet">{say('invoices-none')}</p>
      ) : (
        <>
          <InvoiceTable
            agency={agency}
            rows={invoices.rows}
            onCancel={isKept ? (number) => cancel.mutate(number) : null}
          />
          <LedgerPages
            list={invoices}
            to={(page, words, rel) => (
              <Link to={PAGE} params={{ lang: language, agency }} search={readFinanceSearch({ page })} rel={rel}>
                {words}
              </Link>
            )}
          />
        </>
      )}
    </Section>
  )
}

interface InvoiceTableProps {
  readonly agency: string
  readonly rows: readonly InvoiceLineBody[]
  /** null: who looks may change nothing. */
  readonly onCancel: ((number: string) => void) | null
}

function InvoiceTable({ agency, rows, onCancel }: InvoiceTableProps) {
  const say = useFinanceText()
  const { language, day } = useReader()
  const columns = ['project', 'month', 'issued-on', 'due-on', 'standing'] as const
  const paper = (number: string, form: 'pdf' | 'csv') =>
    `${financePath(agency)}/invoices/${number}/${form}?lang=${language}`
  return (
    <WideTable label={say('invoices')}>
      <table className="figures-table ledger-lines finance-invoices">
        <caption className="visually-hidden">{say('invoices')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('number')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {say(column)}
              </th>
            ))}
            <th scope="col" className="numeric">
              {say('total')}
            </th>
            <th scope="col">{say('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((invoice) => (
            <tr key={invoice.number}>
              <th scope="row">{invoice.number}</th>
              <td>{invoice.project}</td>
              <td>{invoice.period}</td>
              <td>{day(`${invoice.issuedOn}T00:00:00Z`, 'UTC')}</td>
              <td>{day(`${invoice.dueOn}T00:00:00Z`, 'UTC')}</td>
              <td>{standingWords(invoice, say)}</td>
              <td className="numeric">{moneyText(language, invoice.currency, invoice.total)}</td>
              <td className="draft-actions">
                {(['pdf', 'csv'] as const).map((form) => (
                  <a key={form} href={paper(invoice.number, form)} download>
                    {form.toUpperCase()}
                    <span className="visually-hidden"> {invoice.number}</span>
                  </a>
                ))}
                {onCancel !== null && invoice.cancels === null && invoice.cancelledBy === null && (
                  <AskedTwice
                    words={say('cancel')}
                    question={say('cancel-confirm', { number: invoice.number })}
                    yes={say('yes-cancel')}
                    no={say('no-keep')}
                    onYes={() => onCancel(invoice.number)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

function standingWords({ cancels, cancelledBy }: InvoiceLineBody, say: ReturnType<typeof useFinanceText>): string {
  if (cancels !== null) return say('standing-note', { number: cancels })
  return cancelledBy === null ? say('standing-issued') : say('standing-cancelled', { number: cancelledBy })
}
