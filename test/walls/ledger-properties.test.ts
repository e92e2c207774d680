// The page of what the ledger promises names tests that exist, under the names that it gives.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/reference/ledger-properties.md'), 'utf8')
const ROWS = PAGE.split('\n').filter((line) => /^\| I\d+ \|/.test(line))
const ASKED = ROWS.flatMap((row) => {
  const id = /^\| (I\d+) \|/.exec(row)?.[1] ?? ''
  return [...row.matchAll(/(\S+\.test\.ts): "([^"]+)"/g)].map(([, file = '', name = '']) => ({ id, file, name }))
})

test('every promise I1 to I15 stands on the page once, in the table or where it says who asks it', () => {
  for (let n = 1; n <= 15; n += 1) {
    const rows = ROWS.filter((row) => row.startsWith(`| I${n} |`))
    const isElsewhere = PAGE.includes(`I${n} (`)
    expect(rows.length + (isElsewhere ? 1 : 0), `I${n}`).toBe(1)
  }
})

test('each row of the table names at least one test', () => {
  for (const row of ROWS) expect(row).toMatch(/\.test\.ts: "/)
})

test.each(ASKED)('$id: $file has "$name"', ({ file, name }) => {
  expect(existsSync(join(ROOT, file))).toBe(true)
  const source = readFileSync(join(ROOT, file), 'utf8')
  const starts = [...source.matchAll(/\btest(?:\.each\([^]*?\))?\(\s*(['"`])(.*?)\1/g)].map(([, , title = '']) => title)
  expect(starts.filter((title) => title.startsWith(name))).toHaveLength(1)
})

test.each(['docs/reference/ledger-mutants.md', ...PAGE.match(/\b(?:test|src)\/[\w/-]+\.ts\b/g)!])(
  '%s exists',
  (file) => {
    expect(existsSync(join(ROOT, file))).toBe(true)
  },
)
