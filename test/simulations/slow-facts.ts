// What the slow scheduler knows: the jobs and what was decided about them. Nothing is summed up; whoever asks adds up anew.
import type { Ratio } from '../../src/domain/kernel/ratio.ts'
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import type { StopKind } from '../../src/domain/scheduling/decisions.ts'
import type { Award, CapacityChange, JobClass, Reservation } from '../../src/domain/scheduling/demand.ts'
import type { SchedulerRules } from '../../src/domain/scheduling/scheduler.ts'
import {
  allocate,
  emptyUse,
  treeShape,
  type ShareTreeShape,
  type TreeUse,
} from '../../src/domain/scheduling/share-tree.ts'
import { slowEntitlement } from './slow-entitlement.ts'

export interface SlowJob {
  readonly number: number
  readonly leaf: number
  readonly units: number
  readonly class: JobClass
  readonly priority: number
  /** Deadline less what was requested at first; Infinity without a deadline. */
  readonly latestStart: number
  readonly checkpointEvery: number | null
  /** Seconds; after a stop those that are left. */
  requested: number
  state: 'unseen' | 'waiting' | 'running' | 'overdue' | 'gone'
  /** At last; -Infinity: it never did. */
  startedAt: number
}

/** A job that was told to stop and has not gone yet. */
export interface Notice {
  readonly job: SlowJob
  readonly at: number
  readonly kind: StopKind
  readonly claimant: SlowJob
}

/** What is freed is kept for the job until all of its victims are gone. */
export interface SlowClaim {
  readonly job: SlowJob
  victims: SlowJob[]
}

/** A job under an award, from a start to an end or a stop. */
export interface Spending {
  readonly job: SlowJob
  readonly award: Award
  readonly at: number
  readonly held: number
  settledAt: number
  charged: number
}

export interface SlowWorld {
  readonly tree: { readonly nodes: readonly ShareNode[]; readonly capacity: number }
  readonly rules: SchedulerRules
  /** Of one unit-second. */
  readonly price: Ratio
  readonly awards: readonly Award[]
  readonly reservations: readonly Reservation[]
  readonly capacityChanges: readonly CapacityChange[]
}

export class Facts {
  readonly world: SlowWorld
  readonly shape: ShareTreeShape
  readonly jobs: readonly SlowJob[]
  readonly spending: Spending[] = []
  notices: Notice[] = []
  claims: SlowClaim[] = []
  /** Jobs that were told to stop, or went, since the last arrival, end or change of what there is to be shared. */
  evicted: SlowJob[] = []
  /** Units that were evicted for rebalancing. */
  readonly rebalanced: { readonly at: number; readonly units: number }[] = []
  /** A plan failed while somebody was protected until then. */
  retryAt = Infinity
  /** Time of which the capacity is known: arrivals and ends of an instant come before its changes of capacity. */
  notedAt = -Infinity

  constructor(world: SlowWorld, jobs: readonly SlowJob[]) {
    this.world = world
    this.jobs = jobs
    this.shape = treeShape(world.tree.nodes, 'gpu', world.tree.capacity)
  }

  in(state: SlowJob['state']): SlowJob[] {
    return this.jobs.filter((job) => job.state === state)
  }

  /** The tree with these jobs in it, and with the units in it that do not exist now. */
  useOf(jobs: readonly SlowJob[]): TreeUse {
    const use = emptyUse(this.shape)
    const lost = this.shape.capacity - this.capacity
    use.allocated[0]! += lost
    use.usage[0]! += lost
    for (const { leaf, units } of jobs) allocate(this.shape, use, leaf, units)
    return use
  }

  get use(): TreeUse {
    return this.useOf(this.in('running'))
  }

  get capacity(): number {
    const changes = this.world.capacityChanges.filter(({ at }) => at <= this.notedAt)
    const last = changes.toSorted((a, b) => a.at - b.at).at(-1)
    return last?.units ?? this.shape.capacity
  }

  /** Units that there are to be shared: what is maintained is nobody's. */
  get shared(): number {
    const out = this.openAt(this.notedAt).filter(({ owner }) => owner === null)
    return this.capacity - out.reduce((sum, { units }) => sum + units, 0)
  }

  /** By node index. Jobs whose end is not reported yet still count as demand. */
  entitlement(): Float64Array {
    const demand = new Map<string, number>()
    for (const job of this.jobs) {
      if (job.state === 'unseen' || job.state === 'gone') continue
      const id = this.shape.ids[job.leaf]!
      demand.set(id, (demand.get(id) ?? 0) + job.units)
    }
    const rules = { quantum: 1, onCapacityLoss: this.world.rules.onCapacityLoss ?? 'scale' } as const
    const entitled = slowEntitlement(this.world.tree.nodes, this.shared, demand, rules)
    return Float64Array.from(this.shape.ids, (id) => entitled.get(id) ?? Math.max(0, this.shared))
  }

  pathOf(leaf: number): number[] {
    const path: number[] = []
    for (let node = leaf; node > 0; node = this.shape.parent[node]!) path.push(node)
    return path
  }

  /** Windows that are open at that time. */
  openAt(time: number) {
    return this.world.reservations.filter(({ start, end }) => start <= time && time < end)
  }

  /**
   * Units of the pool that the leaf may not use at that time, in that state of the tree. Stopped: of those who run, the ones that
   * are taken to have gone; they wait then.
   */
  keptFrom(leaf: number, at: number, use: TreeUse, stopped: readonly SlowJob[] = []): number {
    return this.claimedUnits + this.keptByWindows(leaf, at, use) + this.keptByOwners(leaf, use, stopped)
  }

  /** Freed for jobs that still wait for others to go. */
  get claimedUnits(): number {
    return this.claims.reduce((sum, { job, victims }) => {
      const coming = victims.reduce((units, victim) => units + victim.units, 0)
      return sum + Math.max(0, job.units - coming)
    }, 0)
  }

  /** What the owners of open windows have not taken of them yet. */
  keptByWindows(leaf: number, at: number, use: TreeUse): number {
    return this.openAt(at).reduce((sum, { owner, units }) => {
      const node = owner === null ? null : this.shape.indexOf.get(owner)!
      if (node !== null && this.pathOf(leaf).includes(node)) return sum
      return sum + Math.max(0, units - (node === null ? 0 : use.allocated[node]!))
    }, 0)
  }

  /** `whenOwnerIdle`: the idle guarantees of all beside the leaf's path who have jobs waiting. */
  private keptByOwners(leaf: number, use: TreeUse, stopped: readonly SlowJob[]): number {
    if (this.world.rules.lending !== 'whenOwnerIdle') return 0
    const { shape } = this
    const waiting = [...this.in('waiting'), ...stopped]
    const path = this.pathOf(leaf)
    let kept = 0
    for (const node of shape.ids.keys()) {
      if (node === 0 || path.includes(node)) continue
      const isBeside = shape.parent[node] === 0 || path.includes(shape.parent[node]!)
      const isWaiting = waiting.some((job) => this.pathOf(job.leaf).includes(node))
      if (isBeside && isWaiting) kept += Math.max(0, shape.guarantee[node]! - use.allocated[node]!)
    }
    return kept
  }

  mayBeStopped(job: SlowJob): boolean {
    return this.world.rules.preemption !== undefined && job.class !== 'guaranteed'
  }

  /** Jobs that are never stopped hold no more than their tree owns, on each level. */
  isFirmOver(job: SlowJob): boolean {
    if (job.class !== 'guaranteed') return false
    const firm = this.useOf(this.in('running').filter((other) => other.class === 'guaranteed'))
    return this.pathOf(job.leaf).some((node) => firm.allocated[node]! + job.units > this.shape.guarantee[node]!)
  }

  isWithinGuarantee(job: SlowJob, node: number): boolean {
    return this.use.allocated[node]! + job.units <= this.shape.guarantee[node]!
  }
}

/** Order within a project: priority, then who must start soonest for its deadline, then who came first. */
export function inOrder(a: SlowJob, b: SlowJob): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  if (a.latestStart !== b.latestStart) return a.latestStart < b.latestStart ? -1 : 1
  return a.number - b.number
}
