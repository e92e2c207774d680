// The page of the properties names each of them once, with tests that exist and say its name.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/reference/properties.md'), 'utf8')

test.each(Array.from({ length: 21 }, (_, place) => `I${place + 1}`))('%s stands on the page with its test', (id) => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith(`| ${id} |`))
  expect(rows).toHaveLength(1)
  const files = rows[0]!.match(/\S+\.test\.ts/g) ?? []
  expect(files.length).toBeGreaterThan(0)
  const sources = files.map((file) => readFileSync(join(ROOT, file), 'utf8'))
  expect(sources.some((source) => new RegExp(`\\b${id}\\b`).test(source))).toBe(true)
})
