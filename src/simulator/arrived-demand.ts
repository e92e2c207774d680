// The experiment of "Beware of Fragmentation" (Weng et al., USENIX ATC 2023, section 6): pods arrive in random order until they
// ask for more than exists, none ends; how much of the cards can be given out under a placement policy?
import { fragmentation, usualPods, type Fragmentation } from '../domain/placement/fragmentation.ts'
import type { PlacementPolicy } from '../domain/placement/placement-policies.ts'
import { PolicyPlacer } from '../domain/placement/policy-placer.ts'
import { CARD_MILLI, SharedNodes, type NodeKind, type PodSize } from '../domain/placement/shared-nodes.ts'

/** As in the paper's artifact: 95 % of pods are usual ones; demand grows to 130 % of the cards. */
const USUAL_PERCENT = 95
const DEMAND_PERCENT = 130

export interface ArrivedDemand {
  /** By whole percent of arrived demand, rounded (0 .. 130): allocated milli of all cards, mean over the arrivals there, in %. */
  readonly allocatedPercent: Float64Array
  /** When 100 % have arrived. */
  readonly fragmentation: Fragmentation
  readonly refusedPods: number
}

/**
 * Pods in the order of a shuffle, then pods drawn from the same list until the demand is reached; nodes in random order, which
 * decides ties. Same random numbers, same result.
 * @param random numbers in [0, 1).
 */
export function arrivedDemand(
  kinds: readonly NodeKind[],
  pods: readonly PodSize[],
  policy: PlacementPolicy,
  random: () => number,
): ArrivedDemand {
  const capacity = kinds.reduce((sum, { cards }) => sum + cards * CARD_MILLI, 0)
  const sizes = oneObjectEach(pods)
  const arrivals = grown(shuffled(sizes, random), sizes, (capacity * DEMAND_PERCENT) / 100, random)
  const nodes = new SharedNodes(shuffled(kinds, random))
  const usual = usualPods(sizes, USUAL_PERCENT)
  const placer = new PolicyPlacer(nodes, policy, usual, random)
  const sums = new Float64Array(DEMAND_PERCENT + 1)
  const counts = new Int32Array(DEMAND_PERCENT + 1)
  let arrived = 0
  let allocated = 0
  let refusedPods = 0
  let fragments: Fragmentation | null = null
  for (const pod of arrivals) {
    const milli = pod.cards * pod.milliPerCard
    if (arrived + milli > capacity) fragments ??= fragmentation(nodes, usual)
    arrived += milli
    if (placer.place(pod) === -1) refusedPods += 1
    else allocated += milli
    const percent = Math.round((arrived * 100) / capacity)
    sums[percent] = (sums[percent] ?? 0) + (allocated * 100) / capacity
    counts[percent] = (counts[percent] ?? 0) + 1
  }
  const allocatedPercent = sums.map((sum, percent) => sum / (counts[percent] ?? 1))
  return { allocatedPercent, fragmentation: fragments ?? fragmentation(nodes, usual), refusedPods }
}

function oneObjectEach(pods: readonly PodSize[]): PodSize[] {
  const known = new Map<string, PodSize>()
  return pods.map((pod) => {
    const key = JSON.stringify([pod.cpuMilli, pod.memoryMib, pod.cards, pod.milliPerCard, pod.models])
    const first = known.get(key) ?? pod
    known.set(key, first)
    return first
  })
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list]
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const kept = result[at] as T
    result[at] = result[other] as T
    result[other] = kept
  }
  return result
}

function grown(pods: PodSize[], from: readonly PodSize[], milliWanted: number, random: () => number): PodSize[] {
  let milli = pods.reduce((sum, pod) => sum + pod.cards * pod.milliPerCard, 0)
  while (from.length > 0) {
    const pod = from[Math.floor(random() * from.length)] as PodSize
    // The artifact looks at the part of one card here, also of a pod of several; the last pods differ by that at most.
    if (milli + pod.milliPerCard > milliWanted) break
    milli += pod.cards * pod.milliPerCard
    pods.push(pod)
  }
  return pods
}
