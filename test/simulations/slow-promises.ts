// Reserved starts of one pass of the slow scheduler, and the windows to come: the moments that nobody may spoil.
import { headroom, type TreeUse } from '../../src/domain/scheduling/share-tree.ts'
import type { Facts, SlowJob } from './slow-facts.ts'

interface Promised {
  readonly job: SlowJob
  readonly at: number
  readonly end: number
}

export class Promises {
  private readonly facts: Facts
  private readonly now: number
  private readonly promised: Promised[] = []

  constructor(facts: Facts, now: number) {
    this.facts = facts
    this.now = now
  }

  get count(): number {
    return this.promised.length
  }

  /** Whether the job would be in the way of somebody's reserved start, or of a window, if it started now. */
  spoils(job: SlowJob): boolean {
    return !this.isFree(job, this.now)
  }

  /**
   * Reserves the earliest start by the requested ends at which the job fits and spoils nothing. Units that are kept for claims
   * stay kept: their jobs' own ends are not foreseen. Infinity: no such time is known.
   */
  promise(job: SlowJob): number {
    const { facts, now } = this
    const latest = now + facts.world.rules.windowSeconds
    const times = [
      ...facts.in('running').map(({ startedAt, requested }) => startedAt + requested),
      ...this.promised.flatMap(({ at, end }) => [at, end]),
      ...facts.world.reservations.flatMap(({ start, end }) => [start, end]),
    ]
    const later = times.filter((time) => time > now && time <= latest).toSorted((a, b) => a - b)
    const at = later.find((time) => this.isThere(job, time) && this.isFree(job, time)) ?? Infinity
    if (at < Infinity) this.promised.push({ job, at, end: at + job.requested })
    return at
  }

  /** The tree at a time to come: who still runs by its requested end, and whose reserved start has been. */
  private treeAt(time: number): TreeUse {
    const { facts } = this
    const running = facts.in('running').filter(({ startedAt, requested }) => startedAt + requested > time)
    const promised = this.promised.filter(({ at, end }) => at <= time && time < end)
    return facts.useOf([...running, ...promised.map(({ job }) => job)])
  }

  private isThere({ leaf, units }: SlowJob, time: number): boolean {
    const tree = this.treeAt(time)
    return headroom(this.facts.shape, tree, leaf, this.facts.keptFrom(leaf, time, tree)) >= units
  }

  /** Nobody's moment while it would run is spoilt by a start at that time. */
  private isFree(job: SlowJob, start: number): boolean {
    const { facts, now } = this
    const windows = facts.world.reservations
      .filter((window) => window.start > now)
      // Before a window units are lent to whoever can be stopped when it begins.
      .filter(({ beforeStart }) => beforeStart !== 'lendUntilPreemptible' || !facts.mayBeStopped(job))
      .map((window) => window.start)
    const moments = [...windows, ...this.promised.map(({ at }) => at)]
    return moments.every((at) => at <= start || at >= start + job.requested || this.isThere(job, at))
  }
}
