// Conservative backfilling in its plainest exact form: a sorted list of profile steps, and every waiting job is removed and
// put in again at every end. What the scheduler must be measured against where that still ends in time.
import { EventHeap } from '../../src/simulator/event-heap.ts'
import type { Workload } from '../../src/simulator/workload.ts'

/** Start of each job by row. */
export function plainConservative(workload: Workload, capacity: number): Float64Array {
  const { submit, run, requested, units } = workload
  const starts = new Float64Array(submit.length).fill(Number.NaN)
  const ends = new EventHeap()
  const times = [0]
  const levels = [capacity]
  let waiting: number[] = []
  let arrived = 0

  const stepAt = (time: number): number => {
    let low = 0
    let high = times.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (times[middle]! <= time) low = middle
      else high = middle
    }
    if (times[low] === time) return low
    times.splice(low + 1, 0, time)
    levels.splice(low + 1, 0, levels[low]!)
    return low + 1
  }
  const change = (from: number, until: number, by: number) => {
    const low = stepAt(from)
    const high = stepAt(until)
    for (let step = low; step < high; step += 1) levels[step]! += by
    for (const step of [high, low]) {
      if (step === 0 || levels[step] !== levels[step - 1]) continue
      times.splice(step, 1)
      levels.splice(step, 1)
    }
  }
  const reserve = (now: number, job: number) => {
    let start = now
    for (let step = 0; step < times.length; step += 1) {
      if (levels[step]! < units[job]!) start = times[step + 1]!
      else if ((times[step + 1] ?? Infinity) - start >= requested[job]!) break
    }
    starts[job] = start
    change(start, start + requested[job]!, -units[job]!)
  }
  const forgetBefore = (now: number) => {
    let over = 0
    while (over + 1 < times.length && times[over + 1]! <= now) over += 1
    times.splice(0, over)
    levels.splice(0, over)
    times[0] = now
  }
  for (;;) {
    let nextStart = Infinity
    for (const job of waiting) nextStart = Math.min(nextStart, starts[job]!)
    const now = Math.min(submit[arrived] ?? Infinity, ends.nextTime, nextStart)
    if (now === Infinity) return starts
    forgetBefore(now)
    for (; submit[arrived] === now; arrived += 1) {
      if (units[arrived]! > capacity) continue
      reserve(now, arrived)
      waiting.push(arrived)
    }
    while (ends.nextTime === now) {
      const over = ends.pop()
      if (starts[over]! + requested[over]! > now) change(now, starts[over]! + requested[over]!, units[over]!)
      for (const job of waiting) {
        if (starts[job]! <= now) continue
        change(starts[job]!, starts[job]! + requested[job]!, units[job]!)
        reserve(now, job)
      }
    }
    for (const job of waiting) if (starts[job] === now) ends.push(now + run[job]!, job)
    waiting = waiting.filter((job) => starts[job]! > now)
  }
}
