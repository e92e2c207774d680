// How the run was made: enough for anyone to make it again and to get the same bytes.
import type { ReactNode } from 'react'
import type { BadLineReason } from '../../../src/simulator/outcome.ts'
import type { RunBody } from '../../../src/contract/runs.ts'
import type { PortalKey } from '../../../src/text/portal/portal.ts'
import { Section } from '../../parts/section.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import { BACKFILL_WORDS } from './backfill.ts'

export const BAD_LINE_KEYS: Readonly<Record<BadLineReason, PortalKey>> = {
  'too-few-columns': 'badTooFewColumns',
  'not-a-number': 'badNotANumber',
  'not-a-time': 'badNotATime',
  'negative-submit': 'badNegativeSubmit',
  'no-run-time': 'badNoRunTime',
  'no-size': 'badNoSize',
  'line-too-long': 'badLineTooLong',
  'duplicate-job': 'badDuplicateJob',
  'header-missing': 'badHeaderMissing',
  'too-many-columns': 'badTooManyColumns',
  'not-utf8': 'badNotUtf8',
  'number-too-big': 'badNumberTooBig',
  'decimal-comma': 'badDecimalComma',
  'quotes-broken': 'badQuotesBroken',
  'end-before-start': 'badEndBeforeStart',
  'fraction-of-unit': 'badFractionOfUnit',
  'not-a-class': 'badNotAClass',
  'pods-uneven': 'badPodsUneven',
  'not-json': 'badNotJson',
}

export function RunRecord({ run }: { run: RunBody }) {
  const { t, number } = useReader()
  const { trace, summary } = run
  return (
    <Section title={t('recordTitle')} lead={t('recordLead')}>
      <dl className="record">
        <Fact name={t('recordScenario')}>{run.scenario}</Fact>
        <Fact name={t('recordFlavor')}>{run.flavor}</Fact>
        <Fact name={t('recordBackfill')}>{t(BACKFILL_WORDS[run.backfill])}</Fact>
        <Fact name={t('recordEstimate')}>
          <code>{run.estimate}</code>
        </Fact>
        <Fact name={t('recordSeed')}>{String(run.seed)}</Fact>
        {summary !== null && (
          <>
            <Fact name={t('recordDecisions')}>{number(summary.decisions)}</Fact>
            <Fact name={t('recordImpossible')}>{number(summary.impossibleJobs)}</Fact>
            <Fact name={t('recordSlowdown')}>{number(summary.averageBoundedSlowdown, 4)}</Fact>
          </>
        )}
        {trace !== null && (
          <>
            <Fact name={t('recordLines')}>{number(trace.lines)}</Fact>
            <Fact name={t('recordJobs')}>{number(trace.jobs)}</Fact>
            <Fact name={t('recordFiltered')}>{number(trace.filteredJobs)}</Fact>
            <Fact name={t('recordBadLines')}>{number(trace.badLines)}</Fact>
            <Fact name={t('recordChecksum')}>
              <code className="checksum">{trace.sha256}</code>
            </Fact>
          </>
        )}
      </dl>
      {trace !== null && trace.badLineSamples.length > 0 && <BadLines samples={trace.badLineSamples} />}
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="record-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function BadLines({ samples }: { samples: NonNullable<RunBody['trace']>['badLineSamples'] }) {
  const { t, number } = useReader()
  return (
    <>
      <h3>{t('badLinesTitle')}</h3>
      <WideTable label={t('badLinesTitle')}>
        <table className="figures-table">
          <caption className="visually-hidden">{t('badLinesTitle')}</caption>
          <thead>
            <tr>
              <th scope="col" className="numeric">
                {t('columnLine')}
              </th>
              <th scope="col">{t('columnReason')}</th>
              <th scope="col">{t('columnText')}</th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <tr key={sample.line}>
                <th scope="row" className="numeric">
                  {number(sample.line)}
                </th>
                <td>{t(BAD_LINE_KEYS[sample.reason])}</td>
                <td>
                  <code>{sample.text === '' ? t('emptyLine') : sample.text}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </>
  )
}
