// Proposing and moving reductions, each with the session's token; afterwards the list is asked anew.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReductionBody } from '../../../src/contract/reductions.ts'
import type { ReductionMove } from '../../../src/domain/budgets/reduction.ts'
import { ledgerPath } from '../../api/ledger-queries.ts'
import { usePortal } from '../../portal-context.tsx'

export interface ReductionProposal {
  readonly project: string
  readonly rule: string
  readonly returnsTo: string
  readonly until: string | null
}

function useReductionChange<Input>(agency: string, asked: (input: Input) => { path: string; body: unknown }) {
  const { ask, queries } = usePortal()
  const queryClient = useQueryClient()
  const csrfToken = useQuery(queries.session()).data?.csrfToken ?? null
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, body } = asked(input)
      return ask.change<ReductionBody>({ method: 'POST', path: `${ledgerPath(agency)}/${path}`, csrfToken, body })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: queries.reductions(agency).queryKey }),
  })
}

export function useMoveReduction(agency: string) {
  return useReductionChange(agency, ({ id, move }: { id: string; move: ReductionMove }) => ({
    path: `reductions/${id}/moves`,
    body: { move },
  }))
}

export function useProposeReduction(agency: string) {
  return useReductionChange(agency, (body: ReductionProposal) => ({ path: 'reductions', body }))
}
