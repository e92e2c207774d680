// Whom the slow scheduler stops for a job, who may not start because of that, and when it looks again.
import { allocate, obstacle, type TreeUse } from '../../src/domain/scheduling/share-tree.ts'
import type { Victim, VictimKind } from '../../src/domain/scheduling/victims.ts'
import { isOverBudget } from './slow-budgets.ts'
import type { Facts, SlowJob } from './slow-facts.ts'
import { slowReclaim, type SlowState } from './slow-reclaim.ts'

export interface SlowVictim {
  readonly job: SlowJob
  readonly kind: VictimKind
}

const HOUR = 3600

/** Seconds of work that a stop would keep. */
export function saved({ checkpointEvery, startedAt }: SlowJob, now: number): number {
  const ran = now - startedAt
  return checkpointEvery === null || checkpointEvery === 0 ? 0 : ran - (ran % checkpointEvery)
}

/** Who must go so that the job can start; null: there is no lawful way, or it would take what is freed for others. */
export function planFor(facts: Facts, now: number, job: SlowJob): readonly SlowVictim[] | null {
  if (!isWorthAsking(facts, job) || isOverBudget(facts, now, job) || facts.isFirmOver(job)) return null
  const plan = victimsFor(facts, now, job)
  if (plan === null) lookAgainLater(facts, now)
  if (plan === null || spoilsClaims(facts, now, job, plan)) return null
  return plan
}

/** Jobs that run only on what nobody else asks for make nobody leave, and one claim at a time is enough. */
function isWorthAsking({ claims, world, jobs, shape, use }: Facts, job: SlowJob): boolean {
  if (job.class === 'opportunistic' || claims.some((claim) => claim.job === job)) return false
  // Without priorities, classes and rebalancing only whoever is within a guarantee can have a lawful victim.
  if (jobs.some(({ priority, class: kind }) => priority !== 0 || kind === 'opportunistic')) return true
  if ((world.rules.rebalance?.scope ?? 'off') !== 'off') return true
  return shape.ids.some((_, node) => {
    const isOnPath = node > 0 && shape.pathUp[job.leaf]!.includes(node)
    return isOnPath && use.allocated[node]! + job.units <= shape.guarantee[node]!
  })
}

function victimsFor(facts: Facts, now: number, job: SlowJob): readonly SlowVictim[] | null {
  const { shape, world } = facts
  const mayGo = (other: SlowJob) =>
    facts.mayBeStopped(other) &&
    !facts.notices.some((notice) => notice.job === other) &&
    // Whoever started in this very instant stays: two jobs could take turns without time passing.
    other.startedAt < now &&
    protectedUntil(facts, other) <= now
  const running = facts.in('running')
  // First go those who run only on what nobody else asks for, the newest first and no more of them than needed.
  const idlers = running.filter((other) => other.class === 'opportunistic' && mayGo(other))
  idlers.sort((a, b) => b.startedAt - a.startedAt || b.number - a.number)
  let left = running
  const named = (victim: Victim): SlowVictim => ({ job: left[victim.job]!, kind: victim.kind })
  const gone: SlowVictim[] = []
  const keptWithout = (use: TreeUse, stopped: readonly SlowVictim[]) =>
    facts.keptFrom(
      job.leaf,
      now,
      use,
      stopped.map((victim) => victim.job),
    )
  const fits = () => {
    const use = facts.useOf(left)
    return obstacle(shape, use, job.leaf, job.units, keptWithout(use, gone)) === null
  }
  for (const idler of idlers) {
    if (fits()) break
    left = left.filter((other) => other !== idler)
    gone.push({ job: idler, kind: 'reclaim' })
  }
  if (gone.length > 0 && fits()) return gone
  const state: SlowState = {
    keptWithout: (use, victims) => keptWithout(use, [...gone, ...victims.map(named)]),
    shape,
    lostUnits: shape.capacity - facts.capacity,
    entitlement: facts.entitlement(),
    jobs: left.map((other) => ({
      leaf: other.leaf,
      units: other.units,
      priority: other.priority,
      start: other.startedAt,
      lostSeconds: now - other.startedAt - saved(other, now),
      isStoppable: other.class !== 'opportunistic' && mayGo(other),
    })),
  }
  const rebalance = world.rules.rebalance
  const plan = slowReclaim(state, {
    leaf: job.leaf,
    units: job.units,
    priority: job.priority,
    // Whoever was evicted in this epoch evicts nobody for a better balance.
    rebalance: rebalance === undefined || facts.evicted.includes(job) ? 'off' : rebalance.scope,
    rebalanceUnits: rebalanceUnitsLeft(facts, now),
    kept: 0,
  })
  return plan === null ? null : [...gone, ...plan.map(named)]
}

function rebalanceUnitsLeft({ world, rebalanced }: Facts, now: number): number {
  const most = world.rules.rebalance?.maxEvictedUnitsPerHour ?? Infinity
  return rebalanced.filter(({ at }) => at > now - HOUR).reduce((left, { units }) => left - units, most)
}

function protectedUntil({ world }: Facts, job: SlowJob): number {
  if (job.class === 'opportunistic') return job.startedAt
  return job.startedAt + world.rules.preemption!.protectedRuntime[job.leaf]!
}

/** Nobody could go: the next pass is when the first could who cannot now, if nothing happens before. */
function lookAgainLater(facts: Facts, now: number): void {
  const times = facts
    .in('running')
    .filter((job) => facts.mayBeStopped(job))
    .map((job) => Math.max(protectedUntil(facts, job), job.startedAt + 1))
  facts.retryAt = Math.min(facts.retryAt, ...times.filter((time) => time > now))
}

/**
 * Whether the job's start would leave those who wait for their victims without what they were promised: whether it would not fit
 * when they have started, or fewer of them would when it has. They start one after the other; a claimant that has no right any
 * more (capacity was lost) keeps nobody from starting.
 */
export function spoilsClaims(facts: Facts, now: number, job: SlowJob, victims: readonly SlowVictim[] = []): boolean {
  const { shape, claims } = facts
  const goes = (other: SlowJob) =>
    claims.some((claim) => claim.victims.includes(other)) || victims.some((victim) => victim.job === other)
  const running = facts.in('running')
  const gone = running.filter(goes)
  const staying = running.filter((other) => !goes(other))
  /** Those of the claimants that fit beside these, each beside those before it; with what windows and owners keep, or without. */
  const fitting = (others: readonly SlowJob[], isKept: boolean) => {
    const use = facts.useOf(others)
    return claims.filter((claim) => {
      const kept = isKept ? facts.keptFrom(claim.job.leaf, now, use, gone) - facts.claimedUnits : 0
      if (obstacle(shape, use, claim.job.leaf, claim.job.units, kept) !== null) return false
      allocate(shape, use, claim.job.leaf, claim.job.units)
      return true
    })
  }
  const standing = fitting(staying, false).map((claim) => claim.job)
  if (standing.length === 0) return false
  if (obstacle(shape, facts.useOf([...staying, ...standing]), job.leaf, job.units) !== null) return true
  return fitting([...staying, job], true).length < fitting(staying, true).length
}
