// The footer: what this is, and where the machine-readable record is.
import { Link, useParams, useRouteContext } from '@tanstack/react-router'
import { useReader } from '../reader.tsx'

export function PageFooter() {
  const { t, language } = useReader()
  const context = useRouteContext({ from: '__root__' })
  const params = useParams({ strict: false })
  const agency = params.agency ?? context.agency
  return (
    <footer className="page-footer">
      <div className="width footer-row">
        <p>{t('footerClaim')}</p>
        <ul>
          <li>
            <Link to="/$lang/agencies/$agency/ledger/verify" params={{ lang: language, agency }}>
              {t('footerVerify')}
            </Link>
          </li>
          <li>
            <a href="/api/docs">{t('footerApi')}</a>
          </li>
          <li>
            <a href="/api/schemas/policy.json">{t('footerSchema')}</a>
          </li>
        </ul>
      </div>
    </footer>
  )
}
