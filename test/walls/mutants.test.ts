// I13: the wrong engines of test/mutants still are what they say: the place that each changes stands once in its file, and the page
// of the documentation names each of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MUTANTS } from '../mutants/mutants.ts'

const ROOT = join(import.meta.dirname, '../..')

test.each(MUTANTS)('$name changes one place', ({ file, right, wrong }) => {
  const source = readFileSync(join(ROOT, 'src/domain', file), 'utf8')
  expect(source.split(right)).toHaveLength(2)
  expect(wrong).not.toBe(right)
})

test('there are at least 25, each with a name of its own, and the documentation lists them with what catches them', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
  expect(MUTANTS.length).toBeGreaterThanOrEqual(25)
  const page = readFileSync(join(ROOT, 'docs/reference/mutants.md'), 'utf8')
  for (const { name } of MUTANTS) expect(page).toMatch(new RegExp(`^\\| ${name} \\|[^|]+\\|[^|]+\\| \\S[^|]+\\|$`, 'm'))
})
