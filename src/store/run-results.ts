// The results of a run: a row for each node of the share tree, and a compact series for the pool and for each node.
import type { LocalisedText } from '../domain/kernel/language.ts'
import type {
  FlavorOutcome,
  JobClassOutcome,
  NodeDetails,
  NodeOutcome,
  OutcomeSeries,
  ShareAccounts,
} from '../simulator/outcome.ts'
import type { Transaction } from './database.ts'

export interface TitledNodeOutcome extends NodeOutcome {
  readonly title: LocalisedText
}

interface RunKey {
  readonly agency: string
  readonly id: string
}

/** Rows of one statement: PostgreSQL takes at most 65535 parameters. */
const ROWS_AT_ONCE = 500

export async function appendRunNodes(tx: Transaction, run: RunKey, nodes: readonly TitledNodeOutcome[]): Promise<void> {
  const rows = nodes.map((node, position) => ({
    agency_id: run.agency,
    run_id: run.id,
    position,
    node_id: node.id,
    parent_id: node.parent,
    kind: node.kind,
    title: JSON.stringify(node.title),
    guarantee: node.guarantee,
    jobs: node.jobs,
    asked_unit_seconds: node.askedUnitSeconds,
    delivered_unit_seconds: node.deliveredUnitSeconds,
    borrowed_unit_seconds: node.borrowedUnitSeconds,
    lent_unit_seconds: node.lentUnitSeconds,
    share_of_delivered: node.shareOfDelivered,
    mean_units_in_use: node.meanInUse,
    wait_seconds_mean: node.wait.mean,
    wait_seconds_median: node.wait.median,
    wait_seconds_p90: node.wait.p90,
    wait_seconds_p99: node.wait.p99,
    wait_seconds_max: node.wait.max,
    average_bounded_slowdown: node.averageBoundedSlowdown,
    details: detailsText(node),
  }))
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    await tx
      .insertInto('run_nodes')
      .values(rows.slice(first, first + ROWS_AT_ONCE))
      .execute()
  }
}

/** null for an outcome from before details were recorded. */
function detailsText(node: NodeOutcome): string | null {
  if (node.earnedUnitSeconds === undefined) return null
  const details: { readonly [name in keyof NodeDetails]: NodeDetails[name] | undefined } = {
    earnedUnitSeconds: node.earnedUnitSeconds,
    guaranteeUsed: node.guaranteeUsed,
    turnaround: node.turnaround,
    finishTimeFairness: node.finishTimeFairness,
    evictionsSuffered: node.evictionsSuffered,
    evictionsCaused: node.evictionsCaused,
    lostUnitSeconds: node.lostUnitSeconds,
  }
  return JSON.stringify(details)
}

export interface RunDetails {
  readonly accounts: ShareAccounts
  readonly classes: readonly JobClassOutcome[]
  /** null: all jobs ran at one flavor. */
  readonly flavors: readonly FlavorOutcome[] | null
}

export async function appendRunDetails(tx: Transaction, run: RunKey, details: RunDetails): Promise<void> {
  const { accounts, classes, flavors } = details
  await tx
    .insertInto('run_details')
    .values({
      agency_id: run.agency,
      run_id: run.id,
      accounts: JSON.stringify(accounts),
      classes: JSON.stringify(classes),
      flavors: flavors === null ? null : JSON.stringify(flavors),
    })
    .execute()
}

/** null for a run without results, and for one from before details were recorded. */
export async function findRunDetails(tx: Transaction, id: string): Promise<RunDetails | null> {
  const row = await tx.selectFrom('run_details').selectAll().where('run_id', '=', id).executeTakeFirst()
  return row === undefined ? null : { accounts: row.accounts, classes: row.classes, flavors: row.flavors }
}

export async function appendRunSeries(tx: Transaction, run: RunKey, series: OutcomeSeries): Promise<void> {
  const shared = {
    agency_id: run.agency,
    run_id: run.id,
    start_at: series.startAt,
    step_seconds: series.stepSeconds,
  }
  const pool = {
    ...shared,
    position: 0,
    node_id: '',
    guarantee: 0,
    in_use: [...series.inUse],
    queue_length: [...series.queueLength],
    queued_units: [...series.queuedUnits],
    borrowed: null,
    lent: null,
  }
  const nodes = series.nodes.map((node, index) => ({
    ...shared,
    position: index + 1,
    node_id: node.id,
    guarantee: node.guarantee,
    in_use: [...node.inUse],
    queue_length: [...node.queueLength],
    queued_units: null,
    borrowed: [...node.borrowed],
    lent: [...node.lent],
  }))
  const rows = [pool, ...nodes]
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    await tx
      .insertInto('run_series')
      .values(rows.slice(first, first + ROWS_AT_ONCE))
      .execute()
  }
}

export async function listRunNodes(tx: Transaction, id: string): Promise<TitledNodeOutcome[]> {
  const rows = await tx.selectFrom('run_nodes').selectAll().where('run_id', '=', id).orderBy('position').execute()
  return rows.map((row) => ({
    id: row.node_id,
    parent: row.parent_id,
    kind: row.kind,
    title: row.title,
    guarantee: Number(row.guarantee),
    jobs: row.jobs,
    askedUnitSeconds: row.asked_unit_seconds,
    deliveredUnitSeconds: row.delivered_unit_seconds,
    borrowedUnitSeconds: row.borrowed_unit_seconds,
    lentUnitSeconds: row.lent_unit_seconds,
    shareOfDelivered: row.share_of_delivered,
    meanInUse: row.mean_units_in_use,
    wait: {
      mean: row.wait_seconds_mean,
      median: row.wait_seconds_median,
      p90: row.wait_seconds_p90,
      p99: row.wait_seconds_p99,
      max: row.wait_seconds_max,
    },
    averageBoundedSlowdown: row.average_bounded_slowdown,
    ...row.details,
  }))
}

/** null for a run without results. */
export async function findRunSeries(tx: Transaction, id: string): Promise<OutcomeSeries | null> {
  const rows = await tx.selectFrom('run_series').selectAll().where('run_id', '=', id).orderBy('position').execute()
  const [pool, ...nodes] = rows
  if (pool === undefined) return null
  return {
    startAt: pool.start_at,
    stepSeconds: pool.step_seconds,
    steps: pool.in_use.length,
    inUse: pool.in_use,
    queueLength: pool.queue_length,
    queuedUnits: pool.queued_units ?? [],
    nodes: nodes.map((node) => ({
      id: node.node_id,
      guarantee: Number(node.guarantee),
      inUse: node.in_use,
      borrowed: node.borrowed ?? [],
      lent: node.lent ?? [],
      queueLength: node.queue_length,
    })),
  }
}
