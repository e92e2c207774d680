// Why there is no form here, and how one gets it.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Notice } from '../../parts/notice.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'

export function SignInHint() {
  const { language, t } = useReader()
  const { queries } = usePortal()
  const person = useQuery(queries.session()).data?.person ?? null
  if (person !== null) {
    return (
      <Notice kind="hint" title={t('mayNotTitle')}>
        <p>{t('mayNot')}</p>
      </Notice>
    )
  }
  return (
    <Notice kind="hint" title={t('signInNeededTitle')}>
      <p>
        {t('signInNeeded')}{' '}
        <Link to="/$lang/sign-in" params={{ lang: language }}>
          {t('signInHowLink')}
        </Link>
      </p>
    </Notice>
  )
}
