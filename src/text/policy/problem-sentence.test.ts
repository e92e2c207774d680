// Every problem, form and hint as a sentence in every language: formatted, complete, with what was found in it.
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../domain/kernel/language.ts'
import { EXPECTED_FORMS, FILE_PROBLEM_CODES, SYNTAX_HINTS, type FileProblem } from '../../domain/policy/problem.ts'
import { fileProblemSentence } from './problem-sentence.ts'

const problem = (change: Partial<FileProblem>): FileProblem => ({
  code: 'key-unknown',
  line: 1,
  column: 1,
  path: 'ShareTree.spec[0]',
  subject: 'academia',
  found: 'wieght',
  expected: 'weight',
  ...change,
})

describe.each(LANGUAGES)('in %s', (language) => {
  test('every code is a sentence without open braces, also when there is nothing to name', () => {
    for (const code of FILE_PROBLEM_CODES) {
      for (const change of [{ code }, { code, found: '', expected: '', subject: '' }, { code, found: '5' }]) {
        const text = fileProblemSentence(problem(change), language)
        expect(text, code).toMatch(/[.。]$/)
        expect(text, code).not.toMatch(/[{}]|undefined/)
      }
    }
  })

  test('every form and hint has its words', () => {
    for (const expected of EXPECTED_FORMS) {
      const text = fileProblemSentence(problem({ code: 'value-type', expected }), language)
      expect(text).toContain('wieght')
      expect(text).not.toMatch(new RegExp(`\\b${expected}\\b.*-`))
    }
    const hints = SYNTAX_HINTS.map((expected) =>
      fileProblemSentence(problem({ code: 'yaml-syntax', expected }), language),
    )
    expect(new Set(hints).size).toBe(SYNTAX_HINTS.length)
  })
})

describe('sentences', () => {
  test.each([
    ['en', '“wieght” is not a key here. Expected: weight.'],
    ['vi', 'Không có khóa “wieght” tại đây. Giá trị đúng: weight.'],
    ['ko', '“wieght”은(는) 이 위치에서 사용하는 항목이 아닙니다. 올바른 값: weight.'],
  ] as const)('an unknown key in %s', (language, text) => {
    expect(fileProblemSentence(problem({}), language)).toBe(text)
  })

  test('braces of YAML are shown as they are', () => {
    const text = fileProblemSentence(problem({ code: 'value-type', expected: 'units-by-flavor' }), 'en')
    expect(text).toBe(
      'ShareTree.spec[0] must be whole units, a percentage, or a map by flavor, e.g. 300, 12.5% or {h200: 50%}, not “wieght”.',
    )
  })

  test('what was written is not read as a message', () => {
    expect(fileProblemSentence(problem({ found: '{x, plural, <b>' }), 'en')).toContain('“{x, plural, <b>”')
  })
})
