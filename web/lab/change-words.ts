// Changes of a policy in words.
import { textIn, type Language } from '../../src/domain/kernel/language.ts'
import type { NodeValueKey, WrittenChange, WrittenValue } from '../../src/domain/policy/written-changes.ts'
import type { RulePath, WrittenNode } from '../../src/domain/policy/written-policy.ts'
import type { LabKey } from '../../src/text/lab/text.ts'
import type { PortalKey } from '../../src/text/portal/portal.ts'
import type { Reader } from '../reader.tsx'
import type { SayLab } from './use-lab-text.ts'

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

const PORTAL_NAMES: Readonly<Partial<Record<NodeValueKey, PortalKey>>> = {
  weight: 'columnWeight',
  tier: 'columnTier',
  limit: 'columnLimit',
  borrowingLimit: 'columnBorrowingLimit',
  lendingLimit: 'columnLendingLimit',
}

export function nameOfNodeValue(key: NodeValueKey, reader: Reader, say: SayLab): string {
  if (key === 'protectedRuntime' || key === 'grace') return say(key)
  const name = PORTAL_NAMES[key]
  return name === undefined ? say('share') : reader.t(name)
}

export function changeWords(change: WrittenChange, reader: Reader, say: SayLab): string {
  const { language } = reader
  switch (change.kind) {
    case 'node-added':
      return say('changeAdded', { name: nodeName(change.node, language) })
    case 'node-removed':
      return say('changeRemoved', { name: nodeName(change.node, language) })
    case 'node-moved': {
      const values = { before: change.before ?? say('thePool'), after: change.after ?? say('thePool') }
      return say('changeMoved', { name: nodeName(change.node, language), ...values })
    }
    case 'value': {
      const field = nameOfNodeValue(change.key, reader, say)
      const name = nodeName(change.node, language)
      const what = say('fieldOf', { field: change.flavor === null ? field : `${field} (${change.flavor})`, name })
      return say('changeSet', { what, ...beforeAndAfter(change, (value) => shown(value, change.key, reader, say)) })
    }
    case 'rule': {
      const what = say(RULE_NAMES[change.rule])
      return say('changeSet', {
        what,
        ...beforeAndAfter(change, (value) => ruleShown(change.rule, value, reader, say)),
      })
    }
  }
}

function beforeAndAfter(
  change: { readonly before: WrittenValue; readonly after: WrittenValue },
  form: (value: WrittenValue) => string,
) {
  return { before: form(change.before), after: form(change.after) }
}

function nodeName(node: WrittenNode, language: Language): string {
  return textIn(node.title, language) || node.id
}

const COUNTED: readonly NodeValueKey[] = ['guarantee', 'limit', 'borrowingLimit', 'lendingLimit']

function shown(value: WrittenValue, key: NodeValueKey, { number, percent }: Reader, say: SayLab): string {
  if (value === null) return say('notSet')
  if (typeof value === 'string') return value.endsWith('%') ? percent(Number.parseFloat(value) / 100, 4) : value
  return COUNTED.includes(key) ? `${number(value)} ${say('unitsSign')}` : number(value)
}

function ruleShown(rule: RulePath, value: WrittenValue, { number }: Reader, say: SayLab): string {
  if (value === null) return say('ruleUnset')
  const choice = RULE_CHOICES[rule]?.[String(value)]
  if (choice !== undefined) return say(choice)
  return typeof value === 'number' ? number(value, 4) : value
}
