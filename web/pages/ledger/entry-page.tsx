// One entry: all its facts, its amount in the reader's form and to the last digit, and the entries that belong to it.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LedgerEntryBody } from '../../../src/contract/ledger.ts'
import { ledgerPath } from '../../api/ledger-queries.ts'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { LedgerFrame } from './ledger-frame.tsx'
import { mayReadLedger } from './may-read-ledger.ts'
import { useAmounts, useLedgerText } from './use-ledger-text.ts'

export function EntryPage() {
  const { agency, entry: id } = useParams({ from: '/$lang/agencies/$agency/ledger/entries/$entry' })
  const { queries } = usePortal()
  const say = useLedgerText()
  const mayRead = mayReadLedger(useQuery(queries.session()).data, agency)
  const entry = useQuery({ ...queries.ledgerEntry(agency, id), enabled: mayRead }).data
  const title = entry === undefined ? say('title') : say('entryTitle', { sequence: String(entry.sequence) })
  return (
    <LedgerFrame agency={agency} title={title} lead={say('entryLead')}>
      {() =>
        entry === undefined ? null : (
          <>
            <Facts agency={agency} entry={entry} />
            <Related agency={agency} entry={entry} />
            <Proof agency={agency} entry={entry} />
          </>
        )
      }
    </LedgerFrame>
  )
}

function Facts({ agency, entry }: { agency: string; entry: LedgerEntryBody }) {
  const say = useLedgerText()
  const { instant } = useReader()
  const { timeZone } = useAgency(agency)
  const amounts = useAmounts()
  const exact = useAmounts(true)
  const account = (code: string) => <AccountLink agency={agency} account={code} unit={entry.unit} />
  const { amount, unit } = entry
  const facts: readonly (readonly [string, ReactNode])[] = [
    [say('kind'), `${say(`kind-${entry.kind}`)} (${say(`phase-${entry.phase}`)})`],
    [say('from'), account(entry.debit)],
    [say('to'), account(entry.credit)],
    ...(amount === null
      ? []
      : ([
          [say('amount'), amounts.both(unit, amount)],
          [say('exactAmount'), exact.both(unit, amount)],
        ] as const)),
    [say('happenedAt'), instant(entry.effectiveAt, timeZone)],
    [say('recordedAt'), instant(entry.recordedAt, timeZone)],
    [say('month'), entry.period],
    [say('by'), entry.by ?? say('byRule')],
    ...(entry.note === null ? [] : ([[say('note'), entry.note]] as const)),
    [say('isPublic'), say(entry.isPublic ? 'publicYes' : 'publicNo')],
    [say('id'), <code key="id">{entry.id}</code>],
    [say('leaf'), <code key="leaf">{entry.leafHash}</code>],
  ]
  return (
    <Section title={say('facts')}>
      <dl className="ledger-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Proof({ agency, entry }: { agency: string; entry: LedgerEntryBody }) {
  const say = useLedgerText()
  const { language } = useReader()
  const place = `${ledgerPath(agency)}/entries/${entry.sequence}`
  return (
    <Section title={say('proofTitle')} lead={say('proofLead')}>
      {entry.isSigned ? (
        <ul>
          <li>
            <a href={`${place}/receipt?lang=${language}`}>{say('receipt')}</a>
          </li>
          <li>
            <a href={`${place}/opened-receipt?lang=${language}`}>{say('receiptOpened')}</a>
          </li>
        </ul>
      ) : (
        <p>{say('receiptLater')}</p>
      )}
      <p className="ledger-way">
        <Link to="/$lang/agencies/$agency/ledger/verify" params={{ lang: language, agency }}>
          {say('toVerify')}
        </Link>
      </p>
    </Section>
  )
}

function AccountLink({ agency, account, unit }: { agency: string; account: string; unit: string }) {
  const { language } = useReader()
  return (
    <Link to="/$lang/agencies/$agency/ledger/account" params={{ lang: language, agency }} search={{ account, unit }}>
      {account}
    </Link>
  )
}

function Related({ agency, entry }: { agency: string; entry: LedgerEntryBody }) {
  const say = useLedgerText()
  const { language } = useReader()
  const amounts = useAmounts()
  if (entry.related.length === 0) return <p className="quiet">{say('relatedNone')}</p>
  return (
    <Section title={say('related')}>
      <WideTable label={say('related')}>
        <table className="figures-table">
          <caption className="visually-hidden">{say('related')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('sequence')}</th>
              <th scope="col">{say('related')}</th>
              <th scope="col">{say('kind')}</th>
              <th scope="col" className="numeric">
                {say('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entry.related.map(({ relation, id, sequence, kind, phase, amount }) => (
              <tr key={`${relation} ${id}`}>
                <th scope="row">
                  <Link
                    to="/$lang/agencies/$agency/ledger/entries/$entry"
                    params={{ lang: language, agency, entry: id }}
                  >
                    {sequence}
                  </Link>
                </th>
                <td>{say(`relation-${relation}`)}</td>
                <td>
                  {say(`kind-${kind}`)} <span className="quiet">{say(`phase-${phase}`)}</span>
                </td>
                <td className="numeric">{amount === null ? '–' : amounts.amount(entry.unit, amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </Section>
  )
}
