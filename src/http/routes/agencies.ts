// Agencies, their policies and scenarios, and the check of a policy that is being written.
import { z } from 'zod'
import { AgencyBody } from '../../contract/agencies.ts'
import { PolicyBody, PolicyCheckBody, PolicyRowBody } from '../../contract/policies.ts'
import { POLICY_CHARACTERS_MAX } from '../../contract/policy-drafts.ts'
import { LanguageParameter, ScenarioRowBody } from '../../contract/runs.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import { policyJsonSchema } from '../../domain/policy/json-schema.ts'
import { listAgencies } from '../../operations/agencies/list-agencies.ts'
import { perform } from '../../operations/operation.ts'
import { getPolicy } from '../../operations/policies/get-policy.ts'
import { listPolicies } from '../../operations/policies/list-policies.ts'
import { listScenarios } from '../../operations/policies/list-scenarios.ts'
import type { World } from '../../operations/world.ts'
import { fileProblemSentence } from '../../text/policy/problem-sentence.ts'
import { AgencyParameters, answer, callOf, LanguageQuery, problems } from '../answer.ts'
import type { App } from '../app.ts'

export function agencyRoutes(app: App, world: World): void {
  app.get(
    '/agencies',
    {
      schema: {
        tags: ['agencies'],
        summary: 'The agencies of this installation',
        querystring: LanguageQuery,
        response: { 200: z.array(AgencyBody), ...problems() },
      },
    },
    async (request, reply) => answer(reply, await perform(world, listAgencies, callOf(request, null), {})),
  )
  app.get(
    '/agencies/:agency/policies',
    {
      schema: {
        tags: ['policies'],
        summary: 'The policies of an agency, each in its newest version',
        params: AgencyParameters,
        querystring: LanguageQuery,
        response: { 200: z.array(PolicyRowBody), ...problems(404) },
      },
    },
    async (request, reply) =>
      answer(reply, await perform(world, listPolicies, callOf(request, request.params.agency), {})),
  )
  app.get(
    '/agencies/:agency/policies/:name',
    {
      schema: {
        tags: ['policies'],
        summary: 'A policy as it was written and as it was understood',
        description: 'Guarantees of every node in cards and in reference cards, and the share of the pool in both.',
        params: AgencyParameters.extend({ name: z.string().max(64) }),
        querystring: LanguageQuery.extend({
          version: z.coerce
            .number()
            .int()
            .min(1)
            .max(1_000_000)
            .optional()
            .meta({ description: 'Default: the newest' }),
        }),
        response: { 200: PolicyBody, ...problems(404, 422) },
      },
    },
    async (request, reply) => {
      const { agency, name } = request.params
      const version = request.query.version ?? null
      return answer(reply, await perform(world, getPolicy, callOf(request, agency), { name, version }))
    },
  )
  app.get(
    '/agencies/:agency/scenarios',
    {
      schema: {
        tags: ['runs'],
        summary: 'The scenarios that an agency can replay',
        params: AgencyParameters,
        querystring: LanguageQuery,
        response: { 200: z.array(ScenarioRowBody), ...problems(404) },
      },
    },
    async (request, reply) =>
      answer(reply, await perform(world, listScenarios, callOf(request, request.params.agency), {})),
  )
}

export function policyToolRoutes(app: App): void {
  app.get(
    '/schemas/policy.json',
    {
      schema: {
        tags: ['policies'],
        summary: 'The JSON Schema of a policy file',
        querystring: LanguageQuery,
        response: { 200: z.record(z.string(), z.unknown()), ...problems() },
      },
    },
    async (_request, reply) => await reply.send(policyJsonSchema()),
  )
  app.post(
    '/policy-checks',
    {
      config: { changesNothing: true },
      schema: {
        tags: ['policies'],
        summary: 'Everything that is wrong with a policy file, and what would be right',
        description: 'Nothing is stored. Needs no session.',
        querystring: LanguageQuery,
        body: z
          .object({ source: z.string().max(POLICY_CHARACTERS_MAX), language: LanguageParameter.optional() })
          .strict()
          .meta({ id: 'PolicyCheckRequest' }),
        response: { 200: PolicyCheckBody, ...problems(413, 415) },
      },
    },
    async (request, reply) => {
      const { source, language = request.language } = request.body
      const policy = parsePolicy(source)
      const problemsFound = policy.ok
        ? []
        : policy.refusal.map((problem) => ({ ...problem, sentence: fileProblemSentence(problem, language) }))
      return await reply.send({ valid: policy.ok, problems: problemsFound })
    },
  )
}
