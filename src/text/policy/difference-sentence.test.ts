// Changes of a policy as sentences, in every language.
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../domain/kernel/language.ts'
import { RULE_NAMES, ruleParts } from '../../domain/policy/rule-parts.ts'
import { DEFAULT_POOL_RULES } from '../../domain/policy/pool-rules.ts'
import { policyChangeSentence } from './difference-sentence.ts'
import { exactDuration, ruleLines } from './rule-words.ts'

const CARDS = {
  kind: 'units-changed',
  part: 'guarantee',
  id: 'academia',
  flavor: 'h200',
  unit: 'gpu',
  from: 2088,
  to: 2350,
} as const

test.each([
  ['en', 'academia: guarantee of h200 from 2,088 to 2,350 cards'],
  ['vi', 'academia: mức bảo đảm h200 từ 2.088 thành 2.350 GPU'],
  ['ko', 'academia: h200 보장 몫 2,088 → 2,350장'],
] as const)('in %s: %s', (language, text) => {
  expect(policyChangeSentence(CARDS, language)).toBe(text)
})

test('nodes by the name that readers know', () => {
  expect(policyChangeSentence(CARDS, 'en', () => 'Universities')).toMatch(/^Universities: /)
})

test('a limit that goes has no unit', () => {
  const gone = { ...CARDS, part: 'limit', to: null } as const
  expect(policyChangeSentence(gone, 'en')).toBe('academia: limit of h200 from 2,088 to no bound')
})

describe.each(LANGUAGES)('in %s', (language) => {
  test('every rule has its own line, without open braces', () => {
    const lines = ruleLines(DEFAULT_POOL_RULES, language)
    expect(new Set(lines).size).toBe(RULE_NAMES.length)
    for (const line of lines) expect(line).not.toMatch(/[{}]|undefined|rule-/)
  })

  test('every rule that changes is told with both values', () => {
    for (const { rule, value } of ruleParts(DEFAULT_POOL_RULES)) {
      const text = policyChangeSentence({ kind: 'rule-changed', rule, from: value, to: value }, language)
      expect(text, rule).not.toMatch(/[{}]|undefined/)
    }
  })

  test('two different times never read the same', () => {
    const times = [0, 1, 59, 60, 61, 3599, 3600, 3660, 86_399, 86_400, 90_000, 86_401]
    expect(new Set(times.map((seconds) => exactDuration(language, seconds))).size).toBe(times.length)
  })
})
