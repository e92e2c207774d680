// Metering over HTTP: sources and how far they were read, records that come in, prices against budgets, what was set aside.
import { z } from 'zod'
import {
  EndUsageReadingBody,
  PublishUsageRatesBody,
  QuarantineBody,
  QuarantineQuery,
  SaveUsageSourceBody,
  SourceName,
  TakeInUsageBody,
  UsageRateBody,
  UsageReconciliationBody,
  UsageSourceBody,
  UsageTakenBody,
} from '../../contract/metering.ts'
import { endUsageReading } from '../../operations/metering/end-usage-reading.ts'
import { listUsageQuarantine } from '../../operations/metering/list-usage-quarantine.ts'
import { listUsageRates } from '../../operations/metering/list-usage-rates.ts'
import { listUsageReconciliations } from '../../operations/metering/list-usage-reconciliations.ts'
import { listUsageSources } from '../../operations/metering/list-usage-sources.ts'
import { publishUsageRates } from '../../operations/metering/publish-usage-rates.ts'
import { retryUsageQuarantine } from '../../operations/metering/retry-usage-quarantine.ts'
import { saveUsageSource } from '../../operations/metering/save-usage-source.ts'
import { takeInUsage } from '../../operations/metering/take-in-usage.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { quarantineCsv } from '../../report/quarantine-csv.ts'
import { AgencyParameters, answer, callOf, IdempotencyHeaders, LanguageQuery, problems } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'
import { CSV_ANSWER, CSV_LINES_MAX, sendCsv } from './file-answers.ts'

const SourceParameters = AgencyParameters.extend({ name: SourceName })
const COMMON = { tags: ['metering'], params: AgencyParameters, security: [{ session: [] }] }
const CHANGE = {
  ...COMMON,
  security: [{ session: [], csrf: [] }],
  querystring: LanguageQuery,
  headers: IdempotencyHeaders,
}
const CHANGE_PROBLEMS = problems(401, 403, 404, 409, 413, 415, 422)

export function meteringRoutes(app: App, world: World): void {
  const get = { ...COMMON, querystring: LanguageQuery }
  app.get(
    '/agencies/:agency/metering/sources',
    {
      schema: {
        ...get,
        summary: 'Sources of usage records, how far each was read, and its latest readings',
        response: { 200: z.array(UsageSourceBody), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      return answer(reply, await perform(world, listUsageSources, callOf(request, request.params.agency), {}))
    },
  )
  app.get(
    '/agencies/:agency/metering/rates',
    {
      schema: {
        ...get,
        summary: 'What the time of each flavor costs a budget',
        response: { 200: z.array(UsageRateBody), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      return answer(reply, await perform(world, listUsageRates, callOf(request, request.params.agency), {}))
    },
  )
  app.get(
    '/agencies/:agency/metering/quarantine',
    {
      schema: {
        ...COMMON,
        summary: 'Records that were set aside, by reason and age, 50 on a page',
        querystring: QuarantineQuery.extend(LanguageQuery.shape),
        response: { 200: QuarantineBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { page, reason, source, search } = request.query
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, listUsageQuarantine, call, { page, reason, source, search }))
    },
  )
  app.get(
    '/agencies/:agency/metering/reconciliations',
    {
      schema: {
        ...get,
        summary: 'The latest comparison of each source and month with the ledger',
        response: { 200: z.array(UsageReconciliationBody), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      return answer(reply, await perform(world, listUsageReconciliations, callOf(request, request.params.agency), {}))
    },
  )
}

export function meteringExportRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/metering/quarantine.csv',
    {
      schema: {
        ...COMMON,
        summary: 'Records that were set aside as CSV, each with its record as JSON',
        querystring: QuarantineQuery.omit({ page: true }).extend(LanguageQuery.shape),
        response: { 200: CSV_ANSWER, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { reason, source, search } = request.query
      const { agency } = request.params
      const asked = { reason, source, search, pageSize: CSV_LINES_MAX }
      const listed = await perform(world, listUsageQuarantine, callOf(request, agency), asked)
      if (!listed.ok) return sendProblem(reply, listed.refusal)
      return await sendCsv(reply, `${agency}-quarantine`, quarantineCsv(listed.value.rows))
    },
  )
}

export function meteringChangeRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/metering/sources',
    {
      schema: {
        ...CHANGE,
        summary: 'Add a source of usage records, or change how its words are read',
        body: SaveUsageSourceBody,
        response: { 201: SaveUsageSourceBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, saveUsageSource, call, { source: request.body }), 201)
    },
  )
  app.post(
    '/agencies/:agency/metering/rates',
    {
      schema: {
        ...CHANGE,
        summary: 'Publish what the time of flavors costs a budget, from a day on',
        body: PublishUsageRatesBody,
        response: { 201: z.array(UsageRateBody), ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, publishUsageRates, call, { rates: request.body }), 201)
    },
  )
}

export function meteringIntakeRoutes(app: App, world: World): void {
  const CHANGE_OF_SOURCE = { ...CHANGE, params: SourceParameters }
  app.post(
    '/agencies/:agency/metering/sources/:name/records',
    {
      schema: {
        ...CHANGE_OF_SOURCE,
        summary: 'Take in usage records: charged, known already, or set aside with a reason',
        description: 'Any order, any number of times: a run is charged what its latest record comes to.',
        body: TakeInUsageBody,
        response: { 200: UsageTakenBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const { agency, name: source } = request.params
      const asked = { source, records: request.body.records }
      return answer(reply, await perform(world, takeInUsage, callOf(request, agency), asked))
    },
  )
  app.post(
    '/agencies/:agency/metering/sources/:name/readings',
    {
      schema: {
        ...CHANGE_OF_SOURCE,
        summary: 'Note how a source answered for a window, after its records were taken in',
        body: EndUsageReadingBody,
        response: { 201: z.object({ cursor: z.iso.datetime().nullable() }), ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const { agency, name: source } = request.params
      const ended = await perform(world, endUsageReading, callOf(request, agency), { source, reading: request.body })
      return answer(reply, ended, 201)
    },
  )
  app.post(
    '/agencies/:agency/metering/sources/:name/retries',
    {
      schema: {
        ...CHANGE_OF_SOURCE,
        summary: 'Take in again what was set aside',
        body: z.object({ after: z.string().max(400).default('') }).strict(),
        response: { 200: UsageTakenBody.extend({ next: z.string().nullable() }), ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const { agency, name: source } = request.params
      const asked = { source, after: request.body.after }
      return answer(reply, await perform(world, retryUsageQuarantine, callOf(request, agency), asked))
    },
  )
}
