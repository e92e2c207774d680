// I13: the wrong engines of test/mutants still are what they say: the place that each changes stands once in its file, and the page
// of the documentation names each of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SUITES } from '../mutants/suites.ts'

const ROOT = join(import.meta.dirname, '../..')

describe.each(Object.values(SUITES))('wrong copies of $right', ({ mutants, folder, page: path }) => {
  test.each(mutants)('$name changes one place', ({ file, right, wrong }) => {
    const source = readFileSync(join(ROOT, folder, file), 'utf8')
    expect(source.split(right)).toHaveLength(2)
    expect(wrong).not.toBe(right)
  })

  test('there are at least 25, each with a name of its own, and the documentation lists them with what catches them', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
    expect(mutants.length).toBeGreaterThanOrEqual(25)
    const page = readFileSync(join(ROOT, path), 'utf8')
    for (const { name } of mutants)
      expect(page).toMatch(new RegExp(`^\\| ${name} \\|[^|]+\\|[^|]+\\| \\S[^|]+\\|$`, 'm'))
  })
})
