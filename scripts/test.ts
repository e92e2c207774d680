// `npm test`: everything that can be tested on this machine, and a last line with the numbers.
// 1. what the machine lacks is installed or named, 2. the web is built, 3. the checks, 4. all tests, 5. the sum.
// With CI=true nothing may be skipped, except conformance to histories that are not shipped with Weir (see conformance).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runChecks, withNode26 } from './check.ts'
import { prepareMachine } from './machine.ts'

const ROOT = join(import.meta.dirname, '..')
const OUTPUT = join(ROOT, 'test-output')
const VITEST_JSON = join(OUTPUT, 'vitest.json')

interface TestRun {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly startTime: number
    readonly endTime: number
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly duration?: number | null
    }[]
  }[]
}

interface Sum {
  passed: number
  failed: number
  skipped: number
  /** Skipped although this must not be here. */
  forbidden: string[]
}

const isCi = ['1', 'true'].includes(process.env['CI'] ?? '')

async function main(): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true })
  const sum: Sum = { passed: 0, failed: 0, skipped: 0, forbidden: [] }
  const machine = prepareMachine()
  for (const sentence of machine.missing) skip(sum, sentence)
  add(sum, buildWeb())
  for (const check of await runChecks()) add(sum, check.passed)
  const projects = ['unit', 'store', 'simulations', 'conformance', ...(machine.hasBrowser ? ['browser'] : [])]
  addTests(sum, runTests(projects))
  report(sum)
}

function add(sum: Sum, passed: boolean): void {
  if (passed) sum.passed += 1
  else sum.failed += 1
}

function skip(sum: Sum, sentence: string): void {
  console.log(`skipped: ${sentence}`)
  sum.skipped += 1
  sum.forbidden.push(sentence)
}

function buildWeb(): boolean {
  const startedAt = performance.now()
  const run = spawnSync(process.execPath, [join(ROOT, 'scripts/build-web.ts')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: withNode26(),
  })
  const passed = run.status === 0
  console.log(
    `${passed ? 'ok    ' : 'FAILED'} build of the web (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  )
  if (!passed) console.log(`${run.stdout}${run.stderr}`)
  return passed
}

/** Runs the projects of vitest.config.ts; null when vitest gave no result at all. */
function runTests(projects: readonly string[]): TestRun | null {
  rmSync(VITEST_JSON, { force: true })
  spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${VITEST_JSON}`,
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: withNode26() },
  )
  if (!existsSync(VITEST_JSON)) return null
  return JSON.parse(readFileSync(VITEST_JSON, 'utf8')) as TestRun
}

function addTests(sum: Sum, run: TestRun | null): void {
  if (run === null) {
    console.log('FAILED vitest ended without a result')
    sum.failed += 1
    return
  }
  const failedBefore = sum.failed
  for (const file of run.testResults) {
    const path = relative(ROOT, file.name)
    let failedHere = 0
    for (const test of file.assertionResults) {
      if (test.status === 'passed') sum.passed += 1
      else if (test.status === 'failed') failedHere += 1
      else {
        sum.skipped += 1
        if (!mayBeSkipped(path)) sum.forbidden.push(`${path}: ${test.fullName}`)
      }
    }
    // A file that could not be loaded, or whose preparation failed, has no failed test of its own.
    sum.failed += file.status === 'failed' ? Math.max(1, failedHere) : failedHere
  }
  // An error outside every test.
  if (!run.success && sum.failed === failedBefore) sum.failed += 1
  writeSlowest(run)
}

/** Only conformance to histories that are not shipped with Weir, and only when nobody said where they are. */
function mayBeSkipped(path: string): boolean {
  const named = process.env['WEIR_SHARED'] ?? ''
  return path.startsWith('test/conformance/') && named === '' && !existsSync(join(ROOT, '../shared/data/traces'))
}

function writeSlowest(run: TestRun): void {
  const tests = run.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      path: relative(ROOT, file.name),
      name: test.fullName,
      milliseconds: Math.round(test.duration ?? 0),
    })),
  )
  const files = run.testResults.map((file) => ({
    path: relative(ROOT, file.name),
    milliseconds: Math.round(file.endTime - file.startTime),
  }))
  const slowest = tests.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 25)
  const slowestFiles = files.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 15)
  const lines = [
    '# Slowest tests',
    '',
    ...slowest.map((test) => `- ${test.milliseconds} ms, ${test.path}: ${test.name}`),
    '',
    '# Slowest files',
    '',
    ...slowestFiles.map((file) => `- ${file.milliseconds} ms, ${file.path}`),
    '',
  ]
  writeFileSync(join(OUTPUT, 'slowest.md'), lines.join('\n'))
}

function report(sum: Sum): void {
  let { failed } = sum
  if (isCi && sum.forbidden.length > 0) {
    console.log('With CI=true nothing may be skipped; these count as failed:')
    for (const sentence of sum.forbidden) console.log(`- ${sentence}`)
    failed += sum.forbidden.length
  }
  const skipped = sum.skipped - (isCi ? sum.forbidden.length : 0)
  process.exitCode = failed > 0 ? 1 : 0
  console.log(`${sum.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
}

await main()
