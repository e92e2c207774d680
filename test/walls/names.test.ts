// Names of files: kebab-case, and none of the words that say nothing.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const FOLDERS = ['src', 'web', 'test', 'scripts', 'policies', 'examples']

const EMPTY_WORDS = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'manager',
  'service',
  'handler',
  'data',
  'info',
  'base',
  'impl',
  'alloc',
  'proj',
  'cfg',
  'ctx',
]

/** 'kebab-case', 'empty-word' or null for one path below the root of the project. */
export function nameProblem(path: string): 'kebab-case' | 'empty-word' | null {
  for (const part of path.split('/')) {
    const stem = part.replace(/(\.(test|bench|worker|config|schema|d))?(\.[a-z0-9]+)+$/, '')
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem.replace(/^\d{4}_/, ''))) return 'kebab-case'
    if (stem.split('-').some((word) => EMPTY_WORDS.includes(word))) return 'empty-word'
  }
  return null
}

function filesOfProject(): string[] {
  return FOLDERS.flatMap((folder) => {
    try {
      return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    }
  })
}

describe('names of files', () => {
  test.each([
    ['src/store/runs.ts', null],
    ['src/operations/runs/start-run.test.ts', null],
    ['src/store/migrations/0001-agencies.sql', null],
    ['examples/traces/philly-82247.csv.gz', null],
    ['src/domain/scheduling/waitingQueue.ts', 'kebab-case'],
    ['web/parts/ShareTree.tsx', 'kebab-case'],
    ['src/domain/utils.ts', 'empty-word'],
    ['src/http/run-handler.ts', 'empty-word'],
    ['src/store/helpers/rows.ts', 'empty-word'],
  ])('%s: %s', (path, problem) => {
    expect(nameProblem(path)).toBe(problem)
  })

  test('each file of the project has a name that says something', () => {
    const files = filesOfProject()
    expect(files.length).toBeGreaterThan(20)
    const problems = files
      .filter((path) => !/(^|\/)(NOTICE|README)\.md$/.test(path))
      .filter((path) => nameProblem(path) !== null)
    expect(problems).toEqual([])
  })
})
