// The import walls hold only if a broken one is noticed. Each row writes one file into an empty tree of the same shape
// and says which rule must see it; the real configuration judges all of them in one run of dependency-cruiser.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

// Every folder of the tree has this file, for the others to import.
const TARGET = 'wall-target.ts'
const FOLDERS = [
  'src/domain/kernel',
  'src/simulator',
  'src/contract',
  'src/text',
  'src/charts',
  'src/report',
  'src/store',
  'src/adapters',
  'src/operations',
  'src/http',
  'src/jobs',
  'src/cli',
  'web',
  'test/kit',
]

interface Row {
  readonly sentence: string
  /** The file that is written; its content is one import. */
  readonly file: string
  /** A folder of the tree, a package or a `node:` module. */
  readonly imports: string
  /** null: no rule may complain. */
  readonly rule: string | null
  readonly form?: 'value' | 'type' | 'dynamic'
}

const FORBIDDEN: readonly Row[] = [
  ['the domain does not know the simulator', 'src/domain/policy', 'src/simulator', 'domain-imports'],
  ['the domain does not know SQL', 'src/domain/policy', 'src/store', 'domain-imports'],
  ['the domain does not know HTTP', 'src/domain/scheduling', 'src/http', 'domain-imports'],
  ['the domain does not know sentences for people', 'src/domain/policy', 'src/text', 'domain-imports'],
  ['the domain uses no package', 'src/domain/scheduling', 'zod', 'domain-packages'],
  ['reading policy files uses no other package than its two', 'src/domain/policy', 'pg', 'domain-packages-1'],
  ['the domain opens no file', 'src/domain/policy', 'node:fs', 'domain-builtins'],
  ['the simulator does not know the store', 'src/simulator', 'src/store', 'simulator-imports'],
  ['the simulator does not know files', 'src/simulator', 'src/adapters', 'simulator-imports'],
  ['the simulator uses no package', 'src/simulator', 'zod', 'simulator-packages'],
  ['the simulator uses no node: module', 'src/simulator', 'node:zlib', 'simulator-builtins'],
  ['the contract does not know the store', 'src/contract', 'src/store', 'contract-imports'],
  ['the contract does not know Fastify', 'src/contract', 'fastify', 'contract-packages'],
  ['the contract runs in a browser', 'src/contract', 'node:crypto', 'contract-builtins'],
  ['sentences do not know operations', 'src/text', 'src/operations', 'text-imports'],
  ['sentences run in a browser', 'src/text', 'node:util', 'text-builtins'],
  ['charts do not know the store', 'src/charts', 'src/store', 'charts-imports'],
  ['charts do not know React', 'src/charts', 'react', 'charts-packages'],
  ['charts run in a browser', 'src/charts', 'node:fs', 'charts-builtins'],
  ['the report does not know operations', 'src/report', 'src/operations', 'report-imports'],
  ['the report does not know HTTP', 'src/report', 'src/http', 'report-imports'],
  ['the store does not know operations', 'src/store', 'src/operations', 'store-imports'],
  ['the store does not know what the API sends', 'src/store', 'src/contract', 'store-imports'],
  ['the store does not know adapters', 'src/store', 'src/adapters', 'store-imports'],
  ['adapters do not know the store', 'src/adapters', 'src/store', 'adapters-imports'],
  ['adapters do not speak SQL', 'src/adapters', 'pg', 'sql-in-store-only'],
  ['operations do not know HTTP', 'src/operations', 'src/http', 'operations-imports'],
  ['operations do not speak SQL', 'src/operations', 'kysely', 'sql-in-store-only'],
  ['HTTP goes to the store through operations', 'src/http', 'src/store', 'http-imports'],
  ['HTTP does not speak SQL', 'src/http', 'kysely', 'sql-in-store-only'],
  ['HTTP does not know the command line', 'src/http', 'src/cli', 'http-imports'],
  ['jobs do not know HTTP', 'src/jobs', 'src/http', 'jobs-imports'],
  ['the web does not know the store', 'web', 'src/store', 'web-imports'],
  ['the web does not know adapters', 'web', 'src/adapters', 'web-imports'],
  ['the web does not know operations', 'web', 'src/operations', 'web-imports'],
  ['the web does not know HTTP', 'web', 'src/http', 'web-imports'],
  ['the web does not know jobs', 'web', 'src/jobs', 'web-imports'],
  ['the web does not know the command line', 'web', 'src/cli', 'web-imports'],
  ['the web uses no package of the server', 'web', 'fastify', 'web-packages'],
  ['the web uses no node: module', 'web', 'node:path', 'web-builtins'],
  ['the product does not know its tests', 'src/operations', 'test/kit', 'only-tests-import-tests'],
  ['an import leads somewhere', 'src/http', 'not-an-installed-package', 'import-is-found'],
].map(([sentence, folder, imports, rule], position) => ({
  sentence: sentence ?? '',
  file: `${folder}/forbidden-${position}.ts`,
  imports: imports ?? '',
  rule: rule ?? null,
}))

const FORMS: readonly Row[] = [
  {
    sentence: 'a type import is an import too',
    file: 'src/domain/kernel/form-type.ts',
    imports: 'src/store',
    rule: 'domain-imports',
    form: 'type',
  },
  {
    sentence: 'an import at run time is an import too',
    file: 'src/domain/kernel/form-dynamic.ts',
    imports: 'src/store',
    rule: 'domain-imports',
    form: 'dynamic',
  },
  {
    sentence: 'a React file is read too',
    file: 'web/form-react.tsx',
    imports: 'src/store',
    rule: 'web-imports',
  },
]

const ALLOWED: readonly Row[] = [
  ['reading policy files may use zod', 'src/domain/policy/parse.ts', 'zod'],
  ['reading scenario files may use yaml', 'src/simulator/scenario-file.ts', 'yaml'],
  ['the simulator drives the domain', 'src/simulator/allowed.ts', 'src/domain/kernel'],
  ['the store takes the shapes of an outcome', 'src/store/allowed.ts', 'src/simulator'],
  ['the store speaks SQL', 'src/store/sql.ts', 'kysely'],
  ['operations use the store', 'src/operations/allowed.ts', 'src/store'],
  ['operations use adapters', 'src/operations/outside.ts', 'src/adapters'],
  ['HTTP uses operations', 'src/http/allowed.ts', 'src/operations'],
  ['the web draws the charts of the report', 'web/allowed.tsx', 'src/charts'],
  ['the command line wires things', 'src/cli/allowed.ts', 'src/store'],
  ['a test beside its file uses vitest', 'src/domain/kernel/allowed.test.ts', 'vitest'],
  ['a test beside its file uses the test kit', 'src/operations/allowed.test.ts', 'test/kit'],
].map(([sentence, file, imports]) => ({
  sentence: sentence ?? '',
  file: file ?? '',
  imports: imports ?? '',
  rule: null,
}))

const CIRCLE = ['src/domain/kernel/circle-a.ts', 'src/domain/kernel/circle-b.ts'] as const

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

mkdirSync(join(ROOT, 'test-output'), { recursive: true })
const tree = mkdtempSync(join(ROOT, 'test-output/walls-'))
let violations: readonly Violation[] = []

function write(file: string, content: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), content)
}

function importLine(row: Row): string {
  const isFolder = FOLDERS.includes(row.imports) || row.imports === 'test/kit'
  const path = relative(dirname(row.file), `${row.imports}/${TARGET}`)
  const from = isFolder ? (path.startsWith('.') ? path : `./${path}`) : row.imports
  if (row.form === 'type') return `import type { Target } from '${from}'\nexport type Own = Target\n`
  if (row.form === 'dynamic') return `export const own = await import('${from}')\n`
  return `import * as target from '${from}'\nexport const own = target\n`
}

function cruise(): readonly Violation[] {
  const depcruise = join(ROOT, 'node_modules/.bin/depcruise')
  const json = execFileSync(
    process.execPath,
    [depcruise, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src', 'web', 'test'],
    { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(json).summary.violations
}

beforeAll(() => {
  for (const file of ['walls.mjs', '.dependency-cruiser.mjs', 'package.json']) {
    copyFileSync(join(ROOT, file), join(tree, file))
  }
  for (const folder of FOLDERS) write(`${folder}/${TARGET}`, 'export type Target = string\nexport const target = 1\n')
  for (const row of [...FORBIDDEN, ...FORMS, ...ALLOWED]) write(row.file, importLine(row))
  write(CIRCLE[0], `import { b } from './circle-b.ts'\nexport const a = b\n`)
  write(CIRCLE[1], `import { a } from './circle-a.ts'\nexport const b = a\n`)
  violations = cruise()
}, 60_000)

afterAll(() => {
  rmSync(tree, { recursive: true, force: true })
})

describe('import walls', () => {
  test.each([...FORBIDDEN, ...FORMS])('$sentence', ({ file, rule }) => {
    expect(violations.filter((v) => v.from === file).map((v) => v.rule.name)).toContain(rule)
  })

  test.each(ALLOWED)('$sentence', ({ file }) => {
    expect(violations.filter((v) => v.from === file).map((v) => v.rule.name)).toEqual([])
  })

  test('imports make no circle', () => {
    expect(violations.filter((v) => v.rule.name === 'no-circle').map((v) => v.from)).toContain(CIRCLE[0])
  })
})
