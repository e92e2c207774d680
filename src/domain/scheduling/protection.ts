// When protected runtimes end: those of one length end in the order in which the jobs started, so a queue for each length is
// enough to know the next.
import { RUNNING, type Roster } from './roster.ts'

interface Queue {
  readonly jobs: number[]
  readonly startedAt: number[]
  /** Before it nobody is protected any more. */
  from: number
}

/** A queue is cut when this much of it lies behind. */
const CUT = 4096

export class Protection {
  private readonly roster: Roster
  /** By seconds of protection. */
  private readonly queues = new Map<number, Queue>()

  constructor(roster: Roster) {
    this.roster = roster
  }

  /** The job starts now and cannot be stopped for so many seconds, but later. */
  started(job: number, now: number, seconds: number): void {
    if (seconds <= 0) return
    let queue = this.queues.get(seconds)
    if (queue === undefined) this.queues.set(seconds, (queue = { jobs: [], startedAt: [], from: 0 }))
    this.pass(queue, now - seconds)
    queue.jobs.push(job)
    queue.startedAt.push(now)
  }

  /** The first end of a running job's protection after `now`, which never goes back; Infinity: nobody is protected. */
  nextEndAfter(now: number): number {
    let next = Infinity
    for (const [seconds, queue] of this.queues) {
      this.pass(queue, now - seconds)
      if (queue.from < queue.jobs.length) next = Math.min(next, queue.startedAt[queue.from]! + seconds)
    }
    return next
  }

  /** Leaves behind who started by then or does not run any more. */
  private pass(queue: Queue, startedBy: number): void {
    const { state, startedAt } = this.roster
    for (; queue.from < queue.jobs.length; queue.from += 1) {
      const job = queue.jobs[queue.from]!
      const at = queue.startedAt[queue.from]!
      if (at > startedBy && state[job] === RUNNING && startedAt[job] === at) break
    }
    if (queue.from < CUT) return
    queue.jobs.splice(0, queue.from)
    queue.startedAt.splice(0, queue.from)
    queue.from = 0
  }
}
