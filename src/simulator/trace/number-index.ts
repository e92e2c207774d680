// Which job numbers were there before, and where. Histories number their jobs upwards: those numbers lie in one sorted column,
// which costs a fraction of a hash table; only those that come out of order go into one.

const FIRST_ROOM = 1024

export class NumberIndex {
  private sorted = new Float64Array(FIRST_ROOM)
  private places = new Int32Array(FIRST_ROOM)
  private length = 0
  private readonly others = new Map<number, number>()

  /** The place that `number` was given; -1 when it was not there. */
  placeOf(number: number): number {
    if (this.length === 0 || number > this.sorted[this.length - 1]!) return -1
    const other = this.others.get(number)
    if (other !== undefined) return other
    let [low, high] = [0, this.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.sorted[middle]! < number) low = middle + 1
      else high = middle
    }
    return this.sorted[low] === number ? this.places[low]! : -1
  }

  /** `number` must not be there yet. */
  add(number: number, place: number): void {
    if (this.length > 0 && number < this.sorted[this.length - 1]!) {
      this.others.set(number, place)
      return
    }
    if (this.length === this.sorted.length) this.grow()
    this.sorted[this.length] = number
    this.places[this.length] = place
    this.length += 1
  }

  private grow(): void {
    const sorted = new Float64Array(this.length * 2)
    sorted.set(this.sorted)
    this.sorted = sorted
    const places = new Int32Array(this.length * 2)
    places.set(this.places)
    this.places = places
  }
}
