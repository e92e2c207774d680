// One account: what it has, and every entry that made it so, each with what the account had after it.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { StatementBody } from '../../../src/contract/ledger.ts'
import { accountKindOf, accountNames, isAccountCode } from '../../../src/domain/ledger/account.ts'
import { isTransferKind, TRANSFER_KINDS } from '../../../src/domain/ledger/transfer.ts'
import { ledgerPath } from '../../api/ledger-queries.ts'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { LedgerFrame, LedgerPages } from './ledger-frame.tsx'
import { queryOf, readStatementSearch, type StatementSearch } from './ledger-search.ts'
import { useAmounts, useLedgerText } from './use-ledger-text.ts'

const KINDS = Object.keys(TRANSFER_KINDS).filter(isTransferKind)
const FROM = '/$lang/agencies/$agency/ledger/account'

export function AccountPage() {
  const { agency } = useParams({ from: FROM })
  const search = readStatementSearch({ ...useSearch({ from: FROM }) })
  const amounts = useAmounts(search.exact === 1)
  const unit = search.unit ?? ''
  return (
    <LedgerFrame agency={agency} title={search.account ?? ''} lead={amounts.unit(unit)}>
      {() => <Account agency={agency} search={search} />}
    </LedgerFrame>
  )
}

function Account({ agency, search }: { agency: string; search: StatementSearch }) {
  const say = useLedgerText()
  const { language } = useReader()
  const { queries } = usePortal()
  const amounts = useAmounts(search.exact === 1)
  const statement = useQuery(queries.ledgerStatement(agency, search)).data
  if (statement === undefined) return null
  const { account, unit, balance } = statement
  const project = isAccountCode(account) && accountKindOf(account) === 'PROJECT' ? accountNames(account)[0] : undefined
  const figures = [
    { name: say('balance'), value: amounts.amount(unit, balance.posted) },
    { name: say('held'), value: amounts.amount(unit, balance.held) },
    { name: say('promised'), value: amounts.amount(unit, balance.promised) },
    { name: say('available'), value: amounts.amount(unit, balance.available) },
  ]
  const { exact, page: _page, ...asked } = search
  return (
    <>
      <KeyFigures figures={figures} />
      {project !== undefined && (
        <p className="ledger-way">
          <Link
            to="/$lang/agencies/$agency/ledger/projects/$project"
            params={{ lang: language, agency, project }}
            search={{ unit }}
          >
            {say('toBurnDown')}
          </Link>
        </p>
      )}
      <Section title={say('statementTitle')} lead={say('statementLead')}>
        <StatementFilter search={search} />
        {statement.total === 0 ? <p>{say('statementNone')}</p> : <Lines {...{ agency, search, statement }} />}
        <p className="exports">
          <Link
            to={FROM}
            params={{ lang: language, agency }}
            search={readStatementSearch({ ...search, exact: exact === 1 ? 0 : 1 })}
            resetScroll={false}
          >
            {say(exact === 1 ? 'exactHide' : 'exactShow')}
          </Link>
          <a href={`${ledgerPath(agency)}/statement.csv?${queryOf(asked)}`} download>
            {say('csv')}
          </a>
          <a href={`${ledgerPath(agency)}/statement.pdf?${queryOf({ ...asked, lang: language })}`} download>
            {say('pdf')}
          </a>
        </p>
        <LedgerPages
          list={statement}
          to={(page, words, rel) => (
            <Link
              to={FROM}
              params={{ lang: language, agency }}
              search={readStatementSearch({ ...search, page })}
              rel={rel}
            >
              {words}
            </Link>
          )}
        />
      </Section>
    </>
  )
}

function StatementFilter({ search }: { search: StatementSearch }) {
  const say = useLedgerText()
  return (
    <form className="run-filter" method="get" role="search">
      <input type="hidden" name="account" value={search.account} />
      <input type="hidden" name="unit" value={search.unit} />
      {search.exact === 1 && <input type="hidden" name="exact" value="1" />}
      {search.direction !== undefined && <input type="hidden" name="direction" value={search.direction} />}
      <NativeSelect
        name="kind"
        label={say('kind')}
        defaultValue={search.kind ?? ''}
        data={[
          { value: '', label: say('kindAny') },
          ...KINDS.map((kind) => ({ value: kind, label: say(`kind-${kind}`) })),
        ]}
      />
      <TextInput name="period" label={say('month')} placeholder={say('monthHint')} defaultValue={search.period ?? ''} />
      <Button type="submit" variant="default">
        {say('find')}
      </Button>
    </form>
  )
}

interface LinesProps {
  readonly agency: string
  readonly search: StatementSearch
  readonly statement: StatementBody
}

function Lines({ agency, search, statement }: LinesProps) {
  const say = useLedgerText()
  const { language, instant } = useReader()
  const { timeZone } = useAgency(agency)
  const amounts = useAmounts(search.exact === 1)
  const { unit, rows } = statement
  const isAscending = search.direction === 'ascending'
  return (
    <WideTable label={say('statementTitle')}>
      <table className="figures-table ledger-lines">
        <caption className="visually-hidden">{say('statementTitle')}</caption>
        <thead>
          <tr>
            <th scope="col" aria-sort={isAscending ? 'ascending' : 'descending'}>
              <Link
                to={FROM}
                params={{ lang: language, agency }}
                search={readStatementSearch({ ...search, page: 1, direction: isAscending ? '' : 'ascending' })}
                className="sort-button"
                resetScroll={false}
                title={say(isAscending ? 'newest' : 'oldest')}
              >
                {say('sequence')}
              </Link>
            </th>
            <th scope="col">{say('when')}</th>
            <th scope="col">{say('kind')}</th>
            <th scope="col">{say('other')}</th>
            {(['change', 'heldChange', 'balance', 'held'] as const).map((key) => (
              <th key={key} scope="col" className="numeric">
                {say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((line) => (
            <tr key={line.sequence}>
              <th scope="row">
                <Link
                  to="/$lang/agencies/$agency/ledger/entries/$entry"
                  params={{ lang: language, agency, entry: line.id }}
                >
                  {line.sequence}
                </Link>
              </th>
              <td className="instant">{instant(line.effectiveAt, timeZone)}</td>
              <td>
                {say(`kind-${line.kind}`)} <span className="quiet">{say(`phase-${line.phase}`)}</span>
              </td>
              <td>
                <Link to={FROM} params={{ lang: language, agency }} search={{ account: line.other, unit }}>
                  {line.other}
                </Link>
              </td>
              <td className="numeric">{amounts.amount(unit, line.posted)}</td>
              <td className="numeric">{amounts.amount(unit, line.held)}</td>
              <td className="numeric">{amounts.amount(unit, line.balance.posted)}</td>
              <td className="numeric">{amounts.amount(unit, line.balance.held)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
