// The oracle of conservative backfilling: the published sentence word by word, over a plain list of reservations that is
// counted anew for every question. Slow on purpose; the fast scheduler must give the same starts on every seed.
import type { Workload } from '../../src/simulator/workload.ts'

interface Reservation {
  readonly job: number
  start: number
  until: number
}

export class SlowConservative {
  private readonly workload: Workload
  private readonly capacity: number
  /** Of all jobs that were submitted and are not over, in order of submission. */
  private reservations: Reservation[] = []
  /** Starts to come in the order in which they were decided. */
  private decided: { job: number; start: number }[] = []

  constructor(workload: Workload, capacity: number) {
    this.workload = workload
    this.capacity = capacity
  }

  submit(now: number, job: number): 'queued' | 'larger-than-limits' {
    if (this.workload.units[job]! > this.capacity) return 'larger-than-limits'
    this.reservations.push({ job, start: 0, until: 0 })
    this.reserveEarliest(now, this.reservations.at(-1)!)
    return 'queued'
  }

  finish(now: number, job: number): void {
    this.reservations = this.reservations.filter((reservation) => reservation.job !== job)
    for (const reservation of this.reservations) if (reservation.start > now) this.reserveEarliest(now, reservation)
  }

  nextStartAt(): number {
    return Math.min(Infinity, ...this.decided.map(({ start }) => start))
  }

  wake(now: number, started: number[]): void {
    for (const { job, start } of this.decided) if (start === now) started.push(job)
    this.decided = this.decided.filter(({ start }) => start !== now)
  }

  reservedStart(job: number): number {
    return this.reservations.find((reservation) => reservation.job === job)?.start ?? Number.NaN
  }

  private reserveEarliest(now: number, own: Reservation): void {
    const others = this.reservations.filter((other) => other !== own && other.until > now)
    // A slot can only begin now or where another reservation ends.
    const begins = [now, ...others.map((other) => other.until)].toSorted((a, b) => a - b)
    const requested = this.workload.requested[own.job]!
    const start = begins.find((begin) => this.fits(own.job, begin, begin + requested, others))!
    if (start !== own.start || own.until === 0) {
      this.decided = this.decided.filter(({ job }) => job !== own.job)
      this.decided.push({ job: own.job, start })
    }
    own.start = start
    own.until = start + requested
  }

  private fits(job: number, from: number, until: number, others: readonly Reservation[]): boolean {
    const { units } = this.workload
    const inUse = (time: number) =>
      others.reduce((sum, other) => sum + (other.start <= time && time < other.until ? units[other.job]! : 0), 0)
    // Use only grows where a reservation begins.
    const moments = [from, ...others.map((other) => other.start).filter((start) => start > from && start < until)]
    return moments.every((moment) => inUse(moment) + units[job]! <= this.capacity)
  }
}
