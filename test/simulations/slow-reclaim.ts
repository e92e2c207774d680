// Whom to stop, as the policy model writes it: every candidate is judged anew at every step, from the jobs that are left.
import type { Claimant, Victim, VictimKind } from '../../src/domain/scheduling/victims.ts'
import {
  allocate,
  emptyUse,
  obstacle,
  type ShareTreeShape,
  type TreeUse,
} from '../../src/domain/scheduling/share-tree.ts'

export interface SlowJob {
  readonly leaf: number
  readonly units: number
  readonly priority: number
  readonly start: number
  readonly lostSeconds: number
  readonly isStoppable: boolean
}

export interface SlowState {
  readonly shape: ShareTreeShape
  readonly jobs: readonly SlowJob[]
  readonly entitlement: Float64Array
  /** Units of the shape's capacity that do not exist now. */
  readonly lostUnits?: number
  /** Units of the pool that are kept from the claimant when these are gone; absent: as many as ever. */
  readonly keptWithout?: (use: TreeUse, gone: readonly Victim[]) => number
}

const KINDS: readonly VictimKind[] = ['reclaim', 'preempt', 'rebalance']

/** The jobs that go, in order of choice; null: no legal plan. */
export function slowReclaim(state: SlowState, claimant: Claimant): readonly Victim[] | null {
  const first = planFrom(state, claimant, null)
  if (first === null) return null
  const decisive = first.chosen.at(-1)
  if (decisive === undefined || first.chosen.length === 1) return first.kept
  const second = planFrom(state, claimant, decisive.job)
  return second !== null && lost(state, second.kept) < lost(state, first.kept) ? second.kept : first.kept
}

function planFrom(state: SlowState, claimant: Claimant, firstJob: number | null) {
  const chosen: Victim[] = []
  if (firstJob !== null) {
    const kind = kindOf(state, claimant, [], firstJob)
    if (kind === null) return null
    chosen.push({ job: firstJob, kind })
  }
  while (!fits(state, claimant, chosen)) {
    const next = pick(state, claimant, chosen)
    if (next === null) return null
    chosen.push(next)
  }
  let kept: readonly Victim[] = chosen
  for (const victim of chosen.toReversed()) {
    const without = kept.filter((other) => other !== victim)
    const isLegal = without.every(({ job, kind }, at) => kindOf(state, claimant, without.slice(0, at), job) === kind)
    if (isLegal && fits(state, claimant, without)) kept = without
  }
  return { chosen, kept }
}

function pick(state: SlowState, claimant: Claimant, gone: readonly Victim[]): Victim | null {
  const rebalanced = gone.reduce((sum, { job, kind }) => sum + (kind === 'rebalance' ? state.jobs[job]!.units : 0), 0)
  const use = useWithout(state, gone)
  const candidates = state.jobs.flatMap((job, number) => {
    if (!job.isStoppable || gone.some((victim) => victim.job === number)) return []
    const kind = kindOf(state, claimant, gone, number)
    if (kind === null || (kind === 'rebalance' && job.units + rebalanced > claimant.rebalanceUnits)) return []
    return [{ job: number, kind }]
  })
  candidates.sort((a, b) => {
    const [one, other] = [state.jobs[a.job]!, state.jobs[b.job]!]
    const [sideA, sideB] = [
      sidesOf(state.shape, claimant.leaf, one.leaf).sideB,
      sidesOf(state.shape, claimant.leaf, other.leaf).sideB,
    ]
    const saturation =
      BigInt(use.allocated[sideB]!) * BigInt(state.entitlement[sideA]!) -
      BigInt(use.allocated[sideA]!) * BigInt(state.entitlement[sideB]!)
    return (
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      Number(saturation) ||
      one.priority - other.priority ||
      one.units * one.lostSeconds - other.units * other.lostSeconds ||
      other.start - one.start ||
      a.job - b.job
    )
  })
  return candidates[0] ?? null
}

/** What the stop would be when these are gone already; null: it is not lawful. */
function kindOf(state: SlowState, claimant: Claimant, gone: readonly Victim[], number: number): VictimKind | null {
  const { shape, jobs, entitlement } = state
  const { leaf, units, priority } = jobs[number]!
  if (leaf === claimant.leaf) return priority < claimant.priority ? 'preempt' : null
  const { allocated } = useWithout(state, gone)
  const { ancestor, sideA, sideB } = sidesOf(shape, claimant.leaf, leaf)
  const below = (from: number) => {
    const path: number[] = []
    for (let node = from; node !== ancestor; node = shape.parent[node]!) path.push(node)
    return path
  }
  const isOwner = below(claimant.leaf).some((node) => allocated[node]! + claimant.units <= shape.guarantee[node]!)
  const isBorrower = below(leaf).every((node) => allocated[node]! > shape.guarantee[node]!)
  if (isOwner && isBorrower) return 'reclaim'
  if (claimant.rebalance === 'off' || (claimant.rebalance === 'withinGroup' && ancestor === 0)) return null
  if (entitlement[sideA] === 0) return null
  const after = BigInt(allocated[sideA]! + claimant.units) * BigInt(entitlement[sideB]!)
  const before = BigInt(allocated[sideB]! - units) * BigInt(entitlement[sideA]!)
  return after <= before ? 'rebalance' : null
}

/** The lowest common ancestor, and the nodes just below it on the claimant's and the other's side. */
function sidesOf(shape: ShareTreeShape, claimant: number, other: number) {
  const up = (from: number) => {
    const path = [from]
    for (let node = from; node > 0; node = shape.parent[node]!) path.push(shape.parent[node]!)
    return path
  }
  const [mine, theirs] = [up(claimant), up(other)]
  const ancestor = theirs.find((node) => mine.includes(node))!
  const just = (path: readonly number[]) => path[Math.max(0, path.indexOf(ancestor) - 1)]!
  return { ancestor, sideA: just(mine), sideB: just(theirs) }
}

function fits(state: SlowState, { leaf, units, kept }: Claimant, gone: readonly Victim[]): boolean {
  const use = useWithout(state, gone)
  const keptNow = state.keptWithout?.(use, gone) ?? kept
  return obstacle(state.shape, use, leaf, units, keptNow) === null
}

function useWithout({ shape, jobs, lostUnits = 0 }: SlowState, gone: readonly Victim[]): TreeUse {
  const use = emptyUse(shape)
  use.allocated[0]! += lostUnits
  use.usage[0]! += lostUnits
  jobs.forEach(({ leaf, units }, number) => {
    if (!gone.some((victim) => victim.job === number)) allocate(shape, use, leaf, units)
  })
  return use
}

function lost({ jobs }: SlowState, victims: readonly Victim[]): number {
  return victims.reduce((sum, { job }) => sum + jobs[job]!.units * jobs[job]!.lostSeconds, 0)
}
