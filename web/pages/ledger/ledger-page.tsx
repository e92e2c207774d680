// The accounts of an agency's ledger. Sorting, filtering and exact figures are links and a plain form: they work without
// JavaScript and can be shared.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { LedgerAccountBody } from '../../../src/contract/ledger.ts'
import { ledgerPath } from '../../api/ledger-queries.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { SortSign } from '../../parts/tree-table.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { LedgerFrame, LedgerPages } from './ledger-frame.tsx'
import { queryOf, readAccountsSearch, type AccountSort, type AccountsSearch } from './ledger-search.ts'
import { useAmounts, useLedgerText } from './use-ledger-text.ts'

export function LedgerPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/ledger' })
  const say = useLedgerText()
  const { language } = useReader()
  return (
    <LedgerFrame agency={agency} title={say('title')} lead={say('lead')} isFirst>
      {() => (
        <>
          <p className="ledger-way">
            <Link to="/$lang/agencies/$agency/ledger/reductions" params={{ lang: language, agency }}>
              {say('toReductions')}
            </Link>
            <Link to="/$lang/agencies/$agency/ledger/verify" params={{ lang: language, agency }}>
              {say('toVerify')}
            </Link>
            <Link to="/$lang/agencies/$agency/metering" params={{ lang: language, agency }}>
              {say('toMetering')}
            </Link>
            <Link to="/$lang/agencies/$agency/finance" params={{ lang: language, agency }}>
              {say('toFinance')}
            </Link>
          </p>
          <Accounts agency={agency} />
        </>
      )}
    </LedgerFrame>
  )
}

function Accounts({ agency }: { agency: string }) {
  const search = readAccountsSearch({ ...useSearch({ from: '/$lang/agencies/$agency/ledger' }) })
  const say = useLedgerText()
  const { language } = useReader()
  const { queries } = usePortal()
  const accounts = useQuery(queries.ledgerAccounts(agency, search)).data
  if (accounts === undefined) return null
  const isFiltered = search.search !== undefined || search.unit !== undefined
  const { exact, page: _page, ...asked } = search
  return (
    <Section title={say('accountsTitle')}>
      <form className="run-filter" method="get" role="search">
        <TextInput
          type="search"
          name="search"
          label={say('search')}
          defaultValue={search.search ?? ''}
          maxLength={200}
        />
        {search.unit !== undefined && (
          <Link
            to="/$lang/agencies/$agency/ledger"
            params={{ lang: language, agency }}
            search={readAccountsSearch({ ...search, page: 1, unit: '' })}
          >
            {say('unitAny')}
          </Link>
        )}
        {search.unit !== undefined && <input type="hidden" name="unit" value={search.unit} />}
        {exact === 1 && <input type="hidden" name="exact" value="1" />}
        <Button type="submit" variant="default">
          {say('find')}
        </Button>
      </form>
      {accounts.total === 0 ? (
        <Notice kind="hint" title={say(isFiltered ? 'accountsNone' : 'emptyTitle')}>
          {!isFiltered && <p>{say('empty')}</p>}
        </Notice>
      ) : (
        <>
          <AccountTable agency={agency} rows={accounts.rows} search={search} />
          <p className="exports">
            <Link
              to="/$lang/agencies/$agency/ledger"
              params={{ lang: language, agency }}
              search={{ ...search, exact: exact === 1 ? undefined : 1 } as AccountsSearch}
              resetScroll={false}
            >
              {say(exact === 1 ? 'exactHide' : 'exactShow')}
            </Link>
            <a href={`${ledgerPath(agency)}/accounts.csv?${queryOf(asked)}`} download>
              {say('csv')}
            </a>
          </p>
          {exact === 1 && <p className="quiet">{say('exactNote')}</p>}
          <LedgerPages
            list={accounts}
            to={(page, words, rel) => (
              <Link
                to="/$lang/agencies/$agency/ledger"
                params={{ lang: language, agency }}
                search={readAccountsSearch({ ...search, page })}
                rel={rel}
              >
                {words}
              </Link>
            )}
          />
        </>
      )}
    </Section>
  )
}

interface AccountTableProps {
  readonly agency: string
  readonly rows: readonly LedgerAccountBody[]
  readonly search: AccountsSearch
}

function AccountTable({ agency, rows, search }: AccountTableProps) {
  const say = useLedgerText()
  const { language } = useReader()
  const amounts = useAmounts(search.exact === 1)
  return (
    <WideTable label={say('accountsTitle')}>
      <table className="figures-table ledger-lines">
        <caption className="visually-hidden">{say('accountsTitle')}</caption>
        <thead>
          <tr>
            <SortedHeading agency={agency} search={search} sort="account" title={say('account')} />
            <SortedHeading agency={agency} search={search} sort="balance" title={say('balance')} />
            <SortedHeading agency={agency} search={search} sort="held" title={say('held')} />
            <th scope="col" className="numeric">
              {say('promised')}
            </th>
            <th scope="col" className="numeric">
              {say('available')}
            </th>
            <SortedHeading agency={agency} search={search} sort="unit" title={say('unit')} />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ account, unit, posted, held, promised, available }) => (
            <tr key={`${account} ${unit}`}>
              <th scope="row">
                <Link
                  to="/$lang/agencies/$agency/ledger/account"
                  params={{ lang: language, agency }}
                  search={{ account, unit }}
                >
                  {account}
                </Link>
              </th>
              {[posted, held, promised, available].map((amount, column) => (
                <td key={['posted', 'held', 'promised', 'available'][column]} className="numeric">
                  {amounts.amount(unit, amount)}
                </td>
              ))}
              <td>
                <Link
                  to="/$lang/agencies/$agency/ledger"
                  params={{ lang: language, agency }}
                  search={readAccountsSearch({ ...search, page: 1, unit })}
                >
                  {amounts.unit(unit)}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

interface SortedHeadingProps {
  readonly agency: string
  readonly search: AccountsSearch
  readonly sort: AccountSort
  readonly title: string
}

function SortedHeading({ agency, search, sort, title }: SortedHeadingProps) {
  const { language } = useReader()
  const isSorted = (search.sort ?? 'account') === sort
  const direction = isSorted ? (search.direction ?? 'ascending') : null
  const isAmount = sort === 'balance' || sort === 'held'
  // Another column starts at its usual end: names from A, amounts from the largest.
  const next =
    direction === null
      ? isAmount
        ? 'descending'
        : 'ascending'
      : direction === 'ascending'
        ? 'descending'
        : 'ascending'
  return (
    <th scope="col" aria-sort={direction ?? 'none'} className={isAmount ? 'numeric' : undefined}>
      <Link
        to="/$lang/agencies/$agency/ledger"
        params={{ lang: language, agency }}
        search={readAccountsSearch({ ...search, page: 1, sort, direction: next })}
        className="sort-button"
        resetScroll={false}
      >
        {title}
        <SortSign sorted={direction === null ? false : direction === 'ascending' ? 'asc' : 'desc'} />
      </Link>
    </th>
  )
}
