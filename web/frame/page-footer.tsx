// The footer: what this is, and where the machine-readable record is.
import { useReader } from '../reader.tsx'

export function PageFooter() {
  const { t } = useReader()
  return (
    <footer className="page-footer">
      <div className="width footer-row">
        <p>{t('footerClaim')}</p>
        <ul>
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
