// What a monitoring system reads: requests by route and status, runs, the database.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { App } from './app.ts'

export interface Observed {
  /** Replays of this process now. */
  readonly activeReplays: () => number
  /** Readers of progress now. */
  readonly followers: () => number
  readonly isDatabaseReachable: () => Promise<boolean>
}

export function useMetrics(app: App, observed: Observed): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'weir_' })
  const seconds = new Histogram({
    name: 'weir_http_request_seconds',
    help: 'Time from request to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const refused = new Counter({
    name: 'weir_http_problems_total',
    help: 'Answers with status 400 or higher',
    labelNames: ['status'],
    registers: [registry],
  })
  gauge(registry, 'weir_replays_active', 'Runs that this process replays now', observed.activeReplays)
  gauge(registry, 'weir_progress_followers', 'Readers that follow the progress of a run', observed.followers)
  gauge(registry, 'weir_database_reachable', '1 when the database answers', async () =>
    (await observed.isDatabaseReachable()) ? 1 : 0,
  )
  app.addHook('onResponse', (request, reply, done) => {
    // The pattern of the route, not the address: an address per run would make a series per run.
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    if (reply.statusCode >= 400) refused.inc({ status: reply.statusCode })
    done()
  })
  return registry
}

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read())
    },
  })
}
