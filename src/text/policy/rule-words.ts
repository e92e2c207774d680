// Rules of a pool in words: `Half-life of past use: 7 days`.
import type { Language } from '../../domain/kernel/language.ts'
import { ratioToNumber } from '../../domain/kernel/ratio.ts'
import type { PoolRules } from '../../domain/policy/pool-rules.ts'
import { ruleParts, type RuleName, type RuleValue } from '../../domain/policy/rule-parts.ts'
import { formatNumber, sentence } from '../format.ts'
import { policyText } from './text.ts'

/** One line for each rule, in a fixed order. */
export function ruleLines(rules: PoolRules, language: Language): readonly string[] {
  return ruleParts(rules).map(({ rule, value }) =>
    sentence(policyText, language, 'rule-line', { rule: ruleLabel(rule, language), value: ruleWords(value, language) }),
  )
}

export function ruleLabel(rule: RuleName, language: Language): string {
  return sentence(policyText, language, `rule-${rule}`)
}

export function ruleWords(value: RuleValue, language: Language): string {
  switch (value.kind) {
    case 'word':
      return sentence(policyText, language, `rule-value-${value.word}`)
    case 'seconds':
      return value.seconds === null ? noBound(language) : exactDuration(language, value.seconds)
    case 'count':
      return value.count === null ? noBound(language) : formatNumber(language, value.count)
    case 'factor':
      return formatNumber(language, ratioToNumber(value.factor), { maximumFractionDigits: 6 })
  }
}

function noBound(language: Language): string {
  return sentence(policyText, language, 'no-bound')
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** In the largest unit that gives a whole number, so that two different rules never read the same. */
export function exactDuration(language: Language, seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? UNITS[3]
  return formatNumber(language, seconds / length, { style: 'unit', unit, unitDisplay: 'long' })
}
