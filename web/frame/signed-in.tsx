// Who is signed in, and the way in or out.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { usePortal } from '../portal-context.tsx'
import { useReader } from '../reader.tsx'

export function SignedIn() {
  const { language, t } = useReader()
  const { ask, queries } = usePortal()
  const queryClient = useQueryClient()
  const session = useQuery(queries.session()).data
  const signOut = useMutation({
    mutationFn: () => ask.change({ method: 'DELETE', path: '/api/session', csrfToken: session?.csrfToken ?? null }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queries.session().queryKey }),
  })
  const person = session?.person ?? null
  if (person === null) {
    return (
      <Link to="/$lang/sign-in" params={{ lang: language }} className="sign-in-link">
        {t('signIn')}
      </Link>
    )
  }
  return (
    <span className="signed-in">
      <span className="signed-in-name">{person.name}</span>
      <button type="button" className="text-button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        {t('signOut')}
      </button>
    </span>
  )
}
