// One policy: who owns which share, in cards and in compute, with every limit, version and the file itself.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { splitFinding } from '../../../src/charts/finding.ts'
import { PageTitle } from '../../parts/page-title.tsx'
import { Section } from '../../parts/section.tsx'
import { TreeTable } from '../../parts/tree-table.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { limitColumns, shareColumns } from './policy-columns.tsx'
import { PolicySource } from './policy-source.tsx'
import { PolicyVersions } from './policy-versions.tsx'
import { PoolTable } from './pool-table.tsx'
import { ShareTree } from './share-tree.tsx'

export function PolicyPage() {
  const { agency, name } = useParams({ from: '/$lang/agencies/$agency/policies/$name' })
  const { version } = useSearch({ from: '/$lang/agencies/$agency/policies/$name' })
  const reader = useReader()
  const { t, own } = reader
  const { queries } = usePortal()
  const { title: agencyTitle, timeZone } = useAgency(agency)
  const policy = useSuspenseQuery(queries.policy(agency, name, version)).data
  const shares = useMemo(() => shareColumns(reader, policy), [reader, policy])
  const limits = useMemo(() => limitColumns(reader, policy), [reader, policy])
  const sectors = policy.nodes
    .filter((node) => node.parent === null)
    .map(({ shareOfCards, shareOfCompute, ...node }) => ({
      name: own(node.title) || node.id,
      shareOfCards,
      shareOfCompute,
    }))
  return (
    <div className="width">
      <PageTitle over={agencyTitle} title={own(policy.title) || policy.name} lead={own(policy.description)}>
        <p className="page-facts">
          <span>{t('policyVersion', { number: policy.version.number })}</span>
          <span>{t('policyCreated', { when: reader.instant(policy.version.createdAt, timeZone) })}</span>
          <Link to="/$lang/agencies/$agency/lab" params={{ lang: reader.language, agency }} search={{ policy: name }}>
            {t('toLab')}
          </Link>
        </p>
      </PageTitle>
      <Section title={splitFinding(sectors, reader.language)} lead={t('splitLead')}>
        <ShareTree policy={policy} />
      </Section>
      <Section title={t('sharesTitle')} lead={t('sharesLead')}>
        <TreeTable caption={t('sharesTitle')} rows={policy.nodes} columns={shares} />
      </Section>
      <Section title={t('limitsTitle')} lead={t('limitsLead')}>
        <TreeTable caption={t('limitsTitle')} rows={policy.nodes} columns={limits} />
      </Section>
      <Section title={t('poolTitle')} lead={t('poolLead')}>
        <PoolTable flavors={policy.flavors} />
      </Section>
      <Section title={t('versionsTitle')} lead={t('versionsLead')}>
        <PolicyVersions policy={policy} timeZone={timeZone} />
      </Section>
      <Section title={t('sourceTitle')} lead={t('sourceLead')}>
        <PolicySource policy={policy} />
      </Section>
    </div>
  )
}
