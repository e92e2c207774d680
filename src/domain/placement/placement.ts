// Where the jobs of one board lie: whole gangs on nodes, by best fit, together with what is promised to those who wait.
// - A job without a gang is as few pods as its size allows: on one node, or whole nodes and one more for the rest.
// - A reserved start has its nodes too: whoever would still run then does not lie on them. So the first that waits starts at
//   the latest when the jobs on those nodes have come to their requested ends: nobody's place is nibbled away for ever.
// - Maintenance has its nodes from the beginning (the last ones of the pool): nobody who would reach into it lies there.
import { assert } from '../kernel/assert.ts'
import type { Reservation } from '../scheduling/demand.ts'
import { fragmentFigures, type FragmentFigures } from './fragment-figures.ts'
import { FreedNodes } from './freed-nodes.ts'
import { JobRequests, NEVER_LIES, type BoardCells, type PlacedJobs } from './job-requests.ts'
import { NodeHolds } from './node-holds.ts'
import { NodePool, NOT_PLACED } from './node-pool.ts'
import type { PlacementRequest } from './placement-request.ts'
import { cellsThatCouldHold } from './reclaim-cells.ts'

/** A cell of a level; the level above the last is the pool. */
export interface CellPlace {
  readonly level: number
  readonly cell: number
}

/** Some of a job on one node. */
export interface JobPart {
  readonly node: number
  /** -1: whole cards, which are only counted. */
  readonly card: number
  readonly grains: number
}

/** Nodes are kept for others than this one. */
const NO_JOB = -2

/** So many cells are looked at when jobs may be stopped for one that is to lie together. */
export const CELLS_TRIED = 8

export class Placement {
  readonly nodes: NodePool
  readonly requests: JobRequests
  readonly grainsPerCard: number
  /** By job: where it lies, or NOT_PLACED. */
  private readonly lying: Int32Array
  private readonly requested: Float64Array
  readonly holds: NodeHolds
  private readonly lost: number[] = []
  private readonly known: KnownAnswers
  /** By kind of parts: the least that a job which waits asks for. */
  private readonly leastGrains: Float64Array
  /** Jobs that wait, by request. */
  private readonly waiting: number[] = []
  /** Nodes of the last job that `wouldLie` found a place for. */
  private foundNodes: readonly number[] = []
  private mark = -1

  /** @param requested seconds by job, as they are when a job is asked about. Units of `reservations` are those of the board. */
  constructor(
    cells: BoardCells,
    jobs: PlacedJobs & { readonly requested: Float64Array },
    reservations: readonly Reservation[],
  ) {
    const { layout, grainsPerCard } = cells
    this.nodes = new NodePool(layout, grainsPerCard)
    this.grainsPerCard = grainsPerCard
    this.requests = new JobRequests(cells, jobs)
    this.leastGrains = new Float64Array(1 + (cells.slices?.length ?? 0))
    this.requested = jobs.requested
    this.lying = new Int32Array(jobs.units.length).fill(NOT_PLACED)
    this.holds = new NodeHolds(this.nodes)
    this.known = new KnownAnswers(this.holds)
    this.keepForMaintenance(reservations)
  }

  /** False: no empty pool could hold it. */
  couldEverLie(job: number): boolean {
    return this.requests.of[job] !== NEVER_LIES
  }

  /** May it lie now, whatever is promised for later? 'claimed': but for nodes that become free for somebody else. */
  obstacle(now: number, job: number): 'fragmented' | 'claimed' | null {
    if (this.lies(job, this.holds.turnTo(job, now, now + 1))) return null
    const hasClaims = this.holds.all.some(({ kind, job: claimant }) => kind === 'claimed' && claimant !== job)
    return hasClaims && this.lies(job, this.holds.turnTo(job, now, now + 1, false)) ? 'claimed' : 'fragmented'
  }

  /** To be asked of a job that is fragmented; nodes that become free for somebody else count as free. */
  fragments(now: number, job: number): FragmentFigures {
    this.holds.turnTo(job, now, now + 1, false)
    return fragmentFigures(this.nodes, this.requestOf(job))
  }

  /** The first promise that it would break if it started now; null: none. */
  spoilt(now: number, job: number): { readonly at: number; readonly job: number } | null {
    const end = now + this.requested[job]!
    if (this.lies(job, this.holds.turnTo(job, now, end))) return null
    let first: { readonly at: number; readonly job: number } | null = null
    for (const { from, until, job: other } of this.holds.all) {
      if (other === job || from <= now || from >= end || until <= now || (first !== null && from >= first.at)) continue
      // With an end by then it would lie.
      if (!this.lies(job, this.holds.turnTo(job, now, from + 1))) first = { at: from, job: other }
    }
    assert(first !== null, 'some hold stands before it')
    return first
  }

  /** It waits (1), or waits no longer (-1). */
  waitingChanged(job: number, change: 1 | -1): void {
    const request = this.requests.of[job]!
    this.waiting[request] = (this.waiting[request] ?? 0) + change
  }

  /** Units that lie free now. */
  freeUnits(now: number): number {
    this.holds.turnTo(NO_JOB, now, now + 1)
    return this.nodes.freeGrains
  }

  /** Of them those that no pod of a job that waits could use where they lie; 0 when nobody waits. */
  strandedUnits(now: number): number {
    let leastUnits = Infinity
    this.leastGrains.fill(Infinity)
    for (let at = 0; at < this.requests.table.length; at += 1) {
      if ((this.waiting[at] ?? 0) === 0) continue
      const { grains, kind, units, restUnits } = this.requests.table[at]!
      if (grains > 0) this.leastGrains[kind] = Math.min(grains, this.leastGrains[kind]!)
      else leastUnits = Math.min(leastUnits, restUnits > 0 ? restUnits : units)
    }
    const arePartsWaiting = this.leastGrains.some((grains) => grains < Infinity)
    if (leastUnits === Infinity && !arePartsWaiting) return 0
    const free = this.freeUnits(now)
    if (!arePartsWaiting) return free - this.nodes.usableGrains(leastUnits, 0)
    // A free card is good for parts of any kind, an open one for those of its own.
    let usable = this.nodes.freeWholeUnits * this.grainsPerCard
    this.leastGrains.forEach((grains, kind) => {
      if (grains < Infinity) usable += this.nodes.usableOpenGrains(grains, kind)
    })
    return free - usable
  }

  /** It starts now: the caller knows that it lies and breaks no promise. */
  take(now: number, job: number): void {
    this.holds.turnTo(job, now, now + this.requested[job]!)
    const placement = this.nodes.place(this.requestOf(job))
    assert(placement !== NOT_PLACED, 'a job that starts lies somewhere')
    this.lying[job] = placement
    this.holds.version += 1
  }

  give(job: number): void {
    this.nodes.release(this.lying[job]!)
    this.lying[job] = NOT_PLACED
    this.holds.version += 1
  }

  requestOf(job: number): PlacementRequest {
    const request = this.requests.table[this.requests.of[job]!]
    assert(request !== undefined, 'the job could lie somewhere')
    return request
  }

  /** Nodes on which a running job lies, each once. */
  nodesOf(job: number): readonly number[] {
    return this.nodesUnder(this.lying[job]!)
  }

  /** Each part of a running job. */
  partsOf(job: number): readonly JobPart[] {
    const parts: JobPart[] = []
    for (let part = this.lying[job]!; part !== NOT_PLACED; part = this.nodes.partBefore(part)) {
      const { nodes } = this
      parts.push({ node: nodes.nodeOfPart(part), card: nodes.cardOfPart(part), grains: nodes.grainsOfPart(part) })
    }
    return parts
  }

  /** Nothing is reserved any more; claims and maintenance stay. */
  clearReserved(now: number): void {
    this.holds.drop(({ kind, until }) => kind === 'reserved' || until <= now)
  }

  /** From here until `endTrial` jobs only seem to end. */
  beginTrial(): void {
    this.holds.openAll()
    this.mark = this.nodes.mark()
  }

  endTrial(): void {
    this.holds.openAll()
    this.nodes.rollback(this.mark)
    this.mark = -1
  }

  /** In a trial: the job has ended. */
  seemsEnded(job: number): void {
    this.nodes.release(this.lying[job]!)
  }

  /** In a trial: would the job lie if it started at that time, in that cell or anywhere? */
  wouldLie(job: number, at: number, within?: CellPlace): boolean {
    this.holds.turnTo(job, at, at + this.requested[job]!)
    const request = this.requestOf(job)
    if (within !== undefined) return this.nodes.fitsIn(request, within.level, within.cell)
    if (!this.nodes.fits(request)) return false
    const inner = this.nodes.mark()
    this.foundNodes = this.nodesUnder(this.nodes.place(request))
    this.nodes.rollback(inner)
    return true
  }

  /** The place that `wouldLie` just found is the job's, from that time on. */
  reserve(job: number, at: number): void {
    const until = at + this.requested[job]!
    this.holds.add({ kind: 'reserved', job, from: at, until, nodes: this.foundNodes })
  }

  /** Would the job lie now if these were gone? */
  wouldLieWithout(now: number, job: number, victims: readonly { readonly job: number }[], within?: CellPlace): boolean {
    this.beginTrial()
    for (const victim of victims) if (this.lying[victim.job] !== NOT_PLACED) this.seemsEnded(victim.job)
    const lies = this.wouldLie(job, now, within)
    this.endTrial()
    return lies
  }

  /** Until `unclaim` nobody else lies on the nodes that the job will have when these are gone. */
  claim(now: number, job: number, leaving: Iterable<number>): void {
    const lies = this.wouldLieWithout(
      now,
      job,
      Array.from(leaving, (victim) => ({ job: victim })),
    )
    assert(lies, 'a plan lets its job lie')
    this.holds.add({ kind: 'claimed', job, from: -Infinity, until: Infinity, nodes: this.foundNodes })
  }

  unclaim(job: number): void {
    this.holds.drop((hold) => hold.kind === 'claimed' && hold.job === job)
  }

  /**
   * Levels at which the job could lie, from the lowest, the pool last: with a way to try who would have to go. Each is asked
   * before the next is made; nothing may start or end meanwhile.
   */
  *levelsFor(now: number, job: number): Generator<FreedNodes> {
    const request = this.requestOf(job)
    const placementOf = (other: number) => this.lying[other]!
    for (let level = 0; level <= request.highestLevel && level <= this.nodes.layout.levels.length; level += 1) {
      this.holds.turnTo(job, now, now + this.requested[job]!)
      yield new FreedNodes(this.nodes, request, level, placementOf)
    }
  }

  /** Whether all that lies, and the job too, is whole cards. */
  areCardsWhole(job: number): boolean {
    return this.requestOf(job).grains === 0 && !this.nodes.hasOpenCards
  }

  /** As `levelsFor`, where parts of cards lie: the cells by what is free in them now. */
  cellsFor(job: number): readonly CellPlace[] {
    const request = this.requestOf(job)
    this.holds.openAll()
    for (let level = 0; level <= request.highestLevel && level < this.nodes.layout.levels.length; level += 1) {
      const cells = cellsThatCouldHold(this.nodes, request, level, CELLS_TRIED)
      if (cells.length > 0) return cells.map((cell) => ({ level, cell }))
    }
    return []
  }

  liesIn(job: number, { level, cell }: CellPlace): boolean {
    const [low, high] = this.nodes.nodesOf(level, cell)
    for (let part = this.lying[job]!; part !== NOT_PLACED; part = this.nodes.partBefore(part)) {
      const node = this.nodes.nodeOfPart(part)
      if (node >= low && node < high) return true
    }
    return false
  }

  /** Whole nodes of so many units of the board; a rest that fills none is only counted. */
  wholeNodes(units: number): number {
    const nodes = Math.floor(units / (this.nodes.layout.unitsPerNode * this.grainsPerCard))
    return Math.min(Math.max(0, nodes), this.nodes.layout.nodes)
  }

  get lostNodes(): readonly number[] {
    return this.lost
  }

  lose(node: number): void {
    this.lost.push(node)
    this.holds.lose(node, true)
  }

  /** The node that was lost last is there again. */
  find(): void {
    const node = this.lost.pop()
    assert(node !== undefined, 'a node is lost')
    this.holds.lose(node, false)
  }

  private lies(job: number, sight: number): boolean {
    const index = this.requests.of[job]!
    if (index === NEVER_LIES) return false
    const known = this.known.of(index, sight)
    if (known !== null) return known
    const lies = this.nodes.fits(this.requests.table[index]!)
    this.known.note(index, sight, lies)
    return lies
  }

  private nodesUnder(placement: number): readonly number[] {
    const nodes = new Set<number>()
    for (let part = placement; part !== NOT_PLACED; part = this.nodes.partBefore(part)) {
      nodes.add(this.nodes.nodeOfPart(part))
    }
    return [...nodes]
  }

  /** Each window has the last nodes of the pool that no other has at the same time. */
  private keepForMaintenance(reservations: readonly Reservation[]): void {
    for (const { owner, units, start, end } of reservations) {
      if (owner !== null) continue
      const taken = new Set(
        this.holds.all.filter((hold) => hold.from < end && hold.until > start).flatMap(({ nodes }) => nodes),
      )
      const nodes: number[] = []
      const wanted = this.wholeNodes(units)
      for (let node = this.nodes.layout.nodes - 1; node >= 0 && nodes.length < wanted; node -= 1) {
        if (!taken.has(node)) nodes.push(node)
      }
      if (nodes.length > 0) this.holds.add({ kind: 'maintenance', job: -1, from: start, until: end, nodes })
    }
  }
}

/** Answers that still hold, two for each request: with nothing kept from it, and in the last other sight. */
class KnownAnswers {
  readonly holds: NodeHolds
  private readonly version: number[] = []
  private readonly sight: number[] = []
  private readonly answer: boolean[] = []

  constructor(holds: NodeHolds) {
    this.holds = holds
  }

  of(request: number, sight: number): boolean | null {
    const slot = 2 * request + (sight === 0 ? 0 : 1)
    return this.version[slot] === this.holds.version && this.sight[slot] === sight ? this.answer[slot]! : null
  }

  note(request: number, sight: number, answer: boolean): void {
    const slot = 2 * request + (sight === 0 ? 0 : 1)
    this.version[slot] = this.holds.version
    this.sight[slot] = sight
    this.answer[slot] = answer
  }
}
