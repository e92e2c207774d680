// Why a job waits, as sentences. A code without a sentence does not compile.
import type { Language } from '../../domain/kernel/language.ts'
import type { FragmentFigures } from '../../domain/placement/fragment-figures.ts'
import type { Explanation } from '../../domain/scheduling/explanation.ts'
import { formatDuration } from '../duration.ts'
import { formatNumber, sentence } from '../format.ts'
import { waitingText } from './text.ts'

/** The names that people gave to the nodes of the tree. */
export type NameOf = (node: string) => string

export interface ReasonWords {
  readonly reason: string
  /** What the node has, of whom it is about, or what lies together; null: it is about neither. */
  readonly figures: string | null
  /** Who uses more than is guaranteed; null: nobody. */
  readonly holders: string | null
  readonly change: string
}

export function reasonWords(explanation: Explanation, language: Language, nameOf: NameOf): ReasonWords {
  const number = (value: number) => formatNumber(language, value)
  const { at, fragments, holders, otherJob, window } = explanation
  const named = holders.map(({ node, unitsAbove }) =>
    sentence(waitingText, language, 'holder', { name: nameOf(node), units: number(unitsAbove) }),
  )
  const reason = sentence(waitingText, language, `reason-${explanation.code}`, {
    name: at === null ? '' : nameOf(at.node),
    asked: number(explanation.askedUnits),
    room: number(explanation.roomUnits),
    window: window ?? '',
    other: otherJob === null ? '' : number(otherJob),
    flavor: explanation.appointment?.flavor ?? '',
  })
  const { flavor } = explanation
  return {
    reason: flavor === undefined ? reason : sentence(waitingText, language, 'reason-at', { flavor, reason }),
    figures:
      fragments !== null
        ? fragmentWords(fragments, language)
        : at === null
          ? null
          : sentence(waitingText, language, 'figures', {
              name: nameOf(at.node),
              guarantee: number(at.guarantee),
              entitlement: number(at.entitlement),
              allocated: number(at.allocated),
            }),
    holders: named.length === 0 ? null : sentence(waitingText, language, 'holders', { holders: named.join(', ') }),
    change: changeWords(explanation.counterfactual, language, nameOf),
  }
}

function fragmentWords(fragments: FragmentFigures, language: Language): string {
  return sentence(waitingText, language, 'fragments', {
    free: formatNumber(language, fragments.freeUnits),
    pods: formatNumber(language, fragments.pods),
    each: formatNumber(language, fragments.unitsPerPod),
    fit: formatNumber(language, fragments.podsThatFit),
    largest: formatNumber(language, fragments.largestPod),
  })
}

function changeWords(change: Explanation['counterfactual'], language: Language, nameOf: NameOf): string {
  return sentence(waitingText, language, `change-${change.change}`, {
    time: 'seconds' in change ? formatDuration(language, change.seconds) : '',
    units: 'units' in change ? formatNumber(language, change.units) : '',
    name: 'node' in change ? nameOf(change.node) : '',
    window: 'window' in change ? change.window : '',
    flavor: 'flavor' in change ? change.flavor : '',
    other: 'job' in change ? formatNumber(language, change.job) : '',
    each: 'unitsPerPod' in change ? formatNumber(language, change.unitsPerPod) : '',
    level: 'level' in change ? (change.level ?? '') : '',
    isInCell: String('level' in change && change.level !== null),
  })
}
