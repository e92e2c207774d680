// Why does this job wait? The first check that it fails, with the numbers of the tree, who holds what it needs, when it would
// start by what is known, and one change that would let it start (or make it wait for something else).
import { assert } from '../kernel/assert.ts'
import type { FragmentFigures } from '../placement/fragment-figures.ts'
import type { BudgetObstacle } from './budgets.ts'
import type { Taken } from './calendar.ts'
import type { PoolState } from './pool-state.ts'
import { WAITING } from './roster.ts'
import { headroom } from './share-tree.ts'
import { NOBODY } from './tournament.ts'
import type { WaitingReasonCode } from './waiting-reason.ts'

/** Units of the flavor at one node, now. null: no such bound. */
export interface NodeFigures {
  readonly node: string
  readonly guarantee: number
  readonly entitlement: number
  readonly allocated: number
  readonly limit: number | null
  readonly borrowingLimit: number | null
}

/** Exactly this change, and the job starts or waits for another reason. */
export type Counterfactual =
  /** With at most this requested time. */
  | { readonly change: 'walltime'; readonly seconds: number }
  /** With a bound of the node raised to this many units. */
  | { readonly change: 'limit' | 'borrowing-limit'; readonly node: string; readonly units: number }
  /** With this many more units in the pool: for all that wait before it, and for itself. */
  | { readonly change: 'capacity'; readonly units: number }
  /** As a job that may be stopped. */
  | { readonly change: 'class' }
  | { readonly change: 'budget'; readonly milliUnitSeconds: number }
  | { readonly change: 'award-period'; readonly validFrom: number | null; readonly validTo: number | null }
  | { readonly change: 'without-window'; readonly window: string }
  | { readonly change: 'without-job'; readonly job: number }
  /** As the same units in pods of this size, in one cell of the level (null: anywhere). */
  | { readonly change: 'pods'; readonly unitsPerPod: number; readonly level: string | null }
  /** If its units could lie anywhere, also in parts. */
  | { readonly change: 'apart' }
  /** Without its appointment of this flavor. */
  | { readonly change: 'without-appointment'; readonly flavor: string }

export interface Explanation {
  /** Where it waits; present when there are several flavors. */
  readonly flavor?: string
  readonly code: WaitingReasonCode
  /** Where the check fails: a node of the job's path; null: not a matter of one node. */
  readonly at: NodeFigures | null
  readonly askedUnits: number
  /** Units that its project could start now. */
  readonly roomUnits: number
  /** Siblings of its path that use most above their guarantees; at most three. */
  readonly holders: readonly { readonly node: string; readonly unitsAbove: number }[]
  /** The window, or the job, that stands before it. */
  readonly window: string | null
  readonly otherJob: number | null
  readonly budget: BudgetObstacle | null
  /** What lies together and what does not; null: not a matter of place. */
  readonly fragments: FragmentFigures | null
  /** The appointment that it cannot have: the flavor, and the first moment at which nothing is left. */
  readonly appointment: Taken | null
  /** Reserved, or foreseen by the requested ends; null: not by what is known. */
  readonly start: number | null
  readonly isReserved: boolean
  /** Its deadline cannot be met any more. */
  readonly isDeadlineLost: boolean
  readonly counterfactual: Counterfactual
}

/** To be asked right after a decision of this instant: what was promised then is part of the answer. */
export function explainWaiting(pool: PoolState, now: number, job: number): Explanation {
  const { roster } = pool
  assert(roster.state[job] === WAITING, 'only a waiting job is explained')
  const leaf = roster.leaf[job]!
  const reason = firstReason(pool, now, job)
  const reserved = pool.forecast.moments.find((moment) => moment.job === job)?.at ?? null
  const foreseen = reserved ?? pool.forecast.earliest(job, now, Infinity, pool.returnsAfter)
  const latestStart = roster.latestStart?.[job] ?? Infinity
  return {
    code: reason.code,
    at: reason.node === NOBODY ? null : figuresOf(pool, reason.node),
    askedUnits: roster.units[job]!,
    roomUnits: Math.max(0, pool.room(leaf, now)),
    holders: holdersBeside(pool, leaf),
    window: reason.window,
    otherJob: reason.otherJob,
    budget: reason.budget,
    fragments: reason.fragments,
    appointment: reason.code === 'calendar-taken' ? (pool.calendars?.taken(job, now) ?? null) : null,
    start: foreseen === Infinity ? null : foreseen,
    isReserved: reserved !== null,
    isDeadlineLost: now > latestStart,
    counterfactual: reason.counterfactual,
  }
}

interface Reason {
  readonly code: WaitingReasonCode
  readonly node: number
  readonly window: string | null
  readonly otherJob: number | null
  readonly budget: BudgetObstacle | null
  readonly fragments: FragmentFigures | null
  readonly counterfactual: Counterfactual
}

const NOWHERE = { node: NOBODY, window: null, otherJob: null, budget: null, fragments: null } as const

function firstReason(pool: PoolState, now: number, job: number): Reason {
  const code = pool.check(now, job)
  const leaf = pool.roster.leaf[job]!
  const budget = pool.budgetObstacle(now, job)
  if (budget !== null) return { ...NOWHERE, code: budget.code, budget, counterfactual: byBudget(pool, leaf, budget) }
  switch (code) {
    case null:
      return spoiltOrBehind(pool, now, job)
    case 'limit-reached':
      return byLimit(pool, job)
    case 'borrowing-limit-reached':
      return byBorrowingLimit(pool, now, job)
    case 'firm-over-guarantee':
      return { ...NOWHERE, code, node: pool.firmNode(job), counterfactual: { change: 'class' } }
    case 'fragmented':
      return byPlace(pool, now, job)
    case 'calendar-taken': {
      const { flavor } = pool.calendars!.taken(job, now)!
      return { ...NOWHERE, code, counterfactual: { change: 'without-appointment', flavor } }
    }
    case 'maintenance':
    case 'reserved': {
      const window = pool.windows.keeping(leaf, now)
      assert(window !== null, 'a window keeps the units')
      return { ...NOWHERE, code, window: window.id, counterfactual: { change: 'without-window', window: window.id } }
    }
    default:
      return {
        ...NOWHERE,
        code,
        node: leaf,
        counterfactual: { change: 'capacity', units: missingUnits(pool, now, job) },
      }
  }
}

function byPlace(pool: PoolState, now: number, job: number): Reason {
  const fragments = pool.placement!.fragments(now, job)
  const { smallerPods } = fragments
  const counterfactual =
    smallerPods === null ? ({ change: 'apart' } as const) : { change: 'pods' as const, ...smallerPods }
  return { ...NOWHERE, code: 'fragmented', fragments, counterfactual }
}

function byBudget(pool: PoolState, leaf: number, budget: BudgetObstacle): Counterfactual {
  switch (budget.code) {
    case 'award-not-begun':
      return { change: 'award-period', validFrom: null, validTo: null }
    case 'award-ended':
      return { change: 'award-period', validFrom: null, validTo: null }
    case 'award-too-short':
      return { change: 'walltime', seconds: budget.seconds }
    default:
      return { change: 'budget', milliUnitSeconds: costOfWaiting(pool, leaf) - Math.min(0, budget.remaining) }
  }
}

/** Of everybody who waits in the project: whoever goes before the job draws on the same budget. */
function costOfWaiting(pool: PoolState, leaf: number): number {
  const { requested } = pool.roster
  let cost = 0
  for (const job of pool.queues[leaf]!.inOrder()) cost += pool.cost(job, requested[job]!)
  return cost
}

/** It fits: either it would spoil what is promised to others, or somebody before it has to go first. */
function spoiltOrBehind(pool: PoolState, now: number, job: number): Reason {
  const moment = pool.spoilt(now, job)
  const leaf = pool.roster.leaf[job]!
  if (moment !== null) {
    const counterfactual: Counterfactual = { change: 'walltime', seconds: moment.at - now }
    if (moment.job !== NOBODY) return { ...NOWHERE, code: 'would-delay', otherJob: moment.job, counterfactual }
    const window = pool.windows.keeping(leaf, moment.at)
    const code = window?.owner === null ? 'maintenance' : 'reserved'
    return { ...NOWHERE, code, window: window?.id ?? null, counterfactual }
  }
  const head = pool.headOf(leaf)
  const other = head === job ? pool.waitingFirst : head
  return { ...NOWHERE, code: 'behind-others', otherJob: other, counterfactual: { change: 'without-job', job: other } }
}

function byLimit(pool: PoolState, job: number): Reason {
  const { shape, use, roster } = pool
  const units = roster.units[job]!
  let node = roster.leaf[job]!
  while (node > 0 && use.allocated[node]! + units <= shape.limit[node]!) node = shape.parent[node]!
  const enough = use.allocated[node]! + waitingUnder(pool, node)
  const counterfactual = { change: 'limit', node: shape.ids[node]!, units: enough } as const
  return { ...NOWHERE, code: 'limit-reached', node, counterfactual }
}

/** The lowest node whose borrowing limit leaves less than is asked: what it may take from above and what is kept below it. */
function byBorrowingLimit(pool: PoolState, now: number, job: number): Reason {
  const { shape, use, roster } = pool
  const units = roster.units[job]!
  let keptBelow = 0
  for (let node = roster.leaf[job]!; node > 0; node = shape.parent[node]!) {
    const withheld = shape.withheldQuota[node]!
    const usage = use.usage[node]!
    const fromAbove = shape.visibleQuota[node]! - withheld - Math.max(0, usage - withheld) + shape.borrowingLimit[node]!
    keptBelow += Math.max(0, withheld - usage)
    if (fromAbove + keptBelow < units) {
      const raised = shape.borrowingLimit[node]! + waitingUnder(pool, node) + Math.max(0, -fromAbove - keptBelow)
      const counterfactual = { change: 'borrowing-limit', node: shape.ids[node]!, units: raised } as const
      return { ...NOWHERE, code: 'borrowing-limit-reached', node, counterfactual }
    }
  }
  const counterfactual = { change: 'capacity', units: missingUnits(pool, now, job) } as const
  return { ...NOWHERE, code: 'borrowing-limit-reached', node: roster.leaf[job]!, counterfactual }
}

/** Units that wait below a node: with so many more, whoever goes before the job takes nothing from it. */
function waitingUnder(pool: PoolState, node: number): number {
  const children = pool.shape.children[node]!
  if (children.length === 0) return pool.queues[node]!.totalUnits
  return children.reduce((sum, child) => sum + waitingUnder(pool, child), 0)
}

/** Enough for everybody who waits, as above. */
function missingUnits(pool: PoolState, now: number, job: number): number {
  const room = headroom(
    pool.shape,
    pool.use,
    pool.roster.leaf[job]!,
    pool.keptFrom(pool.roster.leaf[job]!, now, pool.use),
  )
  return waitingUnder(pool, 0) + Math.max(0, -room)
}

function figuresOf(pool: PoolState, node: number): NodeFigures {
  const { shape, use } = pool
  const bound = (units: number) => (units < 2 ** 49 ? units : null)
  return {
    node: shape.ids[node]!,
    guarantee: shape.guarantee[node]!,
    entitlement: pool.entitlement()[node]!,
    allocated: use.allocated[node]!,
    limit: bound(shape.limit[node]!),
    borrowingLimit: bound(shape.borrowingLimit[node]!),
  }
}

const HOLDERS = 3

function holdersBeside(pool: PoolState, leaf: number): Explanation['holders'] {
  const { shape, use } = pool
  const holders: { node: string; unitsAbove: number }[] = []
  for (let node = leaf; node > 0; node = shape.parent[node]!) {
    for (const sibling of shape.children[shape.parent[node]!]!) {
      const unitsAbove = use.allocated[sibling]! - shape.guarantee[sibling]!
      if (sibling !== node && unitsAbove > 0) holders.push({ node: shape.ids[sibling]!, unitsAbove })
    }
  }
  return holders.toSorted((a, b) => b.unitsAbove - a.unitsAbove || (a.node < b.node ? -1 : 1)).slice(0, HOLDERS)
}
