// Changes of a policy as sentences.
import { textIn, type Language } from '../../domain/kernel/language.ts'
import type { NodeValueKey, WrittenChange, WrittenValue } from '../../domain/policy/written-changes.ts'
import type { RulePath } from '../../domain/policy/written-policy.ts'
import { formatNumber, sentence, type MessageValues } from '../format.ts'
import { labText, type LabKey } from './text.ts'

export const RULE_NAMES: Readonly<Record<RulePath, LabKey>> = {
  'backfill.mode': 'ruleBackfillMode',
  'backfill.reservedJobsPerFlavor': 'ruleReserved',
  'backfill.window': 'ruleWindow',
  lending: 'ruleLending',
  onCapacityLoss: 'ruleCapacityLoss',
  'history.influence': 'ruleInfluence',
  'history.halfLife': 'ruleHalfLife',
  'history.debtInfluence': 'ruleDebtInfluence',
  'history.chargeOnly': 'ruleChargeOnly',
  'rebalance.scope': 'ruleRebalance',
  'rebalance.maxEvictedGpuPerHour': 'ruleEvicted',
}

/** The choices of a rule that has some, by what the file says. */
export const RULE_CHOICES: Readonly<Partial<Record<RulePath, Readonly<Record<string, LabKey>>>>> = {
  'backfill.mode': {
    fcfs: 'modeFcfs',
    easy: 'modeEasy',
    'easy-sjbf': 'modeEasySjbf',
    conservative: 'modeConservative',
    shared: 'modeShared',
  },
  lending: { always: 'lendingAlways', whenOwnerIdle: 'lendingIdle' },
  onCapacityLoss: { scale: 'lossScale', 'order(tier)': 'lossTier' },
  'history.chargeOnly': { aboveGuarantee: 'chargeAbove', everything: 'chargeAll' },
  'rebalance.scope': { off: 'rebalanceOff', withinGroup: 'rebalanceWithin', acrossGroups: 'rebalanceAcross' },
}

export const NODE_VALUE_NAMES: Readonly<Record<NodeValueKey, LabKey>> = {
  guarantee: 'share',
  weight: 'weight',
  tier: 'tier',
  limit: 'limit',
  borrowingLimit: 'borrowingLimit',
  lendingLimit: 'lendingLimit',
  protectedRuntime: 'protectedRuntime',
  grace: 'grace',
}

type Say = (key: LabKey, values?: MessageValues) => string

/** One sentence for one change, without a full stop: it stands in a list. */
export function changeSentence(change: WrittenChange, language: Language): string {
  const say: Say = (key, values) => sentence(labText, language, key, values)
  const nameOf = (node: { readonly title: Parameters<typeof textIn>[0]; readonly id: string }) =>
    textIn(node.title, language) || node.id
  switch (change.kind) {
    case 'node-added':
      return say('changeAdded', { name: nameOf(change.node) })
    case 'node-removed':
      return say('changeRemoved', { name: nameOf(change.node) })
    case 'node-moved': {
      const [before, after] = [change.before ?? say('thePool'), change.after ?? say('thePool')]
      return say('changeMoved', { name: nameOf(change.node), before, after })
    }
    case 'value': {
      const field = say(NODE_VALUE_NAMES[change.key])
      const whole = change.flavor === null ? field : `${field} (${change.flavor})`
      const [before, after] = [change.before, change.after].map((value) => valueShown(value, change.key, language, say))
      const what = say('fieldOf', { field: whole, name: nameOf(change.node) })
      return say('changeSet', { what, before: before ?? '', after: after ?? '' })
    }
    case 'rule': {
      const [before, after] = [change.before, change.after].map((value) => ruleShown(change.rule, value, language, say))
      return say('changeSet', { what: say(RULE_NAMES[change.rule]), before: before ?? '', after: after ?? '' })
    }
  }
}

const COUNTED: ReadonlySet<NodeValueKey> = new Set(['guarantee', 'limit', 'borrowingLimit', 'lendingLimit'])

function valueShown(value: WrittenValue, key: NodeValueKey, language: Language, say: Say): string {
  if (value === null) return say('notSet')
  if (typeof value === 'number') {
    const shown = formatNumber(language, value)
    return COUNTED.has(key) ? say('unitsShown', { units: shown }) : shown
  }
  const percent = value.endsWith('%') ? Number.parseFloat(value) : Number.NaN
  if (Number.isNaN(percent)) return value
  return formatNumber(language, percent / 100, { style: 'percent', maximumFractionDigits: 4 })
}

function ruleShown(rule: RulePath, value: WrittenValue, language: Language, say: Say): string {
  if (value === null) return say('ruleUnset')
  const choice = RULE_CHOICES[rule]?.[String(value)]
  if (choice !== undefined) return say(choice)
  return typeof value === 'number' ? formatNumber(language, value, { maximumFractionDigits: 6 }) : value
}
