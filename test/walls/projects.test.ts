// A test that no project of vitest.config.ts includes would never run, and nobody would notice.
import { globSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import config from '../../vitest.config.ts'

const ROOT = join(import.meta.dirname, '../..')

interface Project {
  readonly test: { readonly name: string; readonly include: readonly string[]; readonly exclude?: readonly string[] }
}

const projects = (config.test?.projects ?? []) as readonly Project[]

function projectsOf(file: string): string[] {
  const matches = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(file, pattern))
  return projects
    .filter(({ test: { include, exclude = [] } }) => matches(include) && !matches(exclude))
    .map((project) => project.test.name)
}

test('each test file belongs to one project; some run a second time on the other PostgreSQL', () => {
  const files = globSync('{src,web,test,scripts}/**/*.test.{ts,tsx}', { cwd: ROOT })
  expect(files.length).toBeGreaterThan(3)
  const homeless = files.filter((file) => projectsOf(file).filter((name) => name !== 'store-debian').length !== 1)
  expect(homeless).toEqual([])
})
