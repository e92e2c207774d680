// The ends to come, earliest first; ends of one instant in the order in which they were pushed (a fixed order of ties
// is what makes two runs the same bytes). A 4-ary heap in typed arrays.

export class EventHeap {
  private times: Float64Array
  private ticks: Float64Array
  private jobs: Int32Array
  private size = 0
  private pushed = 0

  constructor(capacity = 1024) {
    this.times = new Float64Array(capacity)
    this.ticks = new Float64Array(capacity)
    this.jobs = new Int32Array(capacity)
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  /** Time of the earliest; Infinity when there is none. */
  get nextTime(): number {
    return this.size === 0 ? Infinity : this.times[0]!
  }

  push(time: number, job: number): void {
    if (this.size === this.times.length) this.grow()
    let at = this.size
    const tick = this.pushed
    this.size += 1
    this.pushed += 1
    while (at > 0) {
      const parent = (at - 1) >> 2
      if (this.times[parent]! <= time) break
      this.moveTo(at, parent)
      at = parent
    }
    this.write(at, time, tick, job)
  }

  /** Takes out the earliest and gives its job. */
  pop(): number {
    const job = this.jobs[0]!
    this.size -= 1
    const time = this.times[this.size]!
    const tick = this.ticks[this.size]!
    const last = this.jobs[this.size]!
    let at = 0
    for (;;) {
      let least = 4 * at + 1
      if (least >= this.size) break
      const end = Math.min(least + 4, this.size)
      for (let child = least + 1; child < end; child += 1) if (this.isBefore(child, least)) least = child
      if (time < this.times[least]! || (time === this.times[least]! && tick < this.ticks[least]!)) break
      this.moveTo(at, least)
      at = least
    }
    if (this.size > 0) this.write(at, time, tick, last)
    return job
  }

  private isBefore(a: number, b: number): boolean {
    return this.times[a]! < this.times[b]! || (this.times[a] === this.times[b] && this.ticks[a]! < this.ticks[b]!)
  }

  private moveTo(to: number, from: number): void {
    this.write(to, this.times[from]!, this.ticks[from]!, this.jobs[from]!)
  }

  private write(at: number, time: number, tick: number, job: number): void {
    this.times[at] = time
    this.ticks[at] = tick
    this.jobs[at] = job
  }

  private grow(): void {
    const width = this.times.length * 2
    const widen = <T extends Float64Array | Int32Array>(old: T, fresh: T): T => {
      fresh.set(old)
      return fresh
    }
    this.times = widen(this.times, new Float64Array(width))
    this.ticks = widen(this.ticks, new Float64Array(width))
    this.jobs = widen(this.jobs, new Int32Array(width))
  }
}
