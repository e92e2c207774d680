// The placement policies that "Beware of Fragmentation" (Weng et al., USENIX ATC 2023) compares, as scores of a node for a pod,
// 0 .. 100, in the steps of the paper's artifact (hkust-adsl/kubernetes-scheduler-simulator); the higher, the better.
import { assertNever } from '../kernel/assert.ts'
import { fragmentScore, fragmentSum, type UsualPods } from './fragmentation.ts'
import { CARD_MILLI, tagOf, type PodSize, type SharedNodes } from './shared-nodes.ts'

export const PLACEMENT_POLICIES = ['random', 'dot-product', 'clustering', 'packing', 'best-fit', 'fgd'] as const
/**
 * random: any node, any card. dot-product: Tetris' alignment, reversed. clustering: pods of one kind together. packing: used cards,
 * then used nodes, then free ones. best-fit: least left over. fgd: fragmentation gradient descent, where fragments grow least.
 */
export type PlacementPolicy = (typeof PLACEMENT_POLICIES)[number]

/** What the artifact divides by: the largest node. */
const LARGEST = { cpuMilli: 128_000, milli: 8 * CARD_MILLI }
const CPU_BY_CARD = LARGEST.cpuMilli / LARGEST.milli

/** Score of a node that has room for the pod. random: 0 for every node, the choice is by chance. */
export function scoreOf(
  policy: PlacementPolicy,
  place: { readonly nodes: SharedNodes; readonly node: number; readonly usual: UsualPods },
  pod: PodSize,
): number {
  const { nodes, node, usual } = place
  switch (policy) {
    case 'random':
      return 0
    case 'dot-product':
      return dotProduct(nodes, node, pod)
    case 'clustering':
      return clustering(nodes, node, pod)
    case 'packing':
      return packing(nodes, node, pod)
    case 'best-fit':
      return bestFit(nodes, node, pod)
    case 'fgd':
      return descent(nodes, node, pod, usual).score
    default:
      return assertNever(policy)
  }
}

/** The card on which a part goes (of those that have room): the tightest, or by chance, or where fragments grow least. */
export function cardOf(
  policy: PlacementPolicy,
  place: { readonly nodes: SharedNodes; readonly node: number; readonly usual: UsualPods },
  pod: PodSize,
  random: () => number,
): number {
  const { nodes, node, usual } = place
  if (tagOf(pod) !== 0) return 0
  if (policy === 'fgd') return descent(nodes, node, pod, usual).card
  let chosen = -1
  let room = 0
  for (let card = 0; card < nodes.cardsOf(node); card += 1) {
    const milli = nodes.cardFree[node * nodes.stride + card] ?? 0
    if (milli < pod.milliPerCard) continue
    room += 1
    const isBetter =
      policy === 'random'
        ? Math.floor(random() * room) === 0
        : milli < (nodes.cardFree[node * nodes.stride + chosen] ?? 0)
    if (chosen === -1 || isBetter) chosen = card
  }
  return chosen
}

function dotProduct(nodes: SharedNodes, node: number, pod: PodSize): number {
  const cpu = (nodes.cpuFree[node] ?? 0) * pod.cpuMilli
  const cards = (nodes.milliFree[node] ?? 0) * pod.cards * pod.milliPerCard * CPU_BY_CARD * CPU_BY_CARD
  const whole = LARGEST.cpuMilli * LARGEST.cpuMilli
  return Math.floor((100 * whole - 50 * (cpu + cards)) / whole)
}

function clustering(nodes: SharedNodes, node: number, pod: PodSize): number {
  if (pod.cards === 0) return 0
  const used = Math.floor((25 * (LARGEST.milli - (nodes.milliFree[node] ?? 0))) / LARGEST.milli)
  const tags = nodes.tags[node] ?? 0
  if (nodes.podsWithTag(node, tagOf(pod)) > 0) return used + (tags === 1 ? 75 : 50)
  return used + (tags === 0 ? 25 : 0)
}

function packing(nodes: SharedNodes, node: number, pod: PodSize): number {
  if (pod.cards === 0) return 0
  const cards = nodes.cardsOf(node)
  const from = node * nodes.stride
  const wholeFree = nodes.cardsWith(node, CARD_MILLI)
  if (wholeFree === cards) return Math.max(33 - wholeFree, wholeFree)
  if (tagOf(pod) !== 0) return Math.max(50 - pod.cards, 33)
  let tightest = CARD_MILLI
  for (let at = from; at < from + cards; at += 1) {
    const milli = nodes.cardFree[at] ?? 0
    if (milli >= pod.milliPerCard && milli < tightest) tightest = milli
  }
  if (tightest === CARD_MILLI) return Math.max(50 - 1, 33)
  return Math.max(100 - Math.floor(Math.floor((tightest * 100) / CARD_MILLI) / 10), 50)
}

function bestFit(nodes: SharedNodes, node: number, pod: PodSize): number {
  const cpu = (nodes.cpuFree[node] ?? 0) - pod.cpuMilli
  const cards = ((nodes.milliFree[node] ?? 0) - pod.cards * pod.milliPerCard) * CPU_BY_CARD
  const whole = 2 * LARGEST.cpuMilli
  return Math.floor((100 * (whole - cpu - cards)) / whole)
}

/** The pod is laid on trial, on each card that differs for a part of a card, and taken away again. */
function descent(nodes: SharedNodes, node: number, pod: PodSize, usual: UsualPods): { score: number; card: number } {
  const before = fragmentSum(nodes, node, usual)
  const { cpuFree, milliFree, cardFree, stride } = nodes
  const from = node * stride
  const to = from + nodes.cardsOf(node)
  const kept = cardFree.slice(from, to)
  const milli = pod.cards * pod.milliPerCard
  cpuFree[node] = (cpuFree[node] ?? 0) - pod.cpuMilli
  milliFree[node] = (milliFree[node] ?? 0) - milli
  let best = { score: -1, card: 0 }
  const weigh = (card: number) => {
    const score = fragmentScore(before - fragmentSum(nodes, node, usual), usual.countOfAll)
    if (score > best.score) best = { score, card }
  }
  if (tagOf(pod) === 0 && pod.cards > 0) {
    for (let at = from; at < to; at += 1) {
      const free = cardFree[at] ?? 0
      // A card with as much free as an earlier one gives the same fragments.
      if (free < pod.milliPerCard || kept.indexOf(free) < at - from) continue
      cardFree[at] = free - pod.milliPerCard
      weigh(at - from)
      cardFree[at] = free
    }
  } else {
    let left = pod.cards
    for (let at = from; at < to && left > 0; at += 1) {
      if (cardFree[at] !== CARD_MILLI) continue
      cardFree[at] = 0
      left -= 1
    }
    weigh(0)
    cardFree.set(kept, from)
  }
  cpuFree[node] = (cpuFree[node] ?? 0) + pod.cpuMilli
  milliFree[node] = (milliFree[node] ?? 0) + milli
  return best
}
