// Changes to runs, each with the session's token; afterwards everything that lists runs is asked anew.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RunRowBody, StartRunBody } from '../../../src/contract/runs.ts'
import { ApiRefusal } from '../../api/ask.ts'
import { runPath, runsPath } from '../../api/queries.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'

function useRunChange<Input, Answer>(
  change: (input: Input, csrfToken: string | null) => Promise<Answer>,
  agency: string,
) {
  const { queries } = usePortal()
  const queryClient = useQueryClient()
  const csrfToken = useQuery(queries.session()).data?.csrfToken ?? null
  return useMutation({
    mutationFn: (input: Input) => change(input, csrfToken),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['runs', agency] }),
        queryClient.invalidateQueries({ queryKey: ['run', agency] }),
      ]),
  })
}

export function useStartRun(agency: string) {
  const { ask } = usePortal()
  return useRunChange(
    (body: StartRunBody, csrfToken) =>
      ask.change<RunRowBody>({ method: 'POST', path: runsPath(agency), csrfToken, body }),
    agency,
  )
}

export function useCancelRun(agency: string) {
  const { ask } = usePortal()
  return useRunChange(
    (id: string, csrfToken) =>
      ask.change<unknown>({ method: 'POST', path: `${runPath(agency, id)}/cancellation`, csrfToken }),
    agency,
  )
}

export function useDeleteRun(agency: string) {
  const { ask } = usePortal()
  return useRunChange(
    (id: string, csrfToken) => ask.change<unknown>({ method: 'DELETE', path: runPath(agency, id), csrfToken }),
    agency,
  )
}

/** Why a change was not made, as the server said it, or that it could not be asked. */
export function useRefusalSentence(error: Error | null): string | null {
  const { t } = useReader()
  if (error === null) return null
  return error instanceof ApiRefusal ? error.problem.detail : t('changeFailed')
}
