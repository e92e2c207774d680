// Resources that are given by appointment, not from a queue (the seats of a QPU): a job that asks for one starts when its
// appointment is free, and not before. An appointment is made at the start: its window begins some time into the job.
// The same share tree says who may have how much of it: at every moment of the window it is asked as at a start.
import { assert } from '../kernel/assert.ts'
import { floorProduct } from '../kernel/exact-product.ts'
import type { Ratio } from '../kernel/ratio.ts'
import type { CoAllocation, Reservation } from './demand.ts'
import type { Roster } from './roster.ts'
import { allocate, emptyUse, obstacle, type ShareTreeShape, type TreeUse } from './share-tree.ts'
import { Windows } from './windows.ts'

/** One flavor with a calendar. */
export interface CalendarFlavor {
  readonly flavor: string
  readonly shape: ShareTreeShape
  /** Of one unit-second, against the price basis of the awards. */
  readonly price: Ratio
  readonly reservations: readonly Reservation[]
}

export interface Booking {
  readonly job: number
  readonly leaf: number
  readonly units: number
  readonly from: number
  /** Excluded. */
  readonly to: number
}

/** The first moment at which an appointment could not be kept. */
export interface Taken {
  readonly flavor: string
  readonly at: number
}

export class Calendars {
  private readonly calendars: readonly Calendar[]
  private readonly roster: Roster
  /** Times into a job at which appointments begin, each once. */
  private readonly offsets: readonly number[]
  /** Jobs whose starts are reserved, by whom: their appointments are kept for them. */
  private readonly promised: { readonly job: number; readonly by: object }[] = []

  constructor(flavors: readonly CalendarFlavor[], roster: Roster) {
    this.roster = roster
    this.calendars = flavors.map((flavor) => new Calendar(flavor))
    const asked = roster.terms?.table.flatMap(({ coAllocations }) => coAllocations) ?? []
    this.offsets = [...new Set(asked.map(({ afterSeconds }) => afterSeconds))].toSorted((a, b) => a - b)
  }

  /** Whether the job could ever have its appointments. */
  canEver(job: number): boolean {
    return this.appointmentsOf(job).every(({ flavor, units }) => {
      const calendar = this.find(flavor)
      return calendar !== null && calendar.isWithin(this.roster.leaf[job]!, units)
    })
  }

  /** What stands against a start at that time; null: nothing does. */
  taken(job: number, at: number): Taken | null {
    const leaf = this.roster.leaf[job]!
    for (const { flavor, units, afterSeconds, forSeconds } of this.appointmentsOf(job)) {
      const from = at + afterSeconds
      const moment = this.find(flavor)?.takenAt({ job, leaf, units, from, to: from + forSeconds }) ?? null
      if (moment !== null) return { flavor, at: moment }
    }
    return null
  }

  /** Of the appointments in the job's first `seconds`; milli-reference-unit-seconds. */
  cost(job: number, seconds: number): number {
    let cost = 0
    for (const { flavor, units, afterSeconds, forSeconds } of this.appointmentsOf(job)) {
      const { price } = this.find(flavor)!
      const used = Math.min(forSeconds, Math.max(0, seconds - afterSeconds))
      cost += floorProduct(1000 * units * price.numerator, used, price.denominator)
    }
    return cost
  }

  /** Makes the job's appointments; it starts now. */
  book(job: number, now: number): void {
    this.unpromise(job)
    for (const booking of this.bookingsOf(job, now)) this.find(booking.flavor)?.book(booking)
  }

  /** The job is over or stopped: what is left of its appointments is free. */
  release(job: number, now: number): void {
    for (const { flavor } of this.appointmentsOf(job)) this.find(flavor)?.release(job, now)
  }

  /** The job's start at that time is promised until the same calls `forget`. */
  promise(job: number, at: number, by: object): void {
    if (this.appointmentsOf(job).length === 0) return
    this.unpromise(job)
    for (const booking of this.bookingsOf(job, at)) this.find(booking.flavor)?.book(booking)
    this.promised.push({ job, by })
  }

  forget(by: object): void {
    for (const promise of this.promised.filter((each) => each.by === by)) this.unpromise(promise.job)
  }

  /** Nothing is promised to the job any more. */
  unpromise(job: number): void {
    const place = this.promised.findIndex((promise) => promise.job === job)
    if (place === -1) return
    this.promised.splice(place, 1)
    for (const { flavor } of this.appointmentsOf(job)) this.find(flavor)?.drop(job)
  }

  /** The next time after one at which a start may become possible that was not; Infinity: none. */
  nextAfter(time: number): number {
    let next = Infinity
    for (const calendar of this.calendars) {
      for (const end of calendar.ends()) {
        for (const offset of this.offsets) if (end - offset > time) next = Math.min(next, end - offset)
      }
    }
    return next
  }

  /** What was used of a flavor in the end, by time of release. */
  usedOf(flavor: string): readonly Booking[] {
    return this.find(flavor)?.used ?? []
  }

  appointmentsOf(job: number): readonly CoAllocation[] {
    return this.roster.termsOf(job)?.coAllocations ?? []
  }

  private bookingsOf(job: number, start: number): readonly (Booking & { readonly flavor: string })[] {
    const leaf = this.roster.leaf[job]!
    return this.appointmentsOf(job).map(({ flavor, units, afterSeconds, forSeconds }) => {
      const from = start + afterSeconds
      return { flavor, job, leaf, units, from, to: from + forSeconds }
    })
  }

  private find(flavor: string): Calendar | null {
    return this.calendars.find((calendar) => calendar.flavor === flavor) ?? null
  }
}

/** Appointments of one flavor: there are as many as jobs with one run, so they are looked through. */
class Calendar {
  readonly flavor: string
  readonly price: Ratio
  readonly used: Booking[] = []
  private readonly shape: ShareTreeShape
  private readonly windows: Windows
  private readonly reservations: readonly Reservation[]
  private bookings: Booking[] = []
  private readonly use: TreeUse

  constructor({ flavor, shape, price, reservations }: CalendarFlavor) {
    this.flavor = flavor
    this.price = price
    this.shape = shape
    this.reservations = reservations
    this.windows = new Windows(shape, reservations)
    this.use = emptyUse(shape)
  }

  isWithin(leaf: number, units: number): boolean {
    return obstacle(this.shape, emptyUse(this.shape), leaf, units) === null
  }

  /** The first moment of the window at which the units are not there for the leaf; null: they always are. */
  takenAt(asked: Booking): number | null {
    for (const moment of this.momentsOf(asked)) {
      this.fill(moment, asked.job)
      const kept = this.windows.keptFrom(asked.leaf, moment, this.use)
      if (obstacle(this.shape, this.use, asked.leaf, asked.units, kept) !== null) return moment
    }
    return null
  }

  book({ job, leaf, units, from, to }: Booking): void {
    this.bookings.push({ job, leaf, units, from, to })
  }

  release(job: number, now: number): void {
    const booking = this.bookings.find((each) => each.job === job)
    if (booking === undefined) return
    this.drop(job)
    if (booking.from < now) this.used.push({ ...booking, to: Math.min(booking.to, now) })
  }

  drop(job: number): void {
    const before = this.bookings.length
    this.bookings = this.bookings.filter((booking) => booking.job !== job)
    assert(before - this.bookings.length <= 1, 'a job has one appointment of a flavor')
  }

  /** When something that is taken is free again. */
  *ends(): Generator<number> {
    for (const { to } of this.bookings) yield to
    for (const { end } of this.reservations) yield end
  }

  /** Between these nothing is taken that was not before. */
  private momentsOf({ from, to }: Booking): readonly number[] {
    const within = (time: number) => time > from && time < to
    const starts = [...this.bookings.map((booking) => booking.from), ...this.reservations.map(({ start }) => start)]
    return [from, ...starts.filter(within).toSorted((a, b) => a - b)]
  }

  private fill(at: number, without: number): void {
    this.use.allocated.fill(0)
    this.use.usage.fill(0)
    for (const { job, leaf, units, from, to } of this.bookings) {
      if (job !== without && from <= at && at < to) allocate(this.shape, this.use, leaf, units)
    }
  }
}
