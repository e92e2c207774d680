// What lies where, and what was done since a mark. A placement is the number of its last part; parts are chained in arrays.
import { assert } from '../kernel/assert.ts'

const PLACED = 1
const RELEASED = 2
const TAKEN_OUT = 3
const PUT_BACK = 4

/** What the pool does to its counts when a step is taken back. */
export interface UndoSteps {
  /** The parts of a placement leave the counts. */
  lift(placement: number): void
  /** The parts of a placement enter the counts. */
  lay(placement: number): void
  shut(node: number): void
  open(node: number): void
}

export class PlacementLedger {
  /** Node (whole cards) or card (a part of a card), by part. */
  where = new Int32Array(1024)
  /** Positive: whole cards on a node. Negative: grains on a card. */
  amount = new Int32Array(1024)
  /** Of a part of a card: what the card is cut for. */
  kind: Uint8Array = new Uint8Array(1024)
  /** The part before; -1: none. Of a part that is not in use: the next one to use. */
  before = new Int32Array(1024)
  /** 1 for the last part of a placement that lies. */
  private lies: Uint8Array = new Uint8Array(1024)
  private unused = -1
  private used = 0
  private log = new Int32Array(256)
  private logged = 0
  private openMarks = 0

  /** Adds a part to a chain (`last` -1: begins one) and gives the chain's new last part; neighbours in one place are joined. */
  append(last: number, where: number, amount: number, kind = 0): number {
    if (last !== -1 && this.where[last] === where && (this.amount[last] ?? 0) > 0 === amount > 0) {
      this.amount[last] = (this.amount[last] ?? 0) + amount
      return last
    }
    let part = this.unused
    if (part === -1) {
      part = this.used
      this.used += 1
      if (part === this.where.length) this.grow()
    } else this.unused = this.before[part] ?? -1
    this.where[part] = where
    this.amount[part] = amount
    this.kind[part] = kind
    this.before[part] = last
    return part
  }

  placed(placement: number): void {
    this.lies[placement] = 1
    if (this.openMarks > 0) this.write(PLACED, placement)
  }

  released(placement: number): void {
    this.lies[placement] = 0
    // While a mark is open the parts stay, so that the release can be taken back.
    if (this.openMarks > 0) this.write(RELEASED, placement)
    else this.free(placement)
  }

  turned(node: number, isOut: boolean): void {
    if (this.openMarks > 0) this.write(isOut ? TAKEN_OUT : PUT_BACK, node)
  }

  isPlaced(placement: number): boolean {
    return this.lies[placement] === 1
  }

  mark(): number {
    this.openMarks += 1
    return this.logged
  }

  rollback(mark: number, steps: UndoSteps): void {
    assert(this.openMarks > 0 && mark <= this.logged, 'the mark is open')
    while (this.logged > mark) {
      this.logged -= 2
      const what = this.log[this.logged]
      const subject = this.log[this.logged + 1] ?? -1
      if (what === PLACED) {
        steps.lift(subject)
        this.lies[subject] = 0
        this.free(subject)
      } else if (what === RELEASED) {
        steps.lay(subject)
        this.lies[subject] = 1
      } else if (what === TAKEN_OUT) steps.open(subject)
      else steps.shut(subject)
    }
    this.openMarks -= 1
  }

  /** What was done since the mark stays. Marks are closed from the inside out. */
  keep(mark: number): void {
    assert(this.openMarks > 0 && mark <= this.logged, 'the mark is open')
    this.openMarks -= 1
    if (this.openMarks > 0) return
    for (let at = 0; at < this.logged; at += 2) {
      if (this.log[at] === RELEASED) this.free(this.log[at + 1] ?? -1)
    }
    this.logged = 0
  }

  /** Back in the order in which they were taken, so that the next placement has the same number as before. */
  private free(placement: number): void {
    for (let part = placement; part !== -1;) {
      const next = this.before[part] ?? -1
      this.before[part] = this.unused
      this.unused = part
      part = next
    }
  }

  private write(what: number, subject: number): void {
    if (this.logged + 2 > this.log.length) this.log = widened(this.log)
    this.log[this.logged] = what
    this.log[this.logged + 1] = subject
    this.logged += 2
  }

  private grow(): void {
    this.where = widened(this.where)
    this.amount = widened(this.amount)
    this.before = widened(this.before)
    this.lies = widenedBytes(this.lies)
    this.kind = widenedBytes(this.kind)
  }
}

function widened(old: Int32Array): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(old.length * 2)
  wide.set(old)
  return wide
}

function widenedBytes(old: Uint8Array): Uint8Array<ArrayBuffer> {
  const wide = new Uint8Array(old.length * 2)
  wide.set(old)
  return wide
}
