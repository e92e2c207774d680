// The running jobs in order of their requested ends: what a reservation is computed from.
// Sorted blocks of bounded length: with a quarter of a million running, one array would move megabytes for each start.

const FULL = 128

export class RunningSet {
  private readonly endOf: Float64Array
  private readonly unitsOf: Float64Array
  private readonly blocks: number[][] = [[]]
  /** Of all jobs of each block. */
  private readonly units: number[] = [0]
  private count = 0

  /** `endOf`: requested end (seconds) by job number; a job's must not change while it is in the set. */
  constructor(endOf: Float64Array, unitsOf: Float64Array) {
    this.endOf = endOf
    this.unitsOf = unitsOf
  }

  get size(): number {
    return this.count
  }

  /** Jobs by requested end, ties by job number, in blocks. */
  get byEnd(): readonly (readonly number[])[] {
    return this.blocks
  }

  /** Units of all jobs of each block. */
  get unitsByBlock(): readonly number[] {
    return this.units
  }

  add(job: number): void {
    const at = this.blockOf(job)
    const block = this.blocks[at]!
    block.splice(this.placeIn(block, job), 0, job)
    this.count += 1
    this.units[at]! += this.unitsOf[job]!
    if (block.length > FULL) this.split(at, block)
  }

  /** True when the job was there. */
  remove(job: number): boolean {
    const at = this.blockOf(job)
    const block = this.blocks[at]!
    const place = this.placeIn(block, job)
    if (block[place] !== job) return false
    block.splice(place, 1)
    this.left(at, job)
    return true
  }

  /** Requested end of the first; Infinity when nobody runs. */
  get firstEnd(): number {
    return this.count === 0 ? Infinity : this.endOf[this.blocks[0]![0]!]!
  }

  /** Takes out the first. */
  takeFirst(): number {
    const block = this.blocks[0]!
    const job = block.shift()!
    this.left(0, job)
    return job
  }

  private left(at: number, job: number): void {
    this.count -= 1
    this.units[at]! -= this.unitsOf[job]!
    if (this.blocks[at]!.length > 0 || this.blocks.length === 1) return
    this.blocks.splice(at, 1)
    this.units.splice(at, 1)
  }

  private split(at: number, block: number[]): void {
    const later = block.splice(FULL / 2)
    const units = later.reduce((sum, job) => sum + this.unitsOf[job]!, 0)
    this.blocks.splice(at + 1, 0, later)
    this.units[at]! -= units
    this.units.splice(at + 1, 0, units)
  }

  private isBefore(a: number, b: number): boolean {
    const difference = this.endOf[a]! - this.endOf[b]!
    return difference < 0 || (difference === 0 && a < b)
  }

  /** Index of the last block whose first job is not after `job`. */
  private blockOf(job: number): number {
    let low = 0
    let high = this.blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.isBefore(job, this.blocks[middle]![0]!)) high = middle - 1
      else low = middle
    }
    return low
  }

  private placeIn(block: readonly number[], job: number): number {
    let low = 0
    let high = block.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.isBefore(block[middle]!, job)) low = middle + 1
      else high = middle
    }
    return low
  }
}
