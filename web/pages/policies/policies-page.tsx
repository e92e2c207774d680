// The policies of an agency.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { DraftsOfAgency } from './drafts-of-agency.tsx'

export function PoliciesPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/policies' })
  const { language, t, own, day } = useReader()
  const { queries } = usePortal()
  const { title, timeZone } = useAgency(agency)
  const policies = useSuspenseQuery(queries.policies(agency)).data
  return (
    <div className="width">
      <PageTitle over={title} title={t('policiesTitle')} lead={t('policiesLead')} />
      {policies.length === 0 ? (
        <Notice kind="hint" title={t('policiesNoneTitle')}>
          <p>{t('policiesNone')}</p>
        </Notice>
      ) : (
        <ul className="cards">
          {policies.map((policy) => (
            <li key={policy.name} className="card card-policy">
              <h2>
                <Link
                  to="/$lang/agencies/$agency/policies/$name"
                  params={{ lang: language, agency, name: policy.name }}
                >
                  {own(policy.title) || policy.name}
                </Link>
              </h2>
              <p>
                {t('policyVersion', { number: policy.version.number })} · {day(policy.version.createdAt, timeZone)}
              </p>
              <p>
                <code>{policy.name}</code>
              </p>
            </li>
          ))}
        </ul>
      )}
      <DraftsOfAgency agency={agency} />
    </div>
  )
}
