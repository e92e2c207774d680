// The oracle: the same rules, written down anew, from scratch at each step, with lists and recursion and no index. Slow on
// purpose; the fast scheduler must give the same starts on every seed.
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import { computeEntitlement, entitlementTable } from '../../src/domain/scheduling/entitlement.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import type { Workload } from '../../src/simulator/workload.ts'

interface Running {
  readonly job: number
  readonly end: number
}

type Held = ReadonlyMap<string, number>

export class SlowScheduler {
  private readonly nodes: readonly ShareNode[]
  private readonly capacity: number
  private readonly workload: Workload
  private readonly isEasy: boolean
  private waiting: number[] = []
  private running: Running[] = []
  /** Jobs whose end has been reached or reported are no longer counted, jobs not yet reported still count as demand. */
  private unreported = new Set<number>()

  constructor(nodes: readonly ShareNode[], capacity: number, workload: Workload, discipline: 'fcfs' | 'easy') {
    this.nodes = nodes
    this.capacity = capacity
    this.workload = workload
    this.isEasy = discipline === 'easy'
  }

  submit(now: number, job: number): number[] | 'larger-than-limits' {
    if (this.obstacle(new Map(), job) !== null) return 'larger-than-limits'
    this.dropEnded(now)
    this.waiting.push(job)
    return this.obstacle(this.held(this.running), job) === null ? this.pass(now) : []
  }

  finish(now: number, job: number): number[] {
    this.running = this.running.filter((other) => other.job !== job)
    this.unreported.delete(job)
    this.dropEnded(now)
    return this.pass(now)
  }

  private dropEnded(now: number): void {
    this.running = this.running.filter((other) => other.end > now)
  }

  private pass(now: number): number[] {
    const started: number[] = []
    const standing = new Set<string>()
    let reserved: number | null = null
    while (reserved === null) {
      const heads = this.queues().map((queue) => queue[0]!)
      const first = this.best(heads.filter((job) => !standing.has(this.projectOf(job))))
      if (first === null) return started
      const reason = this.obstacle(this.held(this.running), first)
      if (reason === null) this.start(now, first, started)
      else if (reason === 'limit') standing.add(this.projectOf(first))
      else reserved = first
    }
    if (this.isEasy) this.backfill(now, reserved, standing, started)
    return started
  }

  private backfill(now: number, reserved: number, standing: ReadonlySet<string>, started: number[]): void {
    const times = [...new Set(this.running.map((other) => other.end))].toSorted((a, b) => a - b)
    const time = times.find((end) => this.fits(this.held(this.running.filter((other) => other.end > end)), reserved))!
    let beside: Running[] = [...this.running.filter((other) => other.end > time), { job: reserved, end: Infinity }]
    for (;;) {
      const fitting = this.queues().flatMap((queue) => {
        const mayStart = (job: number) =>
          job !== reserved &&
          !standing.has(this.projectOf(job)) &&
          this.fits(this.held(this.running), job) &&
          (now + this.workload.requested[job]! <= time || this.fits(this.held(beside), job))
        return queue.filter(mayStart).slice(0, 1)
      })
      const next = this.best(fitting)
      if (next === null) return
      this.start(now, next, started)
      const end = now + this.workload.requested[next]!
      if (end > time) beside = [...beside, { job: next, end }]
    }
  }

  private start(now: number, job: number, started: number[]): void {
    this.waiting = this.waiting.filter((other) => other !== job)
    this.running.push({ job, end: now + this.workload.requested[job]! })
    this.unreported.add(job)
    started.push(job)
  }

  private projectOf(job: number): string {
    return this.workload.projects[this.workload.project[job]!]!
  }

  private queues(): number[][] {
    const projects = [...new Set(this.waiting.map((job) => this.projectOf(job)))]
    return projects.map((project) => this.waiting.filter((job) => this.projectOf(job) === project))
  }

  private held(running: readonly Running[]): Held {
    const held = new Map<string, number>()
    for (const { job } of running) {
      const project = this.projectOf(job)
      held.set(project, (held.get(project) ?? 0) + this.workload.units[job]!)
    }
    return held
  }

  private childrenOf(parent: string | null): ShareNode[] {
    return this.nodes.filter((node) => node.parent === parent)
  }

  private allocated(held: Held, node: ShareNode | null): number {
    const children = this.childrenOf(node?.id ?? null)
    if (node !== null && children.length === 0) return held.get(node.id) ?? 0
    return children.reduce((sum, child) => sum + this.allocated(held, child), 0)
  }

  private quota(node: ShareNode | null): number {
    const children = this.childrenOf(node?.id ?? null)
    const own = node === null ? this.capacity : (node.guarantee['gpu'] ?? 0)
    const covered = children.reduce((sum, child) => sum + (child.guarantee['gpu'] ?? 0), 0)
    return own - covered + children.reduce((sum, child) => sum + this.quota(child) - this.withheld(child), 0)
  }

  private withheld(node: ShareNode): number {
    return Math.max(0, this.quota(node) - (node.lendingLimit['gpu'] ?? Infinity))
  }

  private usage(held: Held, node: ShareNode | null): number {
    const children = this.childrenOf(node?.id ?? null)
    if (node !== null && children.length === 0) return held.get(node.id) ?? 0
    return children.reduce((sum, child) => sum + Math.max(0, this.usage(held, child) - this.withheld(child)), 0)
  }

  /** Kueue's available(), by recursion. */
  private available(held: Held, node: ShareNode | null, withBorrowingLimits: boolean): number {
    if (node === null) return this.quota(null) - this.usage(held, null)
    const parent = this.nodes.find((other) => other.id === node.parent) ?? null
    const usage = this.usage(held, node)
    const withheld = this.withheld(node)
    let above = this.available(held, parent, withBorrowingLimits)
    if (withBorrowingLimits) {
      const bound = this.quota(node) - withheld - Math.max(0, usage - withheld)
      above = Math.min(above, bound + (node.borrowingLimit['gpu'] ?? Infinity))
    }
    return Math.max(0, withheld - usage) + above
  }

  private obstacle(held: Held, job: number): 'limit' | 'capacity' | null {
    const units = this.workload.units[job]!
    let node = this.nodes.find((other) => other.id === this.projectOf(job)) ?? null
    const leaf = node
    for (; node !== null; node = this.nodes.find((other) => other.id === node?.parent) ?? null) {
      if (this.allocated(held, node) + units > (node.limit['gpu'] ?? Infinity)) return 'limit'
    }
    if (this.available(held, leaf, true) >= units) return null
    if (this.capacity - this.allocated(held, null) < units) return 'capacity'
    return this.available(held, leaf, false) >= units ? 'limit' : 'capacity'
  }

  private fits(held: Held, job: number): boolean {
    return this.obstacle(held, job) === null
  }

  private best(jobs: readonly number[], parent: string | null = null): number | null {
    const held = this.held(this.running)
    const entitlement = this.entitlement()
    let best: { job: number; rank: readonly [number, number, number] } | null = null
    for (const child of this.childrenOf(parent)) {
      const own = this.best(
        jobs.filter((job) => this.isUnder(this.projectOf(job), child.id)),
        child.id,
      )
      const inProject = jobs.find((job) => this.projectOf(job) === child.id)
      const job = own ?? inProject ?? null
      if (job === null) continue
      const used = this.allocated(held, child) + this.workload.units[job]!
      const entitled = entitlement.get(child.id)!
      const standing = used <= (child.guarantee['gpu'] ?? 0) ? 0 : used <= entitled ? 1 : 2
      const rank = [standing, entitled === 0 ? Infinity : used / entitled, job] as const
      if (best === null || compareRanks(rank, best.rank) < 0) best = { job, rank }
    }
    return best?.job ?? null
  }

  private isUnder(id: string, group: string): boolean {
    for (let node = this.nodes.find((other) => other.id === id); node !== undefined;) {
      if (node.id === group) return true
      const { parent } = node
      node = this.nodes.find((other) => other.id === parent)
    }
    return false
  }

  private entitlement(): Map<string, number> {
    const shape = treeShape(this.nodes, 'gpu', this.capacity)
    const table = entitlementTable(shape)
    const demand = new Float64Array(shape.ids.length)
    for (const job of [...this.waiting, ...this.unreported]) {
      demand[shape.indexOf.get(this.projectOf(job))!]! += this.workload.units[job]!
    }
    computeEntitlement(shape, demand, table)
    return new Map(shape.ids.map((id, index) => [id, table.entitlement[index]!]))
  }
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < a.length; place += 1) {
    if (a[place] !== b[place]) return a[place]! - b[place]!
  }
  return 0
}
