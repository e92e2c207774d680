// There is no such page.
import { Link } from '@tanstack/react-router'
import { PageTitle } from '../parts/page-title.tsx'
import { useReader } from '../reader.tsx'

export function NotFoundPage() {
  const { language, t } = useReader()
  return (
    <div className="width page-lone">
      <PageTitle over="404" title={t('notFoundTitle')} lead={t('notFoundLead')} />
      <p>
        <Link to="/$lang" params={{ lang: language }} className="button-link">
          {t('toHome')}
        </Link>
      </p>
    </div>
  )
}
