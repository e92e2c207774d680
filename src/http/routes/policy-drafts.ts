// Drafts of policies: save, list, read, rename, discard.
import { z } from 'zod'
import {
  PolicyDraftBody,
  PolicyDraftRowBody,
  RenamePolicyDraftBody,
  SavePolicyDraftBody,
} from '../../contract/policy-drafts.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { accept } from '../../domain/kernel/result.ts'
import { perform } from '../../operations/operation.ts'
import type { ConsideredDraft } from '../../operations/policies/considered-draft.ts'
import { discardPolicyDraft } from '../../operations/policies/discard-policy-draft.ts'
import { getPolicyDraft } from '../../operations/policies/get-policy-draft.ts'
import { listPolicyDrafts } from '../../operations/policies/list-policy-drafts.ts'
import { renamePolicyDraft } from '../../operations/policies/rename-policy-draft.ts'
import { savePolicyDraft } from '../../operations/policies/save-policy-draft.ts'
import type { World } from '../../operations/world.ts'
import { changeSentence } from '../../text/lab/change-words.ts'
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

const SESSION_SECURITY = [{ session: [] }]
const CHANGE_SECURITY = [{ session: [], csrf: [] }]
const DIFFERENCES_SHOWN = 20

export function policyDraftRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/policy-drafts',
    {
      schema: {
        tags: ['policies'],
        summary: 'The drafts of policies that an agency considers',
        description: 'For officers, directors and auditors of the agency.',
        security: SESSION_SECURITY,
        params: AgencyParameters,
        querystring: LanguageQuery,
        response: { 200: z.array(PolicyDraftRowBody), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const listed = await perform(world, listPolicyDrafts, callOf(request, request.params.agency), {})
      return answer(reply, listed.ok ? accept(listed.value.map((each) => rowBody(each, request.language))) : listed)
    },
  )
  app.get(
    '/agencies/:agency/policy-drafts/:id',
    {
      schema: {
        tags: ['policies'],
        summary: 'One draft of a policy with its text',
        security: SESSION_SECURITY,
        params: RunParameters,
        querystring: LanguageQuery,
        response: { 200: PolicyDraftBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      const got = await perform(world, getPolicyDraft, callOf(request, agency), { id })
      if (!got.ok) return answer(reply, got)
      return answer(reply, accept({ ...rowBody(got.value, request.language), source: got.value.draft.source }))
    },
  )
}

export function policyDraftChangeRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/policy-drafts',
    {
      schema: {
        tags: ['policies'],
        summary: 'Save a policy as a draft',
        description: 'It is kept with its author and date and takes no effect.',
        security: CHANGE_SECURITY,
        params: AgencyParameters,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        body: SavePolicyDraftBody,
        response: { 201: PolicyDraftRowBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const saved = await perform(world, savePolicyDraft, callOf(request, agency), request.body)
      if (!saved.ok) return answer(reply, saved)
      void reply.header('location', `/api/agencies/${agency}/policy-drafts/${saved.value.draft.id}`)
      return answer(reply, accept(rowBody(saved.value, request.language)), 201)
    },
  )
  app.post(
    '/agencies/:agency/policy-drafts/:id/name',
    {
      schema: {
        tags: ['policies'],
        summary: 'Give a draft another name',
        security: CHANGE_SECURITY,
        params: RunParameters,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        body: RenamePolicyDraftBody,
        response: { 200: PolicyDraftRowBody, ...problems(401, 403, 404, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      const renamed = await perform(world, renamePolicyDraft, callOf(request, agency), { id, ...request.body })
      return answer(reply, renamed.ok ? accept(rowBody(renamed.value, request.language)) : renamed)
    },
  )
  app.delete(
    '/agencies/:agency/policy-drafts/:id',
    {
      schema: {
        tags: ['policies'],
        summary: 'Discard a draft',
        security: CHANGE_SECURITY,
        params: RunParameters,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        response: { 204: z.null().describe('Discarded'), ...problems(401, 403, 404, 422) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      return answer(reply, await perform(world, discardPolicyDraft, callOf(request, agency), { id }), 204)
    },
  )
}

function rowBody({ draft, changes }: ConsideredDraft, language: Language): PolicyDraftRowBody {
  const { id, name, policy, title, createdAt, createdBy, basedOn } = draft
  return {
    id,
    name,
    policy,
    title,
    createdAt,
    createdBy,
    basedOn: basedOn?.number ?? null,
    differences: changes.slice(0, DIFFERENCES_SHOWN).map((change) => changeSentence(change, language)),
    differencesTotal: changes.length,
  }
}
