import { describe, expect, test } from 'vitest'
import { REFUSALS } from '../../contract/refusals.ts'
import { LANGUAGES } from '../../domain/kernel/language.ts'
import { sentence } from '../format.ts'
import { refusalDetails, refusalTitles } from './text.ts'

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(REFUSALS)('%s has a title and a detail that need no values and end as sentences do', (refusal) => {
    for (const catalogue of [refusalTitles, refusalDetails]) {
      expect(sentence(catalogue, language, refusal)).toMatch(/^\S.*[.]$/s)
    }
  })

  test('no two refusals are told by the same title', () => {
    const titles = REFUSALS.map((refusal) => sentence(refusalTitles, language, refusal))
    expect(new Set(titles).size).toBe(titles.length)
  })
})

test('a translation is not the English sentence', () => {
  for (const refusal of REFUSALS) {
    const [en, vi, ko] = LANGUAGES.map((language) => sentence(refusalTitles, language, refusal))
    expect(new Set([en, vi, ko]).size, refusal).toBe(3)
  }
})
