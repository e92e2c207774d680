// A change of a policy as one sentence: `academia: guarantee of h200 from 2,088 to 2,350 cards`.
import { textIn, type Language } from '../../domain/kernel/language.ts'
import { ratioToNumber } from '../../domain/kernel/ratio.ts'
import type { FlavorPart, PolicyChange } from '../../domain/policy/difference.ts'
import type { Flavor, FlavorUnit, SliceFlavor, UnitsByCell } from '../../domain/policy/policy.ts'
import { formatNumber, sentence, type MessageValues } from '../format.ts'
import { exactDuration, ruleLabel, ruleWords } from './rule-words.ts'
import { policyText } from './text.ts'

type Say = (key: keyof (typeof policyText)['en'], values?: MessageValues) => string

type PoolChangeKind =
  | `flavor-${'added' | 'removed' | 'changed'}`
  | `slices-${'added' | 'removed' | 'changed'}`
  | 'rule-changed'

/** What changes at one node of the share tree. */
type NodeChange = Exclude<PolicyChange, { readonly kind: PoolChangeKind }>

/** `nameOf` gives the name of a node that readers know; its id when absent. */
export function policyChangeSentence(
  change: PolicyChange,
  language: Language,
  nameOf: (id: string) => string = (id) => id,
): string {
  const say: Say = (key, values = {}) => sentence(policyText, language, key, values)
  switch (change.kind) {
    case 'flavor-added':
    case 'flavor-removed': {
      const { name, unit, capacity } = change.flavor
      return say(change.kind, { flavor: name, units: unitsText(capacity, unit, language) })
    }
    case 'flavor-changed': {
      const [from, to] = [change.from, change.to].map((flavor) => flavorPartText(flavor, change.part, language))
      return say('flavor-changed', {
        flavor: change.to.name,
        part: say(`flavor-part-${change.part}`),
        from: from ?? '',
        to: to ?? '',
      })
    }
    case 'slices-added':
    case 'slices-removed':
      return say(change.kind, { flavor: change.slices.name, slices: sliceText(change.slices, language) })
    case 'slices-changed':
      return say('slices-changed', {
        flavor: change.to.name,
        from: sliceText(change.from, language),
        to: sliceText(change.to, language),
      })
    case 'rule-changed':
      return say('rule-changed', {
        rule: ruleLabel(change.rule, language),
        from: ruleWords(change.from, language),
        to: ruleWords(change.to, language),
      })
    default:
      return nodeChangeSentence(change, language, nameOf, say)
  }
}

function nodeChangeSentence(change: NodeChange, language: Language, nameOf: (id: string) => string, say: Say): string {
  const number = (value: number) => formatNumber(language, value)
  switch (change.kind) {
    case 'node-added':
    case 'node-removed': {
      const { id, kind, parent } = change.node
      return say(change.kind, { node: nameOf(id), kind: say(`kind-${kind}`), parent: placeText(parent, say, nameOf) })
    }
    case 'node-moved':
      return say('node-moved', {
        node: nameOf(change.id),
        from: placeText(change.from, say, nameOf),
        to: placeText(change.to, say, nameOf),
      })
    case 'kind-changed':
      return say('kind-changed', {
        node: nameOf(change.id),
        from: say(`kind-${change.from}`),
        to: say(`kind-${change.to}`),
      })
    case 'units-changed': {
      const { part, flavor, unit } = change
      const bound = (units: number | null) => (units === null ? say('no-bound') : number(units))
      const [from, to] = [bound(change.from), bound(change.to)]
      const told = change.to === null ? to : unitsText(change.to, unit, language)
      return say('units-changed', { node: nameOf(change.id), part: say(`units-part-${part}`), flavor, from, to: told })
    }
    case 'weight-changed':
    case 'tier-changed':
      return say(change.kind, { node: nameOf(change.id), from: number(change.from), to: number(change.to) })
    case 'protection-changed':
    case 'grace-changed':
      return say(change.kind, {
        node: nameOf(change.id),
        from: exactDuration(language, change.from),
        to: exactDuration(language, change.to),
      })
    case 'scope-changed':
      return say(`scope-changed-${change.to}`, { node: nameOf(change.id) })
    case 'cells-changed': {
      const { level } = change
      return say('cells-changed', { node: nameOf(change.id), level, from: number(change.from), to: number(change.to) })
    }
    case 'title-changed': {
      const [from, to] = [change.from, change.to].map((title) => textIn(title, language))
      return say('title-changed', { node: nameOf(change.id), from: from ?? '', to: to ?? '' })
    }
  }
}

/** 8 cards, 7 slices, 1 seat: the word that people use for the unit. */
export function unitsText(count: number, unit: FlavorUnit, language: Language): string {
  return sentence(policyText, language, `units-${unit}`, { count })
}

/** `node 8, rack 64` */
export function cellsText(cells: UnitsByCell, language: Language): string {
  return Object.entries(cells)
    .map(([level, count]) => `${level} ${formatNumber(language, count)}`)
    .join(', ')
}

export function sliceText({ backedBy, perGpu, price }: SliceFlavor, language: Language): string {
  const factor = formatNumber(language, ratioToNumber(price), { maximumFractionDigits: 6 })
  return sentence(policyText, language, 'slice-words', { flavor: backedBy, count: perGpu, price: factor })
}

function flavorPartText(flavor: Flavor, part: FlavorPart, language: Language): string {
  const word = (key: 'calendar-yes' | 'calendar-no' | 'cells-none') => sentence(policyText, language, key)
  switch (part) {
    case 'unit':
      return flavor.unit
    case 'quantum':
    case 'capacity':
      return formatNumber(language, flavor[part])
    case 'price':
      return formatNumber(language, ratioToNumber(flavor.price), { maximumFractionDigits: 6 })
    case 'cells':
      return flavor.cells === undefined ? word('cells-none') : cellsText(flavor.cells, language)
    case 'calendar':
      return word(flavor.isCalendar === true ? 'calendar-yes' : 'calendar-no')
  }
}

function placeText(parent: string | null, say: (key: 'place-root') => string, nameOf: (id: string) => string): string {
  return parent === null ? say('place-root') : nameOf(parent)
}
