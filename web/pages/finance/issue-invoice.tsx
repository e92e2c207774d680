// An invoice is looked at before it is issued: every line, what the State pays, what is owed.
import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { FinanceBody, InvoiceBody } from '../../../src/contract/finance.ts'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { currencyName, decimalOf, moneyText } from './money.ts'
import { fieldsOf, useFinanceText, useIssueInvoice, type AskedInvoice } from './use-finance.ts'

export function IssueInvoice({ agency, finance }: { agency: string; finance: FinanceBody }) {
  const say = useFinanceText()
  const { language } = useReader()
  const [asked, setAsked] = useState<AskedInvoice | null>(null)
  const months = finance.months.filter(({ state }) => state !== 'open')
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const field = fieldsOf(event.currentTarget)
    setAsked({ project: field('project'), period: field('period'), currency: field('currency') })
  }
  return (
    <Section title={say('issue')} lead={say('issue-lead')}>
      {finance.payers.length === 0 ? (
        <p className="quiet">{say('no-payers')}</p>
      ) : (
        <form className="run-filter" onSubmit={submit}>
          <NativeSelect name="project" label={say('project')} data={finance.payers.map(({ project }) => project)} />
          <NativeSelect name="period" label={say('month')} data={months.map(({ period }) => period)} />
          <NativeSelect
            name="currency"
            label={say('currency')}
            data={[...new Set(finance.priceLists.map(({ currency }) => currency))].map((value) => ({
              value,
              label: currencyName(language, value),
            }))}
          />
          <Button type="submit" variant="default" disabled={months.length === 0}>
            {say('preview')}
          </Button>
        </form>
      )}
      {asked !== null && <Preview key={JSON.stringify(asked)} agency={agency} asked={asked} />}
    </Section>
  )
}

function Preview({ agency, asked }: { agency: string; asked: AskedInvoice }) {
  const say = useFinanceText()
  const { queries } = usePortal()
  const preview = useQuery(queries.invoicePreview(agency, { ...asked }))
  const issue = useIssueInvoice(agency)
  const refusal = useRefusalSentence(issue.error ?? preview.error)
  if (issue.data !== undefined) {
    return (
      <Notice kind="good" announced>
        <p>{say('issued-as', { number: issue.data.number })}</p>
      </Notice>
    )
  }
  return (
    <>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
      {preview.data !== undefined && (
        <>
          <PreviewTable invoice={preview.data} />
          <Button loading={issue.isPending} onClick={() => issue.mutate(asked)}>
            {say('issue-now')}
          </Button>
        </>
      )}
    </>
  )
}

function PreviewTable({ invoice }: { invoice: InvoiceBody }) {
  const say = useFinanceText()
  const { language, number, hours } = useReader()
  const money = (amount: string) => moneyText(language, invoice.currency, amount)
  const sums = ['market', 'support', 'net', 'tax', 'total'] as const
  return (
    <>
      <KeyFigures figures={sums.map((sum) => ({ name: say(sum), value: money(invoice[sum]) }))} />
      <WideTable label={say('preview')}>
        <table className="figures-table ledger-lines">
          <caption className="visually-hidden">{say('preview')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('flavor')}</th>
              <th scope="col">{say('version')}</th>
              {(['hours', 'price', 'market'] as const).map((column) => (
                <th key={column} scope="col" className="numeric">
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {invoice.used.map(({ flavor, isBorrowed, milliUnitSeconds, pricePerUnitHour, priceList }, at) => {
              const isRefund = milliUnitSeconds.startsWith('-')
              const notes = [...(isBorrowed ? [say('borrowed')] : []), ...(isRefund ? [say('refund')] : [])]
              return (
                <tr key={`${flavor} ${String(isBorrowed)} ${String(isRefund)}`}>
                  <th scope="row">{notes.length === 0 ? flavor : `${flavor} (${notes.join(', ')})`}</th>
                  <td>{priceList}</td>
                  <td className="numeric">{hours(Number(milliUnitSeconds) / 1000)}</td>
                  <td className="numeric">{number(decimalOf(pricePerUnitHour), 2)}</td>
                  <td className="numeric">{money(invoice.lines[at]?.market ?? '0')}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </WideTable>
    </>
  )
}
