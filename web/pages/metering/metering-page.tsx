// Where usage comes from, how far each source is read, what waits and why, what a flavor's time costs, and how the months
// compare with what the engines say.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { UsageReadingBody, UsageSourceBody } from '../../../src/contract/metering.ts'
import { brokenWords } from '../../../src/text/metering/broken-words.ts'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { useLedgerText } from '../ledger/use-ledger-text.ts'
import { SignInHint } from '../runs/sign-in-hint.tsx'
import { mayReadMetering } from './may-read-metering.ts'
import { Rates, Reconciliations } from './rates-and-comparisons.tsx'
import { useMeteringText } from './use-metering-text.ts'
import { WaitingRecords } from './waiting-records.tsx'

export function MeteringPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/metering' })
  const say = useMeteringText()
  const sayLedger = useLedgerText()
  const { language } = useReader()
  const { queries } = usePortal()
  const session = useQuery(queries.session()).data
  const way = (
    <Link to="/$lang/agencies/$agency/ledger" params={{ lang: language, agency }}>
      {sayLedger('title')}
    </Link>
  )
  return (
    <div className="width">
      <PageTitle over={way} title={say('title')} lead={say('lead')} />
      {mayReadMetering(session, agency) ? <Metering agency={agency} /> : <SignInHint />}
    </div>
  )
}

function Metering({ agency }: { agency: string }) {
  const say = useMeteringText()
  const { queries } = usePortal()
  const sources = useQuery(queries.usageSources(agency)).data
  if (sources === undefined) return null
  return (
    <>
      {sources.length === 0 ? (
        <Notice kind="hint" title={say('page-no-sources')}>
          <p>{say('page-no-sources-lead')}</p>
        </Notice>
      ) : (
        <>
          <Sources agency={agency} sources={sources} />
          <WaitingRecords agency={agency} sources={sources.map(({ name }) => name)} />
        </>
      )}
      <Rates agency={agency} />
      {sources.length > 0 && <Reconciliations agency={agency} />}
    </>
  )
}

function Sources({ agency, sources }: { agency: string; sources: readonly UsageSourceBody[] }) {
  const say = useMeteringText()
  const { instant } = useReader()
  const { timeZone } = useAgency(agency)
  return (
    <Section title={say('sources-title')} lead={say('page-readings-lead')}>
      {sources.map(({ name, cluster, cursor, readings }) => (
        <div key={name} className="metering-source">
          <h3>
            {name} <span className="quiet">{cluster}</span>
          </h3>
          <p>
            {say('column-cursor')}: <strong>{cursor === null ? say('never') : instant(cursor, timeZone)}</strong>
          </p>
          {readings.length === 0 ? (
            <p className="quiet">{say('page-readings-none')}</p>
          ) : (
            <Readings agency={agency} name={name} readings={readings} />
          )}
        </div>
      ))}
    </Section>
  )
}

const COUNTS = ['charged', 'known', 'set-aside', 'broken'] as const

function Readings(props: { agency: string; name: string; readings: readonly UsageReadingBody[] }) {
  const say = useMeteringText()
  const { language, instant, number } = useReader()
  const { timeZone } = useAgency(props.agency)
  const label = `${say('page-readings')}: ${props.name}`
  return (
    <WideTable label={label}>
      <table className="figures-table ledger-lines">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{say('column-read')}</th>
            <th scope="col">{say('column-answer')}</th>
            {COUNTS.map((count) => (
              <th key={count} scope="col" className="numeric">
                {say(`column-${count}`)}
              </th>
            ))}
            <th scope="col">{say('column-window')}</th>
          </tr>
        </thead>
        <tbody>
          {props.readings.map((reading) => (
            <tr key={reading.id}>
              <th scope="row">{instant(reading.readAt, timeZone)}</th>
              <td>
                {say(`answer-${reading.answer}`)}
                {reading.reason !== null && <div className="quiet">{brokenWords(language, reading.reason)}</div>}
                {reading.broken.slice(0, 3).map(({ line, reason }) => (
                  <div key={line} className="quiet">
                    {number(line)}: {brokenWords(language, reason)}
                  </div>
                ))}
              </td>
              {[reading.charged, reading.known, reading.setAside, reading.brokenCount].map((count, at) => (
                <td key={COUNTS[at]} className="numeric">
                  {number(count)}
                </td>
              ))}
              <td>
                {instant(reading.from, timeZone)} – {instant(reading.until, timeZone)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
