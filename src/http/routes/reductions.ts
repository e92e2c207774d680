// Reductions of awards: propose, announce, exempt, approve, execute, withdraw.
import { z } from 'zod'
import { MoveReductionBody, ProposeReductionBody, ReductionBody } from '../../contract/reductions.ts'
import { listLedgerReductions } from '../../operations/ledger/list-ledger-reductions.ts'
import { moveLedgerReduction } from '../../operations/ledger/move-ledger-reduction.ts'
import { proposeLedgerReduction } from '../../operations/ledger/propose-ledger-reduction.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import {
  AgencyParameters,
  answer,
  callOf,
  IdempotencyHeaders,
  LanguageQuery,
  problems,
  RunParameters,
} from '../answer.ts'
import type { App } from '../app.ts'

const CHANGE = {
  tags: ['ledger'],
  security: [{ session: [], csrf: [] }],
  querystring: LanguageQuery,
  headers: IdempotencyHeaders,
}

export function reductionRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/ledger/reductions',
    {
      schema: {
        tags: ['ledger'],
        summary: 'Reductions of awards, the newest checks first',
        security: [{ session: [] }],
        params: AgencyParameters,
        querystring: LanguageQuery,
        response: { 200: z.array(ReductionBody), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, listLedgerReductions, call, {}))
    },
  )
  app.post(
    '/agencies/:agency/ledger/reductions',
    {
      schema: {
        ...CHANGE,
        summary: 'Propose a reduction by a published formula',
        description: 'Nothing is taken by it: it is announced, may be exempted, and is decided by two persons.',
        params: AgencyParameters,
        body: ProposeReductionBody,
        response: { 201: ReductionBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, proposeLedgerReduction, call, request.body), 201)
    },
  )
  app.post(
    '/agencies/:agency/ledger/reductions/:id/moves',
    {
      schema: {
        ...CHANGE,
        summary: 'Announce, exempt, approve, execute or withdraw a reduction',
        params: RunParameters,
        body: MoveReductionBody,
        response: { 200: ReductionBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      const { move, askedAt = null } = request.body
      return answer(reply, await perform(world, moveLedgerReduction, callOf(request, agency), { id, move, askedAt }))
    },
  )
}
