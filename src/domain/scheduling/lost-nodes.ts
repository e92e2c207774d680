// Lost capacity takes whole nodes out of a pool with nodes: empty ones first, then those whose jobs lose least by it.
import type { PoolState } from './pool-state.ts'

/** Takes out, or puts back, until as many whole nodes are out as the lost units fill. Jobs on a node that goes are stopped. */
export function matchLostNodes(pool: PoolState, now: number, stop: (job: number) => void): void {
  const { placement } = pool
  if (placement === null) return
  const wanted = placement.wholeNodes(pool.lostUnits)
  while (placement.lostNodes.length > wanted) placement.find()
  if (placement.lostNodes.length === wanted) return
  const stands = nodesByLoss(pool, now)
  while (placement.lostNodes.length < wanted) {
    const at = stands.findIndex(({ jobs }) => jobs.size === 0)
    const [stand] = stands.splice(Math.max(0, at), 1)
    for (const job of stand!.jobs) {
      stop(job)
      // The other nodes of its gang are free of it too.
      for (const other of stands) other.jobs.delete(job)
    }
    placement.lose(stand!.node)
  }
}

interface Stand {
  readonly node: number
  readonly jobs: Set<number>
  firmJobs: number
  /** Unit-seconds of all jobs that lie on it, whole. */
  work: number
}

/** Nodes that are there, those that lose least first; of equal ones the last of the pool. */
function nodesByLoss(pool: PoolState, now: number): Stand[] {
  const { placement, roster } = pool
  const gone = new Set(placement!.lostNodes)
  const stands = Array.from({ length: placement!.nodes.layout.nodes }, (_, node): Stand => {
    return { node, jobs: new Set(), firmJobs: 0, work: 0 }
  })
  for (const job of pool.running.byEnd.flat()) {
    for (const node of placement!.nodesOf(job)) {
      const stand = stands[node]!
      stand.jobs.add(job)
      stand.firmJobs += roster.isFirm?.[job] ?? 0
      stand.work += roster.units[job]! * (now - roster.startedAt[job]!)
    }
  }
  const left = stands.filter(({ node }) => !gone.has(node))
  return left.toSorted((a, b) => a.firmJobs - b.firmJobs || a.work - b.work || b.node - a.node)
}
