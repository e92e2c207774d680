// Price lists and how one is published; the fee rule in force; who pays for which project.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState, type SyntheticEvent } from 'react'
import type { FeeRuleBody, PayerBody, PriceListBody } from '../../../src/contract/finance.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { currencyName, decimalOf } from './money.ts'
import { fieldsOf, useFinanceText, usePublishPriceList } from './use-finance.ts'

interface PriceListsProps {
  readonly agency: string
  readonly lists: readonly PriceListBody[]
  readonly isKept: boolean
}

export function PriceLists({ agency, lists, isKept }: PriceListsProps) {
  const say = useFinanceText()
  const { language, number, day } = useReader()
  const lines = lists.flatMap((list) => Object.entries(list.prices).map(([flavor, price]) => ({ list, flavor, price })))
  return (
    <Section title={say('prices')} lead={say('prices-lead')}>
      {lines.length === 0 ? (
        <p className="quiet">{say('prices-none')}</p>
      ) : (
        <WideTable label={say('prices')}>
          <table className="figures-table ledger-lines">
            <caption className="visually-hidden">{say('prices')}</caption>
            <thead>
              <tr>
                {(['version', 'flavor', 'from', 'until', 'currency'] as const).map((column) => (
                  <th key={column} scope="col">
                    {say(column)}
                  </th>
                ))}
                <th scope="col" className="numeric">
                  {say('price')}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ list: { version, effectiveFrom, effectiveUntil, currency }, flavor, price }) => (
                <tr key={`${version} ${flavor}`}>
                  <th scope="row">{version}</th>
                  <td>{flavor}</td>
                  <td>{day(`${effectiveFrom}T00:00:00Z`, 'UTC')}</td>
                  <td>{effectiveUntil === null ? say('until-next') : day(`${effectiveUntil}T00:00:00Z`, 'UTC')}</td>
                  <td>{currencyName(language, currency)}</td>
                  <td className="numeric">{number(decimalOf(price), 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      {isKept && <PublishPriceList agency={agency} />}
    </Section>
  )
}

function PublishPriceList({ agency }: { agency: string }) {
  const say = useFinanceText()
  const { language } = useReader()
  const publish = usePublishPriceList(agency)
  const refusal = useRefusalSentence(publish.error)
  const [wrong, setWrong] = useState<string | null>(null)
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const field = fieldsOf(event.currentTarget)
    const prices: Record<string, string> = {}
    for (const [at, line] of field('prices').split('\n').entries()) {
      const [, flavor, price] = /^\s*([a-z0-9][a-z0-9._-]*)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)\s*$/.exec(line) ?? []
      if (flavor === undefined || price === undefined) {
        setWrong(say('price-line-wrong', { line: at + 1, found: line.trim() }))
        return
      }
      prices[flavor] = price
    }
    setWrong(null)
    const effectiveFrom = field('effectiveFrom')
    publish.mutate({ version: field('version'), currency: field('currency'), effectiveFrom, prices })
  }
  return (
    <>
      <h3>{say('publish-list')}</h3>
      <form className="run-filter" onSubmit={submit}>
        <TextInput name="version" label={say('version')} required maxLength={63} pattern="[a-z0-9][a-z0-9._\-]*" />
        <NativeSelect
          name="currency"
          label={say('currency')}
          data={['krw', 'vnd'].map((value) => ({ value, label: currencyName(language, value) }))}
        />
        <TextInput type="date" name="effectiveFrom" label={say('from')} required />
        <Textarea name="prices" label={say('prices-field')} required rows={3} placeholder="h200=5000" />
        <Button type="submit" variant="default" loading={publish.isPending}>
          {say('publish')}
        </Button>
      </form>
      {(wrong ?? refusal) !== null && (
        <Notice kind="bad" announced>
          <p>{wrong ?? refusal}</p>
        </Notice>
      )}
      {publish.data !== undefined && wrong === null && refusal === null && (
        <Notice kind="good" announced>
          <p>{say('published-list', { version: publish.data.version })}</p>
        </Notice>
      )}
    </>
  )
}

export function FeeRule({ rule }: { rule: FeeRuleBody | null }) {
  const say = useFinanceText()
  const { percent, number } = useReader()
  if (rule === null) {
    return (
      <Section title={say('fee-rule')}>
        <p className="quiet">{say('fee-rule-none')}</p>
      </Section>
    )
  }
  const tables = [
    {
      name: 'fee-class',
      value: 'share',
      rows: Object.entries(rule.shares).map(([name, part]) => [name, percent(Number(part))]),
    },
    {
      name: 'openness',
      value: 'factor',
      rows: Object.entries(rule.openness).map(([name, part]) => [name, `× ${number(Number(part), 2)}`]),
    },
  ] as const
  return (
    <Section title={say('fee-rule')} lead={say('fee-rule-lead', { version: rule.version })}>
      {tables.map(({ name, value, rows }) => (
        <WideTable key={name} label={say(name)}>
          <table className="figures-table ledger-lines">
            <caption className="visually-hidden">{say(name)}</caption>
            <thead>
              <tr>
                <th scope="col">{say(name)}</th>
                <th scope="col" className="numeric">
                  {say(value)}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([title, part]) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td className="numeric">{part}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ))}
      <p>{say('youth-discount', { part: percent(Number(rule.youthDiscount)) })}</p>
      <p>{say('tax-rate', { part: percent(Number(rule.taxRate)), days: rule.dueDays })}</p>
    </Section>
  )
}

export function Payers({ payers }: { payers: readonly PayerBody[] }) {
  const say = useFinanceText()
  const { own } = useReader()
  if (payers.length === 0) return null
  return (
    <Section title={say('payers')} lead={say('payers-lead')}>
      <WideTable label={say('payers')}>
        <table className="figures-table ledger-lines">
          <caption className="visually-hidden">{say('payers')}</caption>
          <thead>
            <tr>
              {(['project', 'payer', 'fee-class', 'openness'] as const).map((column) => (
                <th key={column} scope="col">
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {payers.map(({ project, title, feeClass, isYouth, openness }) => (
              <tr key={project}>
                <th scope="row">{project}</th>
                <td>{own(title)}</td>
                <td>{isYouth ? `${feeClass}, ${say('youth')}` : feeClass}</td>
                <td>{openness}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </Section>
  )
}
