// Drafts of policies: saved, renamed and discarded with the session's token; afterwards the list is asked anew.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PolicyDraftRowBody, SavePolicyDraftBody } from '../../src/contract/policy-drafts.ts'
import { policyDraftPath, policyDraftsPath } from '../api/queries.ts'
import { usePortal } from '../portal-context.tsx'

function useDraftChange<Input, Answer>(
  agency: string,
  change: (input: Input, csrfToken: string | null) => Promise<Answer>,
) {
  const { queries } = usePortal()
  const queryClient = useQueryClient()
  const csrfToken = useQuery(queries.session()).data?.csrfToken ?? null
  return useMutation({
    mutationFn: (input: Input) => change(input, csrfToken),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['policy-drafts', agency] }),
  })
}

export function useSaveDraft(agency: string) {
  const { ask } = usePortal()
  return useDraftChange(agency, (body: SavePolicyDraftBody, csrfToken) =>
    ask.change<PolicyDraftRowBody>({ method: 'POST', path: policyDraftsPath(agency), csrfToken, body }),
  )
}

export function useRenameDraft(agency: string) {
  const { ask } = usePortal()
  return useDraftChange(agency, ({ id, name }: { id: string; name: string }, csrfToken) =>
    ask.change<PolicyDraftRowBody>({
      method: 'POST',
      path: `${policyDraftPath(agency, id)}/name`,
      csrfToken,
      body: { name },
    }),
  )
}

export function useDiscardDraft(agency: string) {
  const { ask } = usePortal()
  return useDraftChange(agency, (id: string, csrfToken) =>
    ask.change<unknown>({ method: 'DELETE', path: policyDraftPath(agency, id), csrfToken }),
  )
}
