// The wiring: opens the store, picks the adapters, starts jobs and http, and stops everything in order. Nothing else wires.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { Logger } from 'pino'
import manifest from '../package.json' with { type: 'json' }
import { cedarAuthorisation } from './adapters/authorisation/cedar.ts'
import { historyReader } from './adapters/files/history-bytes.ts'
import { PROJECT_ROOT } from './adapters/files/places.ts'
import { loadShippedPolicies } from './adapters/files/shipped-policies.ts'
import { loadShippedScenarios } from './adapters/files/shipped-scenarios.ts'
import { askWitness } from './adapters/proof/ask-witness.ts'
import { fileLogSigner, SIGNS_NOTHING, type LogSigner } from './adapters/proof/log-signer.ts'
import { portalIn, type Portal } from './http/portal.ts'
import { buildServer } from './http/server.ts'
import { startUsagePolls } from './jobs/usage-polls.ts'
import { startCheckpoints } from './jobs/checkpoints.ts'
import { connectionsForQueue, prepareQueue, startJobs, type Jobs } from './jobs/jobs.ts'
import { WEIR } from './operations/actor.ts'
import { listAgencies } from './operations/agencies/list-agencies.ts'
import { HOME_AGENCY, seedAgencies, seedShowcase } from './operations/first-start.ts'
import { perform } from './operations/operation.ts'
import { getLocalOfficer } from './operations/people/get-local-officer.ts'
import { RunNotices } from './operations/runs/run-notices.ts'
import type { World } from './operations/world.ts'
import type { Settings } from './settings.ts'
import type { Database } from './store/database.ts'
import { listenToRuns } from './store/listen.ts'
import { openStore, type Store } from './store/open.ts'
import { openQueuePool } from './store/pool.ts'

export interface RunningWeir {
  /** Where it answers, e.g. http://127.0.0.1:4600 */
  readonly address: string
  readonly world: World
  readonly isFirstStart: boolean
  readonly databasePlace: string
  /** http first, then jobs, then the database; done once. */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly settings: Settings
  readonly log: Logger
  readonly portal?: Portal
  /** An opened store, for tests; it is not stopped with Weir. */
  readonly store?: Pick<Store, 'database' | 'owner' | 'app' | 'place'>
  readonly clock?: () => Date
  /** Paths of scenario files instead of the shipped ones. */
  readonly scenarioPaths?: readonly string[]
  /** Signs checkpoints; absent: with the keys in the home. */
  readonly logSigner?: LogSigner
  /** The portal is built, or could not be. */
  readonly portalBuilt?: Promise<void>
  /** The embedded database is gone and will not come back; Weir should be stopped. */
  readonly onDatabaseLost?: (error: Error) => void
}

/** How long /readyz waits for the database. */
const REACHABLE_MILLISECONDS = 1_000

export async function worldOn(
  database: Database,
  log: Logger,
  options: Pick<StartOptions, 'clock' | 'scenarioPaths' | 'logSigner'> = {},
): Promise<World> {
  const { clock = () => new Date(), scenarioPaths } = options
  const scenarios = await loadShippedScenarios((place, unusable) => {
    log.error({ scenario: path.relative(PROJECT_ROOT, place), reason: unusable.code }, 'a shipped scenario is left out')
  }, scenarioPaths)
  const named = scenarios.map(({ policy, policySource }) => {
    return { agency: policy.agency, name: policy.name, source: policySource }
  })
  // Scenarios of one's own stand alone; the shipped ones come with every policy that is shipped.
  const policies = scenarioPaths === undefined ? await loadShippedPolicies(tellProblems(log)) : named
  return {
    database,
    authorise: cedarAuthorisation(),
    clock,
    logSigner: options.logSigner ?? SIGNS_NOTHING,
    newId: () => randomUUIDv7(),
    newToken: () => randomBytes(32).toString('base64url'),
    policies,
    scenarios,
    readHistory: historyReader(),
  }
}

function tellProblems(log: Logger): Parameters<typeof loadShippedPolicies>[0] {
  return (place, problems) => {
    log.error({ policy: path.relative(PROJECT_ROOT, place), problems: problems.length }, 'a shipped policy is left out')
  }
}

export async function startWeir(options: StartOptions): Promise<RunningWeir> {
  const { settings, log } = options
  // What was started is stopped in the opposite order, also when a later step fails.
  const stops: (() => Promise<void>)[] = []
  const stop = once(async () => {
    for (const each of stops.toReversed()) await each()
  })
  try {
    const store = options.store ?? (await openOwnStore(options, stops))
    const concurrency = settings.replays ?? Math.max(1, Math.min(4, availableParallelism() - 1))
    const queue = openQueuePool(store.owner, connectionsForQueue(concurrency))
    stops.push(() => queue.end())
    await prepareQueue(queue)
    const logSigner = options.logSigner ?? fileLogSigner(path.join(settings.home, 'keys'), settings.logOrigin)
    const world = await worldOn(store.database, log, { ...options, logSigner })
    const notices = new RunNotices()
    const listening = await listenToRuns(
      store.app,
      { onNotice: (notice) => notices.publish(notice), onListening: () => notices.tellGap() },
      log,
    )
    stops.push(() => listening.stop())
    const seeded = await seedAgencies(world)
    if (!seeded.ok) throw new Error(`the first start was refused: ${seeded.refusal}`)
    const shown = await seedShowcase(world)
    if (!shown.ok) log.warn({ refusal: shown.refusal }, 'the worked example was not started')
    const isAlone = settings.databaseUrl === ''
    const jobs = await startJobs({ world, notices, pool: queue, log, concurrency, isAlone })
    stops.push(() => jobs.stop())
    const checkpoints = startCheckpoints({ world, log, witnesses: settings.witnesses, askWitness })
    stops.push(() => checkpoints.stop())
    const polls = startUsagePolls({ world, log, sources: settings.polledSources })
    stops.push(() => polls.stop())
    await options.portalBuilt
    const address = await serve({ options, world, notices, jobs, stops })
    return { address, world, isFirstStart: await isFirstStart(world), databasePlace: store.place, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openOwnStore(
  { settings, log, onDatabaseLost }: StartOptions,
  stops: (() => Promise<void>)[],
): Promise<Store> {
  const { home, databaseUrl } = settings
  const store = await openStore({ home, databaseUrl, log, command: 'weir start', whenInUse: 'refuse' })
  stops.push(() => store.stop())
  store.onFailure((failure) => {
    if (failure.kind === 'lost') onDatabaseLost?.(failure.error)
  })
  return store
}

async function serve(parts: {
  readonly options: StartOptions
  readonly world: World
  readonly notices: RunNotices
  readonly jobs: Jobs
  readonly stops: (() => Promise<void>)[]
}): Promise<string> {
  const { options, world, notices, jobs, stops } = parts
  const { settings, log } = options
  const app = await buildServer({
    world,
    notices,
    portal: options.portal ?? portalIn(path.join(PROJECT_ROOT, 'dist', 'web')),
    log,
    observed: {
      activeReplays: () => jobs.active,
      followers: () => notices.followers,
      isDatabaseReachable: () => isReachable(world),
    },
    version: manifest.version,
    host: settings.host,
    origins: settings.origins,
    requestsPerMinute: settings.requestsPerMinute,
    homeAgency: HOME_AGENCY,
  })
  stops.push(() => app.close())
  return await app.listen({ host: settings.host, port: settings.port })
}

/** Nobody was ever given a way in: then the start prints one. */
async function isFirstStart(world: World): Promise<boolean> {
  const found = await perform(world, getLocalOfficer, { actor: WEIR, agency: HOME_AGENCY }, {})
  return found.ok && !found.value.wasInvited
}

async function isReachable(world: World): Promise<boolean> {
  const asked = perform(world, listAgencies, { actor: WEIR, agency: null }, {}).then((answer) => answer.ok)
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, REACHABLE_MILLISECONDS, false).unref()
  })
  return await Promise.race([asked, late])
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => (done ??= work())
}
