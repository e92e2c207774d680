// The HTTP server: guards first, then the API, probes, description, and the portal.
import { randomBytes } from 'node:crypto'
import Fastify, { LogController, type FastifyBaseLogger } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { RunNotices } from '../operations/runs/run-notices.ts'
import type { World } from '../operations/world.ts'
import type { App } from './app.ts'
import { describeApi, serveDescription } from './description.ts'
import { useErrors } from './errors.ts'
import { useGuards } from './guards.ts'
import { hostRules } from './hosts.ts'
import type { Observed } from './metrics.ts'
import { useNotFound } from './not-found.ts'
import { PageCache } from './page-cache.ts'
import type { Portal } from './portal.ts'
import { agencyRoutes, policyToolRoutes } from './routes/agencies.ts'
import { sendProblem } from './problem.ts'
import { comparisonRoutes } from './routes/comparison.ts'
import { exportRoutes } from './routes/exports.ts'
import { financeRoutes, financeSetUpRoutes, invoiceChangeRoutes, invoiceRoutes } from './routes/finance.ts'
import { historyRoutes } from './routes/histories.ts'
import {
  budgetRoutes,
  ledgerChangeRoutes,
  ledgerCloseRoutes,
  ledgerExportRoutes,
  ledgerRoutes,
  publicationRoutes,
  statementPaperRoutes,
} from './routes/ledger.ts'
import { meteringChangeRoutes, meteringExportRoutes, meteringIntakeRoutes, meteringRoutes } from './routes/metering.ts'
import { receiptRoutes } from './routes/receipts.ts'
import { reductionRoutes } from './routes/reductions.ts'
import { policyDraftChangeRoutes, policyDraftRoutes } from './routes/policy-drafts.ts'
import { pageRoutes } from './routes/pages.ts'
import { logRoutes } from './routes/log.ts'
import { probeRoutes } from './routes/probes.ts'
import { progressRoutes } from './routes/progress.ts'
import { runEndRoutes, runRoutes } from './routes/runs.ts'
import { sessionRoutes } from './routes/session.ts'

export interface HttpOptions {
  readonly world: World
  readonly notices: RunNotices
  readonly portal: Portal
  readonly log: FastifyBaseLogger
  readonly observed: Observed
  readonly version: string
  readonly host: string
  /** Addresses under which a proxy serves Weir, e.g. https://weir.example.org. */
  readonly origins: readonly string[]
  readonly requestsPerMinute: number
  readonly homeAgency: string
}

const BODY_BYTES_MAX = 1_048_576

export async function buildServer(options: HttpOptions): Promise<App> {
  const { world, notices, portal, log, origins } = options
  const app: App = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    forceCloseConnections: true,
    // A proxy beside us may tell who asks; without one nobody may.
    trustProxy: origins.length > 0 ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 60_000,
    // An address that cannot be decoded reaches neither hooks nor routes.
    frameworkErrors: (_error, request, reply) => {
      request.language = 'en'
      void sendProblem(reply, 'request-malformed')
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const innerSecret = randomBytes(32).toString('base64url')
  const cache = new PageCache()
  notices.followAll({
    onNotice: ({ progress }) => progress.state !== 'running' && cache.clear(),
    onGap: () => cache.clear(),
  })
  const pages = { portal, homeAgency: options.homeAgency, innerSecret, cache }
  useErrors(app)
  useNotFound(app, pages)
  await useGuards(app, { world, hosts: hostRules(options), requestsPerMinute: options.requestsPerMinute, innerSecret })
  await describeApi(app, options.version)
  probeRoutes(app, options.observed)
  logRoutes(app, world)
  await app.register(
    async (api) => {
      const typed = api.withTypeProvider<ZodTypeProvider>() as App
      agencyRoutes(typed, world)
      policyToolRoutes(typed)
      historyRoutes(typed, world)
      policyDraftRoutes(typed, world)
      policyDraftChangeRoutes(typed, world)
      ledgerRoutes(typed, world)
      meteringRoutes(typed, world)
      meteringExportRoutes(typed, world)
      meteringChangeRoutes(typed, world)
      meteringIntakeRoutes(typed, world)
      budgetRoutes(typed, world)
      ledgerChangeRoutes(typed, world)
      ledgerCloseRoutes(typed, world)
      publicationRoutes(typed, world)
      statementPaperRoutes(typed, world)
      reductionRoutes(typed, world)
      financeRoutes(typed, world)
      invoiceRoutes(typed, world)
      financeSetUpRoutes(typed, world)
      invoiceChangeRoutes(typed, world)
      ledgerExportRoutes(typed, world)
      receiptRoutes(typed, world)
      runRoutes(typed, world)
      runEndRoutes(typed, world)
      exportRoutes(typed, world)
      comparisonRoutes(typed, world)
      sessionRoutes(typed, world)
      await progressRoutes(typed, world, notices)
    },
    { prefix: '/api' },
  )
  await serveDescription(app)
  await pageRoutes(app, pages)
  return app
}
