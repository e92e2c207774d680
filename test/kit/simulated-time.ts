// Time that passes only when everything that could happen at once has happened; the same seed gives the same course. Code
// that awaits runs as it is: what it waits for are events of this clock.

interface Event {
  readonly at: number
  readonly run: () => void
}

export class SimulatedTime {
  now: number
  readonly #events: Event[] = []

  constructor(now: number) {
    this.now = now
  }

  /** Events of one instant happen in the order in which they were asked for. */
  after(milliseconds: number, run: () => void): void {
    const at = this.now + Math.max(0, milliseconds)
    let [low, high] = [0, this.#events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#events[middle]!.at <= at) low = middle + 1
      else high = middle
    }
    this.#events.splice(low, 0, { at, run })
  }

  readonly sleep = (milliseconds: number): Promise<void> => {
    return new Promise((resolve) => this.after(milliseconds, resolve))
  }

  /** Until nothing more can happen, or `isOver`. False: there was no end in sight. */
  async run(isOver: () => boolean, most: number): Promise<boolean> {
    for (let steps = 0; steps < most; steps += 1) {
      await settled()
      if (isOver()) return true
      const event = this.#events.shift()
      if (event === undefined) return isOver()
      this.now = event.at
      event.run()
    }
    return false
  }
}

/** Everything that was waiting for what has happened has gone on as far as it can. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
