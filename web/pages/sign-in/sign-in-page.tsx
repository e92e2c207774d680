// Signing in with the one-time link that Weir prints. The token stands after the #, so that no server log ever has it;
// it is taken out of the address before anything else happens.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { SessionBody } from '../../../src/contract/session.ts'
import { ApiRefusal } from '../../api/ask.ts'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'

function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

export function SignInPage() {
  const { language, t } = useReader()
  const { ask, queries } = usePortal()
  const { agency } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const session = useQuery(queries.session()).data
  const signIn = useMutation({
    mutationFn: (token: string) =>
      ask.change<SessionBody>({ method: 'POST', path: '/api/session', csrfToken: null, body: { token } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queries.session().queryKey }),
  })
  const tried = useRef(false)
  const { mutate } = signIn
  useEffect(() => {
    // A link works once: a second attempt with the same token would only say that it was used.
    if (tried.current) return
    tried.current = true
    const token = takeToken()
    if (token !== null) mutate(token)
  }, [mutate])
  const person = session?.person ?? null
  return (
    <div className="width page-lone">
      <PageTitle title={t('signInTitle')} lead={t('signInLead')} />
      {signIn.isPending && <Notice kind="hint" title={t('signInPending')} announced />}
      {signIn.isError && (
        <Notice kind="bad" title={t('signInFailed')} announced>
          <p>{signIn.error instanceof ApiRefusal ? signIn.error.problem.detail : t('failureLead')}</p>
        </Notice>
      )}
      {person === null ? (
        <Notice kind="hint" title={t('signInHowTitle')}>
          <p>{t('signInHow')}</p>
          <p>
            <code>bin/weir sign-in</code>
          </p>
          <noscript>
            <p>{t('needsJavaScript')}</p>
          </noscript>
        </Notice>
      ) : (
        <Notice kind="good" title={t('signedInAs', { name: person.name })} announced>
          <p>
            <Link to="/$lang/agencies/$agency/runs" params={{ lang: language, agency: person.agency || agency }}>
              {t('toRuns')}
            </Link>
          </p>
        </Notice>
      )}
    </div>
  )
}
