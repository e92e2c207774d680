// The bounds of size and the rules of safety hold only if a breach is noticed: each row is one file that the linter,
// with the project's own configuration, must refuse for the named reason.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

const lines = (count: number, line: (number: number) => string) =>
  Array.from({ length: count }, (_, number) => line(number)).join('\n')
const functionOf = (count: number) => `export function long(): void {\n${lines(count - 2, (n) => `  call(${n})`)}\n}\n`

const ROWS: readonly [sentence: string, file: string, content: string, rule: string | null][] = [
  ['a file has at most 400 lines', 'src/http/long.ts', lines(401, (n) => `export const line${n} = ${n}`), 'max-lines'],
  ['400 lines are enough', 'src/http/full.ts', lines(400, (n) => `export const line${n} = ${n}`), null],
  ['a function has at most 70 lines', 'src/http/function.ts', functionOf(71), 'max-lines-per-function'],
  ['70 lines of a function are enough', 'src/http/full-function.ts', functionOf(70), null],
  ['a component may have 120 lines', 'web/component.tsx', functionOf(120), null],
  ['a component has at most 120 lines', 'web/long-component.tsx', functionOf(121), 'max-lines-per-function'],
  ['no any', 'src/http/any.ts', 'export function open(value: any): void {\n  call(value)\n}\n', 'no-explicit-any'],
  [
    'no value of unknown shape is used as if it had one',
    'src/http/unsafe.ts',
    `export const name: string = JSON.parse('{}').name\n`,
    'no-unsafe-member-access',
  ],
  [
    'no promise is left alone',
    'src/http/floating.ts',
    'export function start(): void {\n  Promise.reject(new Error())\n}\n',
    'no-floating-promises',
  ],
  [
    'no check is switched off by a comment',
    'src/http/ignored.ts',
    `// @ts-ignore\nexport const wrong: number = 'one'\n`,
    'ban-ts-comment',
  ],
  [
    'the domain reads no clock',
    'src/domain/kernel/clock.ts',
    'export const at = Date.now()\n',
    'no-restricted-properties',
  ],
  [
    'the domain draws no lot',
    'src/domain/kernel/lot.ts',
    'export const lot = Math.random()\n',
    'no-restricted-properties',
  ],
  [
    'the simulator does not wait',
    'src/simulator/wait.ts',
    'export const timer = setTimeout(() => undefined, 1)\n',
    'no-restricted-globals',
  ],
  ['a name is exported, not a default', 'src/http/default.ts', 'export default 1\n', 'no-default-export'],
]

interface Diagnostic {
  readonly code: string
  readonly filename: string
}

// Outside the project: what its .gitignore names is not linted.
const tree = mkdtempSync(join(tmpdir(), 'weir-bounds-'))
let diagnostics: readonly Diagnostic[] = []

beforeAll(() => {
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'node_modules'])
    symlinkSync(join(ROOT, file), join(tree, file))
  for (const [, file, content] of ROWS) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), content)
  }
  writeFileSync(join(tree, 'src/call.d.ts'), 'declare function call(value: unknown): void\n')
  const oxlint = join(ROOT, 'node_modules/.bin/oxlint')
  const config = ['--config', '.oxlintrc.json', '--format', 'json']
  const run = spawnSync(process.execPath, [oxlint, ...config, 'src', 'web'], { cwd: tree, encoding: 'utf8' })
  diagnostics = JSON.parse(run.stdout).diagnostics
}, 60_000)

afterAll(() => {
  rmSync(tree, { recursive: true, force: true })
})

describe('bounds', () => {
  test.each(ROWS)('%s', (_sentence, file, _content, rule) => {
    const codes = diagnostics.filter((d) => d.filename === file).map((d) => d.code.replace(/^.*\((.*)\)$/, '$1'))
    const sizes = codes.filter((code) => code.startsWith('max-lines'))
    if (rule === null) expect(sizes).toEqual([])
    else expect(codes).toContain(rule)
  })
})
