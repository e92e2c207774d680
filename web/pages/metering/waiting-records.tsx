// Records that cannot be charged as they are: how many for each reason and for how long, and each of them, the oldest first.
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { QuarantineBody, UsageTakenBody } from '../../../src/contract/metering.ts'
import { meteringPath } from '../../api/metering-queries.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { LedgerPages } from '../ledger/ledger-frame.tsx'
import { queryOf } from '../ledger/ledger-search.ts'
import { useLedgerText } from '../ledger/use-ledger-text.ts'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { mayMeter } from './may-read-metering.ts'
import { readMeteringSearch, type MeteringSearch } from './metering-search.ts'
import { useMeteringText } from './use-metering-text.ts'

const PAGE = '/$lang/agencies/$agency/metering'

export function WaitingRecords({ agency, sources }: { agency: string; sources: readonly string[] }) {
  const search = readMeteringSearch({ ...useSearch({ from: PAGE }) })
  const say = useMeteringText()
  const { language } = useReader()
  const { queries } = usePortal()
  const waiting = useQuery(queries.usageQuarantine(agency, search)).data
  if (waiting === undefined) return null
  const { page: _page, ...filter } = search
  return (
    <Section title={say('page-quarantine')} lead={say('page-quarantine-lead')} id="waiting">
      {waiting.reasons.length === 0 ? (
        <p className="quiet">{say('quarantine-none')}</p>
      ) : (
        <>
          <Reasons agency={agency} waiting={waiting} search={search} />
          <Retry agency={agency} sources={sources} />
          <SearchForm search={search} />
          <Records agency={agency} rows={waiting.rows} />
          <p className="exports">
            <a href={`${meteringPath(agency)}/quarantine.csv?${queryOf(filter)}`} download>
              {say('page-csv')}
            </a>
          </p>
          <LedgerPages
            list={waiting}
            to={(page, words, rel) => (
              <Link
                to={PAGE}
                params={{ lang: language, agency }}
                search={readMeteringSearch({ ...search, page })}
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

function SearchForm({ search }: { search: MeteringSearch }) {
  const say = useMeteringText()
  const sayLedger = useLedgerText()
  return (
    <form className="run-filter" method="get" role="search" action="#waiting">
      <TextInput
        type="search"
        name="search"
        label={say('page-search')}
        defaultValue={search.search ?? ''}
        maxLength={200}
      />
      {search.reason !== undefined && <input type="hidden" name="reason" value={search.reason} />}
      <Button type="submit" variant="default">
        {sayLedger('find')}
      </Button>
    </form>
  )
}

/** Each reason is a filter; the one that is chosen leads back to all. */
function Reasons(props: { agency: string; waiting: QuarantineBody; search: MeteringSearch }) {
  const { agency, waiting, search } = props
  const say = useMeteringText()
  const { language, number, duration } = useReader()
  return (
    <WideTable label={say('column-reason')}>
      <table className="figures-table ledger-lines">
        <caption className="visually-hidden">{say('column-reason')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('column-reason')}</th>
            <th scope="col" className="numeric">
              {say('column-records')}
            </th>
            <th scope="col" className="numeric">
              {say('column-oldest')}
            </th>
          </tr>
        </thead>
        <tbody>
          {waiting.reasons.map(({ reason, records, oldestSeconds }) => (
            <tr key={reason}>
              <th scope="row">
                <Link
                  to={PAGE}
                  params={{ lang: language, agency }}
                  search={readMeteringSearch({ ...search, page: 1, reason })}
                  aria-current={search.reason === reason ? 'true' : undefined}
                  resetScroll={false}
                >
                  {say(`reason-${reason}`)}
                </Link>
              </th>
              <td className="numeric">{number(records)}</td>
              <td className="numeric">{duration(oldestSeconds)}</td>
            </tr>
          ))}
          {search.reason !== undefined && (
            <tr>
              <th scope="row" colSpan={3}>
                <Link
                  to={PAGE}
                  params={{ lang: language, agency }}
                  search={readMeteringSearch({ ...search, page: 1, reason: '' })}
                  resetScroll={false}
                >
                  {say('page-reason-any')}
                </Link>
              </th>
            </tr>
          )}
        </tbody>
      </table>
    </WideTable>
  )
}

function Records({ agency, rows }: { agency: string; rows: QuarantineBody['rows'] }) {
  const say = useMeteringText()
  const { instant } = useReader()
  const { timeZone } = useAgency(agency)
  const columns = ['reason', 'project', 'account', 'flavor', 'source', 'since'] as const
  return (
    <WideTable label={say('page-quarantine')}>
      <table className="figures-table ledger-lines">
        <caption className="visually-hidden">{say('page-quarantine')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('column-run')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {say(`column-${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ source, run, reason, record, since }) => (
            <tr key={`${source} ${run}`}>
              <th scope="row">{run}</th>
              <td>{say(`reason-${reason}`)}</td>
              <td>{record.project}</td>
              <td>{record.account}</td>
              <td>{record.flavor}</td>
              <td>{source}</td>
              <td>{instant(since, timeZone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

/** Takes in again all that waits, source by source; says what came of it. */
function Retry({ agency, sources }: { agency: string; sources: readonly string[] }) {
  const say = useMeteringText()
  const { ask, queries } = usePortal()
  const queryClient = useQueryClient()
  const session = useQuery(queries.session()).data
  const csrfToken = session?.csrfToken ?? null
  const taken = useTakenOver()
  const retry = useMutation({
    mutationFn: async () => {
      const sums = { charged: 0, setAside: 0 }
      for (const source of sources) {
        for (let after: string | null = ''; after !== null;) {
          const path = `${meteringPath(agency)}/sources/${source}/retries`
          const body: RetriedBody = await ask.change<RetriedBody>({ method: 'POST', path, csrfToken, body: { after } })
          sums.charged += body.charged
          sums.setAside += body.setAside
          after = body.next
        }
      }
      return sums
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['usage-quarantine', agency] }),
  })
  const refusal = useRefusalSentence(retry.error)
  if (!mayMeter(session, agency) || !taken) return null
  return (
    <>
      <p className="metering-actions">
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
          {say('page-retry')}
        </Button>
      </p>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
      {retry.data !== undefined && (
        <Notice kind="good" announced>
          <p>{say('page-retried', retry.data)}</p>
        </Notice>
      )}
    </>
  )
}

type RetriedBody = UsageTakenBody & { readonly next: string | null }
