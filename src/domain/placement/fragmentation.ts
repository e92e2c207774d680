// Fragmentation as "Beware of Fragmentation" (Weng et al., USENIX ATC 2023, section 4) counts it: free milli of a node that a
// pod drawn from the usual ones could not use, in expectation. Counts of pods are the weights, so that all of it is whole.
import { compareIds } from '../kernel/apportion.ts'
import { CARD_MILLI, type PodSize, type SharedNodes } from './shared-nodes.ts'

/** Usual pods with how often each comes. */
export interface UsualPods {
  readonly sizes: readonly PodSize[]
  readonly counts: readonly number[]
  readonly countOfAll: number
}

/**
 * The most frequent sizes that together are at least `percent` of all pods (the paper's artifact takes 95).
 * Memory is no part of a size here. Ties: the larger size first, as in the artifact.
 */
export function usualPods(pods: readonly PodSize[], percent: number): UsualPods {
  const known = new Map<string, { size: PodSize; count: number }>()
  for (const pod of pods) {
    const key = [pod.cpuMilli, pod.milliPerCard, pod.cards, pod.models.join('|')].join(' ')
    const entry = known.get(key)
    if (entry === undefined) known.set(key, { size: pod, count: 1 })
    else entry.count += 1
  }
  const sorted = [...known.values()].toSorted((a, b) => b.count - a.count || compareSizes(b.size, a.size))
  const taken: typeof sorted = []
  let countOfAll = 0
  for (const entry of sorted) {
    if (countOfAll * 100 >= percent * pods.length) break
    taken.push(entry)
    countOfAll += entry.count
  }
  return { sizes: taken.map(({ size }) => size), counts: taken.map(({ count }) => count), countOfAll }
}

function compareSizes(a: PodSize, b: PodSize): number {
  return (
    a.cpuMilli - b.cpuMilli ||
    a.milliPerCard - b.milliPerCard ||
    a.cards - b.cards ||
    compareIds(a.models.join('|'), b.models.join('|'))
  )
}

/**
 * Free milli of the node that the usual pods cannot use, summed over them with their counts: divide by `countOfAll` for the
 * expected milli. A pod without cards can use none of it.
 */
export function fragmentSum(nodes: SharedNodes, node: number, usual: UsualPods): number {
  const free = nodes.milliFree[node] ?? 0
  if (free === 0) return 0
  const cpu = nodes.cpuFree[node] ?? 0
  const from = node * nodes.stride
  const to = from + nodes.cardsOf(node)
  let sum = 0
  for (let at = 0; at < usual.sizes.length; at += 1) {
    const pod = usual.sizes[at] as PodSize
    let cards = 0
    let tooSmall = 0
    for (let card = from; card < to; card += 1) {
      const milli = nodes.cardFree[card] ?? 0
      if (milli >= pod.milliPerCard) cards += 1
      else tooSmall += milli
    }
    const isUsable = pod.cards > 0 && cards >= pod.cards && cpu >= pod.cpuMilli && nodes.isModelGood(node, pod)
    sum += (usual.counts[at] ?? 0) * (isUsable ? tooSmall : free)
  }
  return sum
}

/** Over all nodes, in whole milli: what is free, what of it a usual pod cannot use (expected), and the share in hundredths of %. */
export interface Fragmentation {
  readonly freeMilli: number
  readonly fragmentedMilli: number
  readonly shareOfFreeBasisPoints: number
}

export function fragmentation(nodes: SharedNodes, usual: UsualPods): Fragmentation {
  let freeMilli = 0
  let fragmentedMilli = 0
  for (let node = 0; node < nodes.count; node += 1) {
    freeMilli += nodes.milliFree[node] ?? 0
    // Divided node by node: the sum over a large pool times the counts would leave the exact integers.
    fragmentedMilli += Math.round(fragmentSum(nodes, node, usual) / usual.countOfAll)
  }
  const share = freeMilli === 0 ? 0 : Math.round((fragmentedMilli * 10_000) / freeMilli)
  return { freeMilli, fragmentedMilli, shareOfFreeBasisPoints: share }
}

/** ln(k / (100 - k)) in millionths, for k = 1 .. 99: from where on 100 x sigmoid reaches k. Rounded: the same on every machine. */
const SIGMOID_STEPS = Array.from({ length: 99 }, (_, at) => Math.round(Math.log((at + 1) / (99 - at)) * 1e6))

/** floor(100 x sigmoid(less / 1 card)), where less = milli by which the fragments shrink = sum / countOfAll. */
export function fragmentScore(lessSum: number, countOfAll: number): number {
  let low = 0
  let high = SIGMOID_STEPS.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (lessSum * (1e6 / CARD_MILLI) >= (SIGMOID_STEPS[middle] ?? 0) * countOfAll) low = middle + 1
    else high = middle
  }
  return low
}
