// The agencies whose programmes this Weir runs.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Section } from '../../parts/section.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'

export function Agencies() {
  const { language, t, own } = useReader()
  const { queries } = usePortal()
  const agencies = useQuery(queries.agencies()).data ?? []
  if (agencies.length === 0) return null
  return (
    <Section title={t('agenciesTitle')} lead={t('agenciesLead')}>
      <ul className="cards">
        {agencies.map((agency) => (
          <li key={agency.id} className="card">
            <h3>{own(agency.title)}</h3>
            <p className="card-links">
              <Link to="/$lang/agencies/$agency/policies" params={{ lang: language, agency: agency.id }}>
                {t('agencyPolicies')}
                <span className="visually-hidden"> – {own(agency.title)}</span>
              </Link>
              <Link to="/$lang/agencies/$agency/runs" params={{ lang: language, agency: agency.id }}>
                {t('agencyRuns')}
                <span className="visually-hidden"> – {own(agency.title)}</span>
              </Link>
              <Link to="/$lang/agencies/$agency/ledger/verify" params={{ lang: language, agency: agency.id }}>
                {t('agencyVerify')}
                <span className="visually-hidden"> – {own(agency.title)}</span>
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
