// The policy lab: change a policy, and see on a real history what it would have meant. The server renders what can be read
// without JavaScript; the lab itself is code of its own that comes when the browser has taken over.
import '../../styles/lab.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { Section } from '../../parts/section.tsx'
import { TreeTable } from '../../parts/tree-table.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import type { PolicyBody } from '../../../src/contract/policies.ts'
import { shareColumns } from '../policies/policy-columns.tsx'
import { labChoice } from './lab-choice.ts'

const LabBench = lazy(() => import('./lab-bench.tsx').then(({ LabBench: component }) => ({ default: component })))

export function LabPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/lab' })
  const search = useSearch({ from: '/$lang/agencies/$agency/lab' })
  const { t } = useReader()
  const { queries } = usePortal()
  const { title } = useAgency(agency)
  const taken = useTakenOver()
  const policies = useSuspenseQuery(queries.policies(agency)).data
  const scenarios = useSuspenseQuery(queries.scenarios(agency)).data
  const choice = labChoice(search, { policies, scenarios })
  return (
    <div className="width lab">
      <PageTitle over={title} title={t('labTitle')} lead={t('labLead')} />
      {choice === null ? (
        <Notice kind="hint" title={t('scenariosNoneTitle')}>
          <p>{t('scenariosNone')}</p>
        </Notice>
      ) : taken ? (
        <Suspense fallback={<Notice kind="hint" title={t('labPreparing')} />}>
          <LabBench agency={agency} choice={choice} policies={policies} scenarios={scenarios} />
        </Suspense>
      ) : (
        <StillLab agency={agency} policy={choice.policy} />
      )}
    </div>
  )
}

/** Until the browser has taken over, and without JavaScript for good. */
function StillLab({ agency, policy: name }: { agency: string; policy: string }) {
  const reader = useReader()
  const { t, own } = reader
  const { queries } = usePortal()
  const policy = useSuspenseQuery(queries.policy(agency, name, undefined)).data
  const columns = useMemo(() => shareColumns(reader, policy), [reader, policy])
  return (
    <>
      <Notice kind="hint" title={t('labNeedsScript')}>
        <p>{t('labNeedsScriptLead')}</p>
      </Notice>
      <StillPolicy title={own(policy.title) || policy.name} policy={policy} columns={columns} />
    </>
  )
}

function StillPolicy(props: { title: string; policy: PolicyBody; columns: ReturnType<typeof shareColumns> }) {
  const { t } = useReader()
  return (
    <Section title={props.title} lead={t('sharesLead')}>
      <TreeTable caption={props.title} rows={props.policy.nodes} columns={props.columns} />
    </Section>
  )
}
