// EASY in its plainest exact form: a list of waiting jobs, scanned from the front, and a list of running jobs by requested end.
// What an engine with a share tree and records must be measured against: being faster than other simulators proves nothing.
import type { Workload } from '../../src/simulator/workload.ts'

/** Start of each job by row. */
export function referenceEasy(workload: Workload, capacity: number): Float64Array {
  const { submit, run, requested, units } = workload
  const jobs = submit.length
  const starts = new Float64Array(jobs).fill(Number.NaN)
  const requestedEnd = new Float64Array(jobs)
  const end = new Float64Array(jobs)
  const byRequestedEnd: number[] = []
  const byEnd: number[] = []
  const after = new Int32Array(jobs + 1).fill(-1) // the waiting list; its anchor is the entry past the last job
  let last = jobs
  let free = capacity
  let arrived = 0

  const insert = (list: number[], key: Float64Array, job: number) => {
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (key[list[middle]!]! <= key[job]!) low = middle + 1
      else high = middle
    }
    list.splice(low, 0, job)
  }
  const expire = (now: number) => {
    let count = 0
    while (count < byRequestedEnd.length && requestedEnd[byRequestedEnd[count]!]! <= now) {
      free += units[byRequestedEnd[count]!]!
      count += 1
    }
    if (count > 0) byRequestedEnd.splice(0, count)
  }
  const start = (now: number, before: number) => {
    const job = after[before]!
    after[before] = after[job]!
    if (last === job) last = before
    starts[job] = now
    free -= units[job]!
    requestedEnd[job] = now + requested[job]!
    end[job] = now + run[job]!
    insert(byRequestedEnd, requestedEnd, job)
    insert(byEnd, end, job)
  }
  const pass = (now: number) => {
    while (after[jobs] !== -1 && units[after[jobs]!]! <= free) start(now, jobs)
    const head = after[jobs]!
    if (head === -1 || free === 0) return
    let shadow = now
    let extra = free
    for (const job of byRequestedEnd) {
      if (extra >= units[head]! && requestedEnd[job]! > shadow) break
      extra += units[job]!
      shadow = requestedEnd[job]!
    }
    extra -= units[head]!
    for (let before = head; after[before] !== -1 && free > 0;) {
      const job = after[before]!
      const isBefore = now + requested[job]! <= shadow
      if (units[job]! <= free && (isBefore || units[job]! <= extra)) {
        if (!isBefore) extra -= units[job]!
        start(now, before)
      } else before = job
    }
  }
  while (arrived < jobs || byEnd.length > 0) {
    const now = Math.min(submit[arrived] ?? Infinity, byEnd.length > 0 ? end[byEnd[0]!]! : Infinity)
    expire(now)
    for (; submit[arrived] === now; arrived += 1) {
      after[last] = arrived
      last = arrived
      if (units[arrived]! <= free) pass(now)
    }
    while (byEnd.length > 0 && end[byEnd[0]!] === now) {
      const job = byEnd.shift()!
      const at = requestedEnd[job]! > now ? byRequestedEnd.indexOf(job) : -1
      if (at !== -1) {
        byRequestedEnd.splice(at, 1)
        free += units[job]!
      }
      pass(now)
    }
  }
  return starts
}
