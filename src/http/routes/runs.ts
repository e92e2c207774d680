// Runs: start, list, look at, cancel, delete, export.
import { z } from 'zod'
import { RunBody, RunListBody, RunListQuery, RunRowBody, StartRunBody } from '../../contract/runs.ts'
import { perform } from '../../operations/operation.ts'
import { cancelRun } from '../../operations/runs/cancel-run.ts'
import { deleteRun } from '../../operations/runs/delete-run.ts'
import { getRun } from '../../operations/runs/get-run.ts'
import { getShowcase } from '../../operations/runs/get-showcase.ts'
import { listRuns } from '../../operations/runs/list-runs.ts'
import { startRun } from '../../operations/runs/start-run.ts'
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

const CHANGE_SECURITY = [{ session: [], csrf: [] }]

export function runRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/runs',
    {
      schema: {
        tags: ['runs'],
        summary: 'The runs of an agency, 20 on a page',
        params: AgencyParameters,
        querystring: RunListQuery.extend(LanguageQuery.shape),
        response: { 200: RunListBody, ...problems(404) },
      },
    },
    async (request, reply) => {
      const { page, sort, direction, search = '', state = null } = request.query
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, listRuns, call, { page, sort, direction, search, state }))
    },
  )
  app.post(
    '/agencies/:agency/runs',
    {
      schema: {
        tags: ['runs'],
        summary: 'Start a run',
        description: 'The answer comes at once; follow `/progress` until the run has ended.',
        security: CHANGE_SECURITY,
        params: AgencyParameters,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        body: StartRunBody,
        response: { 201: RunRowBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const started = await perform(world, startRun, callOf(request, agency), request.body)
      if (started.ok) void reply.header('location', `/api/agencies/${agency}/runs/${started.value.id}`)
      return answer(reply, started, 201)
    },
  )
  app.get(
    '/agencies/:agency/runs/:id',
    {
      schema: {
        tags: ['runs'],
        summary: 'One run with its results',
        params: RunParameters,
        querystring: LanguageQuery,
        response: { 200: RunBody, ...problems(404) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      return answer(reply, await perform(world, getRun, callOf(request, agency), { id }))
    },
  )
  showcaseRoute(app, world)
}

function showcaseRoute(app: App, world: World): void {
  app.get(
    '/agencies/:agency/showcase',
    {
      schema: {
        tags: ['runs'],
        summary: 'The worked example of an agency',
        params: AgencyParameters,
        querystring: LanguageQuery,
        response: { 200: RunBody, ...problems(404) },
      },
    },
    async (request, reply) =>
      answer(reply, await perform(world, getShowcase, callOf(request, request.params.agency), {})),
  )
}

export function runEndRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/runs/:id/cancellation',
    {
      schema: {
        tags: ['runs'],
        summary: 'Cancel a run that waits or is being replayed',
        security: CHANGE_SECURITY,
        params: RunParameters,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        response: { 200: RunRowBody, ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      return answer(reply, await perform(world, cancelRun, callOf(request, agency), { id }))
    },
  )
  app.delete(
    '/agencies/:agency/runs/:id',
    {
      schema: {
        tags: ['runs'],
        summary: 'Delete a run that has ended, with its results',
        security: CHANGE_SECURITY,
        params: RunParameters,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        response: { 204: z.null().describe('Deleted'), ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      return answer(reply, await perform(world, deleteRun, callOf(request, agency), { id }), 204)
    },
  )
}
